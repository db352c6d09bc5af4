import type { AttackContext } from './context.ts';
import { accountState, type State } from './states.ts';
import { spread } from './spread.ts';
import type { Step } from './technique.ts';

/** Service accounts of that name. @param namespace null for all */
export function accountsNamed(name: string, namespace: string | null, { accounts }: AttackContext): readonly State[] {
  const namespaces = namespace === null ? [...accounts.keys()] : [namespace];
  return namespaces.flatMap((each) => (accounts.get(each)?.has(name) === true ? [accountState(each, name)] : []));
}

/** A hub leads to every service account of its namespace. */
export function everyAccount(what: string, context: AttackContext): Generator<Step> {
  return spread(what, context, (namespace) => [...(context.accounts.get(namespace) ?? [])].map((name) => accountState(namespace, name)));
}
