import { entries, text } from '../../cluster/read.ts';
import type { KubernetesObject } from '../../model/object.ts';

/** Somebody who asks. Groups count exactly as given: nobody is put into a group here, see `groupsOf`. */
export interface Actor {
  readonly user: string;
  readonly groups?: readonly string[];
  readonly uid?: string;
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/** Whom a binding names. A User that spells out a service account is that service account. */
export interface Subject {
  readonly kind: 'User' | 'Group' | 'ServiceAccount';
  readonly name: string;
  /** Of a ServiceAccount. */
  readonly namespace?: string;
}

/** A subject where it stands in its binding. */
export interface BoundSubject {
  /** Index in the binding's `subjects`. */
  readonly index: number;
  /** As the binding writes it, the namespace defaulted. */
  readonly written: Subject;
}

const serviceAccountPrefix = 'system:serviceaccount:';
const dnsLabel = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const dnsSubdomain = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

export const mastersGroup = 'system:masters';

/** Is it a name that the API server takes for a Node or a service account? */
export function isDnsSubdomain(name: string): boolean {
  return dnsSubdomain.test(name);
}

export function serviceAccountUser(namespace: string, name: string): string {
  return `${serviceAccountPrefix}${namespace}:${name}`;
}

/** The service account that a user name spells out, undefined where it is none. */
export function serviceAccountOf(user: string): { readonly namespace: string; readonly name: string } | undefined {
  if (!user.startsWith(serviceAccountPrefix)) return undefined;
  const [namespace, name, more] = user.slice(serviceAccountPrefix.length).split(':');
  if (namespace === undefined || name === undefined || more !== undefined) return undefined;
  return dnsLabel.test(namespace) && dnsSubdomain.test(name) ? { namespace, name } : undefined;
}

/**
 * The groups that a user of that name is in by itself: those of its token or, for a node, of its certificate. A client
 * certificate can spell any user name and then gives only the groups it holds and `system:authenticated`.
 */
export function groupsOf(user: string): readonly string[] {
  if (user === 'system:anonymous') return ['system:unauthenticated'];
  const account = serviceAccountOf(user);
  if (account) return ['system:serviceaccounts', `system:serviceaccounts:${account.namespace}`, 'system:authenticated'];
  if (user.startsWith('system:node:')) return ['system:nodes', 'system:authenticated'];
  return ['system:authenticated'];
}

/**
 * The subjects of a binding that can match anybody. A service account without namespace is one of the binding's own
 * namespace; in a ClusterRoleBinding it matches nobody and is left out.
 */
export function subjectsOf(binding: KubernetesObject, namespace: string | null): readonly BoundSubject[] {
  return entries(binding['subjects']).flatMap(({ index, value }): BoundSubject[] => {
    const kind = value['kind'];
    const name = text(value['name']) ?? '';
    if (kind === 'User' || kind === 'Group') return [{ index, written: { kind, name } }];
    if (kind !== 'ServiceAccount') return [];
    const own = text(value['namespace']) ?? '';
    const where = own === '' ? namespace : own;
    return where === null ? [] : [{ index, written: { kind, name, namespace: where } }];
  });
}

/** The identity that a subject names. */
export function identityOf(subject: Subject): Subject {
  if (subject.kind !== 'User') return subject;
  const account = serviceAccountOf(subject.name);
  return account ? { kind: 'ServiceAccount', ...account } : subject;
}
