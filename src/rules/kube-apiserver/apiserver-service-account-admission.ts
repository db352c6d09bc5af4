import type { Rule } from '../define.ts';
import { pluginRule } from '../plugin-rule.ts';

const rule: Rule<'component'> = pluginRule({
  id: 'apiserver-service-account-admission',
  plugin: 'ServiceAccount',
  wanted: true,
  title: 'API server does not check service accounts of pods',
  why: 'Without the plug-in a pod may name an account that does not exist or Secrets that its account must not mount, and gets no token of its own: people then copy one around.',
  fix: 'Take ServiceAccount out of --disable-admission-plugins. Pods that name a missing account are then refused.',
  severity: { gain: 'information', position: 'a user', effort: 'one more weakness' },
  message: 'runs without the plug-in ServiceAccount',
  changeBreaks: 'Pods that name a service account which does not exist.',
  bad: ['--disable-admission-plugins=ServiceAccount'],
  good: [],
});

export default rule;
