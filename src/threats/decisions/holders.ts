// Kinds of subjects: people, workloads, and who holds every right anyway.

import type { Components } from '../../engines/components/component.ts';
import type { Holder } from '../../engines/rights.ts';
import type { Context } from '../../rules/context.ts';

/** A service account that does not hold every right anyway. */
export function isWorkload(holder: Holder, context: Context): boolean {
  return holder.kind === 'ServiceAccount' && isTenant(holder, context);
}

/** Anybody who is neither an administrator nor one of the nine components, groups of everybody included. */
export function isTenant(holder: Holder, { rights, components }: Context): boolean {
  return !(holder.kind === 'ServiceAccount' && accountsOf(components).has(`${holder.namespace ?? ''}/${holder.name}`)) && !rights.isAdministrator(holder);
}

const accounts = new WeakMap<Components, ReadonlySet<string>>();

/** The service accounts of the nine components; `default` is anybody's. */
function accountsOf(components: Components): ReadonlySet<string> {
  const known_ = accounts.get(components) ?? new Set(components.all.flatMap(({ workload }) => (workload && workload.serviceAccount.name !== 'default' ? [`${workload.namespace}/${workload.serviceAccount.name}`] : [])));
  accounts.set(components, known_);
  return known_;
}

const crowds: ReadonlySet<string> = new Set(['system:authenticated', 'system:unauthenticated']);

/** A User or Group that Kubernetes does not make itself; groups of everybody count. */
export function isPerson({ kind, name }: Holder): boolean {
  return kind !== 'ServiceAccount' && (!name.startsWith('system:') || crowds.has(name));
}

/** As `isPerson`, without those who hold every right anyway. */
export function isUser(holder: Holder, { rights }: Context): boolean {
  return isPerson(holder) && !rights.isAdministrator(holder);
}
