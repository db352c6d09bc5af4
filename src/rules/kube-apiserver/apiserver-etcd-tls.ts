import { map } from '../../model/fact.ts';
import { isLoopback, listOf, valuesIn } from '../component-settings.ts';
import { defineRule, type Breach, type Rule } from '../define.ts';
import { nothingRead, withFlags } from '../flag-examples.ts';
import { settingBreach } from '../flag-rule.ts';

const certificate = ['--etcd-certfile', '--etcd-keyfile'] as const;

const rule: Rule<'component'> = defineRule<'component'>({
  id: 'apiserver-etcd-tls',
  on: 'component',
  component: 'kube-apiserver',
  title: 'API server talks to etcd without proving who it is',
  why: 'etcd must then serve whoever reaches it, and knows nothing of RBAC: reading it is every Secret, writing it is the cluster. In clear, whoever stands between reads along.',
  fix: 'Use https in --etcd-servers and give --etcd-certfile and --etcd-keyfile, signed by the CA of etcd.',
  severity: { gain: 'secrets', position: 'anyone', effort: 'several weaknesses' },
  check: (component) =>
    map(valuesIn(component, '--etcd-servers', ...certificate), (value): readonly Breach[] => {
      const clear = listOf(value('--etcd-servers')).filter((url) => url.startsWith('http://'));
      if (clear.length > 0) {
        const factors = clear.every(isLoopback) ? { position: 'an administrator' as const } : {};
        return [settingBreach(component, '--etcd-servers', { value: clear.join(','), origin: 'flag' }, { message: 'talks to etcd in clear', expected: 'https', factors })];
      }
      const missing = certificate.find((flag) => value(flag) === null);
      if (missing === undefined) return [];
      return [settingBreach(component, missing, { value: null, origin: 'default' }, { message: 'shows etcd no certificate', expected: 'a certificate and its key' })];
    }),
  examples: {
    bad: [
      withFlags('kube-apiserver', ['--etcd-servers=http://10.0.0.10:2379', '--etcd-certfile=/pki/etcd.crt', '--etcd-keyfile=/pki/etcd.key']),
      withFlags('kube-apiserver', ['--etcd-servers=https://127.0.0.1:2379']),
    ],
    good: [withFlags('kube-apiserver', ['--etcd-servers=https://127.0.0.1:2379', '--etcd-certfile=/pki/etcd.crt', '--etcd-keyfile=/pki/etcd.key'])],
    unknown: [nothingRead],
  },
});

export default rule;
