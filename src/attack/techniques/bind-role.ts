import { holderLabel, type Holder } from '../../engines/rights.ts';
import type { Right } from '../../engines/rights.ts';
import type { AttackContext } from '../context.ts';
import { actorOf, bindingTo, isMasters, may, mayBindAny, rbac } from '../escalations.ts';
import { cart, everywhere, inShop } from '../examples.ts';
import { stateOf } from '../role-scopes.ts';
import { holderState } from '../states.ts';
import { defineTechnique, type Step, type Technique } from '../technique.ts';

const create = (resource: string): Right => ({ verb: 'create', group: rbac, resource });
const bind = (resource: string): Right => ({ verb: 'bind', group: rbac, resource });
const rule = (resources: string, verbs: string, more = ''): string => `{apiGroups: [${rbac}], resources: [${resources}], verbs: [${verbs}]${more}}`;

const technique: Technique = defineTechnique({
  id: 'technique/bind-role',
  title: 'binds a role to itself',
  why: 'Who may create bindings, and may bind a role or holds its rights already, gives that role to anybody, itself first.',
  aliases: ['B2', 'B3', 'B4', 'ROLE_BIND', 'bind_roles', 'create-clusterrolebinding', 'create-rolebinding-clusterrole', 'create-rolebinding-role'],
  attack: ['T1098.006'],
  microsoft: ['MS-TA9019'],
  effort: 1,
  detects: 'Audit events that create a RoleBinding or ClusterRoleBinding.',
  removes: 'Take the right to create bindings away, or limit bind to the roles that are meant by resourceNames.',
  *steps(context) {
    const holders = context.holdersOf(create('clusterrolebindings'), create('rolebindings'), bind('clusterroles'), bind('roles'));
    for (const holder of holders) if (!isMasters(holder) && !context.rights.isAdministrator(holder)) yield* bindable(holder, context);
  },
  examples: {
    present: [
      { objects: everywhere(rule('clusterrolebindings', 'create'), rule('clusterroles', 'bind')), from: cart, to: 'clusterrole:cluster-admin' },
      { objects: everywhere(rule('clusterrolebindings', 'create'), rule('clusterroles', 'bind', ', resourceNames: [view]')), from: cart, to: 'clusterrole:view' },
      { objects: inShop(rule('rolebindings', 'create'), rule('clusterroles', 'bind')), from: cart, to: 'clusterrole:cluster-admin' },
    ],
    absent: [
      { objects: everywhere(rule('clusterrolebindings', 'create')), from: cart, to: 'clusterrole:cluster-admin' },
      { objects: everywhere(rule('rolebindings', 'create'), rule('clusterrolebindings', 'bind')), from: cart, to: 'clusterrole:cluster-admin' },
    ],
    unknown: [],
  },
});

export default technique;

function* bindable(holder: Holder, context: AttackContext): Generator<Step> {
  const { authorizer, cluster, rights } = context;
  const held = new Set(rights.of(holder).map(stateOf));
  const places = new Set(rights.of(holder).map(({ namespace }) => namespace));
  if (places.has(null) && may(authorizer, holder, 'create', 'rolebindings')) for (const namespace of cluster.namespaces) places.add(namespace);
  for (const namespace of places) {
    if (!mayBindAny(holder, namespace, context)) continue;
    if (may(authorizer, holder, 'create', namespace === null ? 'clusterrolebindings' : 'rolebindings', { namespace: namespace ?? '' })) yield* into(holder, namespace, held, context);
  }
}

/** The strongest role where any can be bound, else those that can. */
function* into(holder: Holder, namespace: string | null, held: ReadonlySet<string>, { authorizer, cluster, roleStates: known }: AttackContext): Generator<Step> {
  const able = (kind: 'Role' | 'ClusterRole', name: string): boolean => authorizer.admits(actorOf(holder), { verb: 'create', object: bindingTo(kind, name, namespace) }).allowed;
  const step = (gives: string, name: string): Step => ({
    needs: [holderState(holder)], gives,
    because: () => ({ text: `${holderLabel(holder)} may create ${namespace === null ? 'ClusterRoleBindings' : `RoleBindings in ${namespace}`} to ${name}`, evidence: [] }),
  });
  if (mayBind(authorizer, holder, 'clusterroles', 'cluster-admin', namespace) && able('ClusterRole', 'cluster-admin')) {
    const state = namespace === null ? 'clusterrole:cluster-admin' : `clusterrole:cluster-admin@${namespace}`;
    if (!held.has(state)) yield step(state, 'cluster-admin');
    return;
  }
  for (const { metadata: { name } } of cluster.of('ClusterRole', rbac)) {
    const state = namespace === null ? `clusterrole:${name}` : `clusterrole:${name}@${namespace}`;
    if (known.has(state) && !held.has(state) && mayBind(authorizer, holder, 'clusterroles', name, namespace)) yield step(state, name);
  }
  if (namespace === null) return;
  for (const { metadata: { name } } of cluster.of('Role', rbac, namespace)) {
    const state = `role:${namespace}/${name}`;
    if (known.has(state) && !held.has(state) && mayBind(authorizer, holder, 'roles', name, namespace)) yield step(state, name);
  }
}

/** By the verb bind: a role whose rights one holds already gives nothing. */
function mayBind(authorizer: AttackContext['authorizer'], holder: Holder, resource: string, name: string, namespace: string | null): boolean {
  return may(authorizer, holder, 'bind', resource, { name, namespace: namespace ?? '' });
}
