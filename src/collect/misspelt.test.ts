import assert from 'node:assert/strict';
import { test } from 'node:test';
import { collectText } from './index.ts';

const object = (apiVersion: string, kind: string): string => `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: web, namespace: shop}\n---\n`;

test('a kind that is a slip away from one of its group is said, with its line and what was meant', () => {
  const { snapshot: { problems, objects } } = collectText(object('v1', 'Pod') + object('apps/v1', 'Deploymnt') + object('apps/v1', 'statefulset'));
  assert.equal(objects.length, 3);
  assert.deepEqual(problems.map(({ line, message, remedy }) => [line, message, remedy]), [
    [5, 'Deploymnt web: apps/v1 has no such kind, so that nothing judges it', 'Did you mean Deployment?'],
    [9, 'statefulset web: apps/v1 has no such kind, so that nothing judges it', 'Did you mean StatefulSet?'],
  ]);
});

test('kinds of other groups, older ones, newer ones and files of clients are no slips', () => {
  const kinds = [['example.org/v1', 'Deploymnt'], ['extensions/v1beta1', 'Deployment'], ['policy/v1beta1', 'PodSecurityPolicy'], ['admissionregistration.k8s.io/v1alpha1', 'MutatingAdmissionPolicy'], ['networking.k8s.io/v1alpha1', 'ClusterCIDR'], ['resource.k8s.io/v1alpha3', 'DeviceTaintRule'], ['v1', 'Config'], ['v1', 'PodTemplate'], ['kubelet.config.k8s.io/v1beta1', 'KubeletConfiguration'], ['audit.k8s.io/v1', 'Policy']] as const;
  assert.deepEqual(collectText(kinds.map(([apiVersion, kind]) => object(apiVersion, kind)).join('')).snapshot.problems, []);
});
