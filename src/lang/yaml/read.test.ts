import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readYaml } from './read.ts';

// Values as kubectl 1.32 gives them for the same text.
const values: readonly (readonly [text: string, value: unknown])[] = [
  ['a: yes', { a: true }],
  ['a: on', { a: true }],
  ['a: n', { a: false }],
  ['a: "yes"', { a: 'yes' }],
  ['y: 1', { true: 1 }],
  ['a: 0644', { a: 420 }],
  ['a: 0o644', { a: 420 }],
  ['a: 1_000', { a: 1000 }],
  ['a: 12:30:45', { a: '12:30:45' }],
  ['a: 2026-01-01', { a: '2026-01-01' }],
  ['a: 1.5', { a: 1.5 }],
  ['a: ~', { a: null }],
  ['404: b', { 404: 'b' }],
  ['m: &m {x: 1}\na:\n  <<: *m\n  y: 2', { m: { x: 1 }, a: { x: 1, true: 2 } }],
  ['a: [\n  1,\n]', { a: [1] }],
  ['# only a comment', null],
];
for (const [text, value] of values) {
  test(`YAML as kubectl reads it: ${JSON.stringify(text)}`, () => {
    assert.deepEqual(readYaml(text), { value, problems: [] });
  });
}

test('a key that stands twice: the last one holds, and the line of it is named', () => {
  const { value, problems } = readYaml('b:\n  a: 1\n  a: 2\n', 5);
  assert.deepEqual([value, problems.map(({ cause, severity, line }) => [cause, severity, line])], [{ b: { a: 2 } }, [['duplicate key', 'warning', 7]]]);
});

test('a flow sequence may close at the indent of its parent', () => {
  assert.deepEqual(readYaml('a:\n  b: [\n    1\n  ]\n').value, { a: { b: [1] } });
});

test('an unrendered template is named as one', () => {
  const { value, problems } = readYaml('a: {{ .Values.x }}\nb: {{- if }}', 7);
  assert.equal(value, undefined);
  assert.deepEqual(problems.map(({ cause }) => cause), ['template']);
});

test('a syntax error names its line of the file', () => {
  const { problems } = readYaml('a: 1\nb: "open', 10);
  assert.deepEqual(problems.map(({ cause, line }) => [cause, line >= 10]), [['syntax', true]]);
});

test('an alias bomb ends as a problem', () => {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let index = 1; index < 12; index++) lines.push(`a${index}: &a${index} [${Array.from({ length: 10 }, () => `*a${index - 1}`).join(', ')}]`);
  const { value } = readYaml(`on: 1\n${lines.join('\n')}`);
  assert.equal(value, undefined);
});

test('a key named __proto__ is a key', () => {
  const { value } = readYaml('on: 1\n"__proto__": {a: 1}');
  assert.equal((value as { a?: unknown }).a, undefined);
});
