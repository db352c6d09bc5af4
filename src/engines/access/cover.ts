import { indexOfWord, urlCovers, type PolicyRule } from './rules.ts';

/** Is every right of one rule list held by another, and which are not? */
export interface Cover {
  readonly covered: boolean;
  /** Rules of one verb and one resource or URL each. */
  readonly uncovered: readonly PolicyRule[];
}

/** One verb on one resource (and name) or URL. */
interface Piece {
  readonly verb: string;
  readonly group?: string;
  readonly resource?: string;
  readonly name?: string;
  readonly url?: string;
}

const none: readonly string[] = [];

/**
 * The comparison behind Kubernetes' escalation checks. Requested rules are broken into single pieces, and each piece must
 * lie inside one rule of the owner. An enumeration never covers `*`; names held never cover the unrestricted.
 */
export function rulesCover(owner: readonly PolicyRule[], requested: readonly PolicyRule[]): Cover {
  const uncovered: PolicyRule[] = [];
  for (const rule of requested) {
    for (const piece of piecesOf(rule)) {
      if (!owner.some((held) => covers(held, piece))) uncovered.push(asRule(piece));
    }
  }
  return { covered: uncovered.length === 0, uncovered };
}

function* piecesOf(rule: PolicyRule): Generator<Piece> {
  const names: readonly (string | undefined)[] = rule.resourceNames !== undefined && rule.resourceNames.length > 0 ? rule.resourceNames : [undefined];
  for (const group of rule.apiGroups ?? none) {
    for (const resource of rule.resources ?? none) {
      for (const verb of rule.verbs) {
        for (const name of names) yield { verb, group, resource, ...(name === undefined ? {} : { name }) };
      }
    }
  }
  for (const url of rule.nonResourceURLs ?? none) {
    for (const verb of rule.verbs) yield { verb, url };
  }
}

function covers(held: PolicyRule, piece: Piece): boolean {
  if (indexOfWord(held.verbs, piece.verb) < 0) return false;
  const names = held.resourceNames ?? none;
  // Holds for URLs as well: a held rule with names covers no URL.
  if (names.length > 0 && (piece.name === undefined || !names.includes(piece.name))) return false;
  if (piece.url !== undefined) {
    const { url } = piece;
    return (held.nonResourceURLs ?? none).some((entry) => urlCovers(entry, url));
  }
  return indexOfWord(held.apiGroups ?? none, piece.group ?? '') >= 0 && resourceCovers(held.resources ?? none, piece.resource ?? '');
}

function resourceCovers(held: readonly string[], resource: string): boolean {
  if (held.includes('*') || held.includes(resource)) return true;
  const slash = resource.indexOf('/');
  return slash >= 0 && held.includes(`*${resource.slice(slash)}`);
}

function asRule(piece: Piece): PolicyRule {
  if (piece.url !== undefined) return { verbs: [piece.verb], nonResourceURLs: [piece.url] };
  return {
    verbs: [piece.verb],
    apiGroups: [piece.group ?? ''],
    resources: [piece.resource ?? ''],
    ...(piece.name === undefined ? {} : { resourceNames: [piece.name] }),
  };
}

/** Joins pieces that differ in their verb only, for people to read. */
export function compactRules(pieces: readonly PolicyRule[]): readonly PolicyRule[] {
  const joined = new Map<string, PolicyRule>();
  for (const { verbs, ...rest } of pieces) {
    const key = JSON.stringify(rest);
    joined.set(key, { ...rest, verbs: [...new Set([...(joined.get(key)?.verbs ?? none), ...verbs])] });
  }
  return [...joined.values()];
}

/** A rule on one line in the form of the API server's messages. */
export function describeRule(rule: PolicyRule): string {
  const parts = [
    ['APIGroups', rule.apiGroups], ['Resources', rule.resources], ['NonResourceURLs', rule.nonResourceURLs],
    ['ResourceNames', rule.resourceNames], ['Verbs', rule.verbs],
  ] as const;
  const shown = parts.filter(([, list]) => list !== undefined && list.length > 0);
  return `{${shown.map(([label, list]) => `${label}:[${(list ?? none).map((entry) => JSON.stringify(entry)).join(' ')}]`).join(', ')}}`;
}
