import assert from 'node:assert/strict';
import { test } from 'node:test';
import { collectText } from './index.ts';

const rows: readonly { readonly name: string; readonly text: string; readonly status: unknown }[] = [
  { name: 'what is left of a quota is kept', text: 'kind: ResourceQuota\nspec: {hard: {pods: "9"}}\nstatus: {hard: {pods: "9"}, used: {pods: "3"}}', status: { hard: { pods: '9' }, used: { pods: '3' } } },
  { name: 'that a Job is done is kept, and how often it was tried is not', text: 'kind: Job\nstatus: {completionTime: "2026-11-01T00:00:00Z", failed: 2}', status: { completionTime: '2026-11-01T00:00:00Z' } },
  { name: 'of a kind whose status nobody asks for nothing is kept', text: 'kind: Deployment\nstatus: {replicas: 2}', status: undefined },
];

for (const { name, text, status } of rows) {
  test(`projection: ${name}`, () => {
    const { snapshot } = collectText(`apiVersion: v1\nmetadata: {name: a, namespace: shop}\n${text}\n`);
    assert.deepEqual(snapshot.objects.map((object) => object['status']), [status]);
  });
}
