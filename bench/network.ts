// Times all-pairs reachability by class, and one changed policy, on a JSON dump with one object a line.
//   node bench/network.ts DIR [--admin]      a folder with pods.json, namespaces.json, nodes.json, networkpolicies.json
// With --admin three AdminNetworkPolicies and a baseline are added, each of which selects every namespace.
import { Network } from '../src/engines/network/index.ts';
import { fields } from '../src/cluster/read.ts';
import type { KubernetesObject } from '../src/model/object.ts';
import { objectsOf, peak, quantile, timed } from './measure.ts';

const [folder = '.'] = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const objects = [...objectsOf(folder, ['namespaces', 'nodes', 'pods', 'networkpolicies'], slim)];
if (process.argv.includes('--admin')) objects.push(...administrators());

function administrators(): readonly KubernetesObject[] {
  const named = (name: string): object => ({ namespaces: { matchLabels: { 'kubernetes.io/metadata.name': name } } });
  const every = { namespaces: {} };
  const port = (protocol: string, number: number): object => ({ portNumber: { protocol, port: number } });
  const policy = (name: string, priority: number, rules: object): KubernetesObject => ({ apiVersion: 'policy.networking.k8s.io/v1alpha1', kind: 'AdminNetworkPolicy', metadata: { name }, spec: { priority, subject: every, ...rules } });
  return [
    policy('names-and-metrics', 10, { egress: [{ action: 'Allow', to: [named('kube-system')], ports: [port('UDP', 53), port('TCP', 53)] }], ingress: [{ action: 'Allow', from: [named('kube-system')], ports: [port('TCP', 9090)] }] }),
    policy('no-shells', 20, { ingress: [{ action: 'Deny', from: [every], ports: [port('TCP', 22)] }], egress: [{ action: 'Deny', to: [{ networks: ['169.254.169.254/32'] }] }] }),
    policy('control-plane', 30, { egress: [{ action: 'Deny', to: [named('kube-system')] }, { action: 'Pass', to: [every] }] }),
    { apiVersion: 'policy.networking.k8s.io/v1alpha1', kind: 'BaselineAdminNetworkPolicy', metadata: { name: 'default' }, spec: { subject: every, ingress: [{ action: 'Deny', from: [named('default')] }], egress: [{ action: 'Deny', to: [every], ports: [port('TCP', 25)] }] } },
  ];
}

/** Only what the engine reads: a snapshot of that size keeps no more. */
function slim(object: KubernetesObject): KubernetesObject {
  if (object.kind !== 'Pod') return object;
  const spec = fields(object['spec']) ?? {};
  const { phase, podIP, podIPs } = fields(object['status']) ?? {};
  return { ...object, metadata: { name: object.metadata.name, namespace: object.metadata.namespace ?? '', labels: object.metadata.labels ?? {}, ownerReferences: object.metadata.ownerReferences ?? [] }, spec: { hostNetwork: spec['hostNetwork'], nodeName: spec['nodeName'], containers: spec['containers'], initContainers: spec['initContainers'] }, status: { phase, podIP, podIPs } };
}

const [network, reading] = timed(() => Network.from(objects));
const runs = Array.from({ length: 5 }, () => timed(() => network.reachability()));
const reach = runs.at(-1)?.[0] ?? network.reachability();
console.log(`${network.pods.length} pods, ${network.policies.length} policies, read in ${reading.toFixed(0)} ms`);
const [count, counting] = timed(() => reach.count());
console.log(`all pairs by class: ${runs.map(([, time]) => time.toFixed(0)).join(', ')} ms; ${reach.classes.length} classes, ${count.classes} pairs of classes and ${count.pods} of pods connected (counted in ${counting.toFixed(0)} ms)`);
const step = Math.max(1, Math.floor(network.policies.length / 40));
const changes = network.policies.filter((_, index) => index % step === 0).map((policy) => timed(() => reach.changed([policy], []))[1]);
console.log(`one policy taken out: median ${quantile(changes, 0.5).toFixed(0)} ms, slowest ${Math.max(...changes).toFixed(0)} ms of ${changes.length}`);
console.log(peak());
