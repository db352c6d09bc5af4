import type { Rule } from '../define.ts';
import { flagRule } from '../flag-rule.ts';

const rule: Rule<'component'> = flagRule({
  id: 'apiserver-node-restriction',
  component: 'kube-apiserver',
  title: 'API server lets nodes change other nodes',
  why: 'Without NodeRestriction a stolen kubelet credential labels and taints other nodes and pulls sensitive pods to its own.',
  fix: 'Add NodeRestriction to --enable-admission-plugins.',
  severity: { gain: 'secrets', position: 'a container', effort: 'one more weakness' },
  flag: '--enable-admission-plugins',
  breaks: (value) => !(value ?? '').split(',').includes('NodeRestriction'),
  message: 'runs without NodeRestriction',
  expected: 'NodeRestriction',
  bad: ['--enable-admission-plugins=NamespaceLifecycle'],
  good: ['--enable-admission-plugins=NodeRestriction'],
});

export default rule;
