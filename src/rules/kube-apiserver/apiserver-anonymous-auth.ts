import { chain, known, map } from '../../model/fact.ts';
import { valueIn } from '../component-settings.ts';
import { fileNamedBy } from '../../engines/components/api-server.ts';
import { defineRule, type Rule } from '../define.ts';
import { documents } from '../examples.ts';
import { nothingRead, withFlags } from '../flag-examples.ts';
import { settingBreach } from '../flag-rule.ts';

const flag = '--anonymous-auth';
const file = 'apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\n';

const rule: Rule<'component'> = defineRule<'component'>({
  id: 'apiserver-anonymous-auth',
  on: 'component',
  component: 'kube-apiserver',
  title: 'API server answers requests without credentials',
  why: 'Anyone who reaches the port asks questions as system:anonymous. One careless binding gives that user rights, and flaws before authentication are open to all.',
  fix: 'Set --anonymous-auth=false, or limit anonymous access to health paths with an AuthenticationConfiguration. Probes without credentials then need another way.',
  severity: { gain: 'information', position: 'anyone', effort: 'one more weakness' },
  // A file that speaks of anonymous access decides it, and authentication-config-anonymous judges the file.
  appliesTo: (component, { cluster }) => {
    const written = component.setting(flag);
    if (written.known && written.value.origin === 'flag') return true;
    return map(fileNamedBy(component, '--authentication-config', cluster), (each) => each?.['anonymous'] === undefined);
  },
  check: (component, { cluster }) => {
    const setting = component.setting(flag);
    // The flag cannot stand beside a file that is silent, so the file's default, on, is in force.
    const value = setting.known ? valueIn(component, flag) : chain(fileNamedBy(component, '--authentication-config', cluster), (each) => (each === null ? valueIn(component, flag) : known<string | null>('true')));
    return map(value, (anonymous) => {
      if (anonymous === 'false') return [];
      const fault = { message: 'answers requests without credentials', expected: '--anonymous-auth=false', change: { value: 'false', breaks: 'Health probes and load balancers that show no credentials, kubeadm join by token among them.' } };
      return [settingBreach(component, flag, setting.known ? setting.value : { value: 'true', origin: 'default' }, fault)];
    });
  },
  examples: {
    bad: [withFlags('kube-apiserver', ['--anonymous-auth=true']), withFlags('kube-apiserver', [])],
    good: [withFlags('kube-apiserver', ['--anonymous-auth=false']), withFlags('kube-apiserver', ['--anonymous-auth=False'])],
    unknown: [nothingRead, withFlags('kube-apiserver', ['--authentication-config=/etc/authentication.yaml']), documents(withFlags('kube-apiserver', ['--authentication-config=/etc/a.yaml']), file, file.replace('kind:', 'metadata: {name: other}\nkind:'))],
  },
});

export default rule;
