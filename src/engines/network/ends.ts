import type { Labels } from '../../lang/selector.ts';
import type { KubernetesObject, ObjectRef } from '../../model/object.ts';
import type { Address } from './address.ts';
import type { ContainerPort } from './ports.ts';

export interface NamespaceEnd {
  readonly name: string;
  /** With `kubernetes.io/metadata.name`, which every namespace carries. */
  readonly labels: Labels;
}

/** A pod, or the pods that a template would make: as one end of a connection. */
export interface PodEnd {
  readonly kind: 'pod';
  readonly namespace: NamespaceEnd;
  readonly name: string;
  readonly labels: Labels;
  /** Empty where no status was given, as in manifests. */
  readonly addresses: readonly Address[];
  readonly hostNetwork: boolean;
  readonly node?: NodeEnd;
  readonly ports: readonly ContainerPort[];
  /** It ended: nothing leads to it, and its workload is listed for its next run. */
  readonly finished: boolean;
  /** The topmost object that makes it, or the pod itself; its owner's name where that was not given. */
  readonly workload: WorkloadRef;
  readonly object: KubernetesObject;
}

export interface WorkloadRef {
  readonly namespace: string;
  readonly name: string;
  readonly kind: string;
  /** Undefined where the workload is known only by the reference of what it owns. */
  readonly object?: KubernetesObject;
}

export interface NodeEnd {
  readonly name: string;
  readonly labels: Labels;
  readonly addresses: readonly Address[];
}

/** An address that is no pod's. */
export interface AddressEnd {
  readonly kind: 'address';
  readonly address: Address;
  /** The node that has this address. */
  readonly node?: NodeEnd;
}

export type End = PodEnd | AddressEnd;

export function workloadText({ namespace, name, kind }: WorkloadRef): string {
  return `${namespace}/${name}[${kind}]`;
}

/** How an object is named in answers; the caller may know where it was read. */
export type RefOf = (object: KubernetesObject) => ObjectRef;

/** A pod that no selector of labels was written for: stands for whoever may come to run in the cluster. */
export function strangerIn(namespace: NamespaceEnd): PodEnd {
  const object: KubernetesObject = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'anybody' } };
  return { kind: 'pod', namespace, name: 'anybody', labels: {}, addresses: [], hostNetwork: false, ports: [], finished: false, workload: { namespace: namespace.name, name: 'anybody', kind: 'Pod' }, object };
}
