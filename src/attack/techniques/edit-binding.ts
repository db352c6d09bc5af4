import { refLabel, type KubernetesObject } from '../../model/object.ts';
import { evidence } from '../../model/evidence.ts';
import type { Right, Holder } from '../../engines/rights.ts';
import { roleRefOf } from '../../engines/access/bindings.ts';
import type { GrantSubject } from '../../engines/grants.ts';
import { actorOf, isMasters, may, mayBindAny, rbac } from '../escalations.ts';
import { cart, everywhere } from '../examples.ts';
import { holderState } from '../states.ts';
import { stateOf } from '../role-scopes.ts';
import type { AttackContext } from '../context.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const verbs = ['update', 'patch'] as const;
const kinds: Readonly<Record<string, string>> = { RoleBinding: 'rolebindings', ClusterRoleBinding: 'clusterrolebindings' };
const asked: readonly Right[] = Object.values(kinds).flatMap((resource) => verbs.map((verb) => ({ verb, group: rbac, resource })));
const rule = (resources: string, given: string, more = ''): string => `{apiGroups: [${rbac}], resources: [${resources}], verbs: [${given}]${more}}`;
const other = `apiVersion: ${rbac}/v1\nkind: ClusterRoleBinding\nmetadata: {name: boss}\nroleRef: {apiGroup: ${rbac}, kind: ClusterRole, name: cluster-admin}\nsubjects: [{kind: User, name: boss}]\n`;

const technique: Technique = defineTechnique({
  id: 'technique/edit-binding',
  title: 'puts itself into a binding',
  why: 'Who may change a binding and may bind its role adds itself to the subjects.',
  aliases: ['B5', 'risky-add-rolebinding'],
  attack: ['T1098.006'],
  microsoft: ['MS-TA9019'],
  effort: 1,
  detects: 'Audit events that update or patch a RoleBinding or ClusterRoleBinding.',
  removes: 'Take the right to change bindings, or the right to bind, away.',
  *steps(context) {
    const byPlace = Map.groupBy(context.grants, ({ namespace }) => namespace);
    for (const holder of context.holdersOf(...asked)) {
      if (isMasters(holder) || context.rights.isAdministrator(holder)) continue;
      const own = context.rights.of(holder).filter((grant) => asked.some((right) => grant.match(right)));
      const places = own.some(({ namespace }) => namespace === null) ? [...byPlace.keys()] : [...new Set(own.map(({ namespace }) => namespace))];
      // One binding of each role in each place is enough.
      const seen = new Set<string>();
      for (const grant of places.flatMap((place) => (mayBindAny(holder, place, context) ? (byPlace.get(place) ?? []) : []))) {
        const state = stateOf(grant);
        if (seen.has(state) || grant.roleObject === undefined || !mayJoin(holder, grant, context)) continue;
        seen.add(state);
        yield { needs: [holderState(holder)], gives: state, because: () => ({ text: `may change ${refLabel(grant.ref)}`, evidence: [evidence(grant.ref, ['subjects'])] }) };
      }
    }
  },
  examples: {
    present: [{ objects: everywhere(rule('clusterrolebindings', 'patch'), rule('clusterroles', 'bind')) + other, from: cart, to: 'clusterrole:cluster-admin' }],
    absent: [{ objects: everywhere(rule('clusterrolebindings', 'patch')) + other, from: cart, to: 'clusterrole:cluster-admin' }],
    unknown: [],
  },
});

export default technique;

function mayJoin(holder: Holder, { ref, binding, namespace, holders }: GrantSubject, { authorizer }: AttackContext): boolean {
  if (holders.some((each) => holderState(each) === holderState(holder))) return false;
  const at = { name: ref.name, namespace: namespace ?? '' };
  if (!verbs.some((verb) => may(authorizer, holder, verb, kinds[ref.kind] ?? '', at))) return false;
  const object: KubernetesObject = { ...binding, subjects: [{ kind: 'User', apiGroup: rbac, name: 'a' }] };
  const { kind, name } = roleRefOf(binding);
  // A role whose rights one holds already gives nothing.
  const binds = may(authorizer, holder, 'bind', kind === 'Role' ? 'roles' : 'clusterroles', { name, namespace: namespace ?? '' });
  return binds && authorizer.admits(actorOf(holder), { verb: 'update', object, oldObject: binding }).allowed;
}
