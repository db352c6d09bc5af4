import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { part, Writer } from '../../../test/support/placed.ts';
import { editedValue, editYaml, type FieldEdit } from './edit.ts';
import { placeIn, YamlPlaces, type YamlPlace } from './locate.ts';
import type { YamlNode } from './node.ts';
import { readYaml } from './read.ts';
import { splitYaml, yamlText } from './split.ts';

const set = (path: FieldEdit['path'], value: unknown): FieldEdit => ({ op: 'set', path, value });
const append = (path: FieldEdit['path'], value: unknown): FieldEdit => ({ op: 'append', path, value });
const remove = (path: FieldEdit['path']): FieldEdit => ({ op: 'remove', path });

function edited(text: string, ...edits: readonly FieldEdit[]): string | undefined {
  return editYaml(Buffer.from(text), { start: 0, end: Buffer.byteLength(text) }, edits).bytes?.toString();
}

const pod = `# the pod
spec:
    containers:
    - name: app  # first
      image: "nginx"
      ports: [ {containerPort: 0644} ]

    # second
    - name: side
      securityContext: {}
      args:
        - -c
        - |
          echo 1

    hostPID: yes # why?
    volumes:
`;
const cases: readonly { readonly name: string; readonly text?: string; readonly edits: readonly FieldEdit[]; readonly changes: readonly (readonly [from: string, to: string])[] }[] = [
  { name: 'a boolean', edits: [set(['spec', 'hostPID'], false)], changes: [['hostPID: yes #', 'hostPID: false #']] },
  { name: 'a text, which stays plain where it can', edits: [set(['spec', 'containers', 0, 'image'], 'nginx:1.27'), set(['spec', 'containers', 1, 'name'], 'no')], changes: [['"nginx"', 'nginx:1.27'], ['name: side', 'name: "no"']] },
  { name: 'a field in an empty map', edits: [set(['spec', 'containers', 1, 'securityContext', 'runAsNonRoot'], true)], changes: [['securityContext: {}', 'securityContext:\n          runAsNonRoot: true']] },
  { name: 'a field that is missing, with what is above it', edits: [set(['spec', 'containers', 0, 'securityContext', 'capabilities', 'drop'], ['ALL'])], changes: [['0644} ]\n', '0644} ]\n      securityContext:\n          capabilities:\n              drop:\n              - ALL\n']] },
  { name: 'a field after a block of text', edits: [set(['spec', 'containers', 1, 'tty'], false)], changes: [['echo 1\n\n', 'echo 1\n\n      tty: false\n']] },
  { name: 'a field in flow style', edits: [set(['spec', 'containers', 0, 'ports', 0, 'protocol'], 'TCP'), append(['spec', 'containers', 0, 'ports'], { containerPort: 1 })], changes: [['0644} ]', '0644, protocol: TCP}, {containerPort: 1} ]']] },
  { name: 'a list where nothing is', edits: [append(['spec', 'volumes'], { name: 'tmp', emptyDir: {} })], changes: [['volumes:\n', 'volumes:\n    - name: tmp\n      emptyDir: {}\n']] },
  { name: 'an item of a list', edits: [append(['spec', 'containers', 1, 'args'], 'x y')], changes: [['echo 1\n\n', 'echo 1\n\n        - "x y"\n']] },
  { name: 'an item that is there', edits: [append(['spec', 'containers', 1, 'args'], '-c')], changes: [] },
  { name: 'a field taken out', edits: [remove(['spec', 'hostPID'])], changes: [['    hostPID: yes # why?\n', '']] },
  { name: 'the first field of an item taken out', edits: [remove(['spec', 'containers', 1, 'name'])], changes: [['- name: side\n      ', '- ']] },
  { name: 'the first field of an item with a comment taken out', edits: [remove(['spec', 'containers', 0, 'name'])], changes: [['- name: app  #', '-   #']] },
  { name: 'an item taken out', edits: [remove(['spec', 'containers', 0])], changes: [['    - name: app  # first\n      image: "nginx"\n      ports: [ {containerPort: 0644} ]\n', '']] },
  { name: 'the only field taken out', edits: [remove(['spec', 'containers', 0, 'ports', 0, 'containerPort'])], changes: [['{containerPort: 0644}', '{}']] },
  { name: 'a field that is missing taken out', edits: [remove(['spec', 'none', 'x'])], changes: [] },
  { name: 'a map in place of a text', edits: [set(['spec', 'containers', 0, 'image'], { a: 1 })], changes: [['image: "nginx"', 'image:\n          a: 1']] },
  { name: 'a text in place of a map', edits: [set(['spec', 'containers', 1, 'args'], 'none')], changes: [['args:\n        - -c\n        - |\n          echo 1\n\n', 'args: none\n']] },
  { name: 'Windows line ends', text: 'a:\r\n  b: 1\r\nc: x # d\r\n', edits: [set(['a', 'e'], { f: 2 }), set(['c'], 'z')], changes: [['b: 1\r\n', 'b: 1\r\n  e:\r\n    f: 2\r\n'], ['c: x', 'c: z']] },
  { name: 'a text without a line end', text: 'a: 1', edits: [set(['b'], [1])], changes: [['a: 1', 'a: 1\nb:\n- 1']] },
  { name: 'a key that stands twice taken out', text: 'a: 1\nb: 2\na: 3\n', edits: [remove(['a'])], changes: [['a: 1\n', ''], ['a: 3\n', '']] },
  { name: 'a merged field written over', text: 'm: &m {x: 1}\na:\n  <<: *m\n', edits: [set(['a', 'x'], 2)], changes: [['*m\n', '*m\n  x: 2\n']] },
];
for (const { name, text = pod, edits, changes } of cases) {
  test(`YAML edit: ${name}`, () => {
    const expected = changes.reduce((current, [from, to]) => {
      assert.ok(current.includes(from), from);
      return current.replace(from, () => to);
    }, text);
    assert.equal(edited(text, ...edits), expected);
    // Once an item is gone the next one has its number.
    if (!edits.some(({ op, path }) => op === 'remove' && typeof path.at(-1) === 'number')) assert.equal(edited(expected, ...edits), expected, 'a second time changes nothing');
  });
}

