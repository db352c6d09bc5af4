import { fields, text } from '../../cluster/read.ts';
import type { KubernetesObject } from '../../model/object.ts';
import type { Actor } from '../access/subjects.ts';

/** A pod that somebody would create in a namespace. */
export interface PodCreation {
  readonly pod: KubernetesObject;
  readonly namespace: string;
  /** Who sends the request; for pods of a workload its controller, `system:serviceaccount:kube-system:replicaset-controller` and the like. */
  readonly actor: Actor;
  readonly dryRun?: boolean;
}

/** One that refuses the pod. */
export interface Refusal {
  readonly gate: Gate;
  readonly message: string;
}

export type GateKind = 'service-account' | 'limit-range' | 'resource-quota' | 'pod-security' | 'validating-policy' | 'mutating-policy' | 'security-context-constraints' | 'validating-webhook' | 'mutating-webhook' | 'kyverno' | 'gatekeeper';

/** Something that stands before the pod. `evaluated` is false where it is known to look at the pod and not what it says. */
export interface Gate {
  readonly kind: GateKind;
  readonly name: string;
  /** The binding, the rule or the webhook of a configuration, where there is one. */
  readonly part?: string;
  /** Of a namespaced policy of an engine. */
  readonly namespace?: string;
  readonly evaluated: boolean;
}

/** What the API server says of a pod that a plug-in refuses. */
export function forbidden(pod: KubernetesObject, reason: string): string {
  const meta = fields(pod.metadata);
  return `pods "${text(meta?.['name']) || text(meta?.['generateName']) || 'Unknown'}" is forbidden: ${reason}`;
}
