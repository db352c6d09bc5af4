/** A rule of a Role or ClusterRole as Kubernetes writes it; a list that is missing is empty. */
export interface PolicyRule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

/** A question for a resource. `resource` without subresource; a missing name is the empty name of a collection request. */
export interface ResourceRequest {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly name?: string;
}

const none: readonly string[] = [];

/** Where each part of a request was found: indices into the rule's own lists. */
export interface RuleMatch {
  readonly verb: number;
  readonly apiGroup: number;
  readonly resource: number;
}

/** Does this one rule allow the request? Everything must hold inside the rule; rules never combine. */
export function resourceRuleAllows(rule: PolicyRule, request: ResourceRequest): boolean {
  return (
    indexOfWord(rule.verbs, request.verb) >= 0 &&
    indexOfWord(rule.apiGroups ?? none, request.group) >= 0 &&
    indexOfResource(rule.resources ?? none, request.resource, request.subresource ?? '') >= 0 &&
    namesInclude(rule.resourceNames ?? none, request.name ?? '')
  );
}

/** Does this one rule allow the verb on the URL path? Resource `*` grants no URLs. */
export function urlRuleAllows(rule: PolicyRule, verb: string, path: string): boolean {
  return indexOfWord(rule.verbs, verb) >= 0 && indexOfUrl(rule.nonResourceURLs ?? none, path) >= 0;
}

/** As `resourceRuleAllows` without the names: where verb, group and resource are found, or undefined. */
export function matchResource(rule: PolicyRule, verb: string, group: string, resource: string, subresource: string): RuleMatch | undefined {
  const inVerbs = indexOfWord(rule.verbs, verb);
  if (inVerbs < 0) return undefined;
  const apiGroup = indexOfWord(rule.apiGroups ?? none, group);
  if (apiGroup < 0) return undefined;
  const inResources = indexOfResource(rule.resources ?? none, resource, subresource);
  return inResources < 0 ? undefined : { verb: inVerbs, apiGroup, resource: inResources };
}

/** The first entry that is `*` or the word itself. Nothing else is a wildcard: `get*` matches only `get*`. */
export function indexOfWord(list: readonly string[], word: string): number {
  for (let index = 0; index < list.length; index++) {
    if (list[index] === '*' || list[index] === word) return index;
  }
  return -1;
}

/**
 * The first entry that is `*`, the resource itself or, for a subresource, a star in place of its resource (`*` `/exec`).
 * `pods/*` is no wildcard here, though it is one in webhook rules.
 */
export function indexOfResource(list: readonly string[], resource: string, subresource: string): number {
  const asked = subresource === '' ? resource : `${resource}/${subresource}`;
  for (let index = 0; index < list.length; index++) {
    const entry = list[index] ?? '';
    if (entry === '*' || entry === asked) return index;
    if (subresource !== '' && entry.length === subresource.length + 2 && entry.startsWith('*/') && entry.endsWith(subresource)) return index;
  }
  return -1;
}

/** An empty list restricts nothing; an empty-string entry matches requests without a name; `*` is an ordinary name. */
export function namesInclude(names: readonly string[], name: string): boolean {
  return names.length === 0 || names.includes(name);
}

/** The first entry that covers the path. */
export function indexOfUrl(list: readonly string[], path: string): number {
  for (let index = 0; index < list.length; index++) {
    if (urlCovers(list[index] ?? '', path)) return index;
  }
  return -1;
}

/** Exact, or by the prefix before trailing stars; a star elsewhere is literal. `/api/*` does not cover `/api`. */
export function urlCovers(entry: string, path: string): boolean {
  if (entry === path) return true;
  if (!entry.endsWith('*')) return false;
  let end = entry.length;
  while (end > 0 && entry[end - 1] === '*') end--;
  return path.startsWith(entry.slice(0, end));
}
