import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assessedText } from '../../test/support/formats.ts';
import { rules } from '../rules/registry.ts';
import { threats } from '../threats/index.ts';
import { flowRows, flowsOf } from './flows.ts';

const ids: ReadonlySet<string> = new Set([...threats, ...rules].map(({ id }) => id));

for (const { name, encrypted, proved, controlled, also = [] } of flowRows) {
  test(`flows: ${name} is judged by threats and rules that there are`, () => {
    for (const id of [encrypted, proved, controlled, also].flatMap((by) => (Array.isArray(by) ? (by as readonly string[]) : []))) assert.ok(ids.has(id), id);
  });
}

const pod = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: a}\nspec: {containers: [{name: c, image: i}]}\n';
const closed = '---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: d, namespace: a}\nspec: {podSelector: {}, policyTypes: [Ingress, Egress]}\n';

function controlOf(text: string, name: string): boolean | null | undefined {
  return flowsOf(assessedText(text)).find((flow) => flow.name === name)?.controlled;
}

test('flows: a control is none where pods are open to all, and found where policies name who may', () => {
  assert.equal(controlOf(pod, 'pod → pod'), false);
  assert.equal(controlOf(pod + closed, 'pod → pod'), true);
});

test('flows: what was not read is not known', () => assert.equal(controlOf(pod, 'API server → etcd'), null));
