import type { Binding } from './bindings.ts';
import type { Allowance } from './rbac.ts';
import type { Subject } from './subjects.ts';

/** Kubernetes' own sentence for an allowed request. */
export function allowedBy({ binding, subject }: Allowance): string {
  return `RBAC: allowed by ${bindingLabel(binding)} of ${binding.roleRef.kind} ${quoted(binding.roleRef.name)} to ${subjectLabel(subject)}`;
}

// Kubernetes writes name before namespace here.
function bindingLabel({ name, namespace }: Binding): string {
  return namespace === null ? `ClusterRoleBinding ${quoted(name)}` : `RoleBinding ${quoted(`${name}/${namespace}`)}`;
}

function subjectLabel(subject: Subject): string {
  return `${subject.kind} ${quoted(subject.kind === 'ServiceAccount' ? `${subject.name}/${subject.namespace ?? ''}` : subject.name)}`;
}

/** What RBAC says of a denial: the roles it could not find, else nothing. */
export function missingRolesReason(bindings: readonly Binding[]): string {
  const messages = [...new Set(bindings.filter((binding) => !binding.list).map(missingRole))];
  if (messages.length === 0) return '';
  return `RBAC: ${messages.length === 1 ? messages[0] : `[${messages.join(', ')}]`}`;
}

export function missingRole({ roleRef }: Pick<Binding, 'roleRef'>): string {
  if (roleRef.kind !== 'Role' && roleRef.kind !== 'ClusterRole') return `unsupported role reference kind: ${quoted(roleRef.kind)}`;
  return `${roleRef.kind.toLowerCase()}.rbac.authorization.k8s.io ${quoted(roleRef.name)} not found`;
}

export function quoted(value: string): string {
  return JSON.stringify(value);
}
