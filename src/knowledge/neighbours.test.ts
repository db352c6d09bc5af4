import assert from 'node:assert/strict';
import { test } from 'node:test';
import { neighbourOf } from './neighbours.ts';

for (const [image, needsNode] of [
  ['docker.io/istio/install-cni:1.24.2', true],
  ['registry.istio.io/testing/install-cni:latest', true],
  ['gcr.io/istio-release/ztunnel:1.24.2', true],
  ['registry.istio.io/release/pilot:1.24.2', undefined],
  ['docker.io/istio/proxyv2:1.24.2', undefined],
] as const) {
  test(`${image} is Istio${needsNode ? ', which needs its node' : ''}`, () => {
    const found = neighbourOf(image);
    assert.deepEqual([found?.name, found?.needsNode], ['Istio', needsNode]);
  });
}

test('another program of such a name is not Istio', () => {
  assert.equal(neighbourOf('registry.example/team/pilot:1'), undefined);
});
