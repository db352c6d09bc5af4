import type { Cluster } from '../cluster/cluster.ts';
import { evidence, type Evidence } from '../model/evidence.ts';
import { known, unknown, type Fact } from '../model/fact.ts';
import { gap, type Gap } from '../model/gap.ts';
import { valueAt, type KubernetesObject, type ObjectRef } from '../model/object.ts';
import { entries, fields, text, texts } from '../cluster/read.ts';
import { aggregatedRules } from './access/aggregation.ts';
import { resourceRuleAllows, type PolicyRule } from './access/rules.ts';

/** A right in RBAC's words. `resource` without subresource; `subresource` apart. Without `name` the right is asked for every name. */
export interface Right {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly name?: string;
}

export interface Holder {
  readonly kind: 'User' | 'Group' | 'ServiceAccount';
  readonly name: string;
  /** Of a ServiceAccount; empty where the binding names none and so reaches nobody. */
  readonly namespace?: string;
}

/** The rule that gives a right. */
export interface Match {
  readonly ruleIndex: number;
  /** The only names it holds for; empty means every name. */
  readonly names: readonly string[];
  /** The rule in the role that gives it, or the binding's roleRef where the role is built in or aggregated. */
  readonly evidence: Evidence;
}

/** What one binding that a person made really grants. Bindings that every cluster is born with are no grants. */
export interface GrantSubject {
  /** The binding. */
  readonly ref: ObjectRef;
  readonly binding: KubernetesObject;
  readonly role: ObjectRef;
  /** Undefined where the role does not exist among what was given. */
  readonly roleObject?: KubernetesObject;
  readonly roleBuiltIn: boolean;
  /** Null for the whole cluster. */
  readonly namespace: string | null;
  readonly holders: readonly Holder[];
  /** Aggregation computed. */
  readonly rules: readonly PolicyRule[];
  /** What a person would edit to take a right away: their own role, else the binding. */
  readonly editable: ObjectRef;
  /** The first rule that gives the right, rules without resourceNames before those with. */
  match(right: Right): Match | undefined;
}

export interface Holding {
  readonly grant: GrantSubject;
  readonly holder: Holder;
  readonly match: Match;
}

/** Cluster-wide only; in one namespace (cluster-wide rights included); or in any namespace at all. */
export type Scope = 'cluster' | { readonly namespace: string } | 'anywhere';

export const rbacGap: Gap = gap(
  'api',
  'gap/rbac',
  'Which Roles, ClusterRoles and bindings are there? kubectl get roles,rolebindings,clusterroles,clusterrolebindings -A -o json',
);

/** What is granted to whom, over all bindings that people made. */
export class Rights {
  readonly grants: readonly GrantSubject[];
  readonly #byHolder = new Map<string, GrantSubject[]>();

  private constructor(grants: readonly GrantSubject[]) {
    this.grants = grants;
    for (const grant of grants) {
      for (const holder of grant.holders) {
        const key = holderKey(holder);
        const list = this.#byHolder.get(key);
        if (list) list.push(grant);
        else this.#byHolder.set(key, [grant]);
      }
    }
  }

  static from(cluster: Cluster): Rights {
    const resolve = roleResolver(cluster);
    const bindings = [
      ...cluster.given('ClusterRoleBinding', 'rbac.authorization.k8s.io'),
      ...cluster.given('RoleBinding', 'rbac.authorization.k8s.io'),
    ];
    return new Rights(bindings.filter((binding) => !cluster.isBuiltIn(binding)).map((binding) => grantOf(binding, cluster, resolve)));
  }

  /** Who holds a right, grant by grant. What is found is certain; that nobody else does is not, see `gaps`. */
  holders(right: Right, scope: Scope): readonly Holding[] {
    return this.grants.flatMap((grant) => {
      if (!reaches(grant, scope)) return [];
      const match = grant.match(right);
      return match ? grant.holders.map((holder) => ({ grant, holder, match })) : [];
    });
  }

