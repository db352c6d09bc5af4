/** What a mount of a path of the node is worth to whoever controls the container. */
export type HostPathGain = 'information' | 'secrets' | 'node' | 'cluster';

export interface SensitiveHostPath {
  /** Cleaned, with `/var/run` as `/run`; Windows paths without their drive, in lower case, with slashes. */
  readonly path: string;
  /** What stands there. */
  readonly holds: string;
  /** Missing where reading it gives nothing. */
  readonly read?: HostPathGain;
  readonly write: HostPathGain;
  /** Whether what lies below it is as sensitive: `write` means when it can be written. */
  readonly below: 'all' | 'write' | 'none';
}

/**
 * Paths of a node that lead to root on it, to credentials or to other pods. Source: the documented directories of the
 * kubelet, etcd, the container runtimes, systemd, cron and the cloud agents.
 */
export const sensitiveHostPaths: readonly SensitiveHostPath[] = [
  { path: '/', holds: 'the whole disk', read: 'node', write: 'node', below: 'none' },
  { path: '/etc', holds: 'accounts and settings, and below them the keys of the node', read: 'node', write: 'node', below: 'none' },
  { path: '/etc/kubernetes', holds: 'keys, kubeconfigs, static pods and the cloud credentials of the node', read: 'node', write: 'node', below: 'all' },
  { path: '/etc/cni', holds: 'plug-ins that the runtime starts as root, and their credentials', read: 'secrets', write: 'node', below: 'all' },
  { path: '/etc/passwd', holds: 'accounts', write: 'node', below: 'none' },
  { path: '/etc/shadow', holds: 'password hashes', read: 'secrets', write: 'node', below: 'none' },
  { path: '/etc/sudoers', holds: 'who may become root', write: 'node', below: 'none' },
  { path: '/etc/sudoers.d', holds: 'who may become root', write: 'node', below: 'write' },
  { path: '/etc/ssh', holds: 'keys of the SSH server', read: 'secrets', write: 'node', below: 'all' },
  { path: '/etc/crontab', holds: 'commands that run as root', write: 'node', below: 'none' },
  { path: '/etc/cron.d', holds: 'commands that run as root', write: 'node', below: 'write' },
  { path: '/etc/cron.hourly', holds: 'commands that run as root', write: 'node', below: 'write' },
  { path: '/etc/cron.daily', holds: 'commands that run as root', write: 'node', below: 'write' },
  { path: '/etc/cron.weekly', holds: 'commands that run as root', write: 'node', below: 'write' },
  { path: '/var/spool/cron', holds: 'commands that run as root', write: 'node', below: 'write' },
  { path: '/etc/init.d', holds: 'services that run as root', write: 'node', below: 'write' },
  { path: '/etc/systemd', holds: 'services that run as root', write: 'node', below: 'write' },
  { path: '/etc/udev', holds: 'commands that run as root', write: 'node', below: 'write' },
  { path: '/etc/profile.d', holds: 'commands that run when somebody logs in', write: 'node', below: 'write' },
  { path: '/etc/ld.so.preload', holds: 'code that every program loads', write: 'node', below: 'none' },
  { path: '/etc/containerd', holds: 'settings of the runtime and registry credentials', read: 'secrets', write: 'node', below: 'all' },
  { path: '/etc/crio', holds: 'settings of the runtime', write: 'node', below: 'write' },
  { path: '/etc/docker', holds: 'settings of the runtime', write: 'node', below: 'write' },
  { path: '/etc/rancher', holds: 'kubeconfigs and join tokens', read: 'node', write: 'node', below: 'all' },
  { path: '/root', holds: 'files of root, keys and cloud credentials among them', read: 'secrets', write: 'node', below: 'all' },
  { path: '/home', holds: 'files of people, keys and cloud credentials among them', read: 'secrets', write: 'node', below: 'all' },
  { path: '/proc', holds: 'every process, with its environment', read: 'secrets', write: 'node', below: 'all' },
  { path: '/sys', holds: 'kernel settings and devices', read: 'information', write: 'node', below: 'write' },
  { path: '/dev', holds: 'disks and other devices', read: 'secrets', write: 'node', below: 'none' },
  { path: '/dev/disk', holds: 'disks', read: 'secrets', write: 'node', below: 'all' },
  { path: '/dev/mapper', holds: 'disks', read: 'secrets', write: 'node', below: 'all' },
  { path: '/dev/mem', holds: 'the memory', read: 'secrets', write: 'node', below: 'none' },
  { path: '/boot', holds: 'kernels', read: 'information', write: 'node', below: 'write' },
  { path: '/usr', holds: 'programs', write: 'node', below: 'write' },
  { path: '/bin', holds: 'programs', write: 'node', below: 'write' },
  { path: '/sbin', holds: 'programs', write: 'node', below: 'write' },
  { path: '/lib', holds: 'code that programs and the kernel load', write: 'node', below: 'write' },
  { path: '/lib64', holds: 'code that programs load', write: 'node', below: 'write' },
  { path: '/opt', holds: 'programs, those of the pod network among them', write: 'node', below: 'none' },
  { path: '/opt/bin', holds: 'programs', write: 'node', below: 'write' },
  { path: '/opt/cni', holds: 'programs that the runtime starts as root', write: 'node', below: 'write' },
  { path: '/var/lib', holds: 'files of the kubelet, of the runtime and of every pod', read: 'node', write: 'node', below: 'none' },
  { path: '/var/lib/kubelet', holds: 'credentials of the kubelet and volumes of every pod', read: 'node', write: 'node', below: 'none' },
  { path: '/var/lib/kubelet/pki', holds: 'credentials of the kubelet', read: 'node', write: 'node', below: 'all' },
  { path: '/var/lib/kubelet/pods', holds: 'Secrets, tokens and volumes of every pod', read: 'secrets', write: 'node', below: 'all' },
  { path: '/var/lib/kubelet/config.yaml', holds: 'settings of the kubelet', write: 'node', below: 'none' },
  { path: '/var/lib/kubelet/kubeadm-flags.env', holds: 'settings of the kubelet', write: 'node', below: 'none' },
  { path: '/var/lib/kubelet/config.json', holds: 'registry credentials of the node', read: 'secrets', write: 'secrets', below: 'none' },
  { path: '/var/lib/kube-controller-manager', holds: 'a kubeconfig of the control plane', read: 'node', write: 'node', below: 'all' },
  { path: '/var/lib/kube-scheduler', holds: 'a kubeconfig of the control plane', read: 'node', write: 'node', below: 'all' },
  { path: '/var/lib/kube-proxy', holds: 'a kubeconfig', read: 'secrets', write: 'secrets', below: 'all' },
  { path: '/var/lib/cni/bin', holds: 'programs that the runtime starts as root', write: 'node', below: 'write' },
  { path: '/srv/kubernetes', holds: 'keys of the control plane', read: 'node', write: 'node', below: 'all' },
  { path: '/var/lib/etcd', holds: 'everything the API server stores, Secrets among it', read: 'cluster', write: 'cluster', below: 'all' },
  { path: '/var/lib/docker', holds: 'files and environments of every container', read: 'secrets', write: 'node', below: 'all' },
  { path: '/var/lib/containerd', holds: 'files of every container', read: 'secrets', write: 'node', below: 'all' },
  { path: '/var/lib/containers', holds: 'files of every container', read: 'secrets', write: 'node', below: 'all' },
  { path: '/var/lib/rancher', holds: 'credentials and data of the cluster', read: 'node', write: 'node', below: 'all' },
  { path: '/var/lib/k0s', holds: 'credentials and data of the cluster', read: 'node', write: 'node', below: 'all' },
  { path: '/var/snap', holds: 'credentials, data and the runtime of clusters installed as snaps', read: 'node', write: 'node', below: 'all' },
  { path: '/var/lib/cloud', holds: 'the user data of the machine, join tokens among it', read: 'secrets', write: 'node', below: 'all' },
  { path: '/var/lib/waagent', holds: 'certificates and extension settings of the cloud agent', read: 'secrets', write: 'node', below: 'all' },
  { path: '/var/log', holds: 'logs of every pod, and through links put there any file the kubelet can read', write: 'secrets', below: 'none' },
  { path: '/var/log/pods', holds: 'logs of every pod, and through links put there any file the kubelet can read', write: 'secrets', below: 'none' },
  { path: '/var/log/containers', holds: 'logs of every pod, and through links put there any file the kubelet can read', write: 'secrets', below: 'none' },
  { path: '/run', holds: 'sockets of the runtime and of system services', read: 'node', write: 'node', below: 'none' },
  { path: '/run/containerd', holds: 'sockets and states of every container', read: 'node', write: 'node', below: 'all' },
  { path: '/run/dbus', holds: 'the bus that starts services as root', read: 'node', write: 'node', below: 'all' },
  { path: '/run/systemd/private', holds: 'the socket that starts services as root', read: 'node', write: 'node', below: 'none' },
  { path: '/windows', holds: 'the system', read: 'information', write: 'node', below: 'write' },
  { path: '/users', holds: 'files of people', read: 'secrets', write: 'node', below: 'all' },
  { path: '/k', holds: 'keys, kubeconfigs and programs of the node', read: 'node', write: 'node', below: 'all' },
];

