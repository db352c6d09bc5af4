import { map } from '../../model/fact.ts';
import { valuesIn } from '../component-settings.ts';
import { defineRule, type Rule } from '../define.ts';
import { nothingRead, withKubeletFile } from '../flag-examples.ts';
import { settingBreach } from '../flag-rule.ts';

const own = 'tlsCertFile';
const byRequest = 'serverTLSBootstrap';

const rule: Rule<'component'> = defineRule<'component'>({
  id: 'kubelet-serving-certificate',
  on: 'component',
  component: 'kubelet',
  title: 'Kubelet makes its own certificate',
  why: 'Nobody can check a certificate that no authority signed: whoever stands between the API server and the node answers as its kubelet and sees what exec and logs carry.',
  fix: 'Set serverTLSBootstrap to true and approve the requests, or give tlsCertFile and tlsPrivateKeyFile. Until a request is approved, logs and exec of that node fail.',
  severity: { gain: 'workload', position: 'anyone', effort: 'several weaknesses' },
  check: (component) =>
    map(valuesIn(component, own, byRequest), (value) =>
      value(own) === null && value(byRequest) !== 'true' ? [settingBreach(component, byRequest, { value: 'false', origin: 'flag' }, { message: 'makes its own certificate, which nobody can check', expected: 'true' })] : [],
    ),
  examples: {
    bad: [withKubeletFile('rotateCertificates: true')],
    good: [withKubeletFile('serverTLSBootstrap: true'), withKubeletFile('tlsCertFile: /var/lib/kubelet/pki/kubelet.crt')],
    unknown: [nothingRead],
  },
});

export default rule;
