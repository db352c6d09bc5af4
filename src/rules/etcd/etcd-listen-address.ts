import { map } from '../../model/fact.ts';
import { isEveryAddress, isLoopback, listOf, valuesIn } from '../component-settings.ts';
import { defineRule, type Breach, type Rule } from '../define.ts';
import { nothingRead, withFlags } from '../flag-examples.ts';
import { settingBreach } from '../flag-rule.ts';

const flag = '--listen-client-urls';
const certificate = ['--cert-file=/pki/etcd/server.crt', '--key-file=/pki/etcd/server.key'];

const rule: Rule<'component'> = defineRule<'component'>({
  id: 'etcd-listen-address',
  on: 'component',
  component: 'etcd',
  title: 'etcd listens where it need not',
  why: 'On a plain http address etcd asks for no certificate, whatever else is set: whoever reaches it reads and writes the whole cluster. On every address each network of the machine can try.',
  fix: 'Name addresses that API servers use, all with https, in --listen-client-urls. Clients of other addresses lose their connection.',
  severity: { gain: 'cluster', position: 'a container', effort: 'none' },
  check: (component) =>
    map(valuesIn(component, flag, '--cert-file', '--auto-tls'), (value): readonly Breach[] => {
      const urls = listOf(value(flag));
      // Without a certificate every address is in clear: etcd-serving-certificate names that.
      const withCertificate = value('--cert-file') !== null || value('--auto-tls') === 'true';
      const clear = withCertificate ? urls.filter((url) => url.startsWith('http://') && !isLoopback(url)) : [];
      if (clear.length > 0) return [settingBreach(component, flag, { value: value(flag), origin: 'flag' }, { message: `serves ${clear.join(', ')} in clear and without asking for a certificate`, expected: 'https addresses only' })];
      if (!urls.some(isEveryAddress)) return [];
      const factors = { gain: 'secrets', effort: 'several weaknesses' } as const;
      return [settingBreach(component, flag, { value: value(flag), origin: 'flag' }, { message: 'listens on every address of its machine', expected: 'the addresses that API servers use', factors })];
    }),
  examples: {
    bad: [
      withFlags('etcd', [...certificate, '--listen-client-urls=https://127.0.0.1:2379,http://10.0.0.10:2379'], '3.6.5-0'),
      withFlags('etcd', [...certificate, '--listen-client-urls=https://0.0.0.0:2379'], '3.6.5-0'),
    ],
    good: [withFlags('etcd', [...certificate, '--listen-client-urls=https://127.0.0.1:2379,https://10.0.0.10:2379'], '3.6.5-0')],
    unknown: [nothingRead],
  },
});

export default rule;
