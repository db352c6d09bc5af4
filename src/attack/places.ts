import type { Cluster } from '../cluster/cluster.ts';
import { defaultCapabilities } from '../cluster/security.ts';
import type { Container, Workload } from '../cluster/workload.ts';
import type { KubernetesObject } from '../model/object.ts';
import { nodeState, secretState, type State } from './states.ts';

/** A container of a workload. */
export interface ContainerPlace {
  readonly container: Container;
  readonly workload: Workload;
  /** `NS/WORKLOAD`. */
  readonly pod: string;
  /** In a pod of the attacker's choice: leads to the nodes of all of them. */
  readonly state: State;
  /** In one pod or another: what all pods of the workload share. */
  readonly inside: State;
}

export interface NodePlace {
  readonly name: string;
  readonly state: State;
  readonly object: KubernetesObject | undefined;
  /** A pod of any spec can run there with the powers it asks for: no virtual node, no Windows. */
  readonly ordinary: boolean;
}

export interface SecretPlace {
  readonly namespace: string;
  readonly name: string;
  readonly state: State;
  readonly object: KubernetesObject;
}

/** Every container that runs or will. Workloads of one name in one namespace keep apart. */
export function containerPlaces(workloads: readonly Workload[]): readonly ContainerPlace[] {
  const taken = new Set<string>();
  return workloads.flatMap((workload) => {
    // Finished pods are no footholds.
    if (workload.running === 0 && workload.object.kind === 'Pod') return [];
    const { namespace, ref, object } = workload;
    let pod = [ref.name, object.metadata.name, `${ref.name}[${ref.kind}]`].map((name) => `${namespace}/${name}`).find((name) => !taken.has(name));
    for (let number = 2; pod === undefined; number++) pod = [`${namespace}/${ref.name}[${ref.kind} ${number}]`].find((name) => !taken.has(name));
    taken.add(pod);
    return workload.containers.map((container) => ({ container, workload, pod, state: `container:${pod}/${container.name}`, inside: `inside:${pod}/${container.name}` }));
  });
}

const usual = new Set(defaultCapabilities);

export function asksOfNode({ container, workload }: ContainerPlace): boolean {
  if (workload.hostPID || workload.hostNetwork || workload.hostIPC) return true;
  return container.privileged || container.hostProcess || container.hostPaths.length > 0 || [...container.capabilities].some((name) => !usual.has(name));
}

/** Stands for the nodes of workloads of which no pod was given. */
export const someNode = '*';

/** Names of the nodes that its pods run on. */
export function nodesOf({ nodes }: Workload): readonly string[] {
  return nodes.size > 0 ? [...nodes] : [someNode];
}

/** Nodes that were given, those that pods run on, and the one that stands for nodes not known. */
export function nodePlaces(cluster: Cluster): readonly NodePlace[] {
  const objects = new Map(cluster.given('Node').map((node) => [node.metadata.name, node]));
  const names = new Set([...objects.keys(), ...cluster.workloads.flatMap(({ nodes }) => [...nodes])]);
  if (names.size === 0 || cluster.workloads.some(({ nodes }) => nodes.size === 0)) names.add(someNode);
  return [...names].map((name) => ({ name, state: nodeState(name), object: objects.get(name), ordinary: isOrdinary(objects.get(name)) }));
}

function isOrdinary(node: KubernetesObject | undefined): boolean {
  const labels = node?.metadata.labels ?? {};
  return labels['type'] !== 'virtual-kubelet' && labels['kubernetes.io/os'] !== 'windows' && labels['eks.amazonaws.com/compute-type'] !== 'fargate';
}

export function secretPlaces(cluster: Cluster): readonly SecretPlace[] {
  return cluster.given('Secret').map((object) => {
    const namespace = cluster.ref(object).namespace ?? '';
    const { name } = object.metadata;
    return { namespace, name, state: secretState(namespace, name), object };
  });
}

/** The service account that a token Secret stands for, where it is good: the label on it ends that. */
export function tokenOf({ object, namespace }: SecretPlace): { readonly namespace: string; readonly name: string } | undefined {
  if (object['type'] !== 'kubernetes.io/service-account-token') return undefined;
  if (object.metadata.labels?.['kubernetes.io/legacy-token-invalid-since'] !== undefined) return undefined;
  const name = object.metadata.annotations?.['kubernetes.io/service-account.name'];
  return name === undefined ? undefined : { namespace, name };
}
