import type { Rule } from '../define.ts';
import { pluginRule } from '../plugin-rule.ts';

const rule: Rule<'component'> = pluginRule({
  id: 'apiserver-event-rate-limit',
  plugin: 'EventRateLimit',
  wanted: true,
  title: 'API server takes any number of events',
  why: 'A pod that fails in a loop, or whoever may create events, floods the API server and etcd with them.',
  fix: 'Add EventRateLimit to --enable-admission-plugins with its limits in the file of --admission-control-config-file. Limits that are too low lose events of an incident.',
  severity: { gain: 'hygiene', position: 'a container', effort: 'several weaknesses' },
  message: 'takes any number of events',
  bad: [],
  good: ['--enable-admission-plugins=EventRateLimit'],
});

export default rule;
