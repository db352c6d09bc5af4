import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { after, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import type { Snapshot } from '../../model/snapshot.ts';
import { Collector } from '../collector.ts';
import { collectWithPaths, type InternalOptions, type Progress } from '../index.ts';
import { readFiles, type Division } from '../read-files.ts';
import type { InputFile } from '../sources.ts';
import { readBeside } from './beside.ts';
import { forOtherThread } from './divide.ts';

const directory = mkdtempSync(join(tmpdir(), 'glacis-divided-'));
after(() => rmSync(directory, { recursive: true }));
const thread = new URL(`./reading-thread${extname(import.meta.url)}`, import.meta.url);

/** All that a snapshot says, in order. */
function told({ objects, origins, secrets, ...rest }: Snapshot): unknown {
  return { ...rest, objects: objects.map((object) => [object, origins.get(object), secrets.get(object)]), origins: [...origins.keys()].map((object) => objects.indexOf(object)), secrets: [...secrets.keys()].map((object) => objects.indexOf(object)) };
}

async function read(sources: readonly string[], options: InternalOptions): Promise<unknown> {
  const { snapshot, paths } = await collectWithPaths(sources, { cwd: directory, ...options });
  return [told(snapshot), [...paths]];
}

function podOf(app: string, number: number): object {
  return {
    apiVersion: 'v1', kind: 'Pod',
    metadata: { name: `${app}-${number}`, namespace: 'shop', uid: `pod-${app}-${number}`, labels: { app }, managedFields: [{}], ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: app, uid: `set-${app}`, controller: true }] },
    spec: { nodeName: `n${number % 3}`, containers: [{ name: 'c', image: app, volumeMounts: [{ name: `kube-api-access-${'abcde'[number % 5]}1234`, mountPath: '/x' }] }], volumes: [{ name: `kube-api-access-${'abcde'[number % 5]}1234`, projected: {} }] },
    status: { phase: 'Running', podIP: `10.0.0.${number}`, conditions: [], containerStatuses: [{ name: 'c', imageID: app, ready: true }] },
  };
}

const name = fc.constantFrom('cart', 'web');
const item: fc.Arbitrary<unknown> = fc.oneof(
  { arbitrary: fc.tuple(name, fc.nat(20)).map(([app, number]) => podOf(app, number)), weight: 4 },
  name.map((app) => ({ apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: app, namespace: 'shop', uid: `set-${app}` }, spec: { template: { metadata: { labels: { app } }, spec: { containers: [{ name: 'c', image: app }] } } } })),
  name.map((value) => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: value }, data: { password: Buffer.from('same').toString('base64'), [value]: 'eA==' }, type: 'Opaque' })),
  name.map((value) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: value, labels: { tier: 1 } }, data: { [value]: 'x' } })),
  fc.constantFrom<unknown>(
    { kubeletconfig: { anonymousAuth: true } }, { serverVersion: { gitVersion: 'v1.33.1' } }, { serverVersion: { gitVersion: 'v1.34.2' } }, { apiVersion: 'v1', kind: 'Event', metadata: { name: 'e' } },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: '__proto__' }, data: JSON.parse('{"__proto__":"x"}') }, { apiVersion: 'x/v1', kind: 'Odd', metadata: { name: 'o' }, spec: [-0] }, { a: 1 },
  ),
);
const lines = fc.array(item, { maxLength: 8 }).map((items) => items.map((each) => JSON.stringify(each)).join('\n'));
const content = fc.oneof(
  { arbitrary: lines, weight: 4 },
  fc.array(item, { maxLength: 8 }).map((items) => JSON.stringify({ apiVersion: 'v1', kind: 'List', items }, null, 2)),
  fc.array(name, { maxLength: 3 }).map((names) => JSON.stringify({ kind: 'SecretList', apiVersion: 'v1', items: names.map((each) => ({ metadata: { name: each }, stringData: { a: 'same' } })) })),
  fc.tuple(lines, fc.nat(300)).map(([text, cut]) => text.slice(0, -cut)),
  fc.constantFrom('', '{}', '[]', '{"a":}\n{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"a"}}', 'apiVersion: v1\nkind: Namespace\nmetadata: {name: b}\n---\nkind: ConfigMapList\napiVersion: v1\nitems: [{metadata: {name: c}}]\n', '\0\0', '{{ .Values }}', '{"apiVersion":"x/v1","kind":"Odd","metadata":{"name":"big"},"spec":{"a":1e999,"b":-0}}', 'no manifest'),
);
const fileName = fc.constantFrom('a.json', 'b.json', 'c.json', 'configz-n1.json', 'd.yaml', 'e/f.json', 'e/kustomization.yaml', 'g.json', 'h/Chart.yaml');
const tree = fc.dictionary(fileName, content, { minKeys: 2, maxKeys: 8 });

let trees = 0;

function written(files: Readonly<Record<string, string>>): string {
  const root = `t${trees++}`;
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(join(directory, root, file, '..'), { recursive: true });
    writeFileSync(join(directory, root, file), text);
  }
  return root;
}

test('what two threads read is what one reads, of any files', { skip: availableParallelism() < 2 && 'one core' }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(tree, { minLength: 1, maxLength: 2 }), fc.constantFrom(undefined, 'shop'), async (given, namespace) => {
      const sources = given.map(written);
      const options = namespace === undefined ? {} : { namespace };
      assert.deepEqual(await read(sources, { ...options, division: { from: 1 } }), await read(sources, options));
    }),
    { numRuns: 25 },
  );
});

