import { everything, holderKey, type GrantSubject, type Holder, type Match, type Right, type Rights } from '../engines/rights.ts';
import { versionGap } from '../engines/access/gaps.ts';
import { known, map, unknown, type Fact } from '../model/fact.ts';
import type { Context } from './context.ts';

/** A right, and what its holder needs besides, by this or any other binding in the same scope: one of these. */
export interface Needed extends Right {
  readonly with?: readonly Right[];
}

/** What a row looks for. */
export interface Sought {
  readonly rights: readonly Needed[];
  /** Rights that do the same before that minor version of Kubernetes only. */
  readonly before?: { readonly minor: number; readonly rights: readonly Needed[] };
  /** A name in the rule is no limit: what the object says decides what it reaches. */
  readonly despiteNames?: boolean;
}

/** What one binding gives of it. */
export interface Found {
  readonly grant: GrantSubject;
  /** The match of the first right found, and each right found. */
  readonly match: Match;
  readonly rights: readonly Right[];
  /** Those who hold all that is needed. */
  readonly holders: readonly Holder[];
}

/** What a binding gives of what is sought, undefined for nothing; unknown where only the version decides. */
export function foundIn(sought: Sought, grant: GrantSubject, context: Context): Fact<Found | undefined> {
  const found = search(sought, sought.rights, grant, context.rights);
  if (found || !sought.before) return known(found);
  const { minor, rights } = sought.before;
  const older = search(sought, rights, grant, context.rights);
  if (!older) return known(undefined);
  const { version } = context.cluster;
  return version.known ? map(version, (running) => (running.minor < minor ? older : undefined)) : unknown(versionGap());
}

function search({ despiteNames }: Sought, rights: readonly Needed[], grant: GrantSubject, all: Rights): Found | undefined {
  let first: Match | undefined;
  const found: Right[] = [];
  const holders = new Map<string, Holder>();
  for (const right of rights) {
    const match = grant.match(right);
    if (!match || (match.names.length > 0 && despiteNames !== true)) continue;
    const able = right.with ? grant.holders.filter((holder) => right.with?.some((other) => all.held(holder, other, scopeOf(grant)) !== undefined)) : grant.holders;
    if (able.length === 0) continue;
    first ??= match;
    found.push(right);
    for (const holder of able) holders.set(holderKey(holder), holder);
  }
  return first && { grant, match: first, rights: found, holders: [...holders.values()] };
}

function scopeOf({ namespace }: GrantSubject): 'cluster' | { readonly namespace: string } {
  return namespace === null ? 'cluster' : { namespace };
}

/** Every verb on every resource, in the scope of the binding. */
export function grantsEverything(grant: GrantSubject): boolean {
  return grant.match(everything) !== undefined;
}

const runsCodeRights: readonly Right[] = [
  { verb: 'create', group: '', resource: 'pods' },
  { verb: 'create', group: '', resource: 'pods', subresource: 'exec' },
  ...['deployments', 'daemonsets', 'statefulsets'].map((resource) => ({ verb: 'create', group: 'apps', resource })),
  ...['jobs', 'cronjobs'].map((resource) => ({ verb: 'create', group: 'batch', resource })),
];

/** Does the binding let its subjects run code in pods of its scope? Then smaller rights over pods add nothing. */
export function runsCode(grant: GrantSubject): boolean {
  return runsCodeRights.some((right) => grant.match(right)?.names.length === 0);
}

/** Does the rule hold every verb on every resource of its groups? */
export function isWildcard({ rule }: Match): boolean {
  return rule.verbs.includes('*') && (rule.resources ?? []).includes('*');
}

/** `get, list secrets` for people: verbs of one resource together. */
export function rightsLabel(rights: readonly Right[]): string {
  const verbs = Map.groupBy(rights, ({ resource, subresource, name }) => `${resource}${subresource === undefined ? '' : `/${subresource}`}${name === undefined ? '' : ` ${name}`}`);
  const labels = [...verbs].map(([what, list]) => `${[...new Set(list.map(({ verb }) => verb))].join(', ')} ${what}`);
  return labels.length > 3 ? `${labels.slice(0, 3).join('; ')} and ${labels.length - 3} more` : labels.join('; ');
}
