import { allSecrets, anyCloud, anyNodeRoot, clusterAdmin, etcd, internet } from './states.ts';

const fixed: Readonly<Record<string, readonly [noun: string, deed: string]>> = {
  [internet]: ['the internet', 'on the internet'],
  [clusterAdmin]: ['cluster-admin', 'is cluster-admin'],
  [anyNodeRoot]: ['root on a node', 'root on a node'],
  [allSecrets]: ['all Secrets', 'reads every Secret'],
  [anyCloud]: ['a cloud identity', 'as a cloud identity'],
  [etcd]: ['etcd', 'reads and writes etcd'],
};

const kinds: Readonly<Record<string, readonly [noun: string, deed: string]>> = {
  container: ['container', 'into container'],
  pod: ['pod', 'into pod'],
  node: ['node', 'root on node'],
  user: ['user', 'as user'],
  group: ['group', 'as a member of group'],
  serviceaccount: ['ServiceAccount', 'as ServiceAccount'],
  secret: ['Secret', 'reads Secret'],
  role: ['Role', 'holds Role'],
  clusterrole: ['ClusterRole', 'holds ClusterRole'],
  cloud: ['cloud identity', 'as cloud identity'],
  image: ['image', 'pushes image'],
  registry: ['registry', 'writes to registry'],
};

/** An end as a person writes it: `ServiceAccount shop/cart`. */
export function nounOf(end: string): string {
  return worded(end, 0);
}

/** Reaching it, as a step: `as ServiceAccount shop/cart`. */
export function deedOf(end: string): string {
  return worded(end, 1);
}

/** An end as a person writes it on a command line: that of an object whose file names no namespace has none either. */
export function writtenEnd(end: string): string {
  const at = end.indexOf(':') + 1;
  return end.slice(0, at) + withoutNoNamespace(end.slice(at));
}

function withoutNoNamespace(name: string): string {
  return name.startsWith('/') ? name.slice(1) : name;
}

// A hub, and what an invariant may forbid to reach.
const secretsOfNamespace = 'may:read-secrets@';

function worded(end: string, form: 0 | 1): string {
  const words = fixed[end];
  if (words) return words[form];
  if (end.startsWith(secretsOfNamespace)) return `${form === 0 ? 'the Secrets' : 'reads the Secrets'} of ${end.slice(secretsOfNamespace.length)}`;
  const at = end.indexOf(':');
  const kind = kinds[end.slice(0, at)];
  return kind ? `${kind[form]} ${withoutNoNamespace(end.slice(at + 1))}` : end;
}
