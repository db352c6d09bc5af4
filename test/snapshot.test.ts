// A snapshot holds what the sources held, without a credential, and is judged as they are.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { assess } from '../src/assess.ts';
import { collectWithPaths, collect, snapshotLines, type Collected } from '../src/collect/index.ts';
import { Scrubber } from '../src/collect/snapshot/scrub.ts';
import { credentialIn } from '../src/knowledge/credentials.ts';
import { locator } from '../src/locate.ts';
import type { Assessment } from '../src/model/assessment.ts';
import { glacis } from './support/command.ts';
import { sharedPath } from './support/shared.ts';

const root = resolve(import.meta.dirname, '..');
const directory = mkdtempSync(join(tmpdir(), 'glacis-snapshot-'));
after(() => rmSync(directory, { recursive: true }));
const today = new Date('2026-11-28');

function written({ snapshot }: Collected, name: string): string {
  const file = join(directory, `${name}.glacis`);
  writeFileSync(file, gzipSync([...snapshotLines(snapshot, name, (_, origin) => origin.line)].join('')));
  return file;
}

const judge = ({ snapshot, paths }: Collected): Assessment => assess(snapshot, { today, name: 'same', locate: locator(paths) });

/** Everything but where in a file a field stands, which only the file tells. */
function comparable(assessment: Assessment): unknown {
  const { sources: _sources, ...input } = assessment.input;
  return JSON.parse(JSON.stringify({ ...assessment, input }, (key, value: unknown) => (key === 'location' || key === 'line' || key === 'column' ? undefined : value)));
}

const trees = ['examples/shop', 'examples/shop-hardened', ...['corpora/clusters/sonobuoy-quick.tar.gz', 'corpora/clusters/sonobuoy-0.10.tar.gz', 'corpora/clusters/troubleshoot-support-bundle.tar.gz'].flatMap((name) => sharedPath(name) ?? [])];
for (const tree of trees) {
  test(`snapshot: of ${tree.split('/').slice(-2).join('/')} is judged as its sources are, and written alike twice`, async () => {
    const read = await collectWithPaths([tree], { cwd: root });
    const file = written(read, 'whole');
    const again = await collectWithPaths([file]);
    const direct = judge(read);
    assert.deepEqual(comparable(judge(again)), comparable(direct));
    assert.deepEqual(again.snapshot.skipped, read.snapshot.skipped);
    const lines = [...snapshotLines(read.snapshot, 'whole', (_, origin) => origin.line)].join('');
    assert.equal(gunzipSync(readFileSync(file)).toString(), lines);
    // A snapshot of a snapshot is the same again.
    assert.deepEqual(comparable(judge(await collectWithPaths([written(again, 'twice')]))), comparable(direct));
    assert.ok(direct.findings.length > 0);
  });
}

test('snapshot: a finding in it names the file and the line at which its object starts', async () => {
  const read = await collectWithPaths(['examples/shop'], { cwd: root });
  const { findings } = judge(await collectWithPaths([written(read, 'places')]));
  const runner = findings.find(({ rule, object }) => rule === 'privileged' && object.name === 'runner');
  assert.match(`${runner?.location?.file}:${runner?.location?.line}`, /^examples\/shop\/.*runner\.yaml:\d+$/);
});

test('snapshot: the command writes a private file, over an old one, and leaves nothing beside it', () => {
  const own = mkdtempSync(join(directory, 'own-'));
  const file = join(own, 'shop.glacis');
  writeFileSync(file, 'old');
  for (const args of [['snapshot', 'examples/shop', '-o', file], ['snapshot', file, '-o', file]]) {
    const { status, stdout, stderr } = glacis(args);
    assert.deepEqual([status, stdout], [0, ''], stderr);
    assert.match(stderr, /shop\.glacis: \d+ objects/);
    assert.deepEqual(readdirSync(own), ['shop.glacis']);
  }
  assert.match(glacis(['scan', file]).stdout, /^shop /);
  assert.match(glacis(['can', 'list', 'secrets', file, '--as', 'dana']).stdout, /^no /);
  assert.equal(glacis(['snapshot', 'examples/shop', '-o', join(own, 'none/x')]).status, 2);
  assert.deepEqual(readdirSync(own), ['shop.glacis']);
});

const good = `${JSON.stringify({ object: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } }, origin: { file: 'a.yaml', line: 1, start: 0, end: 9, format: 'none' } })}\n`;
const head = '{"schema":"glacis.snapshot/v1","name":"x","objects":1,"sources":[]}\n';
const faulty: readonly (readonly [string, string, RegExp, number])[] = [
  ['cut off between lines', head + good, /cut off/, 1],
  ['cut off in a line', head + good + good.slice(0, 30), /damaged/, 1],
  ['an object without a name', `${head}{"object":{"apiVersion":"v1","kind":"Pod","metadata":{}},"origin":{"file":"a","line":1}}\n${good}{"end":2}\n`, /damaged/, 1],
  ['a line that is nothing known', `${head}{"pod":1}\n[]\n${good}{"end":3}\n`, /damaged/, 1],
  ['another version', `{"schema":"glacis.snapshot/v9"}\n${good}`, /another version: glacis\.snapshot\/v9/, 0],
  ['lines left out', `${head}${good}{"end":7}\n`, /damaged/, 1],
];
for (const [what, content, said, objects] of faulty) {
  test(`snapshot: ${what} is said, and what can be read is kept`, async () => {
    for (const bytes of [Buffer.from(content), gzipSync(content)]) {
      const file = join(directory, 'faulty');
      writeFileSync(file, bytes);
      const snapshot = await collect([file]);
      assert.match(snapshot.problems[0]?.message ?? '', said);
      assert.equal(snapshot.objects.length, objects);
    }
  });
}

