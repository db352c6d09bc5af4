import { map } from '../../model/fact.ts';
import { listOf, valueIn } from '../component-settings.ts';
import { defineRule, type Rule } from '../define.ts';
import { nothingRead, withKubeletFile } from '../flag-examples.ts';
import { settingBreach } from '../flag-rule.ts';

const rule: Rule<'component'> = defineRule<'component'>({
  id: 'kubelet-rotate-serving-certificate',
  on: 'component',
  component: 'kubelet',
  title: 'Kubelet does not renew its serving certificate',
  why: 'The certificate runs out, and people switch the check of kubelets off to get back to work; a stolen copy stays good as long.',
  fix: 'Take RotateKubeletServerCertificate: false out of featureGates.',
  severity: { gain: 'hygiene', position: 'a container', effort: 'several weaknesses' },
  // A certificate given by hand is renewed by hand; one made at start is kubelet-serving-certificate's matter.
  appliesTo: (component) => map(valueIn(component, 'serverTLSBootstrap'), (value) => value === 'true'),
  check: (component) =>
    map(component.setting('featureGates'), (setting) =>
      listOf(setting.value).includes('RotateKubeletServerCertificate=false')
        ? [settingBreach(component, 'featureGates', setting, { message: 'does not renew its serving certificate', expected: 'RotateKubeletServerCertificate: true' })]
        : [],
    ),
  examples: {
    bad: [withKubeletFile('serverTLSBootstrap: true\nfeatureGates: {RotateKubeletServerCertificate: false}')],
    good: [withKubeletFile('serverTLSBootstrap: true')],
    unknown: [nothingRead],
  },
});

export default rule;
