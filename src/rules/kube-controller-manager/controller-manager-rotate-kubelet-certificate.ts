import { listOf } from '../component-settings.ts';
import type { Rule } from '../define.ts';
import { flagRule } from '../flag-rule.ts';

const rule: Rule<'component'> = flagRule({
  id: 'controller-manager-rotate-kubelet-certificate',
  component: 'kube-controller-manager',
  title: 'Serving certificates of kubelets are not renewed',
  why: 'With the gate off nobody renews the certificates that kubelets show: they run out, and people switch the check of kubelets off to get back to work.',
  fix: 'Take RotateKubeletServerCertificate=false out of --feature-gates.',
  severity: { gain: 'hygiene', position: 'a container', effort: 'several weaknesses' },
  flag: '--feature-gates',
  breaks: (value) => listOf(value).includes('RotateKubeletServerCertificate=false'),
  message: 'switches the renewal of kubelet serving certificates off',
  expected: 'RotateKubeletServerCertificate=true',
  bad: ['--feature-gates=RotateKubeletServerCertificate=false'],
  good: [],
});

export default rule;
