import { readRules } from '../engines/access/rule-lists.ts';
import { matchResource, type PolicyRule } from '../engines/access/rules.ts';
import { everything, type GrantSubject, type Right } from '../engines/rights.ts';
import { fields } from '../cluster/read.ts';
import type { KubernetesObject } from '../model/object.ts';

/** The role that a binding names, as it writes it. */
export function roleRefOf(binding: KubernetesObject): Readonly<Record<string, unknown>> {
  return fields(binding['roleRef']) ?? {};
}

/** Whether a binding gives everything there is. */
export function isAdminRole(grant: GrantSubject): boolean {
  return grant.match(everything) !== undefined;
}

const everyVerb = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

/** The rules of a role without some rights; undefined where a wildcard of resources gives them, which nobody can take apart. */
export function withoutRights(role: KubernetesObject, rights: readonly Right[]): readonly unknown[] | undefined {
  const raw: readonly unknown[] = Array.isArray(role['rules']) ? role['rules'] : [];
  const read = readRules(raw);
  const made: unknown[] = [];
  // What a rule is split into comes last, so that the others keep their places.
  const more: unknown[] = [];
  for (const [index, rule] of read.entries()) {
    const hit = rights.filter(({ verb, group, resource, subresource = '' }) => matchResource(rule, verb, group, resource, subresource));
    if (hit.length === 0) {
      made.push(raw[index]);
      continue;
    }
    const left = cutRule(rule, hit);
    if (!left) return undefined;
    left.forEach(({ resources, verbs }, part) => (part === 0 ? made : more).push({ ...fields(raw[index]), resources, verbs }));
  }
  return [...made, ...more];
}

interface Part {
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** What is left of one rule: resources that keep all verbs together, others with fewer. */
function cutRule({ resources = [], verbs }: PolicyRule, rights: readonly Right[]): readonly Part[] | undefined {
  const words = rights.map(({ verb, resource, subresource }) => ({ verb, resource: subresource === undefined || subresource === '' ? resource : `${resource}/${subresource}` }));
  if (resources.some((entry) => entry === '*' || (entry.startsWith('*/') && words.some(({ resource }) => resource.endsWith(entry.slice(1)))))) return undefined;
  const all = verbs.includes('*') ? [...everyVerb, ...verbs.filter((verb) => verb !== '*' && !everyVerb.includes(verb))] : verbs;
  const parts = new Map<string, { resources: string[]; verbs: readonly string[] }>();
  for (const entry of resources) {
    const gone = new Set(words.filter(({ resource }) => resource === entry).map(({ verb }) => verb));
    const kept = gone.size === 0 ? verbs : all.filter((verb) => !gone.has(verb));
    if (kept.length === 0) continue;
    const key = kept.join();
    const part = parts.get(key) ?? { resources: [], verbs: kept };
    part.resources.push(entry);
    parts.set(key, part);
  }
  return [...parts.values()];
}
