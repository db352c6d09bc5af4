import { evidenceOf } from '../../cluster/mounts.ts';
import { sensitiveHostPath } from '../../knowledge/host-paths.ts';
import type { Container } from '../../cluster/workload.ts';
import { escapes, rootUnlessSaid, type Way } from '../escapes.ts';
import type { AttackContext } from '../context.ts';
import { nodesOf, someNode } from '../places.ts';
import { filesState, hub, userState, type State } from '../states.ts';
import { shownBy, whichGap } from './control-plane-node.ts';
import { app, podIn } from '../examples.ts';
import { defineTechnique, type Step, type Technique } from '../technique.ts';

/** Paths that hold the login of one program and nothing else of the node. */
const logins: readonly { readonly paths: RegExp; readonly user: (node: string) => string; readonly onControlPlane?: true }[] = [
  { paths: /^\/var\/lib\/kubelet(\/kubeconfig|\/pki(\/.*)?)?$|^\/etc\/kubernetes\/(bootstrap-)?kubelet\.conf$/, user: (node) => `system:node:${node}` },
  { paths: /^\/etc\/kubernetes\/controller-manager\.conf$|^\/var\/lib\/kube-controller-manager(\/.*)?$/, user: () => 'system:kube-controller-manager', onControlPlane: true },
  { paths: /^\/etc\/kubernetes\/scheduler\.conf$|^\/var\/lib\/kube-scheduler(\/.*)?$/, user: () => 'system:kube-scheduler', onControlPlane: true },
];
// Pods to start, and settings of a cloud: no key of the cluster.
const harmless = /^\/etc\/kubernetes\/(manifests(\/.*)?|azure\.json|cloud[.-]conf(ig)?)$/;

const technique: Technique = defineTechnique({
  id: 'technique/host-path-read',
  title: 'reads credentials of the node',
  why: 'Kubeconfigs, keys and the data of etcd lie on the disk of a node. Who reads them is the node, and on the control plane the cluster.',
  aliases: ['E9', 'EXPLOIT_HOST_READ', 'CAN_ACCESS_DANGEROUS_HOST_PATH'],
  attack: ['T1552.001', 'T1552.004'],
  microsoft: ['MS-TA9013', 'MS-TA9026'],
  effort: 1,
  detects: 'Reads of such files by a container.',
  removes: 'Mount nothing of the node, or a narrow path.',
  *steps(context) {
    yield* escapes(context, (container) => ways(container, (path) => isStrong(path) && loginIn(path) === undefined && !harmless.test(path)), filesState);
    for (const login of logins) yield* loggedIn(login, context);
  },
  examples: {
    present: [{ objects: podIn('shop', 'volumeMounts: [{name: v, mountPath: /host, readOnly: true}]', 'volumes: [{name: v, hostPath: {path: /var/lib/kubelet/pki}}]'), from: app, to: 'user:system:node:worker' }],
    absent: [{ objects: podIn('shop', 'volumeMounts: [{name: v, mountPath: /host, readOnly: true}]', 'volumes: [{name: v, hostPath: {path: /usr/share}}]'), from: app, to: 'user:system:node:worker' }],
    unknown: [],
  },
});

export default technique;

function ways(container: Container, isMeant: (path: string) => boolean): readonly Way[] {
  if (container.privileged) return [];
  return container.hostPaths.filter(({ path }) => isMeant(path)).map((mount) => ({ text: `it may read ${mount.path} of the node`, evidence: [...evidenceOf(container, mount)], when: rootUnlessSaid(container) }));
}

function* loggedIn(login: (typeof logins)[number], context: AttackContext): Generator<Step> {
  const { user, onControlPlane } = login;
  const found = (container: Container): readonly Way[] => ways(container, (path) => loginIn(path) === login);
  const read = (name: string): State => hub(`read-login-of-${user(name)}`, name);
  yield* escapes(context, found, (name) => (onControlPlane ? read(name) : userState(user(name))));
  if (!onControlPlane) return;
  const names = new Set(context.containers.flatMap(({ container, workload }) => (found(container).length > 0 ? nodesOf(workload) : [])));
  for (const place of context.nodes.filter(({ name }) => names.has(name))) {
    const seen = shownBy(place, context);
    const open = place.name === someNode;
    if (seen) yield { needs: [read(place.name)], gives: userState(user(place.name)), free: true, certain: !open, because: () => ({ text: 'it runs on a node of the control plane', evidence: seen, gaps: open ? [whichGap] : [] }) };
  }
}

function isStrong(path: string): boolean {
  return ['node', 'cluster'].includes(sensitiveHostPath(path, true)?.gain ?? '') && !path.endsWith('.sock') && !/^\/run(\/|$)/.test(path);
}

function loginIn(path: string): (typeof logins)[number] | undefined {
  return logins.find(({ paths }) => paths.test(path));
}
