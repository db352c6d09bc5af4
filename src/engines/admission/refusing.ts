import type { Cluster } from '../../cluster/cluster.ts';
import { entries, fields, text } from '../../cluster/read.ts';
import type { KubernetesObject } from '../../model/object.ts';
import { withLimitRanges } from './limit-ranges.ts';
import { matchesResources } from './match.ts';
import { resourceQuotas } from './resource-quotas.ts';
import { actionsOf } from './variables.ts';

const group = 'admissionregistration.k8s.io';
const bounds = ['min', 'max', 'maxLimitRequestRatio'];
// Of these a pod that does not say how much it needs is refused, or it counts one.
const told = /^((requests|limits)\.)?(cpu|memory)$|^(count\/)?pods$/;

/** What beside its Pod Security level may refuse pods of a namespace. */
export interface Refusing {
  /** A policy that denies, or a LimitRange with bounds: whether it lets a pod in takes all that admission does to it. */
  readonly always: boolean;
  readonly quotas: readonly KubernetesObject[];
  readonly ranges: readonly KubernetesObject[];
}

export function refusingIn(namespace: string, cluster: Cluster): Refusing {
  const [quotas, ranges] = [cluster.given('ResourceQuota', '', namespace), cluster.given('LimitRange', '', namespace)];
  const bounded = ranges.some((range) => entries(fields(range['spec'])?.['limits']).some(({ value }) => bounds.some((bound) => value[bound] !== undefined)));
  // What else a quota counts a pod need not tell, and admission fills it in.
  const counting = quotas.some((quota) => isScoped(quota) || Object.keys({ ...fields(fields(quota['status'])?.['hard']), ...fields(fields(quota['spec'])?.['hard']) }).some((name) => !told.test(name)));
  return { always: bounded || counting || isDenying(namespace, cluster), quotas, ranges };
}

/** It counts some pods, by what admission makes of them. */
function isScoped(quota: KubernetesObject): boolean {
  const spec = fields(quota['spec']);
  return spec?.['scopes'] !== undefined || spec?.['scopeSelector'] !== undefined;
}

/** Whether quotas may refuse a pod that nothing but defaults of LimitRanges was filled in for: more may be said of it then, never less. */
export function mayExceed(pod: KubernetesObject, { quotas, ranges }: Refusing, minor: number | undefined): boolean {
  return quotas.length > 0 && resourceQuotas(withLimitRanges(pod, ranges), quotas, minor).refusals.length > 0;
}

function isDenying(namespace: string, cluster: Cluster): boolean {
  const policies = cluster.given('ValidatingAdmissionPolicy', group);
  if (policies.length === 0) return false;
  const bindings = cluster.given('ValidatingAdmissionPolicyBinding', group);
  return policies.some((policy) => bindings.some((binding) => text(fields(binding['spec'])?.['policyName']) === policy.metadata.name && mayDeny(policy, binding, namespace, cluster)));
}

function mayDeny(policy: KubernetesObject, binding: KubernetesObject, namespace: string, cluster: Cluster): boolean {
  const [spec, own] = [fields(policy['spec']), fields(binding['spec'])];
  // A parameter that is missing refuses whatever the binding does with failures.
  if (!actionsOf(binding).includes('Deny') && spec?.['paramKind'] === undefined) return false;
  const labels = cluster.find('Namespace', '', undefined, namespace)?.metadata.labels;
  const request = { namespace, namespaceLabels: labels && { ...labels, 'kubernetes.io/metadata.name': namespace }, name: '', labels: {} };
  return [spec?.['matchConstraints'], own?.['matchResources']].every((constraints) => matchesResources(ofAnyPod(constraints), request) !== false);
}

/** Without what looks at the pod itself. */
function ofAnyPod(constraints: unknown): unknown {
  const { namespaceSelector, resourceRules } = fields(constraints) ?? {};
  return { namespaceSelector, resourceRules: entries(resourceRules).map(({ value: { resourceNames: _names, ...rule } }) => rule) };
}
