import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assess } from './assess.ts';
import { collectText } from './collect/index.ts';
import { locator } from './locate.ts';
import type { Finding } from './model/assessment.ts';
import type { Replacement } from './model/text-fix.ts';
import { replacementsOf, textFixOf } from './text-fix.ts';

/** The text with each region replaced, as an editor does it. */
function applied(text: string, replacements: readonly Replacement[]): string {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const at = (line: number, column: number): number => (starts[line - 1] ?? assert.fail(`no line ${line}`)) + column - 1;
  return replacements.toReversed().reduce((sum, { startLine, startColumn, endLine, endColumn, text: own }) => sum.slice(0, at(startLine, startColumn)) + own + sum.slice(at(endLine, endColumn)), text);
}

function findingsOf(text: string, name = 'a.yaml'): readonly Finding[] {
  const { snapshot, paths } = collectText(text, { name });
  return assess(snapshot, { locate: locator(paths) }).findings;
}

const lines = (...all: readonly string[]): string => all.map((line) => `${line}\n`).join('');
const pairs: readonly (readonly [name: string, before: string, after: string])[] = [
  ['a line that changes', lines('a', 'b', 'c'), lines('a', 'x', 'c')],
  ['a line that comes', lines('a', 'b'), lines('a', 'x', 'b')],
  ['a line that comes first', lines('a'), lines('x', 'a')],
  ['a line that goes', lines('a', 'b', 'c'), lines('a', 'c')],
  ['two places', lines('a', 'b', 'c', 'd', 'e'), lines('x', 'a', 'c', 'd', 'y', 'z')],
  ['two places with one line between', lines('a', 'b', 'c'), lines('x', 'b', 'y')],
  ['lines that end as on Windows', 'a\r\nb\r\nc\r\n', 'a\r\nx\r\nc\r\n'],
  ['a last line without an end that stays', 'a\nb', 'x\nb'],
];
for (const [name, before, after] of pairs) {
  test(`text fix: ${name}`, () => {
    assert.equal(applied(before, replacementsOf(before, after) ?? assert.fail('none')), after);
  });
}

test('text fix: none where the end of the file changes that has no end of line', () => {
  assert.equal(replacementsOf('a\nb', 'a\nx'), undefined);
});

const head = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: before}\n---\n';
const pod = `${head}# keep this
apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: shop
spec:
  hostPID: true # why?
  containers:
  - name: app
    image: registry.example/app@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
    securityContext:
      privileged: true
`;

test('text fix: made in the file, the finding is gone, and nothing else of the text is another', () => {
  const fixed = findingsOf(pod).flatMap((finding) => {
    const fix = textFixOf(finding);
    return fix ? [{ finding, fix }] : [];
  });
  assert.ok(['host-pid', 'privileged'].every((id) => fixed.some(({ finding }) => finding.rule === id)), fixed.map(({ finding }) => finding.rule).join());
  for (const { finding, fix } of fixed) {
    const after = applied(pod, fix.replacements);
    assert.ok(after.startsWith(`${head}# keep this\napiVersion: v1\nkind: Pod\n`), finding.rule);
    assert.ok(!findingsOf(after).some(({ id }) => id === finding.id), `${finding.rule} is still there in\n${after}`);
  }
});

test('text fix: none for JSON, and none that would repeat a credential', () => {
  const object = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'b' }, spec: { hostPID: true, containers: [{ name: 'c', image: 'd' }] } };
  const json = findingsOf(`${JSON.stringify(object, null, 2)}\n`, 'a.json');
  assert.ok(json.some(({ change }) => change !== null));
  assert.ok(json.every((finding) => textFixOf(finding) === null));
  const flow = `apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: b}\nspec:\n  {hostPID: true, containers: [{name: c, image: d, env: [{name: DB_PASSWORD, value: Kq7-planted-Zx3}]}]}\n`;
  for (const finding of findingsOf(flow)) assert.ok(!JSON.stringify(textFixOf(finding)).includes('planted'), finding.rule);
});
