import type { Rule } from '../define.ts';
import { pluginRule } from '../plugin-rule.ts';

const rule: Rule<'component'> = pluginRule({
  id: 'apiserver-namespace-lifecycle',
  plugin: 'NamespaceLifecycle',
  wanted: true,
  title: 'API server lets objects into namespaces that are being deleted',
  why: 'Objects made in a namespace while it goes away are left behind where nobody looks, and the namespaces of the system can be deleted.',
  fix: 'Take NamespaceLifecycle out of --disable-admission-plugins.',
  severity: { gain: 'information', position: 'a user', effort: 'one more weakness' },
  message: 'runs without the plug-in NamespaceLifecycle',
  changeBreaks: 'Writes into namespaces that do not exist or are being deleted.',
  bad: ['--disable-admission-plugins=NamespaceLifecycle,PodSecurity'],
  good: [],
});

export default rule;
