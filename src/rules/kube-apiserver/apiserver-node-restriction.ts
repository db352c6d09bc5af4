import type { Rule } from '../define.ts';
import { pluginRule } from '../plugin-rule.ts';

const rule: Rule<'component'> = pluginRule({
  id: 'apiserver-node-restriction',
  plugin: 'NodeRestriction',
  wanted: true,
  title: 'API server lets nodes change other nodes',
  why: 'Without NodeRestriction a stolen kubelet credential labels and taints other nodes and pulls sensitive pods to its own.',
  fix: 'Add NodeRestriction to --enable-admission-plugins. Scripts that label nodes with a kubelet credential then need another account.',
  severity: { gain: 'secrets', position: 'a container', effort: 'one more weakness' },
  message: 'runs without NodeRestriction',
  changeBreaks: 'Scripts that label or change nodes with the credential of a kubelet.',
  bad: ['--enable-admission-plugins=NamespaceLifecycle'],
  good: ['--enable-admission-plugins=NodeRestriction'],
});

export default rule;
