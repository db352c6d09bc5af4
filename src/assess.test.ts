import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assess } from './assess.ts';
import { collectText } from './collect/index.ts';

const pod = (namespace: string): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: web${namespace}}\nspec: {containers: [{name: c, image: d}]}\n---\n`;
const placed = pod(', namespace: shop');
const inputOf = (yaml: string, options: Parameters<typeof assess>[1] = {}, namespace?: string): ReturnType<typeof assess>['input'] => assess(collectText(yaml, namespace === undefined ? {} : { namespace }).snapshot, options).input;

test('assess: an open world is not said to be taken as given whole', () => {
  const [closed, open] = [inputOf(placed), inputOf(placed, { openWorld: true })];
  assert.match(closed.assumptions.join(), /taken as given whole/);
  assert.deepEqual(closed.coverage, [{ kind: 'Pod', coverage: 'assumed' }]);
  assert.deepEqual(open.assumptions, []);
  assert.deepEqual(open.coverage, [{ kind: 'Pod', coverage: 'partial' }]);
});

test('assess: objects that name no namespace are counted, until one is given for them; what has none is not', () => {
  const role = 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: r}\nrules: []\n---\napiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n---\n';
  assert.match(inputOf(pod('') + role).assumptions.join(), /^1 object names no namespace: .*--namespace NAME/);
  assert.doesNotMatch(inputOf(pod('') + role, {}, 'shop').assumptions.join(), /--namespace/);
  assert.doesNotMatch(inputOf(placed + role).assumptions.join(), /--namespace/);
});
