import { fields } from '../../cluster/read.ts';
import type { PolicyRule } from './rules.ts';

/** The rules of a role. Roles with the same rules share one list, so that a question is answered once for all of them. */
export interface RuleList {
  readonly rules: readonly PolicyRule[];
}

const ruleFields = ['verbs', 'apiGroups', 'resources', 'resourceNames', 'nonResourceURLs'] as const;

// Nothing that a request can hold: an entry the API server would refuse must not match, and must keep its place.
const refused = '\0';

/** Reads and shares rule lists. */
export class RuleLists {
  readonly #lists = new Map<string, RuleList>();

  /** The list of a raw `rules` field, whatever it holds. */
  read(raw: unknown): RuleList {
    return this.of(readRules(raw));
  }

  of(rules: readonly PolicyRule[]): RuleList {
    const key = rules.map(ruleKey).join('\n');
    const known = this.#lists.get(key);
    if (known) return known;
    const made: RuleList = { rules };
    this.#lists.set(key, made);
    return made;
  }
}

/** The rules of a raw `rules` field: indices kept, empty lists left out, and never an exception. */
export function readRules(raw: unknown): readonly PolicyRule[] {
  return Array.isArray(raw) ? raw.map((item: unknown) => readRule(item)) : [];
}

function readRule(raw: unknown): PolicyRule {
  const rule = fields(raw) ?? {};
  const verbs = entriesOf(rule['verbs']);
  const apiGroups = entriesOf(rule['apiGroups']);
  const resources = entriesOf(rule['resources']);
  // A restriction that cannot be read stays a restriction.
  const resourceNames = typeof rule['resourceNames'] === 'object' ? entriesOf(rule['resourceNames']) : entriesOf(scalars(rule['resourceNames']));
  const nonResourceURLs = entriesOf(rule['nonResourceURLs']);
  return {
    verbs,
    ...(apiGroups.length > 0 ? { apiGroups } : {}),
    ...(resources.length > 0 ? { resources } : {}),
    ...(resourceNames.length > 0 ? { resourceNames } : {}),
    ...(nonResourceURLs.length > 0 ? { nonResourceURLs } : {}),
  };
}

function scalars(value: unknown): readonly unknown[] {
  return value === undefined ? [] : [value];
}

/** Null reads as the empty string, as the API server decodes it; anything else that is no string matches nothing. */
function entriesOf(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return value !== null && typeof value === 'object' ? [refused] : [];
  return value.map((entry: unknown) => (typeof entry === 'string' ? entry : entry === null ? '' : `${refused}${String(typeof entry)}`));
}

/** One text for rules that Kubernetes holds for equal: a missing list equals an empty one, order counts. */
export function ruleKey(rule: PolicyRule): string {
  return JSON.stringify(ruleFields.map((field) => rule[field] ?? []));
}
