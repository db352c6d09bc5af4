import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { PodParser } from './pod-parser.ts';

interface Made {
  readonly name?: string;
  readonly token?: string;
  readonly node?: string;
  readonly image?: string;
  readonly said?: string;
  readonly extra?: string;
  readonly generateName?: string;
}

const line = ({ name = 'a', token = 'aaaaa', node = 'n1', image = 'app:1', said = '', extra = '', generateName = 'app-' }: Made = {}): string =>
  `{"apiVersion":"v1","kind":"Pod","metadata":{"generateName":"${generateName}","name":"${name}"},"spec":{"containers":[{"name":"app","image":"${image}","env":[{"name":"SAID","value":"${said}"}],"volumeMounts":[{"name":"kube-api-access-${token}","mountPath":"/t"}]}],"nodeName":"${node}","volumes":[{"name":"kube-api-access-${token}","projected":{}}]}${extra},"status":{"phase":"Running"}}`;

/** What a parser gives for the last of these lines. */
function last(...lines: readonly string[]): { readonly value: unknown; readonly shared: boolean } {
  const parser = new PodParser();
  const values = lines.map((text) => parser.parse(text) as { readonly spec: { readonly containers?: unknown } });
  const [before, value] = values.slice(-2);
  return { value, shared: before?.spec.containers === value?.spec.containers };
}

const rows: readonly (readonly [what: string, first: string, second: string, shared: boolean])[] = [
  ['the same spec on another node with another token volume', line(), line({ name: 'b', token: 'bbbbb', node: 'n2' }), true],
  ['another image', line(), line({ image: 'app:2' }), false],
  ['another template', line(), line({ generateName: 'other-' }), false],
  ['the name of its token volume said elsewhere', line({ said: 'kube-api-access-aaaaa' }), line({ token: 'bbbbb', said: 'kube-api-access-bbbbb' }), false],
  ['the node said elsewhere', line({ said: '\\"nodeName\\":\\"n1' }), line({ node: 'n2', said: '\\"nodeName\\":\\"n2' }), false],
  ['a field behind the spec', line({ extra: ',"other":1' }), line({ name: 'b', extra: ',"other":2' }), false],
  ['the spec twice, of which the last counts', line({ extra: ',"spec":{"containers":[]}' }), line({ name: 'b', extra: ',"spec":{"containers":[]}' }), false],
  ['a node that needs an escape', line(), line({ node: 'n\\"2' }), false],
  ['another kind', line(), line().replace('"Pod"', '"Job"'), false],
];

for (const [what, first, second, shared] of rows) {
  test(`pods of one template: ${what}`, () => {
    const found = last(first, second);
    assert.equal(found.shared, shared);
    // The token volume's name is the first pod's where the parts are shared: it is cut off while reading anyway.
    const plain = (text: string): unknown => JSON.parse(shared ? text.replaceAll('-bbbbb', '-aaaaa') : text);
    assert.deepEqual(found.value, plain(second));
  });
}

test('whatever the lines are, each is parsed as JSON.parse does, but for the random names of token volumes', () => {
  const some = (...values: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...values);
  const made = fc.record({ name: some('a', 'b'), token: some('aaaaa', 'bbbbb', 'ccccc'), node: some('n1', 'n2', ''), image: some('app:1', 'app:2'), said: some('', 'kube-api-access-aaaaa', 'n1'), extra: some('', ',"other":1', ',"spec":{"nodeName":"n3"}'), generateName: some('app-', 'other-') });
  fc.assert(fc.property(fc.array(made, { minLength: 1, maxLength: 8 }), (all) => {
    const parser = new PodParser();
    const plain = (value: unknown): string => JSON.stringify(value).replaceAll(/"name":"kube-api-access-[a-z]{5}"/g, '"name":"kube-api-access"');
    for (const text of all.map(line)) assert.equal(plain(parser.parse(text)), plain(JSON.parse(text)));
  }), { numRuns: 2000 });
});

test('what is no JSON is refused', () => {
  const parser = new PodParser();
  parser.parse(line());
  assert.throws(() => parser.parse(line().slice(0, -1)), SyntaxError);
});
