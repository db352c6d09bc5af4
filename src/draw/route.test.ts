import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assessedText } from '../../test/support/formats.ts';
import { clusterPicture } from './picture.ts';

const cluster = ['a', 'b'].map((namespace) => `apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: ${namespace}}\nspec: {containers: [{name: c, image: i}]}\n`).join('---\n');

function drawn(ends: readonly string[], certain = true): string {
  return clusterPicture(assessedText(cluster), () => undefined, [{ ends, numbers: ends.slice(1).map((_, index) => String(index + 1)), certain }]).toString();
}

test('route: a path runs from the start to the goal, each step with its number', () => {
  const picture = drawn(['internet', 'container:a/web/c', 'pod:b/web', 'cluster-admin']);
  const [, line = ''] = /<path class="l" d="([^"]+)"/.exec(picture) ?? [];
  assert.equal(line.match(/M/g)?.length, 3);
  assert.deepEqual([...picture.matchAll(/class="pn"[^>]*>([^<]+)</g)].map(([, number]) => number), ['1', '2', '3']);
});

test('route: steps that end at one place share it', () => {
  assert.deepEqual([...drawn(['internet', 'container:a/web/c', 'serviceaccount:a/web', 'all-secrets']).matchAll(/class="pn"[^>]*>([^<]+)</g)].map(([, number]) => number), ['1 2', '3']);
});

test('route: what the picture does not show is passed over, and a path of nothing that it shows is not drawn', () => {
  assert.equal([...drawn(['internet', 'may:make-pods@a', 'etcd']).matchAll(/class="on"/g)].length, 2);
  assert.doesNotMatch(drawn(['may:x', 'secret-sauce:y']), /class="pp/);
});

test('route: a path that may not be there is drawn otherwise', () => assert.match(drawn(['internet', 'etcd'], false), /class="pp p1 und"/));
