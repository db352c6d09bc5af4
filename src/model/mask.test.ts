import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mask, redacted, redactedSetting } from './mask.ts';

const value = 'Zx81kq0Pw7t';
const gone: readonly (readonly [name: string, text: string, shown: string])[] = [
  ['a password in an address', `postgres://user:${value}@db/x`, `postgres://user:${mask(value)}@db/x`],
  ['an assignment', `DB_PASSWORD=${value} ./run`, `DB_PASSWORD=${mask(value)} ./run`],
  ['a flag and its word', `app --token ${value} -v`, `app --token ${mask(value)} -v`],
  ['a flag and its word in a list', `["--password","${value}"]`, `["--password","${mask(value)}"]`],
  ['a variable of a container', `{"name":"API_KEY","value":"${value}"}`, `{"name":"API_KEY","value":"${mask(value)}"}`],
  ['a header', `curl -H 'Authorization: Bearer ${value}'`, `curl -H 'Authorization: Bearer ${mask(value)}'`],
  ['a line of YAML', `user: a\nsecret: ${value}\n`, `user: a\nsecret: ${mask(value)}\n`],
  ['a token by its form', `see ghp_${'a'.repeat(36)} there`, `see ${mask(`ghp_${'a'.repeat(36)}`)} there`],
];
for (const [name, text, shown] of gone) test(`mask: ${name}`, () => assert.equal(redacted(text), shown));

const kept = ['--token-auth-file=/etc/tokens.csv', 'automountServiceAccountToken: true', '--service-account-key-file=/etc/kubernetes/pki/sa.pub', 'password: $(DB_PASSWORD)', 'https://id.example:8443/x', '--enable-bootstrap-token-auth=true', '[{"kind":"User","name":"dana"}]', 'serviceAccountToken expirationSeconds: 3607'];
for (const text of kept) test(`mask: ${text} is left as it is`, () => assert.equal(redacted(text), text));

test('mask: a setting is judged by its name too', () => {
  assert.deepEqual([redactedSetting('--password', value), redactedSetting('--token-auth-file', '/t'), redactedSetting('--v', value)], [mask(value), '/t', value]);
});
