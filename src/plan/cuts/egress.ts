import type { ContainerPlace } from '../../attack/places.ts';
import { text, type Fields } from '../../cluster/read.ts';
import type { PodEnd } from '../../engines/network/ends.ts';
import { addressText } from '../../engines/network/address.ts';
import { networkOf } from '../../engines/network/of-cluster.ts';
import type { Policy } from '../../engines/network/policy.ts';
import { knownClouds } from '../../knowledge/clouds.ts';
import { repositoryOf } from '../../knowledge/neighbours.ts';
import { refKey, refLabel, valueAt, type ObjectRef } from '../../model/object.ts';
import { changeId, noCuts, refuse, type Candidate, type Cuts } from '../candidate.ts';
import { apiServerPeers } from '../network/api-server.ts';
import { letsThrough, withoutAddresses } from '../network/cut-addresses.ts';
import { classOf, podFor } from '../network/pod-class.ts';
import { egressPolicy, networking } from '../network/policy.ts';
import type { World } from '../world.ts';
import { freeName, notHeld } from './network.ts';

const breaks = 'programs that ask the metadata service for the login, the region or the name of their machine: give them an identity of their own';

/** Pods of a namespace ask the metadata service of their machine no more. */
export function noMetadata(place: ContainerPlace, world: World): Cuts {
  const { workload } = place;
  const pod = podFor(workload, world.context.cluster);
  const addresses = metadataIn(world);
  const held = withheld(place, world);
  if (held !== undefined) return refuse(held);
  if (!pod || addresses.length === 0) return noCuts;
  const own = policiesOf(pod, world);
  if (own.length > 0) return edited(own, addresses, world);
  const { name, id, selector, who } = targetOf(place, pod, 'no-metadata-service', world);
  const ref = refTo(name, workload.namespace);
  return { changes: [{
    id: id('refuse-metadata'), kind: 'refuse-metadata', cost: world.costs['refuse-metadata'], within: id('refuse-nodes'),
    title: `Let no ${who} reach the metadata service of its machine`, breaks,
    make: (objects) => objects.put(ref, egressPolicy(name, workload.namespace, selector, addresses)),
  }], refused: [] };
}

// A longer list of single addresses nobody keeps.
const mostNodes = 250;

/** Pods of a namespace connect to nodes no more, and to what listens on the network of nodes. */
export function noNodes(place: ContainerPlace, world: World): Cuts {
  const { cluster } = world.context;
  const pod = podFor(place.workload, cluster);
  const addresses = networkOf(cluster).nodes.flatMap((node) => node.addresses.map(addressText));
  if (!pod || addresses.length === 0 || addresses.length > mostNodes || withheld(place, world) !== undefined || policiesOf(pod, world).length > 0) return noCuts;
  const { name, id, selector, who } = targetOf(place, pod, 'no-nodes', world);
  const { namespace } = place.workload;
  const ref = refTo(name, namespace);
  const server = (apiServerPeers(cluster, []) ?? []).map((to): Fields => to);
  return { changes: [{
    id: id('refuse-nodes'), kind: 'refuse-nodes', cost: world.costs['refuse-nodes'],
    title: `Let no ${who} reach nodes${metadataIn(world).length > 0 ? ' or the metadata service' : ''}`,
    breaks: `what connects to ports of nodes, such as Prometheus to kubelets and to agents on the network of nodes; ${breaks}. Nodes that join later have other addresses: put the network of the nodes in their place where you know it`,
    make: (objects) => objects.put(ref, egressPolicy(name, namespace, selector, [...metadataIn(world), ...addresses].toSorted(), server)),
  }], refused: [] };
}

/** DNS and metrics of the cluster need no cloud; of its other parts nobody can say. */
const needsNoCloud = /(^|\/)(coredns|k8s-dns-[\w-]+|metrics-server)$/;

function withheld({ workload, state }: ContainerPlace, world: World): string | undefined {
  const label = refLabel(workload.ref);
  if (workload.hostNetwork) return `${label} is on the network of its node, where no NetworkPolicy holds it back: limit the hops of the metadata service`;
  if (isPart({ workload, state }, world) && !workload.containers.every(({ image }) => needsNoCloud.test(repositoryOf(image)))) return `${label} is a part of the cluster, which may need its node and the identity of it`;
  const held = notHeld(world);
  return held === undefined ? undefined : `${label}: ${held}`;
}

function isPart({ state }: Pick<ContainerPlace, 'workload' | 'state'>, { designs }: World): boolean {
  return designs.get(state) === 'a part of the cluster';
}

/** Where the metadata service of this cloud answers. */
function metadataIn({ context: { cluster } }: World): readonly string[] {
  const ids = cluster.given('Node').map((node) => text(valueAt(node, ['spec', 'providerID'])) ?? '');
  const cloud = knownClouds.find(({ providerID }) => ids.some((each) => providerID.test(each)));
  const six = networkOf(cluster).nodes.some(({ addresses }) => addresses.some(({ family }) => family === 6));
  return (cloud?.metadata ?? []).filter((address) => six || !address.includes(':'));
}

function policiesOf(pod: PodEnd, { context: { cluster } }: World): readonly Policy[] {
  return networkOf(cluster).governing(pod).selecting.namespace.filter(({ egress }) => egress !== undefined);
}

/** All pods of the namespace where none is held back in what it sends and none is a part of the cluster, else those with the labels of this one. */
function targetOf(place: ContainerPlace, pod: PodEnd, suffix: string, world: World): { readonly name: string; readonly selector: Fields; readonly who: string; readonly id: (kind: 'refuse-metadata' | 'refuse-nodes') => string } {
  const { cluster } = world.context;
  const { namespace } = place.workload;
  const beside = networkOf(cluster).pods.filter((each) => each.namespace.name === pod.namespace.name && !each.hostNetwork && !each.finished);
  const whole = !isPart(place, world) && beside.every((each) => policiesOf(each, world).length === 0);
  const own = classOf(pod, cluster);
  const first = own?.pods[0]?.workload.name ?? pod.workload.name;
  const selector = whole ? {} : (own?.selector ?? {});
  return {
    selector, name: freeName(whole ? suffix : `${first}-${suffix}`, namespace, world), who: `pod of ${whole ? '' : `${first} in `}namespace ${pod.namespace.name}`,
    id: (kind) => changeId(kind, namespace, JSON.stringify(selector)),
  };
}

function refTo(name: string, namespace: string): ObjectRef {
  return { apiGroup: networking, apiVersion: `${networking}/v1`, kind: 'NetworkPolicy', ...(namespace === '' ? {} : { namespace }), name };
}

/** The address cut out of the blocks that let it through. */
function edited(policies: readonly Policy[], addresses: readonly string[], world: World): Cuts {
  const open = policies.filter(({ egress = [] }) => egress.some((rule) => addresses.some((address) => letsThrough(rule, address))));
  const loose = open.find(({ object, egress = [] }) => object.kind !== 'NetworkPolicy' || egress.some(({ peers }) => peers === undefined));
  if (loose) return refuse(`${refLabel(loose.ref)} lets pods send anywhere: where they have to, nobody but its owner can say`);
  return { changes: open.map(({ ref }): Candidate => ({
    id: changeId('refuse-metadata', refKey(ref)), kind: 'refuse-metadata', cost: world.costs['refuse-metadata'], title: `Cut the metadata service out of ${refLabel(ref)}`, breaks,
    make: (objects) => {
      const object = objects.get(ref);
      if (object) objects.put(ref, withoutAddresses(object, addresses));
    },
  })), refused: [] };
}