const large = Object.fromEntries(Array.from({ length: 4 }, (_, file) => [`${file}.json`, Array.from({ length: 1500 }, (__, number) => JSON.stringify(podOf(file % 2 === 0 ? 'cart' : 'web', number))).join('\n')]));
const root = written({ ...large, '1b.json': '{"a":', '2.json': `${large['2.json']}\n{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s"},"data":{"a":"eA=="}}` });

/** A thread that ends by itself after so many messages. */
function dyingAfter(messages: number, how: string): URL {
  return new URL(`data:text/javascript,${encodeURIComponent(`import { parentPort } from 'node:worker_threads';
    const post = parentPort.postMessage.bind(parentPort);
    let sent = 0;
    parentPort.postMessage = (message) => { if (sent++ >= ${messages}) { ${how} } else post(message); };
    await import(${JSON.stringify(thread.href)});`)}`);
}

const threads: Readonly<Record<string, Division>> = {
  'does its work': {},
  'is not there': { thread: new URL('./no-such-thread.js', import.meta.url) },
  'must not be started': { thread: new URL('https://example.com/thread.js') },
  'ends at once': { thread: new URL('data:text/javascript,process.exit(0)') },
  'throws at once': { thread: new URL('data:text/javascript,throw new Error("no")') },
  ...Object.fromEntries([0, 1, 2, 3, 4].map((messages) => [`ends after ${messages} messages`, { thread: dyingAfter(messages, 'process.exit(1)') }])),
  'throws after 2 messages': { thread: dyingAfter(2, 'queueMicrotask(() => { throw new Error("no"); })') },
  'cannot send its third message': { thread: dyingAfter(2, 'throw new Error("no")') },
};
for (const [what, division] of Object.entries(threads)) {
  test(`a thread that ${what}: nothing is lost, nothing is read twice, and every file is told of once`, { skip: availableParallelism() < 2 && 'one core' }, async () => {
    const progress: Progress[] = [];
    // Told apart without showing how: that would be thousands of objects.
    assert.ok(isDeepStrictEqual(await read([root], { division: { from: 1, ...division }, onProgress: (now) => progress.push(now) }), await read([root], {})));
    assert.deepEqual(progress.map(({ file }) => file).toSorted(), [...Object.keys(large), '1b.json'].map((file) => `${root}/${file}`).toSorted());
    assert.deepEqual([progress.at(-1)?.files, progress.at(-1)?.objects], [5, 6001]);
  });
}

test('what another thread reads is what this one gets, and shares its parts', async () => {
  const heard: string[] = [];
  const beside = readBeside({ files: filesOf(['0.json', '1.json']), namespace: undefined, thread: undefined, onFile: ({ name: file }) => heard.push(file) });
  assert.deepEqual(await beside.unread(), []);
  assert.deepEqual(heard, ['0.json', '1.json']);
  assert.equal(beside.taken.objects.length, 3000);
  const specs = beside.taken.objects.map((pod) => pod['spec'] as { containers: unknown; volumes: unknown });
  assert.equal(new Set(specs.map(({ containers }) => containers)).size, 2);
  assert.equal(new Set(specs.map(({ volumes }) => volumes)).size, 1);
});

function filesOf(names: readonly string[]): readonly InputFile[] {
  return names.map((each) => ({ name: each, path: join(directory, root, each), explicit: false }));
}

test('files that cannot be read are said by whichever thread', { skip: availableParallelism() < 2 && 'one core' }, async () => {
  for (const names of [['gone.json', '0.json', '1.json', '2.json', '3.json'], ['0.json', '1.json', 'gone.json', '2.json', '3.json'], ['0.json', '1.json', '2.json', '3.json', 'gone.json']]) {
    const [one, two] = [new Collector(undefined), new Collector(undefined)];
    await readFiles(filesOf(names), one, { onFile: () => undefined });
    await readFiles(filesOf(names), two, { division: { from: 1 }, onFile: () => undefined });
    assert.ok(isDeepStrictEqual(told(two.snapshot()), told(one.snapshot())));
    assert.match(two.snapshot().problems[0]?.message ?? '', /cannot be read: ENOENT/);
  }
});

test('what hears of files may throw, in either thread', { skip: availableParallelism() < 2 && 'one core' }, async () => {
  for (const file of Object.keys(large)) {
    const onProgress = (progress: Progress): void => {
      if (progress.file.endsWith(file)) throw new Error('enough');
    };
    await assert.rejects(collectWithPaths([root], { cwd: directory, division: { from: 1 }, onProgress }), /enough/);
  }
});

test('another thread gets neighbours that are near half of all bytes, and nothing of what is small or one file', () => {
  const sizes = (bytes: readonly number[], least?: number): unknown => {
    const files = bytes.map((size, index) => ({ name: `${index}`, path: join(directory, `${index}.json`), explicit: false }));
    for (const [index, { path }] of files.entries()) writeFileSync(path, 'x'.repeat(bytes[index] ?? 0));
    return forOtherThread(files, least);
  };
  if (availableParallelism() < 2) return;
  assert.deepEqual(sizes([10, 20, 70, 30], 1), { from: 2, to: 3 });
  assert.deepEqual(sizes([40, 10, 10, 40], 1), { from: 0, to: 2 });
  assert.deepEqual(sizes([1, 1, 98], 1), undefined);
  assert.deepEqual(sizes([100], 1), undefined);
  assert.deepEqual(sizes([50, 50], 101), undefined);
  assert.deepEqual(sizes([50, 50]), undefined);
  assert.deepEqual(sizes([], 0), undefined);
});
