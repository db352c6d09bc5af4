import type { Holder } from '../../engines/rights.ts';
import type { AttackContext } from '../context.ts';
import { stateOf } from '../role-scopes.ts';
import { hub, type State } from '../states.ts';

/** What an account may do in one namespace alone: its roles there, and pods where it may make them. */
export function withinNamespace(account: Holder, namespace: string, context: AttackContext): readonly State[] {
  const { rights, roleStates } = context;
  if (rights.isAdministrator(account)) return [`clusterrole:cluster-admin@${namespace}`];
  const roles = rights.of(account).flatMap((grant) => (grant.namespace === namespace ? [stateOf(grant)] : grant.namespace === null ? [`clusterrole:${grant.role.name}@${namespace}`] : []));
  return [...new Set([...roles.filter((state) => roleStates.has(state)), ...(makesPods(account, namespace, context) ? [hub('make-pods', namespace)] : [])])];
}

const podMakers: readonly (readonly [group: string, resource: string])[] = [['', 'pods'], ['', 'replicationcontrollers'], ['apps', 'deployments'], ['apps', 'replicasets'], ['apps', 'daemonsets'], ['apps', 'statefulsets'], ['batch', 'jobs'], ['batch', 'cronjobs']];
const creates = podMakers.map(([group, resource]) => ({ verb: 'create', group, resource }));

export function makesPods(account: Holder, namespace: string, { rights }: AttackContext): boolean {
  return creates.some((right) => rights.held(account, right, { namespace }) !== undefined);
}
