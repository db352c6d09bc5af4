import { impliedGroups, type Holder } from '../../engines/rights.ts';
import { inShop } from '../examples.ts';
import { accountState, groupState, holderState, type State } from '../states.ts';
import { defineTechnique, type Technique } from '../technique.ts';
import type { AttackContext } from '../context.ts';

const technique: Technique = defineTechnique({
  id: 'technique/implied-group',
  title: 'is in a group by itself',
  why: 'Every service account is in the groups of all service accounts and of those of its namespace, everybody with a name in system:authenticated, every kubelet in system:nodes. What those groups may do, each of them may.',
  aliases: ['A2'],
  attack: ['T1078'],
  microsoft: [],
  effort: 1,
  detects: 'Audit events list the groups of the user.',
  removes: 'Bind single subjects, not groups that everybody is in.',
  *steps(context) {
    for (const { member, group } of memberships(context)) {
      yield { needs: [member], gives: group, free: true, because: () => ({ text: `${member.slice(member.indexOf(':') + 1)} is in ${group.slice('group:'.length)} by itself`, evidence: [] }) };
    }
  },
  examples: {
    present: [{ objects: groupRole('system:serviceaccounts:blog'), from: 'serviceaccount:blog/writer', to: 'group:system:serviceaccounts:blog' }],
    absent: [{ objects: groupRole('system:serviceaccounts:blog'), from: 'serviceaccount:shop/cart', to: 'group:system:serviceaccounts:blog' }],
    unknown: [],
  },
});

export default technique;

/** Each subject and the groups it is in; of groups one leads to the next. */
function* memberships({ accounts, grants, nodes }: AttackContext): Generator<{ readonly member: State; readonly group: State }> {
  const groups = new Set<string>();
  const step = function* (holder: Holder): Generator<{ readonly member: State; readonly group: State }> {
    for (const { name } of impliedGroups(holder)) yield { member: holderState(holder), group: groupState(name) };
  };
  for (const [namespace, names] of accounts) {
    const own = `system:serviceaccounts:${namespace}`;
    for (const name of names) yield { member: accountState(namespace, name), group: groupState(own) };
    groups.add(own);
  }
  const holders = new Map(grants.flatMap(({ holders: all }) => all).map((holder) => [holderState(holder), holder]));
  for (const holder of holders.values()) {
    if (holder.kind === 'Group') groups.add(holder.name);
    else yield* step(holder);
  }
  for (const { name } of nodes) yield* step({ kind: 'User', name: `system:node:${name}` });
  for (const name of [...groups, 'system:nodes', 'system:masters']) yield* step({ kind: 'Group', name });
}

function groupRole(group: string): string {
  return `${inShop()}apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: writer, namespace: blog}\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: all}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}\nsubjects: [{kind: Group, name: '${group}', apiGroup: rbac.authorization.k8s.io}]\n`;
}

