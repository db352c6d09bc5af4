import { entries, texts, type Fields } from '../../cluster/read.ts';
import { evidence } from '../../model/evidence.ts';
import type { KubernetesObject } from '../../model/object.ts';
import { auditOf, levelOf, listsOf, namesResource, type AuditedRequest } from '../audit-policy.ts';
import { defineRule, type Breach, type Rule } from '../define.ts';

/** Verbs whose request, or whose answer, carries the object; a watch's answer is never recorded. */
const inRequest = ['create', 'update', 'patch'];
const inAnswer = [...inRequest, 'get', 'list', 'delete', 'deletecollection'];

/** Bodies that hold a credential, by what they are asked for; tokens can only be created. */
const secretive: readonly (Kind & { readonly says: string; readonly verbs: readonly string[] })[] = [
  { says: 'Secrets', group: '', resource: 'secrets', verbs: inAnswer },
  { says: 'tokens', group: '', resource: 'serviceaccounts/token', verbs: ['create'] },
  { says: 'tokens', group: 'authentication.k8s.io', resource: 'tokenreviews', verbs: ['create'] },
];

const rule: Rule<'object'> = defineRule<'object'>({
  id: 'audit-policy-secrets',
  on: 'object',
  kinds: ['audit.k8s.io/Policy'],
  title: 'Audit log holds Secrets',
  why: 'With their bodies recorded, every Secret and token stands in the log in clear, for whoever may read logs, wherever they are sent and as long as they are kept.',
  fix: 'Put a rule of level Metadata for secrets, serviceaccounts/token and tokenreviews before every rule of a higher level. Who read a Secret stays on record, its content does not.',
  severity: { gain: 'secrets', position: 'a user', effort: 'several weaknesses', spread: 'cluster' },
  check: ({ ref, object }) =>
    entries(object['rules']).flatMap(({ index, value }): readonly Breach[] => {
      const held = secretive.filter((kind) => requestsOf(value, kind).some((request) => auditOf(object, request).index === index));
      if (held.length === 0) return [];
      const says = [...new Set(held.map((kind) => kind.says))].join(' and ');
      return [{ message: `records ${says} with their content, by rule ${index + 1}`, evidence: [evidence(ref, ['rules', index, 'level'], value['level'])], expected: 'Metadata', change: changeOf(ref, object) }];
    }),
  examples: {
    bad: [
      policy('{level: RequestResponse}'),
      policy('{level: Metadata, verbs: [get, list], resources: [{group: "", resources: [secrets]}]}', '{level: Request}'),
      policy('{level: Metadata, namespaces: [shop], resources: [{group: "", resources: [secrets]}]}', '{level: RequestResponse, verbs: [get]}'),
    ],
    good: [
      policy('{level: Metadata, resources: [{group: "", resources: [secrets, serviceaccounts/token]}, {group: authentication.k8s.io, resources: [tokenreviews]}]}', '{level: RequestResponse}'),
      policy('{level: Request, verbs: [get, list, watch]}', '{level: Metadata}'),
    ],
    unknown: [],
  },
});

type Kind = Pick<AuditedRequest, 'group' | 'resource'>;

/**
 * Requests with a credential in what is recorded that the rule itself matches, one for each way in which it is limited.
 * Without a namespace only a list over all of them can be asked.
 */
function requestsOf(rule: Fields, { verbs: possible, ...kind }: Kind & { readonly verbs: readonly string[] }): readonly AuditedRequest[] {
  const level = levelOf(rule);
  const recorded = level === 'Request' ? inRequest : level === 'RequestResponse' ? inAnswer : [];
  const { users, userGroups, verbs, namespaces } = listsOf(rule);
  const namespaced = kind.resource !== 'tokenreviews';
  return recorded
    .filter((verb) => possible.includes(verb) && (verbs.length === 0 || verbs.includes(verb)))
    .flatMap((verb) => orAny(users).flatMap((user) => orAny(userGroups).flatMap((group) => (namespaced ? orAny(namespaces) : ['']).filter((namespace) => namespace !== '' || verb === 'list' || !namespaced).flatMap((namespace) =>
      namesIn(rule, kind).map((name) => ({ user, groups: [...groupsOf(user), group], verb, group: kind.group, resource: kind.resource, namespace, name }))))));
}

/** A value that no other rule can name stands for all that the rule does not list. */
const other = '\u0000other';

function orAny(list: readonly string[]): readonly string[] {
  return list.length === 0 ? [other] : list;
}

function namesIn(rule: Fields, kind: Kind): readonly string[] {
  const naming = entries(rule['resources']).map(({ value }) => value);
  if (naming.length === 0) return [other];
  return naming.flatMap((entry) => orAny(texts(entry['resourceNames'])).filter((name) => namesResource(entry, { ...kind, name })));
}

function groupsOf(user: string): readonly string[] {
  const account = /^system:serviceaccount:([^:]+):/.exec(user);
  return ['system:authenticated', ...(account ? ['system:serviceaccounts', `system:serviceaccounts:${account[1]}`] : []), ...(user.startsWith('system:node:') ? ['system:nodes'] : [])];
}

const first = {
  level: 'Metadata',
  resources: [
    { group: '', resources: ['secrets', 'serviceaccounts/token'] },
    { group: 'authentication.k8s.io', resources: ['tokenreviews'] },
  ],
};

function changeOf(target: Parameters<typeof evidence>[0], object: KubernetesObject): NonNullable<Breach['change']> {
  const rules = Array.isArray(object['rules']) ? (object['rules'] as readonly unknown[]) : [];
  return {
    target,
    title: 'Record Secrets and tokens at level Metadata first',
    edits: [{ op: 'set', path: ['rules'], value: [first, ...rules] }],
    breaks: 'Who compares the content of Secrets by the audit log; the API server restarts.',
  };
}

function policy(...rules: readonly string[]): string {
  return `apiVersion: audit.k8s.io/v1\nkind: Policy\nmetadata: {name: a}\nrules: [${rules.join(', ')}]\n`;
}

export default rule;