const weight: Readonly<Record<HostPathGain, number>> = { information: 1, secrets: 2, node: 3, cluster: 4 };

/** The gravest of what a mount of this path reaches: the path itself, what it is part of, or what lies below it. */
export function sensitiveHostPath(path: string, readOnly: boolean): { readonly holds: string; readonly gain: HostPathGain } | undefined {
  const bare = slashed(path);
  // A certificate is for everybody to read.
  if (readOnly && bare.endsWith('.crt')) return undefined;
  const reached = sensitiveHostPaths.flatMap((row) => {
    const gain = readOnly ? row.read : row.write;
    const isPart = row.below !== 'none' && isBelow(bare, row.path) && !(readOnly && row.below === 'write');
    return gain !== undefined && (row.path === bare || isBelow(row.path, bare) || isPart) ? [{ row, gain }] : [];
  });
  // The path's own row speaks for it; above several, the gravest does.
  const [first] = reached.toSorted((a, b) => Number(b.row.path === bare) - Number(a.row.path === bare) || weight[b.gain] - weight[a.gain]);
  return first && { holds: first.row.holds, gain: first.gain };
}

function isBelow(path: string, parent: string): boolean {
  return path !== parent && (parent === '/' || path.startsWith(`${parent}/`));
}

/** `C:\Windows` as `/windows`, so that one table serves both systems; every other path as it is. */
function slashed(path: string): string {
  const windows = /^\/?[A-Za-z]:[\\/]*(.*)$/.exec(path);
  return windows ? `/${(windows[1] ?? '').replaceAll('\\', '/').replace(/\/$/, '').toLowerCase()}` : path;
}
