import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cluster } from '../cluster/cluster.ts';
import { collectText } from '../collect/index.ts';
import { AttackContext } from './context.ts';
import { everywhere, namespace, podIn, rule } from './examples.ts';
import { AttackModel } from './model.ts';
import { overviewOf, type Overview } from './overview.ts';

const read = (yaml: string): AttackModel => AttackModel.of(new AttackContext(Cluster.from(collectText(yaml).snapshot, { kubernetesVersion: '1.34' })));
const ways = ({ ways: all }: Overview, kind: string): readonly string[] => all.filter((way) => way.kind === kind).map(({ from, goal, verdict, length }) => `${from} ${goal} ${verdict} ${length}`);

const strong = podIn('blog', 'ports: [{containerPort: 8080}], securityContext: {privileged: true}');
const closed = 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: none, namespace: blog}\nspec: {podSelector: {}, policyTypes: [Ingress]}\n---\n';

test('overview: a flaw in a program that a pod may reach is not counted on, whether or not a policy holds it back', () => {
  for (const policy of ['', closed]) {
    const model = read(podIn('shop') + strong + policy);
    for (const certainty of ['certain', 'possible'] as const) {
      assert.deepEqual([...new Set(overviewOf(model, certainty).ways.filter(({ kind }) => kind === 'container').flatMap(({ sources }) => sources))], ['container:blog/web/app'], `${certainty} ${policy}`);
    }
  }
});

test('overview: the network of a node leads the internet to what says that it listens there, and nowhere else', () => {
  const onNode = (ports: string): Overview => overviewOf(read(podIn('shop', `securityContext: {privileged: true}${ports}`, 'hostNetwork: true')), 'possible');
  assert.deepEqual(ways(onNode(', ports: [{containerPort: 80}]'), 'internet').filter((way) => way.includes('node-root')), ['internet node-root:* possible 2']);
  assert.deepEqual(ways(onNode(''), 'internet'), []);
});

test('overview: of two ways that are as cheap, the certain one is told', () => {
  const pods = rule('pods', 'create');
  // Namespace `a` was not given: what it lets in is not known.
  const unread = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: a}\n---\n';
  const model = read(everywhere(pods) + unread + podIn('shop', '', 'serviceAccountName: cart') + namespace('shop'));
  const [told] = overviewOf(model, 'possible').ways.filter(({ kind, goal }) => kind === 'account' && goal === 'node-root:*');
  assert.deepEqual([told?.verdict, told?.length], ['certain', 1]);
});
