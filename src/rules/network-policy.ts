import { entries, fields, texts } from '../cluster/read.ts';
import { evidence } from '../model/evidence.ts';
import { chain, known, unknown, type Fact } from '../model/fact.ts';
import { gap } from '../model/gap.ts';
import type { KubernetesObject } from '../model/object.ts';
import type { Context } from './context.ts';
import { defineRule, type Breach, type NamespaceSubject, type Rule } from './define.ts';

export type Direction = 'Ingress' | 'Egress';

/** Policies of other kinds that could isolate pods as well and are not evaluated. */
const otherPolicies: readonly (readonly [kind: string, group: string])[] = [
  ['CiliumNetworkPolicy', 'cilium.io'], ['CiliumClusterwideNetworkPolicy', 'cilium.io'], ['NetworkPolicy', 'crd.projectcalico.org'],
  ['GlobalNetworkPolicy', 'crd.projectcalico.org'], ['GlobalNetworkPolicy', 'projectcalico.org'], ['AdminNetworkPolicy', 'policy.networking.k8s.io'],
  ['BaselineAdminNetworkPolicy', 'policy.networking.k8s.io'], ['ClusterNetworkPolicy', 'policy.networking.k8s.io'],
];

/** The NetworkPolicy that isolates every pod of a namespace in one direction, null where none does. What it then allows is its own matter. */
export function isolatingPolicy({ name }: NamespaceSubject, direction: Direction, { cluster }: Context): Fact<KubernetesObject | null> {
  return chain(cluster.list('NetworkPolicy', 'networking.k8s.io', name), (policies) => {
    const found = policies.find((policy) => selectsAll(policy) && directionsOf(policy).includes(direction));
    if (found) return known(found, evidence(cluster.ref(found), ['spec', 'podSelector'], fields(found['spec'])?.['podSelector']));
    const other = otherPolicies.find(([kind, group]) => cluster.given(kind, group).length > 0);
    if (other) return unknown(gap('policy-engine', `gap/policy/${other[0]}/${name}`, `Do the ${other[0]} objects isolate namespace ${name}? This version does not evaluate them.`));
    return known(null);
  });
}

/** A missing selector selects nothing; an empty one selects every pod. */
function selectsAll(policy: KubernetesObject): boolean {
  const selector = fields(fields(policy['spec'])?.['podSelector']);
  return selector !== undefined && Object.keys(fields(selector['matchLabels']) ?? {}).length === 0 && entries(selector['matchExpressions']).length === 0;
}

/** Given, policyTypes decides alone; else Ingress always, Egress only with at least one egress rule. */
function directionsOf(policy: KubernetesObject): readonly string[] {
  const spec = fields(policy['spec']) ?? {};
  const types = texts(spec['policyTypes']);
  if (types.length > 0) return types;
  return Array.isArray(spec['egress']) && spec['egress'].length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
}

export interface IsolationRule {
  readonly id: string;
  readonly direction: Direction;
  readonly title: string;
  readonly why: string;
}

/** Whether every pod of a namespace with workloads is isolated in one direction. */
export function isolationRule({ id, direction, title, why }: IsolationRule): Rule<'namespace'> {
  const policy = (spec: string): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: app, namespace: shop}\nspec: {containers: [{name: app, image: app}]}\n---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: deny, namespace: shop}\nspec: ${spec}\n`;
  const other = direction === 'Ingress' ? 'Egress' : 'Ingress';
  return defineRule<'namespace'>({
    id,
    on: 'namespace',
    title,
    why,
    fix: `Add a NetworkPolicy with an empty podSelector and policyTypes: [${direction}], then allow what is needed.`,
    severity: { gain: 'information', position: 'a container', effort: 'none' },
    appliesTo: ({ name }, { cluster }) => name !== 'kube-system' && cluster.workloadsIn(name).some(({ hostNetwork }) => !hostNetwork),
    check: (namespace, context) =>
      chain(isolatingPolicy(namespace, direction, context), (found): Fact<readonly Breach[]> =>
        known(found ? [] : [{ message: `has no default deny for ${direction.toLowerCase()}`, evidence: [evidence(namespace.ref, [`NetworkPolicy (${direction})`])], expected: 'a NetworkPolicy that selects every pod' }]),
      ),
    examples: {
      bad: [policy(`{podSelector: {}, policyTypes: [${other}]}`), policy(`{podSelector: {matchLabels: {app: other}}, policyTypes: [${direction}]}`)],
      good: [policy(`{podSelector: {}, policyTypes: [${direction}]}`)],
      unknown: ['apiVersion: v1\nkind: Pod\nmetadata: {name: app, namespace: shop, uid: a}\nspec: {containers: [{name: app, image: app}]}\n'],
    },
  });
}
