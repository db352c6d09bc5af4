import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Lanes, type Door } from '../engines/network/lanes.ts';
import { networkOf } from '../engines/network/of-cluster.ts';
import { portsOf } from '../engines/network/ports.ts';
import { Cluster } from '../cluster/cluster.ts';
import { collectText } from '../collect/index.ts';
import { sendersTogether, type Sender } from './senders.ts';

const pod = (namespace: string, name: string, app = name): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: ${namespace}, labels: {app: ${app}}}\nspec: {containers: [{name: c, image: i}]}\nstatus: {podIP: 10.0.0.${name.length}}\n---\n`;
const policy = (namespace: string, spec: string): string => `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p${spec.length}, namespace: ${namespace}}\nspec: ${spec}\n---\n`;

/** From where the packets of each pod start, by its name. */
function startsIn(objects: string, door: string): Readonly<Record<string, Sender | undefined>> {
  const network = networkOf(Cluster.from(collectText(objects).snapshot));
  const ends = network.pods;
  const lanes = new Lanes(ends, network.policies);
  const doors: readonly Door[] = ends.filter(({ name }) => name === door).map((end) => ({ pod: end, ports: portsOf('TCP', 80, 80) }));
  const { links, senderOf } = sendersTogether(lanes.links(doors), lanes);
  const points = new Set(links.map(({ from }) => from));
  const found = Object.fromEntries(ends.map((end) => [end.name, senderOf(lanes.classOf(end) ?? -1)]));
  // Who is said to start somewhere gets on from there.
  for (const sender of Object.values(found)) assert.ok(sender && (sender.from === undefined || sender.freed !== undefined || points.has(sender.from)) && (sender.freed === undefined || points.has(sender.freed)));
  return found;
}

test('pods that may send to the same places start from one point, whatever their namespace and labels', () => {
  const starts = startsIn(pod('shop', 'web') + pod('blog', 'site') + policy('shop', '{podSelector: {matchLabels: {app: other}}, policyTypes: [Egress]}'), 'web');
  assert.equal(starts['web'], starts['site']);
});

test('who is held back starts elsewhere, and in each namespace by itself, since it is freed there alone', () => {
  const held = (namespace: string): string => policy(namespace, '{podSelector: {}, policyTypes: [Egress]}');
  const starts = startsIn(pod('shop', 'web') + pod('shop', 'cart') + pod('blog', 'site') + pod('free', 'any') + held('shop') + held('blog'), 'any');
  assert.equal(starts['web'], starts['cart']);
  assert.notDeepEqual(starts['web'], starts['site']);
  assert.equal(starts['any']?.freed, undefined);
});
