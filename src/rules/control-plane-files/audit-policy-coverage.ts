import { auditOf, type AuditedRequest } from '../audit-policy.ts';
import { evidence } from '../../model/evidence.ts';
import { defineRule, type Rule } from '../define.ts';

interface Deed {
  readonly says: string;
  readonly verbs: readonly string[];
  readonly group?: string;
  readonly resource: string;
  readonly clusterScoped?: true;
}

/** What an investigation asks first. */
const deeds: readonly Deed[] = [
  { says: 'reading Secrets', verbs: ['get', 'list'], resource: 'secrets' },
  { says: 'commands in pods', verbs: ['create', 'get'], resource: 'pods/exec' },
  { says: 'attaching to pods', verbs: ['create', 'get'], resource: 'pods/attach' },
  { says: 'port forwarding', verbs: ['create', 'get'], resource: 'pods/portforward' },
  { says: 'containers added to running pods', verbs: ['update', 'patch'], resource: 'pods/ephemeralcontainers' },
  { says: 'new pods', verbs: ['create'], resource: 'pods' },
  { says: 'new tokens', verbs: ['create'], resource: 'serviceaccounts/token' },
  { says: 'requests to kubelets', verbs: ['create', 'get'], resource: 'nodes/proxy', clusterScoped: true },
  { says: 'changes of roles', verbs: ['create', 'update', 'patch', 'delete'], group: 'rbac.authorization.k8s.io', resource: 'clusterroles', clusterScoped: true },
  { says: 'changes of bindings', verbs: ['create', 'update', 'patch', 'delete'], group: 'rbac.authorization.k8s.io', resource: 'clusterrolebindings', clusterScoped: true },
  { says: 'changes of webhooks', verbs: ['create', 'update', 'patch', 'delete'], group: 'admissionregistration.k8s.io', resource: 'mutatingwebhookconfigurations', clusterScoped: true },
];

/** Callers that no rule names: what a policy says of known components is left to who wrote it. */
const callers: readonly (Pick<AuditedRequest, 'user' | 'groups'> & { readonly says: string })[] = [
  { says: 'people', user: '\u0000somebody', groups: ['system:authenticated'] },
  { says: 'administrators', user: '\u0000administrator', groups: ['system:masters', 'system:authenticated'] },
  { says: 'pods', user: 'system:serviceaccount:\u0000somewhere:\u0000some', groups: ['system:serviceaccounts', 'system:serviceaccounts:\u0000somewhere', 'system:authenticated'] },
];

const rule: Rule<'object'> = defineRule<'object'>({
  id: 'audit-policy-coverage',
  on: 'object',
  kinds: ['audit.k8s.io/Policy'],
  title: 'Audit policy leaves out what an investigation needs',
  why: 'The first rule that matches decides, and what none matches is not recorded. An attacker who takes Secrets, opens shells or grants rights in a way that is left out was never there.',
  fix: 'End the policy with a rule of level Metadata without limits, and move rules of level None below those about Secrets, exec and rights. The log grows.',
  severity: { gain: 'information', position: 'a user', effort: 'one more weakness', spread: 'cluster' },
  check: ({ ref, object }) => {
    const gaps = deeds.flatMap((deed) => {
      const requests = deed.verbs.flatMap((verb) => callers.flatMap((caller) => requestsOf(deed, verb, caller).map((request) => ({ caller: caller.says, ...auditOf(object, request) }))));
      const silent = requests.filter(({ level }) => level === 'None');
      const [first] = silent;
      if (!first) return [];
      const who = new Set(silent.map(({ caller }) => caller));
      return [{ says: who.size === callers.length ? deed.says : `${deed.says} by ${[...who].join(' and ')}`, index: first.index }];
    });
    const [first] = gaps;
    if (!first) return [];
    const said = gaps.map(({ says }) => says);
    return [
      {
        message: `records nothing of ${said.length > 4 ? `${said.slice(0, 4).join(', ')} and ${said.length - 4} more` : said.join(', ')}`,
        evidence: [evidence(ref, first.index === null ? ['rules'] : ['rules', first.index, 'level'], first.index === null ? undefined : 'None')],
        expected: 'level Metadata or more',
        // A last rule without limits can only add: it is asked where no other rule matched.
        ...(gaps.every(({ index }) => index === null)
          ? { change: { target: ref, title: 'End the audit policy with a rule that records the rest', edits: [{ op: 'append' as const, path: ['rules'], value: { level: 'Metadata' } }], breaks: 'The audit log grows; the API server restarts.' } }
          : {}),
      },
    ];
  },
  examples: {
    bad: [
      policy('{level: RequestResponse, resources: [{group: rbac.authorization.k8s.io}]}'),
      policy('{level: None, userGroups: ["system:serviceaccounts"]}', '{level: Metadata}'),
      policy('{level: None}', '{level: Metadata}'),
    ],
    good: [policy('{level: Metadata}'), policy('{level: None, users: ["system:kube-proxy"], verbs: [watch]}', '{level: None, nonResourceURLs: ["/healthz*"]}', '{level: Request}')],
    unknown: [],
  },
});

function requestsOf({ group = '', resource, clusterScoped }: Deed, verb: string, { user, groups }: Pick<AuditedRequest, 'user' | 'groups'>): readonly AuditedRequest[] {
  // A list over all namespaces names none of them.
  const namespaces = [...(clusterScoped ? [] : ['\u0000somewhere']), ...(clusterScoped || verb === 'list' ? [''] : [])];
  return namespaces.map((namespace) => ({ user, groups, verb, group, resource, namespace, name: '\u0000some' }));
}

function policy(...rules: readonly string[]): string {
  return `apiVersion: audit.k8s.io/v1\nkind: Policy\nmetadata: {name: a}\nrules: [${rules.join(', ')}]\n`;
}

export default rule;
