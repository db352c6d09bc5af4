import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { part, Writer, type Path } from '../../test/support/placed.ts';
import { locateJson } from './json/locate.ts';
import { placeAt } from './place.ts';
import { YamlPlaces, locateYaml } from './yaml/locate.ts';
import { readYaml } from './yaml/read.ts';

test('every field of a random JSON text is found where its key stands', () => {
  fc.assert(fc.property(part, fc.constantFrom('', ' ', '\n  ', '\r\n\t'), (node, gap) => {
    const writer = new Writer();
    writer.json(node, [], gap);
    const bytes = Buffer.from(writer.text);
    for (const { path, index } of writer.places) assert.equal(locateJson(bytes, path), Buffer.byteLength(writer.text.slice(0, index)), JSON.stringify(path));
  }), { seed: 5, numRuns: 300 });
});

test('every field of a random YAML text is found where its key stands, and so is its line', () => {
  let found = 0;
  fc.assert(fc.property(part, fc.boolean(), (node, windows) => {
    const writer = new Writer();
    writer.put('top:');
    writer.yaml(node, ['top'], 1);
    const { value, problems } = readYaml(writer.text);
    assert.deepEqual([problems, value !== undefined], [[], true], writer.text);
    const text = windows ? writer.text.replaceAll('\n', '\r\n') : writer.text;
    const places = new YamlPlaces(text);
    for (const { path, index } of writer.places) {
      const before = writer.text.slice(0, index);
      const shifted = windows ? before.replaceAll('\n', '\r\n') : before;
      assert.equal(places.indexOf(path), shifted.length, `${JSON.stringify(path)} in\n${text}`);
      assert.equal(locateYaml(Buffer.from(text), path), Buffer.byteLength(shifted));
      assert.deepEqual(placeAt(text, shifted.length), { line: before.split('\n').length, column: (before.split('\n').at(-1) ?? '').length + 1 });
      found++;
    }
  }), { seed: 6, numRuns: 500 });
  assert.ok(found > 500, `only ${found} fields`);
});

const text = 'base: &b {x: 1, u: 2}\nother: &o {x: 3, z: 4}\nmap:\n  u: 5\n  <<: [*b, *o]\n  x: 6\nalias: *b\nlist:\n- a: 1\n  a: 2\n-\n- [1, {k: v}]\n? odd\n: w\n0x10: n\n';
const cases: readonly { readonly path: Path; readonly at: string | undefined; readonly nth?: number }[] = [
  { path: ['map', 'x'], at: 'x: 6' },
  { path: ['map', 'u'], at: 'u: 2' },
  { path: ['map', 'z'], at: 'z: 4' },
  { path: ['alias', 'x'], at: 'x: 1' },
  { path: ['list', 0], at: 'a: 1' },
  { path: ['list', 0, 'a'], at: 'a: 2' },
  { path: ['list', 2, 1, 'k'], at: 'k: v' },
  { path: ['list', 9, 'k'], at: 'list' },
  { path: ['odd'], at: 'odd' },
  { path: ['16'], at: '0x10' },
  { path: ['map', 'none'], at: 'map' },
  { path: ['none'], at: undefined },
];
for (const { path, at } of cases) {
  test(`YAML place of ${JSON.stringify(path)}`, () => {
    assert.equal(new YamlPlaces(text).indexOf(path), at === undefined ? undefined : text.indexOf(at));
  });
}

test('JSON: of a key that stands twice the last one is found, however it is written', () => {
  const bytes = Buffer.from('{"a": 1, "\\u0061": {"b": 2}}');
  assert.equal(locateJson(bytes, ['a', 'b']), bytes.indexOf('"b"'));
});
