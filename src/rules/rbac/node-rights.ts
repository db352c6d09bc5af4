import { boundIn } from '../grant-examples.ts';
import { grantRule } from '../grant-rule.ts';
import type { Rule } from '../define.ts';
import { each } from '../grant-powers.ts';

const rule: Rule<'grant'> = grantRule({
  id: 'node-rights',
  title: 'Binding lets its subjects change nodes',
  why: 'Labels and taints decide where pods run. Whoever changes them draws the pods of others, with their tokens and Secrets, onto a node they own, or empties the rest of the cluster; deleting nodes does it too.',
  fix: 'Leave nodes to the cloud controller and the kubelets. Agents that mark their own node need patch on nodes/status at most.',
  severity: { gain: 'secrets', position: 'a container', effort: 'several weaknesses' },
  rights: [...each(['update', 'patch', 'delete', 'deletecollection'], '', ['nodes']), ...each(['update', 'patch'], '', ['nodes/status'])],
  // Through the status only labels and conditions change, no taint and no schedulability.
  raise: ({ rights }) => (rights.every(({ subresource }) => subresource === 'status') ? { gain: 'information' } : {}),
  message: 'changes nodes, and so where pods run',
  expected: 'no writes on nodes',
  bad: [{ verbs: ['patch'], apiGroups: [''], resources: ['nodes'] }, { verbs: ['update'], apiGroups: [''], resources: ['nodes/status'] }],
  good: [
    { verbs: ['get', 'list', 'watch'], apiGroups: [''], resources: ['nodes'] },
    // Nodes have no namespace: a Role gives nothing here.
    boundIn('shop', { verbs: ['*'], apiGroups: [''], resources: ['nodes'] }),
  ],
});

export default rule;
