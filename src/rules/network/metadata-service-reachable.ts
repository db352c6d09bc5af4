import { entries, fields, text, texts } from '../../cluster/read.ts';
import type { Workload } from '../../cluster/workload.ts';
import { parseAddress } from '../../engines/network/address.ts';
import type { Decider } from '../../engines/network/decide.ts';
import type { Destination } from '../../engines/network/egress.ts';
import type { Network } from '../../engines/network/index.ts';
import { networkOf } from '../../engines/network/of-cluster.ts';
import { cloudOf, hopLimitGap } from '../../engines/metadata-service.ts';
import { knownClouds, type KnownCloud } from '../../knowledge/clouds.ts';
import type { Change } from '../../model/change.ts';
import { evidence } from '../../model/evidence.ts';
import { chain, known, map, type Fact } from '../../model/fact.ts';
import { valueAt, type ObjectRef } from '../../model/object.ts';
import type { Context } from '../context.ts';
import { defineRule, type Breach, type Rule } from '../define.ts';
import { breachesOf, isHeldByPolicies, reachedBy, whereRead } from '../egress-reach.ts';
import { namespaceRef } from '../isolation.ts';
import { clusterRef } from '../subjects.ts';

const destinations: ReadonlyMap<string, Destination> = new Map(
  knownClouds.flatMap(({ metadata }) => metadata).flatMap((ip) => {
    const address = parseAddress(ip);
    return address ? [[ip, { protocol: 'TCP', port: 80, addresses: [{ kind: 'address', address }] }]] : [];
  }),
);

/** The addresses of the metadata service that pods of this cluster can use: without IPv6 on the nodes the other one leads nowhere. */
export function metadataAddresses({ metadata }: KnownCloud, { cluster }: Context): readonly string[] {
  const six = hasIpv6(networkOf(cluster));
  return metadata.filter((ip) => six || !ip.includes(':'));
}

const withIpv6 = new WeakMap<Network, boolean>();

function hasIpv6(network: Network): boolean {
  let six = withIpv6.get(network);
  if (six === undefined) withIpv6.set(network, (six = network.nodes.some(({ addresses }) => addresses.some(({ family }) => family === 6))));
  return six;
}

export function metadataDestination(ip: string): Destination {
  const found = destinations.get(ip);
  if (!found) throw new Error(`${ip} is no address of a known cloud`);
  return found;
}

const expected = 'no egress to the metadata service';

/** Cuts the address out of the blocks that let it through; where a rule allows it otherwise a person must choose. */
function cutOut(ip: string, context: Context): (policy: ObjectRef, rules: readonly Decider[]) => Change | undefined {
  return (policy, rules) => {
    const object = policy.kind === 'NetworkPolicy' ? context.cluster.find(policy.kind, policy.apiGroup, policy.namespace, policy.name) : undefined;
    const width = ip.includes(':') ? 128 : 32;
    const edits = rules.flatMap(({ rule = [] }) => {
      const peers = entries(valueAt(object, [...rule, 'to']));
      if (peers.length === 0) return [undefined];
      return peers.flatMap(({ index, value }) => {
        const block = fields(value['ipBlock']);
        if (!block || text(block['cidr'])?.includes(':') !== ip.includes(':')) return [];
        const { cidr } = block;
        if (cidr === `${ip}/${width}`) return [undefined];
        const except = texts(block['except']);
        const cut = `${ip}/${width}`;
        return [{ op: 'set' as const, path: [...rule, 'to', index, 'ipBlock', 'except'], value: except.includes(cut) ? except : [...except, cut] }];
      });
    });
    const whole = edits.filter((edit) => edit !== undefined);
    if (edits.length === 0 || whole.length < edits.length) return undefined;
    return { target: policy, title: `Cut ${ip} out of the address blocks of NetworkPolicy ${policy.name}`, edits: whole, breaks: 'Pods that get the credentials of their node from the metadata service, as controllers of clouds do, lose them.' };
  };
}

const questions: ReadonlyMap<string, (workload: Workload, context: Context) => Fact<readonly Breach[]>> = new Map([...destinations].map(([ip, destination]) => [ip, whereRead((pod, namespace, context) =>
  chain(reachedBy(pod, destination, hopLimitGap, context), (why): Fact<readonly Breach[]> => {
    switch (why.by) {
      case 'no way':
        return known([]);
      case 'nothing holds it':
        // Told once for the cluster: the namespaces that lack a policy are network-policy-egress's, and one setting of the machines ends it for all.
        return known([{ message: `lets pods that no policy holds connect to ${ip}`, object: clusterRef, evidence: [evidence(namespaceRef(namespace, context), ['NetworkPolicy'])], expected }]);
      case 'nothing is carried out':
        return known([{ message: `carries out no policy, so that every pod connects to ${ip}`, object: why.plugin.object, evidence: [why.plugin], expected }]);
      case 'a policy':
        return known(breachesOf(why.deciders, `lets pods connect to ${ip}`, expected, context, cutOut(ip, context)));
    }
  })),
]));

