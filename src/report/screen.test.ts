import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ObjectRef } from '../model/object.ts';
import { brief, cut, listed, many, printable, shortened, styled, wrapped, wrappedCommand } from './screen.ts';
import { fitted, labelOf } from './view.ts';

const cuts: readonly { readonly text: string; readonly width: number; readonly is: string }[] = [
  { text: 'runs privileged', width: 15, is: 'runs privileged' },
  { text: 'runs privileged', width: 14, is: 'runs privileg…' },
  { text: 'reads all of it, as root', width: 18, is: 'reads all of it…' },
  { text: 'held by some and more', width: 13, is: 'held by some…' },
  { text: 'a😀b😀c', width: 4, is: 'a😀b…' },
];
for (const { text, width, is } of cuts) {
  test(`screen: ${text} is cut to ${width}`, () => {
    assert.equal(cut(text, width), is);
    assert.ok(Array.from(is).length <= width);
  });
}

const briefs: readonly { readonly text: string; readonly width: number; readonly is: string }[] = [
  { text: 'runs privileged', width: 20, is: 'runs privileged' },
  { text: 'grants every right (all verbs on all resources) cluster-wide, held by ServiceAccount a/b (RoleBinding c → Role d)', width: 32, is: 'grants every right cluster-wide' },
  { text: 'grants every right (all verbs on all resources) cluster-wide, held by ServiceAccount a/b', width: 24, is: 'grants every right' },
  { text: 'can take over the cluster: its ServiceAccount a/b reaches every kubelet', width: 32, is: 'can take over the cluster' },
  { text: 'holds delete, get, patch on every resource of any API group cluster-wide', width: 26, is: 'holds delete, get, patch…' },
  { text: 'takes any pod: no Pod Security level is enforced', width: 32, is: 'takes any pod' },
];
for (const { text, width, is } of briefs) {
  test(`screen: ${text} is told in ${width}`, () => {
    assert.equal(brief(text, width), is);
  });
}

test('screen: names shorten in the middle and never grow', () => {
  assert.equal(shortened('Deployment ingress-nginx/controller', 20), 'Deployment…ontroller');
  for (const width of [2, 5, 9, 40]) assert.ok(shortened('ClusterRoleBinding a-long-name', width).length <= Math.max(width, 2));
});

test('screen: words wrap and none is lost', () => {
  const text = 'one two three four five six';
  assert.deepEqual(wrapped(text, 9), ['one two', 'three', 'four five', 'six']);
  assert.equal(wrapped(text, 9).join(' '), text);
});

test('screen: a command that is folded stays one command, its quotes whole', () => {
  const text = `echo '{"a": "b c",  "d": "e"}' 'it'\\''s one' | kubectl apply -f - -n shop`;
  const lines = wrappedCommand(text, 24);
  assert.deepEqual(lines, ['echo \\', `'{"a": "b c",  "d": "e"}' \\`, `'it'\\''s one' | \\`, 'kubectl apply -f - -n \\', 'shop']);
  assert.equal(lines.map((line) => line.replace(/\\$/, '')).join(''), text);
  assert.deepEqual(wrappedCommand('kubectl get pods', 16), ['kubectl get pods']);
});

test('screen: counts and lists read as sentences do', () => {
  assert.deepEqual([many(1, 'node'), many(0, 'node'), many(2, 'node')], ['1 node', '0 nodes', '2 nodes']);
  assert.deepEqual([listed(['a', 'b'], 2), listed(['a', 'b', 'c', 'd'], 2)], ['a, b', 'a, b and 2 more']);
});

test('screen: without colour a style is nothing', () => {
  assert.equal(styled('a', 'red', { columns: 80, colour: false }), 'a');
  assert.equal(styled('a', 'red', { columns: 80, colour: true }), '\u001b[31ma\u001b[39m');
});

test('screen: plain text of any script stays as it is', () => {
  for (const text of ['Grüße', '集群', 'кластер', 'e\u0301']) assert.equal(printable(text), text);
});

const ref = (kind: string, name: string, namespace?: string): ObjectRef => ({ apiGroup: '', kind, name, ...(namespace === undefined ? {} : { namespace }) });
const labels: readonly { readonly ref: ObjectRef; readonly is: string }[] = [
  { ref: ref('Pod', 'a', 'shop'), is: 'Pod shop/a' },
  { ref: ref('Pod', 'a', ''), is: 'Pod a' },
  { ref: ref('Namespace', 'shop'), is: 'Namespace shop' },
  { ref: ref('Cluster', 'cluster'), is: 'the cluster' },
  { ref: ref('Pod', 'a\u001b', 'shop'), is: 'Pod shop/a\\u001b' },
];
for (const { ref: object, is } of labels) {
  test(`screen: an object is named ${is}`, () => {
    assert.equal(labelOf(object), is);
  });
}

test('screen: as many objects as fit, the kind said once', () => {
  const refs = [ref('Pod', 'a', 'n'), ref('Pod', 'b', 'n'), ref('Pod', 'b', 'n'), ref('Job', 'c', 'n')];
  assert.equal(fitted(refs, 80), 'Pod n/a, n/b, Job n/c');
  assert.equal(fitted(refs, 20), 'Pod n/a and 2 more');
  for (const width of [18, 20, 22, 30]) assert.ok(fitted(refs, width).length <= width);
});
