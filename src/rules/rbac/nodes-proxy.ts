import { boundIn } from '../grant-examples.ts';
import { grantRule } from '../grant-rule.ts';
import { kubeletAccess } from '../grant-powers.ts';
import type { Rule } from '../define.ts';

const rule: Rule<'grant'> = grantRule({
  id: 'nodes-proxy',
  title: 'Binding lets its subjects reach every kubelet',
  why: 'nodes/proxy leads to the kubelet of every node, which runs commands in any container; a plain get is enough over a WebSocket. Admission control is not asked, and straight to port 10250 no audit log sees the commands.',
  fix: 'Grant nodes/metrics, nodes/stats or nodes/log and let the client talk to port 10250 itself. Clients that go through the API server stop working until they do.',
  severity: { gain: 'cluster', position: 'a container', effort: 'none' },
  ...kubeletAccess,
  evenByWildcard: true,
  message: 'reaches every kubelet',
  expected: 'nodes/metrics',
  bad: [{ verbs: ['get'], apiGroups: [''], resources: ['nodes/proxy'] }],
  good: [
    { verbs: ['get'], apiGroups: [''], resources: ['nodes/metrics', 'nodes'] },
    // Nodes have no namespace: a Role gives nothing here.
    boundIn('shop', { verbs: ['get', 'create'], apiGroups: [''], resources: ['nodes/proxy'] }),
  ],
});

export default rule;
