import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Interner } from './intern.ts';

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