const refusals: readonly { readonly name: string; readonly text: string; readonly edit: FieldEdit }[] = [
  { name: 'a value that an alias repeats', text: 'a: &x {b: 1}\nc: *x\n', edit: set(['a', 'b'], 2) },
  { name: 'an anchored value taken out', text: 'a: &x 1\nb: 2\nc: *x\n', edit: remove(['a']) },
  { name: 'a field under an alias', text: 'a: &x {b: 1}\nc: *x\n', edit: set(['c', 'b'], 2) },
  { name: 'a merged field taken out', text: 'm: &m {x: 1}\na:\n  <<: *m\n  y: 2\n', edit: remove(['a', 'x']) },
  { name: 'a place far behind the end of a list', text: 'a: [1]\n', edit: set(['a', 5], 2) },
  { name: 'a document without a value', text: '# nothing\n', edit: set(['a'], 1) },
  { name: 'text that is no YAML', text: 'a: [\n', edit: set(['a'], 1) },
];
for (const { name, text, edit } of refusals) {
  test(`YAML edit refused: ${name}`, () => {
    assert.match(editYaml(Buffer.from(text), { start: 0, end: text.length }, [edit]).refused ?? '', /./);
  });
}

test('only the document that is named changes', () => {
  const file = Buffer.from('\ufeffé: 1\n---\na: 1\n---\na: 1\n');
  const document = splitYaml(file).documents[1];
  assert.ok(document);
  const { bytes } = editYaml(file, document, [set(['a'], 2)]);
  assert.equal(bytes?.toString(), '\ufeffé: 1\n---\na: 2\n---\na: 1\n');
  assert.equal(yamlText(bytes ?? Buffer.of(), document), 'a: 2\n');
});

const values: readonly unknown[] = [true, null, 7, 'x', 'yes', '', 'a: b # c', 'l1\nl2\u2028\x7f', {}, [], { a: { b: [] }, 'x y': 1 }, [1, { k: ['v', { w: 2 }] }, []], ['ALL']];

test('random edits of random texts: what is read back is the value edited, and lines that are not concerned stay', () => {
  let done = 0;
  fc.assert(fc.property(part, fc.nat(), fc.constantFrom(...values), fc.constantFrom('set', 'append', 'remove'), fc.constantFrom(0, 1, 2), fc.constantFrom('\n', '\r\n', '\n# end\n', ''), (node, pick, value, op, deeper, end) => {
    const writer = new Writer();
    writer.put(node.kind === 'text' || node.entries.length === 0 ? 'top:' : 'top: # head');
    writer.yaml({ ...node, style: node.style === 0 ? 1 : node.style }, ['top'], 2);
    const body = `${writer.text}\nother: {keep: 'this'} # tail${end}`;
    const text = end === '\r\n' ? body.replaceAll(/(?<!\r)\n/g, '\r\n') : body;
    const before = readYaml(text);
    if (before.value === undefined) return;
    const base = writer.places.length === 0 ? ['top'] : writer.places[pick % writer.places.length]?.path ?? [];
    const path = [...base, ...['new', 0].slice(0, deeper)];
    const edit: FieldEdit = op === 'remove' ? remove(path) : op === 'set' ? set(path, value) : append(path, value);
    const result = editYaml(Buffer.from(text), { start: 0, end: Buffer.byteLength(text) }, [edit]);
    if (result.refused !== undefined) {
      assert.match(result.refused, /there is no place/, `${JSON.stringify(edit)} in\n${text}`);
      return;
    }
    done++;
    const after = result.bytes.toString();
    assert.deepEqual(readYaml(after).value, editedValue(before.value, edit), `${JSON.stringify(edit)} in\n${text}`);
    assert.ok(after.includes("other: {keep: 'this'} # tail"), after);
    if (end === '\r\n') assert.ok(!/(?<!\r)\n/.test(after), 'all line ends are as they were');
    const [first, last] = linesOfField(text, op === 'remove' ? path.slice(0, -1) : path);
    const [from, to] = middle(text.split('\n'), after.split('\n'));
    assert.ok(after === text || (from >= first - 1 && to <= last + 1), `${JSON.stringify(edit)} changed lines ${from} to ${to} and not ${first} to ${last}:\n${text}\n=====\n${after}`);
  }), { seed: 11, numRuns: 2000 });
  assert.ok(done > 1500, `only ${done} edits`);
});

/** The lines, from 0, of the value at a path, or of the nearest one above that is there. */
function linesOfField(text: string, path: FieldEdit['path']): readonly [first: number, last: number] {
  const { root } = new YamlPlaces(text);
  let place: YamlPlace | undefined;
  for (const step of path) {
    const around: YamlNode = place?.value ?? root ?? assert.fail();
    const next = placeIn(around, step);
    if (!next) break;
    place = { ...next, at: (around.is === 'list' ? around.dashes[Number(step)] : undefined) ?? next.at };
  }
  const lineOf = (index: number): number => text.slice(0, index).split('\n').length - 1;
  return place ? [lineOf(place.at), lineOf(place.value.end)] : [0, lineOf(text.length)];
}

/** The lines of the first that the second does not begin or end with. */
function middle(a: readonly string[], b: readonly string[]): [number, number] {
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = a.length;
  while (end > start && a[end - 1] === b[b.length - (a.length - end) - 1]) end--;
  return [start, end];
}
