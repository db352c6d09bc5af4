import type { Cluster } from '../cluster/cluster.ts';
import { evidence, type Evidence } from '../model/evidence.ts';
import { valueAt, type KubernetesObject, type ObjectRef } from '../model/object.ts';
import { bindingsOf, roleRefOf, type Bindings, type RoleRef } from './access/bindings.ts';
import { accessObjects } from './access/objects.ts';
import type { RuleList } from './access/rule-lists.ts';
import type { PolicyRule } from './access/rules.ts';
import { identityOf, subjectsOf, type BoundSubject } from './access/subjects.ts';
import { findRight, type Right, type RuleFound } from './right-match.ts';
import { isAggregated, RoleChains, type RuleSource } from './role-chain.ts';

export interface Holder {
  readonly kind: 'User' | 'Group' | 'ServiceAccount';
  readonly name: string;
  /** Of a ServiceAccount. */
  readonly namespace?: string;
}

/** The rule that gives a right. */
export interface Match {
  /** Index in the effective rules of the grant. */
  readonly ruleIndex: number;
  readonly rule: PolicyRule;
  /** The only names it holds for; empty means every name. */
  readonly names: readonly string[];
  /** The rule in the role that a person wrote, or the binding's roleRef where the rule is built in. */
  readonly evidence: Evidence;
  /** The role that is bound, and behind it the roles it aggregates down to the one that holds the rule. */
  readonly chain: readonly ObjectRef[];
  /** What a person would edit to take the right away: their own role, else the binding. */
  readonly editable: ObjectRef;
}

/** What one binding really grants. */
export interface GrantSubject {
  /** The binding. */
  readonly ref: ObjectRef;
  readonly binding: KubernetesObject;
  /** Whether every cluster is born with the binding. */
  readonly builtIn: boolean;
  readonly role: ObjectRef;
  /** Undefined where the role does not exist among what was given. */
  readonly roleObject?: KubernetesObject;
  readonly roleBuiltIn: boolean;
  /** Null for the whole cluster. */
  readonly namespace: string | null;
  /** Whom it reaches: a User that spells out a service account is that one; a subject that matches nobody is left out. */
  readonly holders: readonly Holder[];
  /** The index of each holder in the binding's subjects. */
  readonly positions: readonly number[];
  /** Aggregation computed. */
  readonly rules: readonly PolicyRule[];
  /** What a person would edit to take a right away: their own role, else the binding. Of one right, see its match. */
  readonly editable: ObjectRef;
  /** The first rule that gives the right, rules without resourceNames before those with. */
  match(right: Right): Match | undefined;
  /** Whether it gives any of these rights. The list is remembered: it must be one that is there for good. */
  gives(rights: readonly Right[]): boolean;
}

const rbac = 'rbac.authorization.k8s.io';
const kinds = ['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'];

/** Every binding with what it grants, and the chains of aggregation. An identity given twice is judged twice. */
export function grantsOf(cluster: Cluster): { readonly grants: readonly GrantSubject[]; readonly chains: RoleChains } {
  const bindings = bindingsOf(accessObjects(kinds.flatMap((kind) => cluster.of(kind, rbac))));
  const chains = new RoleChains(cluster.of('ClusterRole', rbac));
  const make = new Grants(cluster, bindings, chains);
  const grants = ['ClusterRoleBinding', 'RoleBinding'].flatMap((kind) => cluster.of(kind, rbac)).map((binding) => make.grant(binding));
  return { grants, chains };
}

class Grants {
  readonly #cluster: Cluster;
  readonly #bindings: Bindings;
  readonly #chains: RoleChains;
  /** What was found in a list of rules: roles share lists, bindings share roles, and most rights are asked as one object. */
  readonly #clusterWide = new Map<RuleList, Map<Right, RuleFound | undefined>>();
  readonly #inNamespace = new Map<RuleList, Map<Right, RuleFound | undefined>>();
  /** Whether any right of a list was found: most lists of rules give nothing of what most questions are about. */
  readonly #givenClusterWide = new Map<RuleList, Map<readonly Right[], boolean>>();
  readonly #givenInNamespace = new Map<RuleList, Map<readonly Right[], boolean>>();