test('snapshot: values of a Secret that somebody put into one are dropped as those of any source', async () => {
  const file = join(directory, 'secret');
  writeFileSync(file, `${head}${JSON.stringify({ object: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a', annotations: { 'kubectl.kubernetes.io/last-applied-configuration': 'hunter2' } }, data: { a: 'hunter2' }, stringData: { a: 'hunter2' } }, origin: { file: 'a', line: 1 }, secret: { type: 'Opaque', keys: [{ name: 'a', bytes: 7, format: 'text', equality: 'v', value: 'hunter2' }] } })}\n{"end":1}\n`);
  const { objects, secrets, problems } = await collect([file]);
  assert.deepEqual([problems, objects.length, secrets.size], [[], 1, 1]);
  assert.ok(!JSON.stringify([objects, [...secrets.values()]]).includes('hunter2'));
});

test('snapshot: of a bootstrap token it keeps who logs in with it, and what has not that form is dropped', async () => {
  const source = join(directory, 'joining.yaml');
  const token = (groups: string, id: string): string => `apiVersion: v1\nkind: Secret\nmetadata: {name: bootstrap-token-abcdef, namespace: kube-system}\ntype: bootstrap.kubernetes.io/token\nstringData: {token-id: ${id}, token-secret: hunter2hunter2hu, usage-bootstrap-authentication: "true", auth-extra-groups: "${groups}"}\n`;
  const facts = async (yaml: string): Promise<unknown> => {
    writeFileSync(source, yaml);
    const { snapshot: { secrets } } = await collectWithPaths([written(await collectWithPaths([source]), 'joining')]);
    assert.ok(!JSON.stringify([...secrets.values()]).includes('hunter2'));
    return [...secrets.values()][0]?.bootstrap;
  };
  assert.deepEqual(await facts(token('system:bootstrappers:a,system:bootstrappers:b', 'abcdef')), { id: 'abcdef', groups: ['system:bootstrappers:a', 'system:bootstrappers:b'] });
  assert.deepEqual(await facts(token('hunter2', 'hunter2-id')), { id: null, groups: null });
});

const texts: readonly (readonly [string, string, string])[] = [
  ['DB_PASSWORD', 'hunter2', 'hunter2'], ['DB_PASSWORD', 'aaaaaa', 'aaaaaa'], ['PASS', '!!%&?!', '!!%&?!'], ['API_KEY', '0123456789abcdef', '0123456789abcdef'], ['DATABASE_URL', 'postgres://app:hunter2@db:5432/shop', 'hunter2'],
  ['X', `AKIA${'Q7'.repeat(8)}`, 'Q7Q7Q7'], ['X', `ghp_${'k9Z'.repeat(13)}`, 'k9Zk9Z'], ['X', 'eyJhbGciOiJub.eyJzdWIiOiJkYW5h.c2lnbmF0dXJlc2ln', 'zdWIiOiJkYW5h'], ['X', `-----BEGIN RSA PRIVATE KEY-----\nMIIEpQIBAAKC\n-----END RSA PRIVATE KEY-----`, 'MIIEpQ'],
  ['X', 'https://hooks.slack.com/services/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', 'aB3dE5fG7h'], ['X', `SG.${'aB1'.repeat(6)}.${'cD2'.repeat(9)}`, 'aB1aB1'], ['X', `DefaultEndpointsProtocol=https;AccountKey=${'Zm9v'.repeat(12)}==`, 'Zm9vZm9v'],
];
test('snapshot: every credential becomes another of the same form and length, and is recognised as before', () => {
  for (const [name, value, secret] of texts) {
    const made = new Scrubber().text(name, value);
    assert.ok(!made.includes(secret), made);
    assert.equal(made.length, value.length, made);
    assert.equal(credentialIn(name, made), credentialIn(name, value), made);
  }
});

test('snapshot: equal credentials stay equal, others stay different, and what is none stays as it is', () => {
  const scrubber = new Scrubber();
  const [a, b, c] = ['hunter2', 'hunter2', 'hunter3'].map((value) => scrubber.text('PASSWORD', value));
  assert.ok(a === b && a !== c);
  const flags = ['kube-apiserver', '--anonymous-auth=false', '--token-auth-file=/etc/tokens.csv', '--authorization-mode=Node,RBAC', '--service-account-issuer=https://kubernetes.default.svc', '--etcd-servers=https://127.0.0.1:2379'];
  assert.deepEqual(scrubber.value({ spec: { containers: [{ command: flags }] } }), { spec: { containers: [{ command: flags }] } });
  const plain = { metadata: { name: 'secret', labels: { token: 'abcdef', password: 'labelled' } }, spec: { selector: { matchLabels: { password: 'labelled' } }, tls: [{ secretName: 'my-password' }] } };
  assert.equal(scrubber.value(plain), plain);
});
