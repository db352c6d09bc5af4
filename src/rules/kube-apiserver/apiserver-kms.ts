import { evidence } from '../../model/evidence.ts';
import { map } from '../../model/fact.ts';
import { fileNamedBy } from '../../engines/components/api-server.ts';
import { defineRule, type Breach, type Rule } from '../define.ts';
import { writingProvider } from '../../engines/encryption.ts';
import { documents } from '../examples.ts';
import { nothingRead, withFlags } from '../flag-examples.ts';

const flags = withFlags('kube-apiserver', ['--encryption-provider-config=/etc/kubernetes/encryption.yaml']);
const key = '{keys: [{name: a, secret: c2VlIHRoZSBmaWxl}]}';

const rule: Rule<'component'> = defineRule<'component'>({
  id: 'apiserver-kms',
  on: 'component',
  component: 'kube-apiserver',
  title: 'The key of Secrets lies on the disk beside them',
  why: 'Whoever copies the disk of a control-plane node takes the database and its key together. A key management service hands the key out one use at a time and can refuse.',
  fix: 'Put a kms provider of version v2 first, keep the old one for reading, and write all Secrets again. Without the service the API server then reads no Secret.',
  severity: { gain: 'secrets', position: 'an administrator', effort: 'several weaknesses' },
  // What is written in clear has no key: other rules name that.
  appliesTo: (component, { cluster }) => {
    const file = fileNamedBy(component, '--encryption-provider-config', cluster);
    return !file.known || (file.value !== null && writingProvider(file.value, 'secrets').name !== 'identity');
  },
  check: (component, { cluster }) =>
    map(fileNamedBy(component, '--encryption-provider-config', cluster), (file): readonly Breach[] => {
      if (file === null) return [];
      const { name, version, path } = writingProvider(file, 'secrets');
      if (name === 'kms' && version === 'v2') return [];
      const object = cluster.ref(file);
      const message = name === 'kms' ? 'encrypts Secrets through version 1 of kms, which is off by default from 1.29' : `encrypts Secrets with a key that stands in the file (${name})`;
      return [{ message, object, evidence: [evidence(object, path, name)], expected: 'kms with apiVersion v2 first', factors: { spread: 'cluster' } }];
    }),
  examples: {
    bad: [documents(flags, withProviders(`{aescbc: ${key}}`)), documents(flags, withProviders('{kms: {name: k, endpoint: "unix:///k.sock"}}'))],
    good: [documents(flags, withProviders('{kms: {apiVersion: v2, name: k, endpoint: "unix:///k.sock"}}, {identity: {}}'))],
    unknown: [flags, nothingRead],
  },
});

function withProviders(providers: string): string {
  return `apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\nresources: [{resources: [secrets], providers: [${providers}]}]\n`;
}

export default rule;
