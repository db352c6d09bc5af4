import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCorefile, type Directive } from './corefile.ts';

const line = ({ name, args, block }: Directive): unknown => (block.length === 0 ? [name, ...args].join(' ') : [[name, ...args].join(' '), block.map(line)]);
const rows: readonly (readonly [name: string, content: string, blocks: unknown])[] = [
  ['the usual file', '.:53 {\n    errors\n    health {\n       lameduck 5s\n    }\n    kubernetes cluster.local in-addr.arpa {\n       pods insecure\n       ttl 30\n    }\n    forward . /etc/resolv.conf\n}\n', [[['.:53'], ['errors', ['health', ['lameduck 5s']], ['kubernetes cluster.local in-addr.arpa', ['pods insecure', 'ttl 30']], 'forward . /etc/resolv.conf']]]],
  ['several zones and blocks', 'a.example, b.example {\n  whoami\n}\nshop.internal:5353 {\n  transfer {\n    to *\n  }\n}\n', [[['a.example', 'b.example'], ['whoami']], [['shop.internal:5353'], [['transfer', ['to *']]]]]],
  ['comments and quotes', '. { # the rest\n  template IN A { # nothing\n    answer "{{ .Name }} 60 IN A 10.0.0.1"\n  }\n}', [[['.'], [['template IN A', ['answer {{ .Name }} 60 IN A 10.0.0.1']]]]]],
  ['a file that breaks off', '. {\n  forward . 1.1.1.1', [[['.'], ['forward . 1.1.1.1']]]],
  ['nothing', '# only a comment\n', []],
];
for (const [name, content, blocks] of rows) {
  test(`Corefile: ${name}`, () => assert.deepEqual(parseCorefile(content).map(({ zones, directives }) => [zones, directives.map(line)]), blocks));
}

test('Corefile: lines are counted from one', () => {
  assert.deepEqual(parseCorefile('. {\n  errors\n\n  forward . /etc/resolv.conf\n}').flatMap(({ directives }) => directives.map((each) => each.line)), [2, 4]);
});
