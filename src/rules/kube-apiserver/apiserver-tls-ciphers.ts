import { isWeakCipher } from '../ciphers.ts';
import { listOf } from '../component-settings.ts';
import type { Rule } from '../define.ts';
import { flagRule } from '../flag-rule.ts';

const rule: Rule<'component'> = flagRule({
  id: 'apiserver-tls-ciphers',
  component: 'kube-apiserver',
  title: 'API server offers weak ciphers',
  why: 'RC4, 3DES and suites without forward secrecy let whoever records the traffic read it later: tokens, Secrets, commands.',
  fix: 'Take the weak suites out of --tls-cipher-suites, or the flag away. Very old clients can then not connect.',
  severity: { gain: 'information', position: 'anyone', effort: 'several weaknesses' },
  flag: '--tls-cipher-suites',
  breaks: (value) => listOf(value).some(isWeakCipher),
  message: 'offers ciphers that are broken or have no forward secrecy',
  expected: 'suites with ECDHE and an authenticated cipher',
  bad: ['--tls-cipher-suites=TLS_RSA_WITH_AES_128_CBC_SHA'],
  good: [],
});

export default rule;
