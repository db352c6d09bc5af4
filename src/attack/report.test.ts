import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assess } from '../assess.ts';
import { collectText } from '../collect/index.ts';
import type { Assessment } from '../model/assessment.ts';
import { cart, everywhere, namespace, node, podIn, rule } from './examples.ts';

const of = (yaml: string): Assessment => assess(collectText(yaml).snapshot, { kubernetesVersion: '1.34' });
const web = podIn('shop', '', 'serviceAccountName: cart');

test('report: a reader of all Secrets is a path, its graph holds what lies between and nothing else', () => {
  const { graph, paths } = of(everywhere(rule('secrets', 'list')) + web + podIn('other').replace('name: web', 'name: idle') + namespace('shop'));
  const account = paths.find(({ kind, to }) => kind === 'account' && to === 'all-secrets');
  assert.deepEqual([account?.from, account?.length, account?.verdict, account?.starts, account?.sources], [cart, 1, 'certain', 1, [cart]]);
  assert.deepEqual(paths.filter(({ kind }) => kind === 'container').map(({ from, to }) => `${from} ${to}`)[0], 'container:shop/web/app all-secrets');
  const ids = graph.nodes.map(({ id }) => id);
  assert.ok(ids.includes(cart) && ids.includes('all-secrets') && ids.includes('container:shop/web/app'));
  // That another pod may break into it takes a flaw, which is not counted; accounts without rights lead nowhere.
  assert.ok(!ids.some((id) => id.includes('idle') || id.endsWith('/default')), ids.join());
  assert.deepEqual(graph.footholds.find(({ kind }) => kind === 'container'), { kind: 'container', all: 2, reaching: 1, possible: 0 });
  assert.equal(graph.left, 0);
  for (const { from, to } of graph.steps) for (const end of [...from, to]) assert.ok(ids.includes(end), end);
});

test('report: the same without the right is no path', () => {
  const { graph, paths } = of(everywhere(rule('configmaps', 'list')) + web);
  assert.deepEqual(paths, []);
  // Who is root on a node is root on a node: no path, and all there is.
  assert.deepEqual(graph.nodes.map(({ id }) => id), ['node-root:*', 'node:worker']);
});

test('report: what is only possible is said so and counted apart', () => {
  const { graph, paths } = of(podIn('shop', 'securityContext: {privileged: true}, ports: [{containerPort: 80, hostPort: 80}]') + node('worker'));
  const outside = paths.find(({ kind, to }) => kind === 'internet' && to === 'node-root:*');
  assert.equal(outside?.verdict, 'possible');
  assert.deepEqual(graph.footholds.find(({ kind }) => kind === 'internet'), { kind: 'internet', all: 1, reaching: 0, possible: 1 });
  assert.ok(outside.steps.some(({ gaps }) => gaps.length > 0));
});

test('report: of a graph too large for a picture only what lies on the paths is told, and how much is not', () => {
  const many = Array.from({ length: 450 }, (_, index) => podIn('shop', '', 'serviceAccountName: cart').replace('name: web', `name: web-${index}`)).join('');
  const { graph, paths } = of(everywhere(rule('secrets', 'list')) + many);
  assert.ok(graph.left > 400);
  assert.ok(graph.nodes.length > 0 && graph.nodes.length < 20);
  const container = paths.find(({ kind }) => kind === 'container');
  assert.deepEqual([container?.starts, container?.sources.length], [450, 100]);
});
