import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Origin } from '../model/object.ts';
import { FileDrafts } from './file-diff.ts';

const text = `kind: Role
rules:
# reads pods
- apiGroups: [""]
  resources: [pods]
  verbs: [get]
# and secrets
- apiGroups: [""]
  resources:
  - secrets # why?
  - configmaps
  verbs: [get, list]
`;
const origin: Origin = { file: 'role.yaml', line: 11, start: 100, end: 100 + text.length, format: 'yaml' };
const pods = { apiGroups: [''], resources: ['pods'], verbs: ['get'] };
const secrets = { apiGroups: [''], resources: ['secrets', 'configmaps'], verbs: ['get', 'list'] };

function drafts(): FileDrafts {
  return new FileDrafts(() => Buffer.from(text));
}

function shown(made: ReturnType<FileDrafts['edit']>): readonly string[] | undefined {
  return made?.lines.map(({ sign, text: line }) => `${sign}${line}`);
}

test('an item taken out of a list leaves the comments of the others', () => {
  const made = drafts().edit(origin, [{ path: ['rules'], from: [pods, secrets], to: [pods] }]);
  assert.equal(made?.line, 18);
  assert.deepEqual(shown(made), ['-- apiGroups: [""]', '-  resources:', '-  - secrets # why?', '-  - configmaps', '-  verbs: [get, list]']);
});

test('an item that loses a part is changed where it stands, what is split off comes at the end', () => {
  const made = drafts().edit(origin, [{ path: ['rules'], from: [pods, secrets], to: [pods, { ...secrets, resources: ['configmaps'] }, { ...secrets, verbs: ['list'], resources: ['secrets'] }] }]);
  assert.deepEqual(shown(made)?.slice(0, 1), ['-  - secrets # why?']);
  assert.ok(shown(made)?.slice(1).every((line) => line.startsWith('+')));
});

test('fields are set and taken away', () => {
  assert.deepEqual(shown(drafts().edit(origin, [{ path: ['rules', 0, 'verbs'], from: ['get'], to: null }])), ['-  verbs: [get]']);
  assert.deepEqual(shown(drafts().edit(origin, [{ path: ['kind'], from: 'Role', to: 'ClusterRole' }])), ['-kind: Role', '+kind: ClusterRole']);
});

test('a second change of a document is made to the first one’s text', () => {
  const files = drafts();
  files.edit(origin, [{ path: ['rules'], from: [pods, secrets], to: [secrets] }]);
  assert.deepEqual(shown(files.edit(origin, [{ path: ['rules', 0, 'verbs'], from: ['get', 'list'], to: ['list'] }])), ['-  verbs: [get, list]', '+  verbs: [list]']);
});

test('what cannot be edited by itself is not shown as a diff', () => {
  assert.equal(drafts().edit({ ...origin, format: 'json' }, [{ path: ['kind'], from: 'Role', to: null }]), undefined);
  assert.equal(new FileDrafts(() => undefined).edit(origin, [{ path: ['kind'], from: 'Role', to: null }]), undefined);
});
