import { isAdminRole, roleRefOf } from '../roles.ts';
import { identityOf, subjectsOf } from '../../engines/access/subjects.ts';
import { holderKey, type GrantSubject, type Holder } from '../../engines/rights.ts';
import { refKey, refLabel, withoutOrigin, type KubernetesObject, type ObjectRef } from '../../model/object.ts';
import type { PlanKept } from '../../model/plan.ts';
import { changeId, keep, noCuts, refuse, type Candidate, type Cuts } from '../candidate.ts';
import { authorsOf, keptText, neededBy } from '../controllers.ts';
import { asUser, word } from '../commands.ts';
import type { ChangeKind } from '../costs.ts';
import type { Objects } from '../objects.ts';
import { label, mustKeep, type World } from '../world.ts';

const rbac = 'rbac.authorization.k8s.io';

/** Somebody taken out of a binding, or bound in their own namespace only. */
export function unbind(given: GrantSubject, holder: Holder, world: World): Cuts {
  const grant = world.narrowed.get(refKey(given.ref)) ?? given;
  if (grant.builtIn) return refuse(`every cluster is born with ${refLabel(grant.ref)}`);
  if (grant.ref.name.startsWith('kubeadm:')) return refuse(`nodes join by ${refLabel(grant.ref)}`);
  const keeps = mustKeep(holder, world);
  if (keeps !== undefined) return refuse(keeps);
  const needs = neededBy(holder, (right) => grant.match(right) !== undefined, world);
  // Everything there is no program needs.
  if (needs && !isAdminRole(grant)) return keep(needs);
  const whole = taken(grant, holder, needs, world);
  const narrow = narrowed(grant, holder, whole.id, world);
  return { changes: narrow ? [whole, narrow] : [whole], refused: [] };
}

function taken(grant: GrantSubject, holder: Holder, needs: PlanKept | undefined, { costs }: World): Candidate {
  const kind = kindFor(holder);
  const where = grant.namespace === null ? 'anywhere in the cluster' : `in ${grant.namespace}`;
  return {
    id: changeId(kind, refKey(grant.ref), holderKey(holder)), kind, cost: costs[kind],
    title: `Take ${label(holder)} out of ${refLabel(grant.ref)}`,
    breaks: `what ${label(holder)} does ${where} by ${refLabel(grant.role)}${needs ? `; ${keptText(needs)}: bind the roles of its own chart instead (${authorsOf(needs)})` : ''}`,
    verify: listOf(holder, grant.namespace),
    make: (objects) => takeOut(grant.ref, holder, grant.namespace, objects),
  };
}

function kindFor({ kind, name }: Holder): ChangeKind {
  if (kind === 'ServiceAccount') return 'unbind-account';
  return kind === 'Group' && name.startsWith('system:') ? 'unbind-crowd' : 'unbind-person';
}

function listOf(holder: Holder, where: string | null): string {
  return `kubectl auth can-i --list ${asUser(holder)}${where === null || where === '' ? '' : ` -n ${word(where)}`}`;
}

function takeOut(ref: ObjectRef, holder: Holder, namespace: string | null, objects: Objects): void {
  const binding = objects.get(ref);
  if (!binding) return;
  const gone = new Set(subjectsOf(binding, namespace).filter(({ written }) => holderKey(identityOf(written)) === holderKey(holder)).map(({ index }) => index));
  const subjects: readonly unknown[] = Array.isArray(binding['subjects']) ? binding['subjects'] : [];
  const left = subjects.filter((_, index) => !gone.has(index));
  if (left.length < subjects.length) objects.put(ref, left.length === 0 ? undefined : { ...binding, subjects: left });
}

/** A service account that is bound everywhere may need the role in its own namespace only. */
function narrowed(grant: GrantSubject, holder: Holder, within: string, world: World): Candidate | undefined {
  const { namespace = '' } = holder;
  if (grant.namespace !== null || holder.kind !== 'ServiceAccount' || namespace === '' || isAdminRole(grant)) return undefined;
  const { costs, context } = world;
  const ref: ObjectRef = { apiGroup: rbac, apiVersion: `${rbac}/v1`, kind: 'RoleBinding', namespace, name: `${grant.ref.name}${context.cluster.find('RoleBinding', rbac, namespace, grant.ref.name) ? '-narrowed' : ''}` };
  if (context.cluster.find('RoleBinding', rbac, namespace, ref.name)) return undefined;
  world.narrowed.set(refKey(ref), grant);
  return {
    id: changeId('narrow-binding', refKey(grant.ref), holderKey(holder)), kind: 'narrow-binding', cost: costs['narrow-binding'], within,
    title: `Bind ${refLabel(grant.role)} to ${label(holder)} in ${namespace} only, not everywhere`,
    breaks: `what ${label(holder)} does in other namespaces, and with what has no namespace, by ${refLabel(grant.role)}`,
    verify: listOf(holder, null),
    make: (objects) => {
      const before = objects.get(grant.ref);
      if (!before) return;
      takeOut(grant.ref, holder, null, objects);
      const there = objects.get(ref);
      const subject = { kind: 'ServiceAccount', name: holder.name, namespace };
      const made: KubernetesObject = there ? { ...there, subjects: [...(Array.isArray(there['subjects']) ? (there['subjects'] as unknown[]) : []), subject] } : { apiVersion: `${rbac}/v1`, kind: 'RoleBinding', metadata: { name: ref.name, namespace }, roleRef: { ...roleRefOf(before) }, subjects: [subject] };
      objects.put(withoutOrigin(ref), made);
    },
  };
}

/** Of all that a binding names, those who hold by it what somebody has: themselves and the groups they are in by themselves. */
export function unbindAll(grant: GrantSubject, holders: readonly Holder[], world: World): readonly Cuts[] {
  const keys = new Set(holders.map(holderKey));
  const found = grant.holders.filter((holder) => keys.has(holderKey(holder)));
  return found.length === 0 ? [noCuts] : [...new Map(found.map((holder) => [holderKey(holder), holder])).values()].map((holder) => unbind(grant, holder, world));
}
