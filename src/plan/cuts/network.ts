import { podNetwork, type ContainerDoor } from '../../attack/doors.ts';
import type { PodEnd } from '../../engines/network/ends.ts';
import { networkOf } from '../../engines/network/of-cluster.ts';
import type { Policy } from '../../engines/network/policy.ts';
import { portMap, portText } from '../../engines/network/ports.ts';
import { variantsOf } from '../../engines/network/variants.ts';
import { neighbourOf } from '../../knowledge/neighbours.ts';
import { refKey, refLabel, type ObjectRef } from '../../model/object.ts';
import { changeId, noCuts, refuse, type Candidate, type Cuts } from '../candidate.ts';
import { apiServer, clientsOf, type Client } from '../network/clients.ts';
import { classOf, podFor, type PodClass } from '../network/pod-class.ts';
import { ingressPolicy, networking } from '../network/policy.ts';
import type { World } from '../world.ts';

/** The door that a point of the network is, `may:network@door 3`. */
export function doorAt(point: string, { now: { context } }: World): ContainerDoor | undefined {
  const at = /^may:network@door (\d+)$/.exec(point)?.[1];
  return at === undefined ? undefined : podNetwork(context).doors[Number(at)];
}

/** Nobody reaches the pods but those who are known to need them. */
export function onlyKnownClients({ place: { workload, container, state }, pod: own }: Pick<ContainerDoor, 'place' | 'pod'>, world: World): Cuts {
  const { context } = world;
  const { cluster } = context;
  const label = refLabel(workload.ref);
  if (workload.hostNetwork) return refuse(`${label} is on the network of its node, where no NetworkPolicy holds anybody back`);
  if (neighbourOf(container.image)?.kind === 'CNI') return refuse(`${label} carries the network of pods itself`);
  const held = notHeld(world);
  if (held !== undefined) return refuse(`${label}: ${held}`);
  const apart = variantsOf(world.now.context.cluster, workload).length > 1;
  const pod = (apart ? networkOf(cluster).pods.find(({ name, namespace }) => name === own.name && namespace.name === own.namespace.name) : undefined) ?? podFor(workload, cluster);
  const pods = pod && classOf(pod, cluster);
  if (!pods) return noCuts;
  const isolating = isolatingOf(own, world);
  if (isolating.length > 0) return refuse(`${isolating.map(({ ref }) => refLabel(ref)).join(', ')} ${isolating.length === 1 ? 'lets' : 'let'} it in to ${label}: whether that has to be, nobody but its owner can say`);
  const clients = clientsOf(pods, context);
  if (clients.some(({ who }) => who !== apiServer) && world.designs.get(state) === 'a part of the cluster') return refuse(`${label} is a part of the cluster, which anybody may have to reach`);
  return { changes: [made(pods, clients, workload.namespace, apart, world)], refused: [] };
}

/** Why a policy would change nothing for sure; undefined where a plug-in carries policies out. */
export function notHeld({ context: { cluster } }: World): string | undefined {
  const { value } = networkOf(cluster).enforcement('namespace');
  if (value === true) return undefined;
  return value === false ? 'a NetworkPolicy would hold nobody back, since the network plug-in carries none out' : 'a NetworkPolicy would part them, but nothing shows a network plug-in that carries policies out';
}

/** What decides already who reaches the pods: one policy more would only let in more. */
function isolatingOf(pod: PodEnd, { now: { context: { cluster } } }: World): readonly Policy[] {
  const { namespace, baseline } = networkOf(cluster).governing(pod).selecting;
  const all = [...namespace, ...baseline].filter(({ ingress }) => ingress !== undefined);
  const open = all.filter(({ ingress = [] }) => ingress.length > 0);
  return open.length > 0 ? open : all;
}

const longestList = 4;

/** @param apart policies tell pods of the workload apart: each kind of them gets a policy of its own */
function made(pods: PodClass, clients: readonly Client[], namespace: string, apart: boolean, world: World): Candidate {
  const { cluster } = world.context;
  const owners = pods.pods.map(({ name, workload }) => (apart ? { kind: 'Pod', name } : workload));
  const names = [...new Set(owners.map(({ kind, name }) => `${kind} ${namespace}/${name}`))];
  const [first = ''] = owners.map(({ name }) => name);
  const name = freeName(`${first}-ingress`, namespace, world);
  const ref: ObjectRef = { apiGroup: networking, apiVersion: `${networking}/v1`, kind: 'NetworkPolicy', ...(namespace === '' ? {} : { namespace }), name };
  return {
    id: changeId('isolate-pods', refKey(ref), JSON.stringify(pods.selector)), kind: 'isolate-pods', cost: world.costs['isolate-pods'],
    title: `Let only known clients connect to ${names[0] ?? ''}${names.length > 1 ? ` and ${names.length - 1} more with its labels` : ''}`,
    breaks: `whoever else connects to it, of which no object says so; ${kept(clients)}`,
    make: (objects) => objects.put(ref, cluster.find(ref.kind, networking, namespace, name) ?? ingressPolicy(name, namespace, pods, clients)),
  };
}

function kept(clients: readonly Client[]): string {
  if (clients.length === 0) return 'nobody is let in, since no Service leads to it';
  const words = [...new Set(clients.map(({ who, ports }) => `${who} on ${portText(portMap(ports))}`))];
  return `kept: ${words.slice(0, longestList).join(', ')}${words.length > longestList ? ` and ${words.length - longestList} more` : ''}`;
}

export function freeName(wanted: string, namespace: string, { context: { cluster } }: World): string {
  const taken = (name: string): boolean => cluster.find('NetworkPolicy', networking, namespace, name) !== undefined;
  const short = wanted.slice(0, 240);
  for (let number = 2; ; number++) {
    const name = number === 2 ? short : `${short}-${number - 1}`;
    if (!taken(name)) return name;
  }
}
