import { all, chain, map, not } from '../../model/fact.ts';
import { valueIn } from '../component-settings.ts';
import { defineRule, type Rule } from '../define.ts';
import { reachedFrom } from '../etcd-urls.ts';
import { nothingRead, withFlags } from '../flag-examples.ts';
import { settingBreach } from '../flag-rule.ts';

const flag = '--peer-client-cert-auth';
const certificate = ['--peer-cert-file=/pki/etcd/peer.crt', '--peer-key-file=/pki/etcd/peer.key', '--listen-peer-urls=https://10.0.0.10:2380'];

const rule: Rule<'component'> = defineRule<'component'>({
  id: 'etcd-peer-client-cert-auth',
  on: 'component',
  component: 'etcd',
  title: 'etcd takes members without a certificate',
  why: 'Whoever reaches port 2380 speaks as a member and rewrites the state of the cluster: Secrets, roles, pods.',
  fix: 'Set --peer-client-cert-auth=true and --peer-trusted-ca-file to the CA of etcd, on all members.',
  severity: { gain: 'cluster', position: 'a container', effort: 'several weaknesses' },
  // Without certificates at all, or with ones made at start, a graver rule names the fault.
  appliesTo: (component) =>
    all(map(valueIn(component, '--peer-cert-file'), (value) => value !== null), not(map(valueIn(component, '--peer-auto-tls'), (value) => value === 'true'))),
  check: (component) =>
    chain(valueIn(component, flag), (value) =>
      map(reachedFrom(component, '--listen-peer-urls'), (factors) => {
        if (value === 'true') return [];
        const change = { value: 'true', breaks: 'Members without a certificate of the CA in --peer-trusted-ca-file.' };
        return [settingBreach(component, flag, { value: 'false', origin: 'flag' }, { message: 'takes members without a certificate', expected: 'true', change, factors })];
      }),
    ),
  examples: {
    bad: [withFlags('etcd', certificate, '3.6.5-0')],
    good: [withFlags('etcd', [...certificate, '--peer-client-cert-auth=true'], '3.6.5-0')],
    unknown: [nothingRead],
  },
});

export default rule;
