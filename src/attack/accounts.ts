import type { AttackContext } from './context.ts';
import { accountState, type State } from './states.ts';

/** Service accounts of that name. @param namespace null for all */
export function accountsNamed(name: string, namespace: string | null, { accounts }: AttackContext): readonly State[] {
  const namespaces = namespace === null ? [...accounts.keys()] : [namespace];
  return namespaces.flatMap((each) => (accounts.get(each)?.has(name) === true ? [accountState(each, name)] : []));
}
