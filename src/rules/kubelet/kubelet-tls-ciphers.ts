import { isWeakCipher } from '../ciphers.ts';
import { listOf } from '../component-settings.ts';
import type { Rule } from '../define.ts';
import { flagRule } from '../flag-rule.ts';

const rule: Rule<'component'> = flagRule({
  id: 'kubelet-tls-ciphers',
  component: 'kubelet',
  title: 'Kubelet offers weak ciphers',
  why: 'RC4, 3DES and suites without forward secrecy let whoever records the traffic of a node read it later: logs, commands, tokens.',
  fix: 'Take the weak suites out of tlsCipherSuites, or the field away. Very old clients can then not connect.',
  severity: { gain: 'information', position: 'anyone', effort: 'several weaknesses' },
  flag: 'tlsCipherSuites',
  breaks: (value) => listOf(value).some(isWeakCipher),
  message: 'offers ciphers that are broken or have no forward secrecy',
  expected: 'suites with ECDHE and an authenticated cipher',
  bad: ['[TLS_RSA_WITH_AES_128_CBC_SHA]'],
  good: ['[TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256]'],
});

export default rule;
