import { grantRule } from '../grant-rule.ts';
import type { Rule } from '../define.ts';
import { each } from '../grant-powers.ts';

const group = 'admissionregistration.k8s.io';

const rule: Rule<'grant'> = grantRule({
  id: 'webhook-configuration-rights',
  title: 'Binding lets its subjects put a webhook into the path of every request',
  why: 'A mutating webhook sees and rewrites what others create: it reads Secrets, adds a container to a pod, a subject to a binding. A validating one reads the same objects, and deleting it switches a guard off. A rule limited to one name is as strong, because the object itself says what is sent to it.',
  fix: 'Give write access to the controller that owns the webhook alone, and guard it like an administrator; installers need it once.',
  severity: { gain: 'cluster', position: 'a container', effort: 'several weaknesses' },
  despiteNames: true,
  rights: each(['create', 'update', 'patch', 'delete', 'deletecollection'], group, ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations']),
  // A policy of the API server's own that rewrites objects is as good as a webhook, and needs no server.
  since: { minor: 36, rights: each(['create', 'update', 'patch'], group, ['mutatingadmissionpolicies']).map((right) => ({ ...right, with: each(['create', 'update', 'patch'], group, ['mutatingadmissionpolicybindings']) })) },
  raise: ({ match, rights }) => (match.names.length > 0 || rights.every(({ resource, verb }) => resource.startsWith('validating') || verb.startsWith('delete')) ? { gain: 'secrets' } : {}),
  message: ({ rights }) => (rights.every(({ resource }) => resource === 'mutatingadmissionpolicies') ? 'changes policies that rewrite every object' : 'changes webhooks that see every request'),
  expected: 'no writes on webhook configurations',
  bad: [{ verbs: ['patch'], apiGroups: [group], resources: ['mutatingwebhookconfigurations'] }, { verbs: ['update'], apiGroups: [group], resources: ['validatingwebhookconfigurations'], resourceNames: ['own'] }],
  good: [
    { verbs: ['get', 'list', 'watch'], apiGroups: [group], resources: ['mutatingwebhookconfigurations'] },
    { verbs: ['create'], apiGroups: [group], resources: ['mutatingwebhookconfigurations'], resourceNames: ['own'] },
  ],
  unknown: [{ verbs: ['create'], apiGroups: [group], resources: ['mutatingadmissionpolicies', 'mutatingadmissionpolicybindings'] }],
});

export default rule;