function breachesAt(ip: string, workload: Workload, context: Context): Fact<readonly Breach[]> {
  const ask = questions.get(ip);
  if (!ask) throw new Error(`${ip} is no address of a known cloud`);
  return ask(workload, context);
}

const node = (providerID: string): string => `---\napiVersion: v1\nkind: Node\nmetadata: {name: a}\nspec: {providerID: "${providerID}"}\n`;
const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: app, namespace: shop}\nspec: {containers: [{name: app, image: app}]}\n';
const calico = '---\napiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: calico-node, namespace: kube-system}\nspec: {template: {spec: {hostNetwork: true, containers: [{name: calico-node, image: docker.io/calico/node:v3.30.0}]}}}\n';
const policy = (egress: string): string => `---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: out, namespace: shop}\nspec: {podSelector: {}, policyTypes: [Egress], egress: ${egress}}\n`;
const aws = node('aws:///eu-central-1a/i-1');

/** Pods on the network of their node always reach it and are left to host-network, which says so. */
const rule: Rule<'workload'> = defineRule<'workload'>({
  id: 'metadata-service-reachable',
  on: 'workload',
  title: 'Pods reach the metadata service of the cloud',
  why: 'The metadata service hands the credentials of the machine to whoever asks from it. One request from a compromised container, and the attacker acts in the cloud account as the node does: reads registries and buckets, and on some clouds joins the cluster as a node. Pods that no policy holds are told once for the cluster; pods on the network of their node always reach it and are host-network.',
  fix: 'Hold the egress of the namespace by a default deny and cut 169.254.169.254/32 out of every wide address block. Give pods that need the cloud an identity of their own, and set the hop limit of the instances to 1.',
  severity: { gain: 'secrets', position: 'a container', effort: 'one more weakness' },
  appliesTo: (workload, context) => {
    if (!isHeldByPolicies(workload, context)) return false;
    const cloud = cloudOf(context.cluster, context.components);
    return !cloud.known || cloud.value !== null;
  },
  check: (workload, context) => {
    const cloud = cloudOf(context.cluster, context.components);
    // Most clusters have one address: what is said of it is one list for all workloads that are alike.
    const at = (ips: readonly string[]): Fact<readonly Breach[]> =>
      ips.length === 1 && ips[0] !== undefined ? breachesAt(ips[0], workload, context) : ips.reduce<Fact<readonly Breach[]>>((sum, ip) => chain(sum, (found) => map(breachesAt(ip, workload, context), (more) => [...found, ...more])), known([]));
    if (cloud.known) return cloud.value ? at(metadataAddresses(cloud.value, context)) : [];
    const anywhere = at(knownClouds.slice(0, 1).flatMap((each) => metadataAddresses(each, context)));
    return anywhere.known && anywhere.value.length === 0 ? anywhere : cloud;
  },
  examples: {
    bad: [
      pod + aws,
      pod + aws + calico + policy('[{to: [{ipBlock: {cidr: 0.0.0.0/0}}]}]'),
      pod + aws + calico + policy('[{to: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}}], ports: [{port: 80}]}]'),
      pod + aws + calico.replaceAll('calico', 'flannel').replace('docker.io/flannel/node', 'docker.io/flannel/flannel') + policy('[]'),
      `${pod}---\napiVersion: v1\nkind: Node\nmetadata: {name: a}\nspec: {providerID: "aws:///a/i-1"}\nstatus: {addresses: [{type: InternalIP, address: "2001:db8::1"}]}\n${calico}${policy('[{to: [{ipBlock: {cidr: "::/0"}}]}]')}`,
    ],
    good: [
      pod + aws + calico + policy('[]'),
      pod + aws + calico + policy('[{to: [{ipBlock: {cidr: 0.0.0.0/0, except: [169.254.0.0/16]}}]}]'),
      pod + aws + calico + policy('[{to: [{ipBlock: {cidr: 0.0.0.0/0}}], ports: [{port: 443}]}]'),
      pod + aws + calico + policy('[{to: [{namespaceSelector: {}}]}]'),
    ],
    unknown: [pod, pod + node(''), pod + aws + policy('[]'), `${pod}${aws}---\napiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: out, namespace: shop}\nspec: {endpointSelector: {}, egress: [{toEntities: [cluster]}]}\n`],
  },
});

export default rule;
