import { textMap } from '../../cluster/read.ts';
import { credentialsOfFile } from '../../knowledge/credential-text.ts';
import { credentialIn } from '../../knowledge/credentials.ts';
import { evidence } from '../../model/evidence.ts';
import { mask } from '../../model/mask.ts';
import { defineRule, type Rule } from '../define.ts';

/** A short value is one setting; a longer one is a file with settings of its own. */
function credentialsOf(key: string, value: string): readonly string[] {
  if (!value.trim().includes('\n')) {
    const what = credentialIn(key, value.trim());
    return what === undefined ? [] : [`${what} in ${key}`];
  }
  return credentialsOfFile(key, value).map(({ name, what }) => `${what} in ${key}${name === '' ? '' : ` (${name})`}`);
}

const map = (data: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: app, namespace: shop}\ndata: ${data}\n`;

const rule: Rule<'object'> = defineRule<'object'>({
  id: 'credential-in-config-map',
  on: 'object',
  kinds: ['/ConfigMap'],
  title: 'Credential stands in a ConfigMap',
  why: 'ConfigMaps are for everybody: many may read them who may not read Secrets, nothing encrypts them in etcd, and tools print them.',
  fix: 'Change the credential, put the new one into a Secret and mount that beside the ConfigMap.',
  severity: { gain: 'secrets', position: 'a container', effort: 'one more weakness' },
  check: (subject) =>
    Object.entries(textMap(subject.object['data'])).flatMap(([key, value]) => {
      const found = credentialsOf(key, value);
      return found.length === 0 ? [] : { message: `holds ${found.join(', ')}`, evidence: [evidence(subject.ref, ['data', key], mask(value))] as const, expected: 'a Secret' };
    }),
  examples: {
    bad: [map('{DB_PASSWORD: hunter2}'), map('{app.properties: "db.user=app\\ndb.password=hunter2\\n"}')],
    good: [map('{DB_PASSWORD_FILE: /run/secrets/db, app.yaml: "db:\\n  password: ${DB_PASSWORD}\\n", ca.crt: "-----BEGIN CERTIFICATE-----\\nMIIE\\n"}')],
    unknown: [],
  },
});

export default rule;
