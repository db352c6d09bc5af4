import type { AttackContext } from './context.ts';
import { accountState, type State } from './states.ts';

/** Service accounts of that name. @param namespace null for all */
export function accountsNamed(name: string, namespace: string | null, { accounts }: AttackContext): readonly State[] {
  const namespaces = namespace === null ? [...accounts.keys()] : [namespace];
  return namespaces.flatMap((each) => (accounts.get(each)?.has(name) === true ? [accountState(each, name)] : []));
}

/** Names of service accounts by namespace: given, used by a pod, named in a binding, or the default one. */
export function accountsOf({ cluster, grants }: Pick<AttackContext, 'cluster' | 'grants'>): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const add = (namespace: string, name: string): void => {
    const names = found.get(namespace) ?? new Set(['default']);
    found.set(namespace, names.add(name));
  };
  for (const namespace of cluster.namespaces) add(namespace, 'default');
  for (const account of cluster.given('ServiceAccount')) add(cluster.ref(account).namespace ?? '', account.metadata.name);
  for (const { namespace, serviceAccount } of cluster.workloads) add(namespace, serviceAccount.name);
  // Bindings that every cluster is born with name controllers that only run where their accounts were given.
  for (const { builtIn, holders } of grants) if (!builtIn) for (const { kind, namespace, name } of holders) if (kind === 'ServiceAccount') add(namespace ?? '', name);
  return found;
}
