import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Interner, shared } from './intern.ts';

const pod = (suffix: string, image = 'a'): Record<string, unknown> => ({
  nodeName: suffix,
  containers: [{ name: 'c', image, env: [{ name: 'SAID', value: `kube-api-access-${suffix}` }], volumeMounts: [{ name: `kube-api-access-${suffix}`, mountPath: '/t' }] }],
  volumes: [{ name: `kube-api-access-${suffix}`, projected: {} }],
  nodeSelector: { b: '1', a: '2' },
});

for (const owner of ['uid', undefined]) {
  test(`pods of one template share their parts, and what a person wrote stays, ${owner ? 'by their owner' : 'without an owner'}`, () => {
    const interner = new Interner();
    const [first, second, other] = [pod('aaaaa'), pod('bbbbb'), pod('aaaaa', 'b')];
    second['nodeSelector'] = { a: '2', b: '1' };
    for (const spec of [first, second, other]) interner.pod({ spec, metadata: {} }, owner);
    const plain = pod('aaaaa');
    interner.pod({ spec: plain, metadata: {} }, owner);
    assert.equal(second['volumes'], first['volumes']);
    assert.notEqual(second['containers'], first['containers'], 'an environment differs');
    assert.notEqual(other['containers'], first['containers'], 'an image differs');
    assert.equal(plain['containers'], first['containers']);
    assert.deepEqual(second, {
      nodeName: 'bbbbb',
      containers: [{ name: 'c', image: 'a', env: [{ name: 'SAID', value: 'kube-api-access-bbbbb' }], volumeMounts: [{ name: 'kube-api-access', mountPath: '/t' }] }],
      volumes: [{ name: 'kube-api-access', projected: {} }],
      nodeSelector: { a: '2', b: '1' },
    });
  });
}

test('templates of one workload share their parts with one another and with its pods, but for what differs', () => {
  const interner = new Interner();
  const template = (image: string): { spec: Record<string, unknown>; metadata: Record<string, unknown> } => ({
    metadata: { labels: { app: 'a' } },
    spec: { containers: [{ name: 'c', image, env: [{ name: 'A', value: '1' }], ports: [] }], volumes: [{ name: 'v', emptyDir: {} }] },
  });
  const containerOf = ({ spec }: { spec: Record<string, unknown> }): Record<string, unknown> => (spec['containers'] as Record<string, unknown>[])[0] ?? {};
  const [deployment, current, old, pod] = [template('a:2'), template('a:2'), template('a:1'), template('a:2')];
  interner.template(deployment, 'deployment', undefined);
  interner.template(current, 'current', 'deployment');
  interner.template(old, 'old', 'deployment');
  interner.pod(pod, 'current');
  assert.equal(current.spec['containers'], deployment.spec['containers']);
  assert.equal(pod.spec['containers'], deployment.spec['containers']);
  assert.equal(old.spec['volumes'], deployment.spec['volumes']);
  assert.equal(containerOf(old)['env'], containerOf(deployment)['env']);
  assert.deepEqual([deployment, current, old, pod], [template('a:2'), template('a:2'), template('a:1'), template('a:2')]);
});

test('parts are shared only where they are equal', () => {
  const known = { a: [1, { b: 2 }], c: 'x', d: null };
  for (const value of [{ a: [1, { b: 2 }], c: 'x' }, { a: [1], c: 'x', d: null }, { a: { 0: 1, 1: { b: 2 } }, c: 'x', d: null }, { a: [1, { b: 2 }], c: 'x', d: {} }, { a: [1, { b: 2, e: 3 }, 4], c: 'y', d: null }, [1], 'x', null]) {
    const copy = structuredClone(value);
    assert.notEqual(shared(value, known), known);
    assert.deepEqual(shared(value, known), copy);
  }
  assert.equal(shared({ d: null, c: 'x', a: [1, { b: 2 }] }, known), known);
});

test('two fields of one pod are never one value, so that each can be edited', () => {
  const spec: Record<string, unknown> = { securityContext: {}, affinity: {}, dnsConfig: {}, volumes: [], tolerations: [], initContainers: [] };
  new Interner().pod({ spec, metadata: { labels: {}, annotations: {} } }, undefined);
  const values = Object.values(spec);
  assert.equal(new Set(values).size, values.length);
});
