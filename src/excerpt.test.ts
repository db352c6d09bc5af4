import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assessedText } from '../test/support/formats.ts';
import { excerptOf } from './excerpt.ts';
import type { Excerpt } from './model/excerpt.ts';

const secret = 'hunter2-and-more-9';

function excerpt(text: string, rule: string, name?: string): Excerpt | null {
  const found = assessedText(text, name).findings.find((finding) => finding.rule === rule);
  assert.ok(found, `no finding of ${rule}`);
  return excerptOf(found);
}

function told({ lines, change }: Excerpt): string {
  const signs = { same: ' ', marked: '>', removed: '-', added: '+' } as const;
  return [...lines, ...change].map(({ number, text, sign }) => `${number ?? ''}${signs[sign]}${text}`).join('\n');
}

const pod = `# first
apiVersion: v1
kind: Pod
metadata: {name: p, namespace: a}
spec:
  hostPID: true # why
  containers:
    - name: c
      image: i
`;

test('excerpt: the lines of the file and what the change makes of them', () => {
  const found = excerpt(pod, 'host-pid');
  assert.ok(found);
  assert.match(told(found), /^5 spec:\n6> {2}hostPID: true # why\n7 {3}containers:\n8 {5}- name: c\n/);
  assert.match(told(found), /6- {2}hostPID: true # why/);
});

test('excerpt: lines are counted from the file, not from the document', () => {
  const found = excerpt(`a: 1\n---\n${pod}`, 'host-pid');
  assert.equal(found?.lines.find(({ sign }) => sign === 'marked')?.number, 8);
});

test('excerpt: of an item of a list, and of JSON written over lines', () => {
  const object = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'a' }, spec: { hostPID: true, containers: [{ name: 'c', image: 'i' }] } };
  const found = excerpt(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [object] }, null, 2), 'host-pid', 'list.json');
  assert.equal(found?.lines.find(({ sign }) => sign === 'marked')?.text.trim(), '"hostPID": true,');
});

test('excerpt: none of a line that nobody reads', () => {
  const object = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'a', annotations: { a: 'x'.repeat(600) } }, spec: { hostPID: true, containers: [{ name: 'c', image: 'i' }] } };
  assert.equal(excerpt(JSON.stringify(object), 'host-pid', 'dump.json'), null);
});

const hidden: Readonly<Record<string, string>> = {
  'an environment variable beside it': `      env:\n        - {name: DB_PASSWORD, value: "${secret}"}\n`,
  'an argument after its flag': `      args:\n        - --password\n        - ${secret}\n`,
  'a comment': `      # password: ${secret}\n`,
  'a block of text': `      args:\n        - |\n          password=${secret}\n`,
};
for (const [what, lines] of Object.entries(hidden)) {
  test(`excerpt: ${what} is masked`, () => {
    const found = excerpt(`${pod}${lines}      securityContext: {privileged: true}\n`, 'privileged');
    assert.ok(found && found.lines.length > 1);
    assert.doesNotMatch(JSON.stringify(found), /hunter2/);
  });
}
