import { serviceAccountUser } from '../../engines/access/subjects.ts';
import { holderLabel, type Holder, type Right } from '../../engines/rights.ts';
import type { AttackContext } from '../context.ts';
import { actorOf, isMasters } from '../escalations.ts';
import { cart, everywhere, node, rule } from '../examples.ts';
import { groupState, holderState, userState } from '../states.ts';
import { defineTechnique, type Step, type Technique } from '../technique.ts';

const asked = (resource: string): Right => ({ verb: 'impersonate', group: '', resource });

const groupRight: Right = asked('groups');

const technique: Technique = defineTechnique({
  id: 'technique/impersonate-group',
  title: 'acts as a member of a group',
  why: 'Groups in the Impersonate-Group header count beside an impersonated user: with both rights one is in any group, system:masters among them.',
  aliases: ['B8', 'CAN_IMPERSONATE', 'impersonate', 'impersonate-groups'],
  attack: ['T1078'],
  microsoft: [],
  effort: 1,
  detects: 'Audit events with an impersonatedUser that has groups.',
  removes: 'Limit the right to impersonate groups by resourceNames, or take it away.',
  *steps(context) {
    const groups = new Set(['system:masters', ...context.grants.flatMap(({ holders }) => holders.filter(({ kind }) => kind === 'Group').map(({ name }) => name))]);
    for (const holder of context.holdersOf(asked('groups'), asked('users'), asked('serviceaccounts'))) {
      if (isMasters(holder) || context.rights.isAdministrator(holder) || !context.rights.held(holder, groupRight, 'cluster')) continue;
      const users = usersFor(holder, context);
      for (const group of groups) {
        const found = users.find((user) => context.authorizer.canImpersonate(actorOf(holder), { user, groups: [group] }, context.versioned).allowed);
        if (found !== undefined) yield { needs: [holderState(holder)], gives: groupState(group), because: () => ({ text: `${holderLabel(holder)} may impersonate ${found} with groups`, evidence: [] }) };
      }
      yield* asNodes(holder, context);
    }
  },
  examples: {
    present: [
      { objects: node('worker') + everywhere(rule('users', 'impersonate', 'resourceNames: ["system:node:worker"]'), rule('groups', 'impersonate', 'resourceNames: ["system:nodes"]')), from: cart, to: 'user:system:node:worker' },
      { objects: everywhere(rule('groups, users', 'impersonate')), from: cart, to: 'group:system:masters' }],
    absent: [
      { objects: node('worker') + everywhere(rule('users', 'impersonate', 'resourceNames: ["system:node:other"]'), rule('groups', 'impersonate', 'resourceNames: ["system:nodes"]')), from: cart, to: 'user:system:node:worker' },
      { objects: everywhere(rule('groups', 'impersonate')), from: cart, to: 'group:system:masters' }, { objects: everywhere(rule('users', 'impersonate'), rule('groups', 'impersonate', 'resourceNames: [clerks]')), from: cart, to: 'group:system:masters' }],
    unknown: [],
  },
});

export default technique;

/** The name of a node is one together with its group. Whoever may be in any group need not be a node. */
function* asNodes(holder: Holder, { nodes, authorizer, rights, versioned }: AttackContext): Generator<Step> {
  if ((rights.held(holder, groupRight, 'cluster')?.match.names.length ?? 0) === 0) return;
  for (const { name } of nodes) {
    const user = `system:node:${name}`;
    if (authorizer.canImpersonate(actorOf(holder), { user, groups: ['system:nodes'] }, versioned).allowed) yield { needs: [holderState(holder)], gives: userState(user), because: () => ({ text: `${holderLabel(holder)} may impersonate ${user} with its group`, evidence: [] }) };
  }
}

/** Users and service accounts that it may impersonate: any name, or those that its rights name. */
function usersFor(holder: Holder, { rights, accounts }: AttackContext): readonly string[] {
  const found: string[] = [];
  for (const grant of rights.of(holder)) {
    const user = grant.namespace === null ? grant.match(asked('users')) : undefined;
    if (user) found.push(...(user.names.length === 0 ? ['anybody'] : user.names));
    const account = grant.match(asked('serviceaccounts'));
    const namespace = grant.namespace ?? [...accounts.keys()][0] ?? 'default';
    if (account) found.push(...(account.names.length === 0 ? ['default'] : account.names).map((name) => serviceAccountUser(namespace, name)));
  }
  return found;
}
