import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { collect } from './index.ts';

const good = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: good}\n';
const named = (name: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;
const json = (name: string, more: string = ''): string => `{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "${name}"}${more}}`;

interface Row {
  readonly name: string;
  /** Files beside a good one, by name; a link is `-> target`. */
  readonly files: Readonly<Record<string, string | Buffer>>;
  /** Names of the objects that are read besides the good one. */
  readonly read?: readonly string[];
  readonly problems?: readonly (readonly [line: number, message: RegExp])[];
  readonly skipped?: readonly string[];
}

const bomb = Array.from({ length: 12 }, (_, index) => `a${index}: &a${index} [${Array.from({ length: 10 }, () => (index === 0 ? 'x' : `*a${index - 1}`)).join(', ')}]`).join('\n');
const mergeBomb = Array.from({ length: 30 }, (_, index) => `a${index}: &a${index}\n  <<: [${Array.from({ length: 10 }, () => (index === 0 ? '{x: 1}' : `*a${index - 1}`)).join(', ')}]`).join('\n');
const deep = (open: string, close: string, depth: number): string => open.repeat(depth) + close.repeat(depth);
const steps = Array.from({ length: 10_000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n');
const huge = 'x'.repeat(50_000_000);
const million = Array.from({ length: 1_000_000 }, (_, index) => index);

const rows: readonly Row[] = [
  { name: 'an alias bomb', files: { 'a.yaml': bomb }, problems: [[1, /alias bomb/]], skipped: ['not valid'] },
  { name: 'a bomb of merges', files: { 'a.yaml': mergeBomb }, problems: [[2, /alias bomb/]], skipped: ['not valid'] },
  { name: 'an alias inside what it names', files: { 'a.yaml': `${named('a')}data: &a\n  b: *a\n` }, problems: [[5, /inside the value that it names/]], skipped: ['not valid'] },
  { name: 'lists 10,000 deep', files: { 'a.yaml': `${named('a')}data: ${deep('[', ']', 10_000)}\n---\n${named('b')}` }, read: ['b'], problems: [[4, /more than 1000 deep/]], skipped: ['not valid'] },
  { name: 'maps 10,000 deep on one line', files: { 'a.yaml': `a: ${'{a: '.repeat(10_000)}` }, problems: [[1, /more than 1000 deep/]], skipped: ['not valid'] },
  { name: 'maps 10,000 deep by indentation', files: { 'a.yaml': steps }, problems: [[1001, /more than 1000 deep/]], skipped: ['not valid'] },
  { name: 'dashes 100,000 deep', files: { 'a.yaml': '- '.repeat(100_000) }, problems: [[1, /more than 1000 deep/]], skipped: ['not valid'] },
  { name: 'JSON 10,000 deep', files: { 'a.json': json('a', `, "data": ${deep('[', ']', 10_000)}`) + json('b') }, read: ['b'], problems: [[1, /more than 1000 deep/]], skipped: ['not valid'] },
  { name: 'a million open brackets', files: { 'a.json': '['.repeat(1_000_000), 'b.json': '{"items":['.repeat(100_000) }, problems: [[1, /ends inside/], [1, /ends inside/]], skipped: ['not valid', 'not valid'] },
  { name: 'a text of 50 MB in YAML', files: { 'a.yaml': `${named('a')}data: {a: ${huge}, b: "${huge}"}\n` }, read: ['a'] },
  { name: 'a text of 50 MB in JSON', files: { 'a.json': json('a', `, "data": {"a": "${huge}"}`) }, read: ['a'] },
  { name: 'quotes that stay open over 50 MB', files: { 'a.yaml': `a: "${huge}`, 'b.json': `{"a": "${huge}` }, problems: [[1, /never closed/], [1, /ends inside a value/]], skipped: ['not valid', 'not valid'] },
  { name: 'a million keys', files: { 'a.yaml': `${named('a')}data:\n${million.map((key) => `  k${key}: v\n`).join('')}`, 'b.yaml': `${named('b')}data: {${million.slice(0, 100_000).map((key) => `k${key}: v`).join(', ')}}\n` }, read: ['a', 'b'] },
  { name: 'a million anchors', files: { 'a.yaml': `${named('a')}data:\n${million.map((key) => `- &a${key} x\n`).join('')}` }, read: ['a'] },
  { name: 'a hundred thousand broken documents', files: { 'a.yaml': 'a: [\n---\n'.repeat(100_000) }, problems: [...Array.from({ length: 20 }, (_, index): [number, RegExp] => [2 * index + 1, /never closed/]), [41, /99980 more/]], skipped: Array.from({ length: 100_000 }, () => 'not valid') },
  { name: 'links out of the tree', files: { 'a.yaml': '-> /etc/passwd', 'b': '-> /etc', 'c.yaml': '-> nowhere.yaml', 'd.yaml': '-> d.yaml' }, skipped: ['link out of the tree', 'link out of the tree', 'unreadable', 'unreadable'] },
  { name: 'links inside the tree are read once, under the name of what they lead to', files: { 'sub/a.yaml': named('a'), 'b.yaml': '-> sub/a.yaml', 'linked': '-> sub', 'sub/up': '-> ..' }, read: ['a'] },
  { name: 'a mounted ConfigMap, whose files are links', files: { 'cm/..2026_1/a.yaml': named('a'), 'cm/..data': '-> ..2026_1', 'cm/a.yaml': '-> ..data/a.yaml' }, read: ['a'] },
  { name: 'a link to a file under another ending', files: { 'a.tmpl': named('a'), 'b.yaml': '-> a.tmpl' }, read: ['a'], skipped: ['no file of manifests'] },
  { name: 'a directory with the name of a file', files: { 'd.yaml/a.yaml': named('a') }, read: ['a'] },
  { name: 'UTF-16 with and without mark', files: { 'a.yaml': Buffer.from(`\ufeff${named('a')}`, 'utf16le'), 'b.yaml': Buffer.from(named('b'), 'utf16le'), 'c.json': Buffer.from(`\ufeff${json('c')}`, 'utf16le').swap16() }, problems: [[1, /UTF-16/], [1, /UTF-16/], [1, /UTF-16/]], skipped: ['not valid', 'not valid', 'not valid'] },
  { name: 'byte order marks', files: { 'a.yaml': `\ufeff${named('a')}`, 'b.yaml': `\ufeff---\n${named('b')}`, 'c.json': `\ufeff${json('c')}` }, read: ['a', 'b', 'c'] },
  { name: 'line ends of Windows and of old Macs', files: { 'a.yaml': `${named('a')}---\n${named('b')}`.replaceAll('\n', '\r\n'), 'c.yaml': named('c').replaceAll('\n', '\r') }, read: ['a', 'b', 'c'] },
  { name: 'bytes that are no UTF-8', files: { 'a.yaml': Buffer.concat([Buffer.from(`${named('a')}data: {a: "`), Buffer.from([0xff, 0xc0]), Buffer.from(`"}\n---\n${named('b')}`)]) }, read: ['b'], problems: [[1, /not UTF-8/]], skipped: ['not valid'] },
  { name: 'control characters', files: { 'a.yaml': `${named('a')}data: {a: "\x1b[31m"}\n---\n${named('b')}` }, read: ['b'], problems: [[4, /control character/]], skipped: ['not valid'] },
  { name: 'binary files', files: { 'a.yaml': Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 3]), 'b.json': Buffer.from([0x1f, 0x8b, 8, 0, 0, 0]) }, skipped: ['binary file', 'binary file'] },
  { name: 'unrendered templates among documents', files: { 'a.yaml': `${named('a')}---\n{{- if .Values.b }}\n${named('b')}{{- end }}\n---\n${named('c')}` }, read: ['a', 'c'], problems: [[5, /template/]], skipped: ['unrendered template'] },
  { name: 'JSON that is cut off', files: { 'a.json': `{"kind": "List", "apiVersion": "v1", "items": [${json('a')}, {"apiVersion": "v1", "ki`, 'b.yaml': `{"kind": "List", "items": [${json('b')}, {` }, read: ['a'], problems: [[1, /ends inside a value/], [1, /never closed/]], skipped: ['not valid', 'not valid'] },
  { name: 'YAML in the middle of JSON', files: { 'a.json': `{"apiVersion":"v1","items":[${json('a')}],---\napiVersion: policy/v1\n`, 'b.json': `{"items":[${json('b')}],"c":/}` }, read: ['a', 'b'], problems: [[2, /begins no name of a field/], [3, /ends inside a list/], [1, /begins no JSON value/], [1, /ends inside a list/]], skipped: ['not valid', 'not valid', 'not valid', 'not valid'] },
  { name: 'YAML under the name of JSON, and JSON under the name of YAML', files: { 'a.json': named('a'), 'b.yaml': `${json('b', ', "data": {"a": "\\/"}')}\n${json('c')}\n---\n${named('d')}` }, read: ['a', 'b', 'c', 'd'], problems: [[3, /stops reading the file here/]], skipped: ['not valid'] },
  { name: 'keys that stand twice', files: { 'a.yaml': `${named('a')}data:\n  k: 1\n  k: 2\n` }, read: ['a'], problems: [[6, /"k" stands twice/]] },
  { name: 'a key named __proto__', files: { 'a.yaml': `${named('a')}__proto__: {kind: Pod}\n`, 'b.json': json('b', ', "__proto__": {"kind": "Pod"}') }, read: ['a', 'b'] },
  { name: 'text after a separator', files: { 'a.yaml': `${named('a')}--- x\n${named('b')}---\n${named('c')}` }, read: ['a', 'c'], problems: [[4, /separator/]], skipped: ['not valid'] },
  { name: 'nothing at all', files: { 'a.yaml': '', 'b.json': '', 'c.yaml': '# only this\n', 'd.yaml': '---\n---\n' }, skipped: ['empty document', 'empty document', 'empty document', 'empty document'] },
  { name: 'a dump of kubectl cluster-info in one stream', files: { 'a.json': `{"kind": "List", "apiVersion": "v1", "items": [${json('a')}]}\n==== START logs for container c of pod n/p ====\n{"kind": "fake"}\n==== END logs for container c of pod n/p ====\n${json('b')}\n`, 'c.yaml': `${named('c')}==== START logs for container c of pod n/p ====\n---\nkind: fake\n==== END logs for container c of pod n/p ====\n---\n${named('d')}` }, read: ['a', 'b', 'c', 'd'], skipped: ['log or text of a bundle', 'log or text of a bundle'] },
];

function write(folder: string, files: Row['files']): void {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    if (typeof content === 'string' && content.startsWith('-> ')) symlinkSync(content.slice(3), path);
    else writeFileSync(path, content);
  }
}

for (const { name, files, read = [], problems = [], skipped = [] } of rows) {
  test(`hostile input: ${name}`, { timeout: 60_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'glacis-hostile-'));
    try {
      write(folder, { ...files, 'zz.yaml': good });
      const snapshot = await collect(['.'], { cwd: folder });
      assert.deepEqual(snapshot.objects.map(({ metadata }) => metadata.name), [...read, 'good']);
      assert.deepEqual(snapshot.problems.map(({ line }) => line), problems.map(([line]) => line), snapshot.problems.map(({ message }) => message).join('\n'));
      for (const [index, [, message]] of problems.entries()) assert.match(snapshot.problems[index]?.message ?? '', message);
      assert.deepEqual(snapshot.skipped.map(({ reason }) => reason).toSorted(), [...skipped].toSorted());
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}
