import { matchResource, type PolicyRule } from './access/rules.ts';
import { isClusterScopedResource } from './resource-scope.ts';

/** A right in RBAC's words. `resource` without subresource; `subresource` apart. Without `name` the right is asked for every name. */
export interface Right {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly name?: string;
}

/** Where in a list of rules a right was found. */
export interface RuleFound {
  readonly ruleIndex: number;
  /** The only names it holds for; empty means every name, or the name asked for. */
  readonly names: readonly string[];
}

const everyNameVerbs = new Set(['list', 'watch', 'create', 'deletecollection']);
const ownNamespaceVerbs = new Set(['get', 'update', 'patch', 'delete']);

/**
 * The first rule that gives the right, rules without resourceNames before those with. @param namespaced whether the rules
 * are granted in one namespace only
 */
export function findRight(rules: readonly PolicyRule[], right: Right, namespaced: boolean): RuleFound | undefined {
  if (namespaced && isDead(right)) return undefined;
  let named: RuleFound | undefined;
  for (let ruleIndex = 0; ruleIndex < rules.length; ruleIndex++) {
    const rule = rules[ruleIndex];
    if (!rule || !matchResource(rule, right.verb, right.group, right.resource, right.subresource ?? '')) continue;
    const names = namesOf(rule, right);
    if (names === undefined) continue;
    if (names.length === 0) return { ruleIndex, names };
    named ??= { ruleIndex, names };
  }
  return named;
}

/** The names that a rule limits the right to; undefined where it then gives nothing. */
function namesOf(rule: PolicyRule, { verb, subresource, name }: Right): readonly string[] | undefined {
  const names = rule.resourceNames ?? [];
  if (names.length === 0) return names;
  if (name !== undefined) return names.includes(name) ? [] : undefined;
  if (subresource === undefined && everyNameVerbs.has(verb)) {
    // Such requests carry no name, which an entry that is the empty string matches.
    if (names.includes('')) return [];
    // A list or watch may pin one name by its field selector; a create or deletecollection never does.
    if (verb === 'create' || verb === 'deletecollection') return undefined;
  }
  return names;
}

// Most rights are asked of every list of rules as one object.
const dead = new WeakMap<Right, boolean>();

function isDead(right: Right): boolean {
  let found = dead.get(right);
  if (found === undefined) dead.set(right, (found = cannotBeUsed(right)));
  return found;
}

/** In one namespace a right to something without namespace is dead, but for the namespace itself and for `bind`. */
function cannotBeUsed({ verb, group, resource, subresource }: Right): boolean {
  if (!isClusterScopedResource(group, resource)) return false;
  if (group === '' && resource === 'namespaces') return !ownNamespaceVerbs.has(verb) || (subresource !== undefined && subresource !== 'status' && subresource !== 'finalize');
  // The escalation check asks for `bind` in the namespace of the new binding.
  return !(group === 'rbac.authorization.k8s.io' && resource === 'clusterroles' && verb === 'bind');
}
