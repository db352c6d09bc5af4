import { fields, text, texts } from '../../cluster/read.ts';
import { gap, type Gap } from '../../model/gap.ts';
import { apiGroupOf, type KubernetesObject } from '../../model/object.ts';
import { groupsOf, type Authorizer } from '../access/index.ts';
import { serviceAccountUser, type Actor } from '../access/subjects.ts';
import type { AdmissionObjects } from './objects.ts';
import { namespaceGap, silent, type Verdict } from './policies.ts';
import type { PodCreation } from './request.ts';
import { dependsOnKernel, violations } from './scc-check.ts';
import { inOrder } from './scc-order.ts';
import { Allocation } from './scc-ranges.ts';

/** The constraint that lets the pod in, where one does, and what that comes to. */
export interface ChosenConstraints {
  readonly name?: string;
  readonly verdict: Verdict;
}

interface Around {
  readonly objects: AdmissionObjects;
  readonly authorizer: Authorizer;
  readonly namespace: KubernetesObject | undefined;
}

const group = 'security.openshift.io';
const requiredAnnotation = 'openshift.io/required-scc';
const none: ChosenConstraints = { verdict: silent };

/**
 * OpenShift's choice: the first constraint in order that the one who creates the pod or the pod's own account may use, and
 * that the pod fits, as far as it says anything; the rest is filled in. Where no constraint was given, it is no OpenShift.
 */
export function admitConstraints(pod: KubernetesObject, creation: PodCreation, { objects, authorizer, namespace }: Around): ChosenConstraints {
  const constraints = [...objects.all(group, 'SecurityContextConstraints'), ...objects.all('', 'SecurityContextConstraints')].filter(({ apiVersion }) => ['', group].includes(apiGroupOf(apiVersion)));
  const spec = fields(pod['spec']) ?? {};
  if (constraints.length === 0 || fields(spec['os'])?.['name'] === 'windows') return none;
  if (!namespace) return { verdict: { ...silent, gates: [{ kind: 'security-context-constraints', name: '', evaluated: false }], gaps: [namespaceGap(creation.namespace)] } };
  const allocation = new Allocation(namespace);
  if (!allocation.complete) return refusedBy([`namespace ${creation.namespace} was given no user ids or no SELinux level`], []);
  const account = serviceAccountUser(creation.namespace, text(spec['serviceAccountName']) ?? 'default');
  const actors: readonly Actor[] = [creation.actor, { user: account, groups: groupsOf(account) }];
  const required = pod.metadata.annotations?.[requiredAnnotation] ?? '';
  const reasons: string[] = [];
  const gaps: Gap[] = [];
  for (const constraint of inOrder(constraints).filter(({ metadata }) => required === '' || metadata.name === required)) {
    const { name } = constraint.metadata;
    const use = actors.map((actor) => mayUse(actor, constraint, creation.namespace, authorizer));
    const faults = violations(constraint, pod, allocation);
    if (use.some(({ allowed }) => allowed) && faults.length === 0) return { name, verdict: { ...silent, gates: [{ kind: 'security-context-constraints', name, evaluated: true }], gaps: [...gaps, ...kernelGaps(pod)] } };
    if (!use.some(({ allowed }) => allowed)) {
      reasons.push(`${name}: neither the one who asks nor the pod's account may use it`);
      // Only of a constraint that the pod fits it matters whether it may be used after all.
      if (faults.length === 0) gaps.push(...use.flatMap((each) => each.gaps));
    } else reasons.push(`${name}: ${faults.join(', ')}`);
  }
  return refusedBy(reasons, gaps);
}

function refusedBy(reasons: readonly string[], gaps: readonly Gap[]): ChosenConstraints {
  const gate = { kind: 'security-context-constraints', name: '', evaluated: true } as const;
  return { verdict: { ...silent, gates: [gate], refusals: [{ gate, message: `no SecurityContextConstraints let the pod in: ${reasons.join('; ')}` }], gaps } };
}

/** By name in the constraint itself, else by the right to `use` it in the pod's namespace. */
function mayUse(actor: Actor, constraint: KubernetesObject, namespace: string, authorizer: Authorizer): { readonly allowed: boolean; readonly gaps: readonly Gap[] } {
  const { users, groups, metadata } = constraint;
  if (texts(users).includes(actor.user) || texts(groups).some((each) => actor.groups?.includes(each))) return { allowed: true, gaps: [] };
  return authorizer.authorize({ ...actor, resourceAttributes: { verb: 'use', group, resource: 'securitycontextconstraints', name: metadata.name, namespace } });
}

function kernelGaps(pod: KubernetesObject): readonly Gap[] {
  return dependsOnKernel(pod) ? [gap('node', 'gap/kernel-of-nodes', 'Which kernel do the nodes run? Some sysctls count as safe only on new ones: kubectl get nodes -o wide')] : [];
}
