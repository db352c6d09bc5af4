import assert from 'node:assert/strict';
import { test } from 'node:test';
import { credentialsOfFile, credentialsOfWords } from './credential-text.ts';
import { credentialIn } from './credentials.ts';

// Joined at run time, so that scanners of repositories do not take the samples for real ones.
const key = ['AKIA', 'Q3EGZ7NCXA5LBWTR'].join('');
const pem = ['-----BEGIN RSA PRIVATE', ' KEY-----\nMIIE\n'].join('');

const credentials: readonly (readonly [name: string, value: string, what: string])[] = [
  ['DB_PASSWORD', 'hunter2', 'a password'], ['PGPASSWORD', 's3cr3t!', 'a password'], ['MB_DB_PASS', 'changeme-not-a-real-one', 'a password'],
  ['dbPassword', 'correct horse', 'a password'], ['ADMIN_PASSWORD_1', '12345', 'a password'], ['STRIPE_API_KEY', 'changeme-not-a-real-secret', 'a key'],
  ['AWS_SECRET_ACCESS_KEY', 'wJalrXUtnFEMIK7MDENGbPxRfiCY', 'a key'], ['SLACK_TOKEN', 'abc-def-123', 'a token'], ['CLIENT_SECRET', 'k9Qw3z', 'a secret'],
  ['SECRET', 'a1b2c3d4', 'a secret'], ['SETTINGS', key, 'an AWS access key'], ['CERT', pem, 'a private key'],
  ['DATABASE_URL', 'postgres://app:hunter2@db.shop:5432/shop', 'a password in a URL'],
];

for (const [name, value, what] of credentials) test(`${name}=${value.slice(0, 12)} is ${what}`, () => assert.equal(credentialIn(name, value), what));

const innocent: readonly (readonly [name: string, value: string])[] = [
  ['DB_PASSWORD_FILE', '/run/secrets/db'], ['DB_PASSWORD', '/run/secrets/db/password'], ['DB_PASSWORD', '$(DB_PASSWORD)'], ['DB_PASSWORD', '${PASS}'],
  ['DB_PASSWORD', '{{ .Values.password }}'], ['DB_PASSWORD', '<password>'], ['DB_PASSWORD', ''], ['DB_PASSWORD', 'vault:secret/data/db#password'],
  ['DB_PASSWORD', 'xxxx'], ['DB_PASSWORD', 'your-password-here'], ['ALLOW_EMPTY_PASSWORD', 'yes'], ['TOKEN_TTL', '3600'], ['MAX_TOKEN', '40960000'],
  ['TOKEN', '3600s'], ['SECRET_NAME', 'shop-tls'], ['TLS_SECRET', 'shop-tls-cert'], ['COOKIE_SECRET', 'shop-cookie-secret'], ['PUBLIC_KEY', 'AAAAB3NzaC1yc2E'],
  ['TOKEN_ISSUER', 'https://issuer.example'], ['API_KEY', 'STRIPE_API_KEY'], ['PASSWORD_HASH', 'abcdef0123456'], ['DB_PASSWORD', '$2y$10$abcdefghijk'],
  ['DATABASE_URL', 'postgres://app:$(DB_PASSWORD)@db.shop/shop'], ['URL', 'http://host:8080/a@b'], ['AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE'],
  ['SECRET', 'secret/data/shop'], ['PWD', '/app'], ['AUTH_TOKEN_SECRET', 'auth'],
];

for (const [name, value] of innocent) test(`${name}=${value} is no credential`, () => assert.equal(credentialIn(name, value), undefined));

const commands: readonly { readonly words: readonly string[]; readonly found: readonly (readonly [index: number, name: string])[] }[] = [
  { words: ['app', '--password=hunter2'], found: [[1, '--password']] },
  { words: ['app', '--password', 'hunter2', '--verbose'], found: [[2, '--password']] },
  { words: ['sh', '-c', 'export DB_PASSWORD="hunter2"; exec app'], found: [[2, 'DB_PASSWORD']] },
  { words: ['sh', '-c', 'app --api-key abcd1234 --port 80'], found: [[2, '--api-key']] },
  { words: ['kubectl', 'create', '--from-literal=password=hunter2'], found: [[2, 'password']] },
  { words: ['java', '-Ddb.password=hunter2'], found: [[1, '-Ddb.password']] },
  { words: ['app', '--db', 'postgres://app:hunter2@db/shop'], found: [[2, '']] },
  { words: ['app', '--token', key], found: [[2, '']] },
  { words: ['app', '--password-file=/run/secrets/p', '--token-ttl', '1h', '--password=$(PASS)', '--secret-name=shop', '--tls-secret=shop-tls'], found: [] },
  { words: ['sh', '-c', 'TOKEN=$(cat /var/run/secrets/token); PASSWORD="$PASS"; app --password "$PASSWORD"'], found: [] },
];

for (const { words, found } of commands) {
  test(`words: ${words.join(' ')}`, () => assert.deepEqual(credentialsOfWords(words).map(({ index, name }) => [index, name]), found));
}

const files: readonly (readonly [key: string, content: string, names: readonly string[]])[] = [
  ['app.properties', 'db.user=app\ndb.password=hunter2\n# db.password=old\n', ['db.password']],
  ['config.yaml', 'db:\n  password: "hunter2"\n  token: string\nauth:\n  bearer_token_file: /var/run/token\n  password: ""\n', ['password']],
  ['config.json', '{\n  "apiKey": "0123456789abcdef0123",\n  "tokenName": "x"\n}\n', ['apiKey']],
  ['id_rsa', pem, ['']],
  ['start.py', 'password = settings\ntoken = request.token\n', []],
  ['start.sh', 'TOKEN=$(cat /token)\nPASSWORD=${PASSWORD:-}\nsecret: my-app-tls\n', []],
];

for (const [name, content, names] of files) test(`file ${name}`, () => assert.deepEqual(credentialsOfFile(name, content).map((each) => each.name), names));
