import { evidence } from '../../model/evidence.ts';
import { map } from '../../model/fact.ts';
import type { ObjectRef } from '../../model/object.ts';
import { fileNamedBy } from '../../engines/components/api-server.ts';
import { defineRule, type Breach, type Rule } from '../define.ts';
import { writingProvider, type WritingProvider } from '../../engines/encryption.ts';
import { documents } from '../examples.ts';
import { nothingRead, withFlags } from '../flag-examples.ts';

const strong = new Set(['aescbc', 'secretbox', 'kms']);
const flags = withFlags('kube-apiserver', ['--encryption-provider-config=/etc/kubernetes/encryption.yaml']);
const key = '{keys: [{name: a, secret: c2VlIHRoZSBmaWxl}]}';

const rule: Rule<'component'> = defineRule<'component'>({
  id: 'apiserver-encryption-provider',
  on: 'component',
  component: 'kube-apiserver',
  title: 'Encryption at rest leaves Secrets in clear',
  why: 'Only the first provider writes. With identity first, or Secrets not named, the file is there and every Secret still lands in etcd and its backups as plain text.',
  fix: 'Name secrets, and put kms, secretbox or aescbc before identity; then write all Secrets again. Every API server needs the same file.',
  severity: { gain: 'secrets', position: 'an administrator', effort: 'one more weakness' },
  // Without a file apiserver-encryption-at-rest names the fault.
  appliesTo: (component, { cluster }) => {
    const file = fileNamedBy(component, '--encryption-provider-config', cluster);
    return !file.known || file.value !== null;
  },
  check: (component, { cluster }) =>
    map(fileNamedBy(component, '--encryption-provider-config', cluster), (file): readonly Breach[] => {
      if (file === null) return [];
      const writing = writingProvider(file, 'secrets');
      return strong.has(writing.name) ? [] : [breach(cluster.ref(file), writing)];
    }),
  examples: {
    bad: [
      documents(flags, withResources(`{resources: [secrets], providers: [{identity: {}}, {aescbc: ${key}}]}`)),
      documents(flags, withResources(`{resources: [configmaps], providers: [{secretbox: ${key}}]}`)),
      documents(flags, withResources(`{resources: [secrets], providers: [{aesgcm: ${key}}]}`)),
    ],
    good: [
      documents(flags, withResources(`{resources: [secrets], providers: [{secretbox: ${key}}, {identity: {}}]}`)),
      documents(flags, withResources('{resources: ["*.*"], providers: [{kms: {apiVersion: v2, name: k, endpoint: "unix:///k.sock"}}]}')),
    ],
    unknown: [flags, nothingRead],
  },
});

function breach(object: ObjectRef, { name, path }: WritingProvider): Breach {
  // The provider's content can be a key and is never shown.
  const seen = evidence(object, path, path.at(-1) === 'resources' ? undefined : name);
  if (name === 'aesgcm') {
    return { message: 'encrypts Secrets with aesgcm, whose key has to change before 200,000 writes', object, evidence: [seen], expected: 'kms, secretbox or aescbc first', factors: { spread: 'cluster', effort: 'several weaknesses' } };
  }
  const message = path.at(-1) === 'resources' ? 'does not name Secrets: they are written in clear' : 'writes Secrets in clear: identity is the first provider';
  return { message, object, evidence: [seen], expected: 'kms, secretbox or aescbc first', factors: { spread: 'cluster' } };
}

function withResources(resources: string): string {
  return `apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\nresources: [${resources}]\n`;
}

export default rule;
