import type { AttackContext } from '../context.ts';
import { app, cart, everywhere, podIn, rule } from '../examples.ts';
import { apiServerGate } from '../feature-gates.ts';
import type { LimitedMode } from '../limited-roles.ts';
import { rightTechnique } from '../right-technique.ts';
import { accountState, holderState, hub, userState } from '../states.ts';
import type { Step, Technique } from '../technique.ts';

const group = 'authentication.k8s.io';
const any: Readonly<Record<LimitedMode, string>> = { serviceaccount: 'borrow-accounts', 'user-info': 'borrow-users' };
const rows: readonly Technique[] = [
  rightTechnique({ ...texts(), rights: [{ verb: 'impersonate:serviceaccount', group, resource: 'serviceaccounts' }], gives: (where) => hub('borrow-accounts', where), named: (name, where, { accounts }) => (where === null ? [...accounts.keys()] : [where]).map((each) => hub(`borrow/${accountState(each, name)}`, null)) }),
  rightTechnique({ ...texts(), rights: [{ verb: 'impersonate:user-info', group, resource: 'users' }], gives: (where) => (where === null ? hub('borrow-users', null) : undefined), named: (name, where) => (where === null ? [hub(`borrow/${userState(name)}`, null)] : []) }),
];

const technique: Technique = {
  ...texts(),
  *steps(context): Generator<Step> {
    const on = apiServerGate('ConstrainedImpersonation', context);
    if (context.limited.length === 0 || (on.known && !on.value)) return;
    for (const row of rows) yield* row.steps(context);
    yield* lending(context);
    for (const { mode, on: limit, held, scope } of context.limited) {
      for (const { holders } of held.grants) {
        for (const holder of holders) {
          if ((holder.kind === 'ServiceAccount') !== (mode === 'serviceaccount') || holder.kind === 'Group') continue;
          const because = () => ({ text: `${limit.label} lets it do a part of what ${held.label} gives ${holder.name}`, evidence: [], gaps: on.known ? [] : on.gaps });
          yield { needs: [limit.state, hub(`borrow/${holderState(holder)}`, null)], gives: scope.state, certain: on.known, because };
        }
      }
    }
  },
};

export default technique;

/** Of whom every one may be impersonated. */
function* lending({ limited }: AttackContext): Generator<Step> {
  const seen = new Set<string>();
  for (const holder of limited.flatMap(({ held }) => held.grants.flatMap(({ holders }) => holders))) {
    const state = holderState(holder);
    if (holder.kind === 'Group' || seen.has(state)) continue;
    seen.add(state);
    const all = any[holder.kind === 'ServiceAccount' ? 'serviceaccount' : 'user-info'];
    yield { needs: [hub(all, null)], gives: hub(`borrow/${state}`, null), free: true };
    if (holder.kind === 'ServiceAccount') yield { needs: [hub(all, holder.namespace ?? '')], gives: hub(`borrow/${state}`, null), free: true };
  }
}

function texts(): Omit<Technique, 'steps'> {
  const boss = 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: boss}\nrules: [{apiGroups: [""], resources: [pods/exec, secrets], verbs: [create, get, list]}]\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: boss}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: boss}\nsubjects: [{kind: ServiceAccount, name: boss, namespace: shop}]\n---\n';
  const borrows = (more = ''): string => `{apiGroups: [${group}], resources: [serviceaccounts], verbs: ["impersonate:serviceaccount"]${more}}`;
  const exec = rule('pods/exec', '"impersonate-on:serviceaccount:create"');
  const all = boss + podIn('shop');
  return {
    id: 'technique/constrained-impersonation',
    title: 'does a part of what another may do, in its name',
    why: 'From Kubernetes 1.36 the right to impersonate may be limited to verbs and resources. Within them the request is judged as that of the other user.',
    aliases: ['B10'],
    attack: ['T1078'],
    microsoft: [],
    effort: 1,
    detects: 'Audit events with an impersonatedUser.',
    removes: 'Limit whom it may impersonate by resourceNames, and the verbs to those that are needed.',
    examples: {
      present: [
        { objects: everywhere(borrows(), exec) + all, from: cart, to: app, version: '1.36' },
        { objects: everywhere(borrows(', resourceNames: [boss]'), exec) + all, from: cart, to: app, version: '1.36' },
      ],
      absent: [
        { objects: everywhere(borrows(), exec) + all, from: cart, to: app, version: '1.35' },
        { objects: everywhere(exec) + all, from: cart, to: app, version: '1.36' },
        { objects: everywhere(borrows()) + all, from: cart, to: app, version: '1.36' },
        { objects: everywhere(borrows(', resourceNames: [other]'), exec) + all, from: cart, to: app, version: '1.36' },
        { objects: everywhere(borrows(), exec) + all, from: cart, to: 'all-secrets', version: '1.36' },
        { objects: everywhere(borrows(), exec) + boss.replace('pods/exec, ', '') + podIn('shop'), from: cart, to: app, version: '1.36' },
      ],
      unknown: [{ objects: everywhere(borrows(), exec) + all, from: cart, to: app }],
    },
  };
}
