/** Sockets that start containers for whoever may write to them, in the cleaned form (`/var/run` is `/run`). */
export interface RuntimeSocket {
  readonly path: string;
  readonly runtime: string;
}

/** Where runtimes listen by default. Source: each project's own documentation of its endpoint. */
export const runtimeSockets: readonly RuntimeSocket[] = [
  { path: '/run/docker.sock', runtime: 'Docker' },
  { path: '/run/containerd/containerd.sock', runtime: 'containerd' },
  { path: '/run/docker/containerd/containerd.sock', runtime: 'containerd' },
  { path: '/run/k3s/containerd/containerd.sock', runtime: 'containerd' },
  { path: '/run/k0s/containerd.sock', runtime: 'containerd' },
  { path: '/run/dockershim.sock', runtime: 'Docker' },
  { path: '/run/crio/crio.sock', runtime: 'CRI-O' },
  { path: '/run/cri-dockerd.sock', runtime: 'Docker' },
  { path: '/run/podman/podman.sock', runtime: 'Podman' },
  { path: '/run/buildkit/buildkitd.sock', runtime: 'BuildKit' },
  { path: '/run/frakti.sock', runtime: 'Frakti' },
];

/** File names that give a runtime's socket away wherever it was put, named pipes of Windows among them. */
const socketNames = /(?:^|\/)(docker|dockershim|containerd|crio|cri-dockerd|podman|buildkitd)\.sock$|[\\/]pipe[\\/](docker_engine|containerd-containerd)$/i;

/**
 * The sockets that a mount of this path of the node reaches: the socket itself, or one below it. A read-only mount does not
 * hinder writing to a socket.
 * @param path cleaned, with `/var/run` as `/run`
 */
export function socketsReachedBy(path: string): readonly RuntimeSocket[] {
  const below = runtimeSockets.filter((socket) => socket.path === path || path === '/' || socket.path.startsWith(`${path}/`));
  const name = socketNames.exec(path);
  const runtime = name?.[1] ?? name?.[2];
  return below.length > 0 || runtime === undefined ? below : [{ path, runtime }];
}
