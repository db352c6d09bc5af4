import { map } from '../../model/fact.ts';
import { minorOf, secondsOf } from '../component-settings.ts';
import type { Rule } from '../define.ts';
import { flagRule } from '../flag-rule.ts';

const rule: Rule<'component'> = flagRule({
  id: 'kubelet-streaming-idle-timeout',
  component: 'kubelet',
  title: 'Kubelet keeps idle sessions for ever',
  why: 'An exec or port-forward session that somebody left open never ends, and who takes over the machine it runs on has a shell in the pod.',
  fix: 'Take streamingConnectionIdleTimeout away, or set a few hours. Longer idle sessions are cut off.',
  severity: { gain: 'hygiene', position: 'a user', effort: 'several weaknesses' },
  flag: 'streamingConnectionIdleTimeout',
  appliesTo: (component, { cluster }) => map(minorOf(component, cluster), (minor) => minor < 34),
  breaks: (value) => value !== null && secondsOf(value) === 0,
  message: 'keeps idle sessions for ever',
  expected: '4h0m0s',
  bad: ['0s'],
  good: ['4h0m0s'],
  version: 'v1.31.4',
});

export default rule;
