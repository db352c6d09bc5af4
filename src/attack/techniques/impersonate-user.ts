import { everywhere, inShop, cart, node, rule } from '../examples.ts';
import { holderState, hub, userState } from '../states.ts';
import { rightTechnique, rightsTo } from '../right-technique.ts';
import type { Technique } from '../technique.ts';

const boss = 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: boss}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}\nsubjects: [{kind: User, name: boss}, {kind: User, name: clerk}]\n';

const technique: Technique = rightTechnique({
  id: 'technique/impersonate-user',
  title: 'acts as another user',
  why: 'A request with an Impersonate-User header is judged as that user’s own.',
  aliases: ['B7', 'CAN_IMPERSONATE', 'impersonate'],
  attack: ['T1078', 'T1550.001'],
  microsoft: [],
  effort: 1,
  detects: 'Audit events with an impersonatedUser.',
  removes: 'Limit the right by resourceNames, or take it away.',
  rights: rightsTo(['impersonate'], '', 'users'),
  gives: (namespace) => (namespace === null ? hub('impersonate-users', null) : undefined),
  // For the name of a service account another right is asked, and without its group the name of a node is no node.
  named: (name, namespace) => (namespace === null && !/^system:(serviceaccount|node):/.test(name) ? [userState(name)] : []),
  *spread({ grants }) {
    const users = new Set(grants.flatMap(({ holders }) => holders.filter(({ kind, name }) => kind === 'User' && !name.startsWith('system:node:')).map(holderState)));
    for (const gives of users) yield { needs: [hub('impersonate-users', null)], gives, free: true };
  },
  examples: {
    present: [{ objects: everywhere(rule('users', 'impersonate')) + boss, from: cart, to: 'user:boss' }, { objects: everywhere(rule('users', 'impersonate', 'resourceNames: [boss]')) + boss, from: cart, to: 'user:boss' }],
    absent: [
      { objects: everywhere(rule('users', 'impersonate', 'resourceNames: ["system:node:worker"]')) + node('worker'), from: cart, to: 'user:system:node:worker' },
      { objects: inShop(rule('users', 'impersonate')) + boss, from: cart, to: 'user:boss' }, { objects: everywhere(rule('users', 'impersonate', 'resourceNames: [boss]')) + boss, from: cart, to: 'user:clerk' }],
    unknown: [],
  },
});

export default technique;
