import { app, cart, everywhere, inShop, podIn, rule } from '../examples.ts';
import { rightTechnique, rightsTo } from '../right-technique.ts';
import { spreadToAll } from '../spread.ts';
import { hub } from '../states.ts';
import type { Technique } from '../technique.ts';

const technique: Technique = rightTechnique({
  id: 'technique/kubelet-exec',
  title: 'opens a shell through the kubelet',
  why: 'Whoever may reach kubelets through the API server runs commands in every container, by a plain get as well. Admission is not asked, and the audit log shows a request to a node.',
  aliases: ['D9', 'CAN_EXEC_THROUGH_KUBELET', 'nodes_proxy', 'execute-command-node-proxy'],
  attack: ['T1609'],
  microsoft: ['MS-TA9030'],
  effort: 1,
  detects: 'Audit events on nodes/proxy.',
  removes: 'Take nodes/proxy away; to scrape metrics nodes/metrics is enough.',
  rights: rightsTo(['create', 'get'], '', 'nodes', 'proxy'),
  gives: (namespace) => (namespace === null ? hub('kubelet-exec', null) : undefined),
  named: (name, namespace, context) => (namespace === null ? context.containersOn(name).map(({ inside }) => inside) : []),
  spread: (context) => spreadToAll('kubelet-exec', context, 'containers'),
  examples: {
    present: [{ objects: everywhere(rule('nodes/proxy', 'get')) + podIn('shop'), from: cart, to: app }, { objects: everywhere(rule('nodes/proxy', 'create', 'resourceNames: [worker]')) + podIn('shop'), from: cart, to: app }],
    absent: [{ objects: inShop(rule('nodes/proxy', 'get')) + podIn('shop'), from: cart, to: app }, { objects: everywhere(rule('nodes/metrics, nodes/stats, nodes/log, nodes/pods', 'get, create')) + podIn('shop'), from: cart, to: app }],
    unknown: [],
  },
});

export default technique;
