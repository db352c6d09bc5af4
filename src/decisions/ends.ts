import { nearest } from '../lang/nearest.ts';
import type { AnyOf, EndChoice } from '../model/invariant.ts';

const fixed: readonly string[] = ['internet', 'cluster-admin', 'all-secrets', 'etcd', 'node-root:*'];
/** Ends of which the name has one part, and those of which it has two or three. */
const parts: Readonly<Record<string, number>> = { node: 1, user: 1, group: 1, clusterrole: 1, cloud: 1, image: 1, pod: 2, serviceaccount: 2, secret: 2, role: 2, container: 3 };
const kinds: Readonly<Record<string, AnyOf>> = { container: 'container', node: 'node', person: 'person', 'service account': 'account', secret: 'secret', start: 'start' };
const plurals: Readonly<Record<string, AnyOf>> = { secrets: 'secret', containers: 'container', 'service accounts': 'account' };
const placed: ReadonlySet<AnyOf> = new Set(['container', 'account', 'secret']);

export const endHint = 'Such as: internet, cluster-admin, pod:NAMESPACE/NAME, group:NAME, any container in NAMESPACE, any service account, secrets in NAMESPACE.';

/** What a person writes for an end, or a kind of ends; a text that says what is wrong with it. */
export function endChoiceOf(written: string): EndChoice | string {
  const text = written.trim();
  if (fixed.includes(text)) return { text, end: text };
  const kind = /^(?:any (container|node|person|service account|secret|start)|(secrets|containers|service accounts))(?: in ([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?))?$/.exec(text);
  if (kind) {
    const any = kinds[kind[1] ?? ''] ?? plurals[kind[2] ?? ''] ?? 'start';
    const namespace = kind[3] ?? null;
    if (namespace !== null && !placed.has(any)) return `${text}: only containers, service accounts and Secrets are in a namespace`;
    if (any === 'secret' && namespace === null) return `${text} names no namespace`;
    return { text, any, namespace };
  }
  const at = text.indexOf(':');
  const wanted = at < 0 ? undefined : parts[text.slice(0, at)];
  if (wanted === undefined) {
    const near = nearest(at < 0 ? text : text.slice(0, at), at < 0 ? fixed : Object.keys(parts));
    return `${text} is no end${near === undefined ? '' : `: did you mean ${near}?`}`;
  }
  const name = text.slice(at + 1);
  if (wanted > 1 ? name.split('/').length !== wanted || name.split('/').includes('') : name === '') return `${text} is not written as ${text.slice(0, at)}:${['', 'NAME', 'NAMESPACE/NAME', 'NAMESPACE/POD/NAME'][wanted]}`;
  return { text, end: text };
}
