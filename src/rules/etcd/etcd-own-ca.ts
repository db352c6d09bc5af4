import { any, chain, map } from '../../model/fact.ts';
import { nodePathOf, valueIn } from '../component-settings.ts';
import { defineRule, type Rule } from '../define.ts';
import { documents } from '../examples.ts';
import { nothingRead, withFlags } from '../flag-examples.ts';
import { settingBreach } from '../flag-rule.ts';

const flag = '--trusted-ca-file';
const api = withFlags('kube-apiserver', ['--client-ca-file=/etc/kubernetes/pki/ca.crt'], 'v1.34.2', ['/etc/kubernetes/pki']);

const rule: Rule<'component'> = defineRule<'component'>({
  id: 'etcd-own-ca',
  on: 'component',
  component: 'etcd',
  title: 'etcd trusts the CA of the cluster',
  why: 'Every certificate that the cluster signs then opens the database: that of each kubelet, of each user, of each approved request. Root on one worker reads every Secret.',
  fix: 'Give etcd a CA of its own in --trusted-ca-file, and API servers a client certificate of it. Backups and monitors need new certificates as well.',
  severity: { gain: 'cluster', position: 'a container', effort: 'several weaknesses' },
  // Who trusts no CA serves everybody, and etcd-client-cert-auth names that.
  appliesTo: (component) => map(valueIn(component, flag), (value) => value !== null),
  check: (component, { components }) => {
    const servers = components.of('kube-apiserver');
    return chain(component.setting(flag), (setting) => {
      const own = nodePathOf(component, setting.value ?? '');
      const theirs = servers.map((server) => map(valueIn(server, '--client-ca-file'), (ca) => ca !== null && nodePathOf(server, ca) === own));
      const fault = { message: 'trusts every certificate that the cluster signs', expected: 'a CA of its own' };
      return map(any(...theirs), (same) => (same ? [settingBreach(component, flag, setting, fault)] : []));
    });
  },
  examples: {
    bad: [documents(api, withFlags('etcd', ['--trusted-ca-file=/etc/kubernetes/pki/ca.crt'], '3.6.5-0', ['/etc/kubernetes/pki']))],
    good: [documents(api, withFlags('etcd', ['--trusted-ca-file=/etc/kubernetes/pki/etcd/ca.crt'], '3.6.5-0', ['/etc/kubernetes/pki/etcd']))],
    unknown: [nothingRead, withFlags('etcd', ['--trusted-ca-file=/etc/kubernetes/pki/etcd/ca.crt'], '3.6.5-0')],
  },
});

export default rule;
