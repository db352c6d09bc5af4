import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rules } from '../../rules/registry.ts';
import { peers } from './index.ts';

const forms: Readonly<Record<string, RegExp>> = { Kubescape: /^C-\d{4}$/, Trivy: /^K[SC]V-0\d{3,4}$/, Checkov: /^CKV2?_K8S_\d{1,3}$/, 'kube-linter': /^[a-z0-9]+(-[a-z0-9]+)*$/, Polaris: /^[a-z][A-Za-z]+$/ };

for (const { title, checks } of peers) {
  test(`${title}: every row names a rule of ours and checks in its own form, in one order`, () => {
    const ids = new Set(rules.map(({ id }) => id));
    assert.deepEqual(Object.keys(checks).filter((id) => !ids.has(id)), []);
    assert.deepEqual(Object.values(checks).flat().filter((id) => !forms[title]?.test(id)), []);
    assert.deepEqual(Object.keys(checks), Object.keys(checks).toSorted());
    for (const [id, names] of Object.entries(checks)) assert.equal(new Set(names).size, names.length, id);
  });
}
