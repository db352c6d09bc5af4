import { entries, fields, textMap } from '../cluster/read.ts';
import type { KubernetesObject } from '../model/object.ts';
import { selects } from './access/label-selector.ts';
import { readRules, ruleKey } from './access/rule-lists.ts';
import type { PolicyRule } from './access/rules.ts';

/** Where a rule of a role really stands. */
export interface RuleSource {
  /** The role asked about first, the one that holds the rule last. */
  readonly chain: readonly KubernetesObject[];
  /** Index in the rules of the last one. */
  readonly ruleIndex: number;
}

/** Finds the role that contributes a rule: the role itself, or one that it aggregates, at any depth. */
export class RoleChains {
  readonly #clusterRoles: readonly KubernetesObject[];
  #parts: ReadonlySet<KubernetesObject> | undefined;
  readonly #sources = new Map<KubernetesObject, ReadonlyMap<string, RuleSource>>();

  constructor(clusterRoles: Iterable<KubernetesObject>) {
    this.#clusterRoles = [...clusterRoles].toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  }

  /** @param index of the rule in the effective rules of the role. */
  sourceOf(role: KubernetesObject, rule: PolicyRule, index: number): RuleSource {
    if (!isAggregated(role)) return { chain: [role], ruleIndex: index };
    let sources = this.#sources.get(role);
    if (!sources) this.#sources.set(role, (sources = this.#contributions(role)));
    return sources.get(ruleKey(rule)) ?? { chain: [role], ruleIndex: index };
  }

  #contributions(role: KubernetesObject): ReadonlyMap<string, RuleSource> {
    const found = new Map<string, RuleSource>();
    const visit = (chain: readonly KubernetesObject[], top: KubernetesObject): void => {
      for (const other of this.#aggregatedInto(top)) {
        if (chain.includes(other)) continue;
        const next = [...chain, other];
        if (isAggregated(other)) visit(next, other);
        else for (const [ruleIndex, rule] of readRules(other['rules']).entries()) if (!found.has(ruleKey(rule))) found.set(ruleKey(rule), { chain: next, ruleIndex });
      }
    };
    visit([role], role);
    return found;
  }

  /** Does any ClusterRole aggregate this one? */
  isAggregatedByOther(role: KubernetesObject): boolean {
    this.#parts ??= new Set(this.#clusterRoles.filter(isAggregated).flatMap((other) => this.#aggregatedInto(other)));
    return this.#parts.has(role);
  }

  /** The other ClusterRoles that one aggregates directly. */
  #aggregatedInto(role: KubernetesObject): readonly KubernetesObject[] {
    const selectors = entries(fields(role['aggregationRule'])?.['clusterRoleSelectors']);
    return this.#clusterRoles.filter((other) => other !== role && selectors.some(({ value }) => selects(value, textMap(other.metadata.labels)) === true));
  }
}

export function isAggregated(role: KubernetesObject): boolean {
  return fields(role['aggregationRule']) !== undefined;
}
