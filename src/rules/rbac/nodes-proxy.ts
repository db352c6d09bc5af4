import { grantRule } from '../grant-rule.ts';
import type { Rule } from '../define.ts';

const rule: Rule<'grant'> = grantRule({
  id: 'nodes-proxy',
  title: 'Binding lets its subjects reach every kubelet',
  why: 'nodes/proxy leads to the kubelet of every node, which runs commands in any container; a plain get is enough over a WebSocket, and admission control is not asked.',
  fix: 'Grant nodes/metrics, nodes/stats or nodes/log and let the client talk to port 10250 itself.',
  severity: { gain: 'cluster', position: 'a container', effort: 'none' },
  rights: [{ verb: 'get', group: '', resource: 'nodes', subresource: 'proxy' }, { verb: 'create', group: '', resource: 'nodes', subresource: 'proxy' }],
  message: 'reaches every kubelet through nodes/proxy',
  expected: 'nodes/metrics',
  bad: { verbs: ['get'], apiGroups: [''], resources: ['nodes/proxy'] },
  good: { verbs: ['get'], apiGroups: [''], resources: ['nodes/metrics', 'nodes'] },
});

export default rule;
