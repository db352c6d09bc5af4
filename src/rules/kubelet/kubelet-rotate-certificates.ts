import type { Rule } from '../define.ts';
import { flagRule } from '../flag-rule.ts';

const rule: Rule<'component'> = flagRule({
  id: 'kubelet-rotate-certificates',
  component: 'kubelet',
  title: 'Kubelet does not renew its client certificate',
  why: 'The certificate by which the node signs in stays the same until it runs out: a stolen copy works for as long, and then the node falls out of the cluster.',
  fix: 'Set rotateCertificates to true. The controller manager has to approve and sign renewals, as it does by default.',
  severity: { gain: 'information', position: 'a container', effort: 'several weaknesses' },
  flag: 'rotateCertificates',
  breaks: (value) => value !== 'true',
  message: 'does not renew its client certificate',
  expected: 'true',
  bad: ['false'],
  good: ['true'],
});

export default rule;