  /** The grants of a subject by itself and by the groups it is always in. */
  of(holder: Holder): readonly GrantSubject[] {
    return [...new Set([holder, ...impliedGroups(holder)].flatMap((each) => this.#byHolder.get(holderKey(each)) ?? []))];
  }

  /** Administrator by effective rights: every verb on every resource, cluster-wide; or the system:masters group. */
  isAdministrator(holder: Holder): boolean {
    if (holder.kind === 'Group' && holder.name === 'system:masters') return true;
    return this.of(holder).some((grant) => grant.namespace === null && grant.match({ verb: '*', group: '*', resource: '*' }) !== undefined);
  }

  /** Cluster-scoped RBAC is never complete from files: that nobody holds a right stays unknown. */
  nobody(found: readonly unknown[]): Fact<boolean> {
    return found.length > 0 ? known(false) : unknown(rbacGap);
  }
}

function reaches(grant: GrantSubject, scope: Scope): boolean {
  if (scope === 'anywhere') return true;
  return grant.namespace === null || (scope !== 'cluster' && grant.namespace === scope.namespace);
}

/** How a person writes a subject: `ServiceAccount shop/cart`, `Group developers`. */
export function holderLabel(holder: Holder): string {
  return `${holder.kind} ${holder.namespace === undefined ? '' : `${holder.namespace}/`}${holder.name}`;
}

function holderKey(holder: Holder): string {
  return `${holder.kind}/${holder.namespace ?? ''}/${holder.name}`;
}

/** Groups that Kubernetes gives by itself: every service account is in three, every authenticated user in one. */
export function impliedGroups(holder: Holder): readonly Holder[] {
  const group = (name: string): Holder => ({ kind: 'Group', name });
  if (holder.kind === 'Group') return [];
  if (holder.kind === 'User') return holder.name === 'system:anonymous' ? [group('system:unauthenticated')] : [group('system:authenticated')];
  return [group('system:serviceaccounts'), group(`system:serviceaccounts:${holder.namespace ?? ''}`), group('system:authenticated')];
}

type Resolve = (role: ObjectRef) => { object?: KubernetesObject | undefined; rules: readonly PolicyRule[] };

function roleResolver(cluster: Cluster): Resolve {
  const clusterRoles = cluster.of('ClusterRole', 'rbac.authorization.k8s.io');
  const cache = new Map<KubernetesObject, readonly PolicyRule[]>();
  return (role) => {
    const object = cluster.find(role.kind, 'rbac.authorization.k8s.io', role.namespace, role.name);
    if (!object) return { rules: [] };
    const rules = cache.get(object) ?? (fields(object['aggregationRule']) ? aggregatedRules(object, clusterRoles) : rulesOf(object));
    cache.set(object, rules);
    return { object, rules };
  };
}

function rulesOf(role: KubernetesObject): readonly PolicyRule[] {
  return entries(role['rules']).map(({ value }) => ({
    verbs: texts(value['verbs']), apiGroups: texts(value['apiGroups']), resources: texts(value['resources']),
    resourceNames: texts(value['resourceNames']), nonResourceURLs: texts(value['nonResourceURLs']),
  }));
}

function grantOf(binding: KubernetesObject, cluster: Cluster, resolve: Resolve): GrantSubject {
  const ref = cluster.ref(binding);
  const namespace = binding.kind === 'ClusterRoleBinding' ? null : (ref.namespace ?? '');
  const roleRef = fields(binding['roleRef']) ?? {};
  const kind = text(roleRef['kind']) ?? 'ClusterRole';
  const role: ObjectRef = {
    apiGroup: 'rbac.authorization.k8s.io', kind, name: text(roleRef['name']) ?? '',
    ...(kind === 'Role' ? { namespace: namespace ?? '' } : {}),
  };
  const { object, rules } = resolve(role);
  const builtIn = object !== undefined && cluster.isBuiltIn(object);
  const roleIs = object ? cluster.ref(object) : role;
  const rulesStandInRole = object !== undefined && !builtIn && !fields(object['aggregationRule']);
  const evidenceOf = (ruleIndex: number): Evidence =>
    rulesStandInRole
      ? evidence(roleIs, ['rules', ruleIndex], valueAt(object, ['rules', ruleIndex]))
      : evidence(ref, ['roleRef', 'name'], role.name);
  return {
    ref, binding, role: roleIs, ...(object ? { roleObject: object } : {}), roleBuiltIn: builtIn, namespace, rules,
    holders: holdersOf(binding, namespace),
    editable: rulesStandInRole ? roleIs : ref,
    match: (right) => matchOf(rules, right, namespace, evidenceOf),
  };
}

function holdersOf(binding: KubernetesObject, namespace: string | null): readonly Holder[] {
  return entries(binding['subjects']).flatMap(({ value }): Holder[] => {
    const kind = text(value['kind']);
    const name = text(value['name']) ?? '';
    if (kind === 'ServiceAccount') return [{ kind, name, namespace: text(value['namespace']) ?? namespace ?? '' }];
    if (kind === 'User') return [serviceAccountUser(name) ?? { kind, name }];
    return kind === 'Group' ? [{ kind, name }] : [];
  });
}

/** A User subject may spell out a service account. */
function serviceAccountUser(name: string): Holder | undefined {
  const [system, serviceaccount, namespace, account] = name.split(':');
  return system === 'system' && serviceaccount === 'serviceaccount' && namespace && account ? { kind: 'ServiceAccount', name: account, namespace } : undefined;
}

function matchOf(rules: readonly PolicyRule[], right: Right, namespace: string | null, evidenceOf: (rule: number) => Evidence): Match | undefined {
  let named: Match | undefined;
  for (const [ruleIndex, rule] of rules.entries()) {
    // Rules on cluster-scoped resources in a namespaced grant are dead, which the scope of the question decides.
    if (!resourceRuleAllows({ ...rule, resourceNames: [] }, right)) continue;
    const names = rule.resourceNames ?? [];
    if (names.length === 0 || (right.name !== undefined && names.includes(right.name))) return { ruleIndex, names: [], evidence: evidenceOf(ruleIndex) };
    if (right.name === undefined) named ??= { ruleIndex, names, evidence: evidenceOf(ruleIndex) };
  }
  return named;
}
