import type { Holder } from '../engines/rights.ts';

/**
 * What an attacker has, as a text. Ends that people name: `internet`, `container:NS/POD/NAME`, `node:NAME` (root on it),
 * `user:`, `group:`, `serviceaccount:NS/NAME`, `secret:NS/NAME`, `role:NS/NAME`, `clusterrole:NAME`, `cluster-admin`,
 * `all-secrets`, `node-root:*`, `etcd`, `cloud:ID`, `image:REPOSITORY` and `registry:HOST` (may push there). Hubs, which stand for many steps at once: `may:WHAT@NS`, `open:GUARD`,
 * `files:NODE`, and `inside:` for a container in one pod of its workload that the attacker did not choose.
 */
export type State = string;

export const internet: State = 'internet';
export const clusterAdmin: State = 'cluster-admin';
export const allSecrets: State = 'all-secrets';
export const anyNodeRoot: State = 'node-root:*';
export const etcd: State = 'etcd';
/** Any identity of a cloud account. */
export const anyCloud: State = 'cloud:*';
/** May act as anybody whose name can stand in a certificate or a header, but for system:masters. */
export const anyIdentity: State = 'may:be-anybody@*';

export function userState(name: string): State {
  return `user:${name}`;
}

export function groupState(name: string): State {
  return `group:${name}`;
}

export function accountState(namespace: string, name: string): State {
  return `serviceaccount:${namespace}/${name}`;
}

export function holderState({ kind, name, namespace }: Holder): State {
  return kind === 'ServiceAccount' ? accountState(namespace ?? '', name) : kind === 'Group' ? groupState(name) : userState(name);
}

export function nodeState(name: string): State {
  return `node:${name}`;
}

/** Reads the files of a node, without running anything there. */
export function filesState(node: string): State {
  return `files:${node}`;
}

/** Reads the volumes of the pods of a node. */
export function volumesState(node: string): State {
  return `volumes:${node}`;
}

/** Asks the API server as the kubelet of a node. */
export function askedState(node: string): State {
  return hub('ask-as-kubelet', node);
}

export function secretState(namespace: string, name: string): State {
  return `secret:${namespace}/${name}`;
}

/** @param namespace null for the whole cluster */
export function hub(what: string, namespace: string | null): State {
  return `may:${what}@${namespace ?? '*'}`;
}

/**
 * A guard that the attacker took away: `open:pod-security/NS`, `open:resource-quota/NS/NAME`, `open:limit-range/NS/NAME`,
 * `open:validating-policy/NAME`, `open:mutating-policy/NAME`, `open:webhook/validating/NAME`, `open:webhook/mutating/NAME`,
 * `open:engine-policy/KIND/NAME` (`open:engine-policy/KIND/NS/NAME` of a namespaced one), `open:network-policy/NS` for all of
 * them, `open:network-policy/NS/NAME+NAME` for those alone.
 */
export function openState(kind: string, name: string): State {
  return `open:${kind}/${name}`;
}

/** One part of a guard, such as a binding of a policy, that no longer stops anything in that namespace. */
export function partOpenState(guard: State, part: string, namespace: string): State {
  return `${guard}#${part}@${namespace}`;
}

const hidden = /^(?:may|open|files|volumes):/;

/** Hubs and guards, which no report shows by themselves. */
export function isHidden(state: State): boolean {
  return hidden.test(state);
}

/** What somebody is by a binding or by itself: reports tell it as the reason of the next step. */
export function isRole(state: State): boolean {
  return state.startsWith('role:') || state.startsWith('clusterrole:');
}

/** The name of a state as people write it. */
export function endOf(state: State): string {
  if (state.startsWith('inside:')) return `container:${state.slice('inside:'.length)}`;
  if (state === nodeState('*')) return anyNodeRoot;
  // A ClusterRole that is bound in one namespace.
  return state.startsWith('clusterrole:') ? (state.split('@')[0] ?? state) : state;
}
