import { entries, fields, text, textMap, texts } from '../../cluster/read.ts';
import { matchesSelector, readSelector } from '../../lang/selector.ts';
import type { PodCreation } from './request.ts';

/** What of a request rules and selectors look at. */
export interface Matched {
  readonly namespace: string;
  readonly namespaceLabels: Readonly<Record<string, string>> | undefined;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Undefined where the namespace was not given and its labels decide. */
export type Match = boolean | undefined;

export function matchedOf({ pod, namespace }: PodCreation, namespaceLabels: Matched['namespaceLabels']): Matched {
  return { namespace, namespaceLabels, name: text(fields(pod.metadata)?.['name']) ?? '', labels: textMap(fields(pod.metadata)?.['labels']) };
}

/** Whether the `matchConstraints` of a policy or the `matchResources` of a binding select the creation of the pod. */
export function matchesResources(constraints: unknown, request: Matched): Match {
  const { namespaceSelector, objectSelector, resourceRules, excludeResourceRules } = fields(constraints) ?? {};
  const rules = entries(resourceRules);
  if (entries(excludeResourceRules).some(({ value }) => ruleMatches(value, request.name))) return false;
  if (rules.length > 0 && !rules.some(({ value }) => ruleMatches(value, request.name))) return false;
  return selectorsMatch(namespaceSelector, objectSelector, request);
}

/** A missing selector is defaulted to one that selects everything. */
export function selectorsMatch(namespaceSelector: unknown, objectSelector: unknown, { namespaceLabels, labels }: Matched): Match {
  if (!matchesSelector(readSelector(objectSelector ?? {}), labels)) return false;
  const selector = readSelector(namespaceSelector ?? {});
  if (selector.error === undefined && !selector.nothing && selector.requirements.length === 0) return true;
  return namespaceLabels === undefined ? undefined : matchesSelector(selector, namespaceLabels);
}

/** A rule with operations, of a policy or a webhook, against the creation of a pod, which has no second group or version. */
export function ruleMatches(rule: unknown, name: string): boolean {
  const { apiGroups, apiVersions, operations, resources, resourceNames, scope } = fields(rule) ?? {};
  const has = (list: unknown, word: string): boolean => texts(list).some((each) => each === '*' || each === word);
  const names = texts(resourceNames);
  return (
    has(apiGroups, '') && has(apiVersions, 'v1') && has(operations, 'CREATE') && scope !== 'Cluster' && (names.length === 0 || names.includes(name)) &&
    // `pods/*` and `*/*` include the pod itself.
    texts(resources).some((each) => ['*', '*/*', 'pods', 'pods/*'].includes(each))
  );
}
