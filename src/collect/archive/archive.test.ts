import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { tarOf, type MadeEntry } from '../../../test/support/tar.ts';
import { collect, SourceError } from '../index.ts';
import type { Snapshot } from '../../model/snapshot.ts';

const directory = mkdtempSync(join(tmpdir(), 'glacis-archive-'));
after(() => rmSync(directory, { recursive: true }));

const map = (name: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: shop}\n`;
const json = (name: string): string => JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'n' } }] });

async function read(bytes: Buffer, name: string = 'bundle.tar.gz'): Promise<Snapshot> {
  const file = join(directory, name);
  writeFileSync(file, bytes);
  return collect([name], { cwd: directory });
}

const names = ({ objects }: Snapshot): readonly string[] => objects.map(({ metadata }) => metadata.name);

test('archive: entries are read without unpacking, from gzip, zstd and bare tar, by content and not by name', async () => {
  const tar = tarOf([{ name: 'a/', type: '5' }, { name: './a/a.yaml', content: map('a') }, { name: `${'deep/'.repeat(40)}b.json`, content: json('b') }, { name: 'a/c.log', content: 'x' }]);
  for (const bytes of [gzipSync(tar), zstdCompressSync(tar), tar, Buffer.concat([gzipSync(tar.subarray(0, 700)), gzipSync(tar.subarray(700))])]) {
    const snapshot = await read(bytes, 'bundle');
    assert.deepEqual(names(snapshot), ['a', 'b']);
    assert.deepEqual(snapshot.problems, []);
    assert.deepEqual(snapshot.skipped.map(({ file, reason }) => [file, reason]), [['bundle/a/c.log', 'log or text of a bundle']]);
  }
});

test('archive: one compressed file of manifests is read as the file', async () => {
  assert.deepEqual(names(await read(gzipSync(json('a')), 'dump.json.gz')), ['a']);
  assert.deepEqual(names(await read(gzipSync(map('b')), 'dump.yaml.gz')), ['b']);
});

test('archive: the name of a GNU archive that stands in an entry of its own', async () => {
  const long = `${'x'.repeat(150)}.yaml`;
  assert.deepEqual((await read(tarOf([{ name: '././@LongLink', type: 'L', content: `${long}\0` }, { name: long.slice(0, 100), content: map('a') }]))).objects.map(({ metadata }) => metadata.name), ['a']);
});

const outside: readonly MadeEntry[] = [{ name: '../../etc/a.yaml', content: map('x') }, { name: '/etc/b.yaml', content: map('x') }, { name: 'a/../../c.yaml', content: map('x') }, { name: 'a\\..\\..\\d.yaml', content: map('x') }];

test('archive: paths that lead out of it are not read, and said', async () => {
  const snapshot = await read(gzipSync(tarOf([...outside, { name: 'ok.yaml', content: map('ok') }])));
  assert.deepEqual(names(snapshot), ['ok']);
  assert.deepEqual(snapshot.skipped.map(({ reason }) => reason), outside.map(() => 'path out of the archive'));
});

test('archive: links are followed nowhere', async () => {
  const snapshot = await read(gzipSync(tarOf([{ name: 'a.yaml', type: '2', target: '/etc/passwd' }, { name: 'b.yaml', type: '1', target: '../b' }, { name: 'dev.yaml', type: '3' }, { name: 'ok.yaml', content: map('ok') }])));
  assert.deepEqual(names(snapshot), ['ok']);
  assert.deepEqual(snapshot.skipped.map(({ reason }) => reason), ['link in an archive', 'link in an archive', 'link in an archive']);
});

test('archive: what came before damage is kept, wherever it is cut', async () => {
  const tar = tarOf([{ name: 'a.yaml', content: map('a') }, { name: 'b.yaml', content: map('b') }]);
  const whole = gzipSync(tar);
  for (const [bytes, said] of [[tar.subarray(0, 1024 + 200), /cut off/], [tar.subarray(0, 1024 + 512 + 20), /cut off inside b\.yaml/], [Buffer.concat([tar.subarray(0, 1024), Buffer.alloc(512, 7), tar.subarray(1024)]), /damaged at byte 1024/], [whole.subarray(0, whole.length - 20), /cannot be unpacked|cut off/]] as const) {
    const snapshot = await read(bytes);
    assert.equal(snapshot.problems.length, 1, String(said));
    assert.match(snapshot.problems[0]?.message ?? '', said);
    if (bytes.length >= 1024) assert.equal(names(snapshot)[0], 'a');
  }
});

test('archive: a bomb is stopped', { timeout: 120_000 }, async () => {
  const zeros = gzipSync(Buffer.alloc(1 << 26), { level: 9 });
  // Members of gzip that follow one another unpack to one stream: two gigabytes of zeros behind one good file.
  const snapshot = await read(Buffer.concat([gzipSync(tarOf([{ name: 'a.yaml', content: map('a') }]).subarray(0, 1024)), gzipSync(bombHeader()), ...Array.from({ length: 32 }, () => zeros)]));
  assert.deepEqual(names(snapshot), ['a']);
  assert.match(snapshot.problems[0]?.message ?? '', /unpacks to more than 500 times its size/);
});

/** An entry that says it holds two gigabytes. */
function bombHeader(): Buffer {
  const block = tarOf([{ name: 'huge.log' }]).subarray(0, 512);
  block.write(`${(2 ** 31).toString(8).padStart(11, '0')}\0`, 124);
  block.fill(0x20, 148, 156);
  block.write(`${block.reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

test('archive: a size that is no number, and a header whose sum is wrong, are damage', async () => {
  const tar = tarOf([{ name: 'a.yaml', content: map('a') }, { name: 'b.yaml', content: map('b') }]);
  tar.write('99999999999\0', 1024 + 124);
  assert.match((await read(tar)).problems[0]?.message ?? '', /damaged at byte 1024/);
});

test('archive: packings that are not unpacked are refused with what to do', async () => {
  for (const mark of [[0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], [0x50, 0x4b, 3, 4]]) {
    await assert.rejects(read(Buffer.from(mark)), (error) => error instanceof SourceError && /gzip and zstd only/.test(error.message) && /tar xf/.test(error.hint));
  }
});

test('archive: bundles of sonobuoy and troubleshoot and a must-gather are told from a tree of manifests', async () => {
  const version = '{"major":"1","minor":"31","gitVersion":"v1.31.2","goVersion":"go1.22.8"}';
  const node = { metadata: { name: 'n1', selfLink: '/api/v1/nodes/n1' } };
  const sonobuoy = await read(tarOf([{ name: 'serverversion.json', content: version }, { name: 'resources/cluster/Nodes.json', content: JSON.stringify([node]) }, { name: 'resources/cluster/ClusterRoles.json', content: JSON.stringify([{ metadata: { name: 'r', selfLink: '/apis/rbac.authorization.k8s.io/v1/clusterroles/r' }, rules: [] }]) }, { name: 'hosts/n1/configz.json', content: '{"kubeletconfig":{"readOnlyPort":0}}' }]));
  assert.deepEqual([sonobuoy.sources[0]?.kind, sonobuoy.version, sonobuoy.objects.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`), sonobuoy.configz.map((each) => each.node)], ['support bundle', 'v1.31.2', ['v1 Node', 'rbac.authorization.k8s.io/v1 ClusterRole'], ['n1']]);
  const troubleshoot = await read(tarOf([{ name: 'b/cluster-info/cluster_version.json', content: `{"info":${version},"string":"v1.31.2"}` }, { name: 'b/cluster-resources/pods/n.json', content: '{"kind":"PodList","apiVersion":"v1","items":[{"metadata":{"name":"p","namespace":"n"}}]}' }]));
  assert.deepEqual([troubleshoot.sources[0]?.kind, troubleshoot.version, names(troubleshoot)], ['support bundle', 'v1.31.2', ['p']]);
  const gathered = await read(tarOf([{ name: 'm/cluster-scoped-resources/core/nodes/n1.yaml', content: 'apiVersion: v1\nkind: Node\nmetadata: {name: n1}\n' }]));
  assert.equal(gathered.sources[0]?.kind, 'must-gather');
  assert.equal((await read(tarOf([{ name: 'a.yaml', content: map('a') }]))).sources[0]?.kind, 'manifests');
});

test('archive: from standard input too', async () => {
  const snapshot = await collect(['-'], { stdin: gzipSync(tarOf([{ name: 'a.yaml', content: map('a') }])) });
  assert.deepEqual(names(snapshot), ['a']);
});