  constructor(cluster: Cluster, bindings: Bindings, chains: RoleChains) {
    this.#cluster = cluster;
    this.#bindings = bindings;
    this.#chains = chains;
  }

  grant(binding: KubernetesObject): GrantSubject {
    const cluster = this.#cluster;
    const ref = cluster.ref(binding);
    const namespace = binding.kind === 'ClusterRoleBinding' ? null : (ref.namespace ?? '');
    const roleRef = roleRefOf(binding);
    const found = this.#bindings.resolve(roleRef, namespace);
    const subjects = subjectsOf(binding, namespace);
    const roleObject = found?.role;
    const role = roleObject ? cluster.ref(roleObject) : missingRole(roleRef, namespace);
    const roleBuiltIn = roleObject !== undefined && cluster.isBuiltIn(roleObject);
    return {
      ref, binding, builtIn: cluster.isBuiltIn(binding), role, ...(roleObject ? { roleObject } : {}), roleBuiltIn, namespace,
      holders: subjects.map(holderOf), positions: subjects.map(({ index }) => index), rules: found?.list.rules ?? [],
      editable: roleObject && !roleBuiltIn && !isAggregated(roleObject) ? role : ref,
      match: (right) => {
        const rule = found && this.#find(found.list, right, namespace !== null);
        return rule && this.#match(found, rule, ref);
      },
      gives: (rights) => found !== undefined && this.#gives(found.list, rights, namespace !== null),
    };
  }

  #find(list: RuleList, right: Right, namespaced: boolean): RuleFound | undefined {
    const scope = namespaced ? this.#inNamespace : this.#clusterWide;
    let known = scope.get(list);
    if (!known) scope.set(list, (known = new Map()));
    let found = known.get(right);
    if (found === undefined && !known.has(right)) known.set(right, (found = findRight(list.rules, right, namespaced)));
    return found;
  }

  #gives(list: RuleList, rights: readonly Right[], namespaced: boolean): boolean {
    const scope = namespaced ? this.#givenInNamespace : this.#givenClusterWide;
    let known = scope.get(list);
    if (!known) scope.set(list, (known = new Map()));
    let given = known.get(rights);
    if (given === undefined) known.set(rights, (given = rights.some((right) => findRight(list.rules, right, namespaced) !== undefined)));
    return given;
  }

  #match({ role, list }: { readonly role: KubernetesObject; readonly list: RuleList }, { ruleIndex, names }: RuleFound, binding: ObjectRef): Match {
    const cluster = this.#cluster;
    const chains = this.#chains;
    const rule = list.rules[ruleIndex] ?? { verbs: [] };
    // Most matches are only asked whether they are there: where they come from is worked out for those that are shown.
    let source: RuleSource | undefined;
    const sourceOf = (): RuleSource => (source ??= chains.sourceOf(role, rule, ruleIndex));
    const holding = (): KubernetesObject => sourceOf().chain.at(-1) ?? role;
    // A rule that a controller wrote into an aggregated role comes back after every edit.
    const own = (): boolean => !cluster.isBuiltIn(holding()) && !isAggregated(holding());
    return {
      ruleIndex, rule, names,
      get chain() {
        return sourceOf().chain.map((each) => cluster.ref(each));
      },
      get editable() {
        return own() ? cluster.ref(holding()) : binding;
      },
      get evidence() {
        const path = ['rules', sourceOf().ruleIndex];
        return own() ? evidence(cluster.ref(holding()), path, valueAt(holding(), path)) : evidence(binding, ['roleRef', 'name'], role.metadata.name);
      },
    };
  }
}

function missingRole({ kind, name }: RoleRef, namespace: string | null): ObjectRef {
  return { apiGroup: rbac, kind, name, ...(kind === 'Role' ? { namespace: namespace ?? '' } : {}) };
}

function holderOf({ written }: BoundSubject): Holder {
  const { kind, name, namespace } = identityOf(written);
  return { kind, name, ...(namespace === undefined ? {} : { namespace }) };
}
