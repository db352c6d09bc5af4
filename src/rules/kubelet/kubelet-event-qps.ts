import type { Rule } from '../define.ts';
import { flagRule } from '../flag-rule.ts';

const rule: Rule<'component'> = flagRule({
  id: 'kubelet-event-qps',
  component: 'kubelet',
  title: 'Kubelet drops most events',
  why: 'With very few events a second allowed, those of an attack are lost in the noise that the attacker makes: restarts, pulls, kills.',
  fix: 'Set eventRecordQPS to 5 or more, such as the default of 50. More events reach the API server.',
  severity: { gain: 'hygiene', position: 'a container', effort: 'several weaknesses' },
  flag: 'eventRecordQPS',
  breaks: (value) => value !== null && Number(value) > 0 && Number(value) < 5,
  message: 'records fewer than five events a second',
  expected: '50',
  bad: ['1'],
  good: ['50'],
});

export default rule;
