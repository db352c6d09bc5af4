import type { Workload } from '../cluster/workload.ts';
import { holderKey, holderLabel, type GrantSubject, type Holder } from '../engines/rights.ts';
import { refLabel, type ObjectRef } from '../model/object.ts';
import type { Context } from './context.ts';

/** Nobody in particular: whoever sends a request, whoever holds any credential, or every service account. */
export type Crowd = 'anonymous' | 'authenticated' | 'service accounts';

/** The crowd that a subject names; undefined where it names somebody. */
export function crowdOf({ kind, name }: Holder): Crowd | undefined {
  if ((kind === 'User' && name === 'system:anonymous') || (kind === 'Group' && name === 'system:unauthenticated')) return 'anonymous';
  if (kind !== 'Group') return undefined;
  if (name === 'system:authenticated') return 'authenticated';
  return name === 'system:serviceaccounts' || name.startsWith('system:serviceaccounts:') ? 'service accounts' : undefined;
}

/** Does a container hold it, so that whoever breaks into one has it? */
export function isHeldByContainers(holder: Holder): boolean {
  const crowd = crowdOf(holder);
  return holder.kind === 'ServiceAccount' || crowd === 'service accounts' || crowd === 'authenticated';
}

/** Up to three subjects as a person writes them, and which of them are a component's or a known agent's own account. */
export function holdersLabel(holders: readonly Holder[], context: Context): string {
  const labels = [...new Set(holders.map((holder) => `${holderLabel(holder)}${purposeOf(holder, context)}`))];
  return labels.length > 3 ? `${labels.slice(0, 3).join(', ')} and ${labels.length - 3} more` : labels.join(', ');
}

function purposeOf(holder: Holder, context: Context): string {
  const component = componentOf(holder, context);
  if (component !== undefined) return `, the account of ${component}`;
  const agents = accounts(context).get(holderKey(holder))?.flatMap((workload) => context.byDesign(workload) ?? []) ?? [];
  return agents[0] === undefined ? '' : `, used by ${agents[0]}`;
}

/** The component of the cluster whose own account it is. */
export function componentOf(holder: Holder, context: Context): string | undefined {
  const workloads = accounts(context).get(holderKey(holder)) ?? [];
  return workloads.map((workload) => components(context).get(workload)).find((id) => id !== undefined);
}

const byWorkload = new WeakMap<Context, ReadonlyMap<Workload, string>>();

/** The component that each workload runs. */
function components(context: Context): ReadonlyMap<Workload, string> {
  const found = byWorkload.get(context) ?? new Map(context.components.all.flatMap(({ workload, id }) => (workload ? [[workload, id] as const] : [])));
  byWorkload.set(context, found);
  return found;
}

const byAccount = new WeakMap<Context, ReadonlyMap<string, readonly Workload[]>>();

/** The workloads of each service account. */
function accounts(context: Context): ReadonlyMap<string, readonly Workload[]> {
  let found = byAccount.get(context);
  if (!found) {
    found = Map.groupBy(context.cluster.workloads, ({ serviceAccount }) => holderKey({ kind: 'ServiceAccount', name: serviceAccount.name, namespace: serviceAccount.namespace ?? '' }));
    byAccount.set(context, found);
  }
  return found;
}

/** An object as a person writes it; a manifest may leave the namespace open. */
export function objectLabel(ref: ObjectRef): string {
  return ref.namespace === '' ? `${ref.kind} ${ref.name}` : refLabel(ref);
}

/** A binding and the roles behind it, the one that holds the rule last. */
export function chainLabel(refs: readonly ObjectRef[]): string {
  return refs.map(objectLabel).join(' → ');
}

export function whereLabel({ namespace }: Pick<GrantSubject, 'namespace'>): string {
  if (namespace === null) return 'cluster-wide';
  return namespace === '' ? 'in the namespace it is applied to' : `in ${namespace}`;
}
