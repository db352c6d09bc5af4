import { everything, holderKey, type GrantSubject, type Holder, type Holding, type Match, type Right, type Rights } from '../engines/rights.ts';
import { versionGap } from '../engines/access/gaps.ts';
import { known, map, unknown, type Fact } from '../model/fact.ts';
import type { Context } from './context.ts';
import { commands, workloadChanges } from './grant-powers.ts';

/** A right, and what its holder needs besides, by this or any other binding in the same scope: one of these. */
export interface Needed extends Right {
  readonly with?: readonly Right[];
  /** Subjects who hold it as they should. */
  readonly except?: (holder: Holder) => boolean;
}

/** What a row looks for. */
export interface Sought {
  readonly rights: readonly Needed[];
  /** Rights that do the same in some minor versions of Kubernetes only: before that one, or from it on. */
  readonly before?: { readonly minor: number; readonly rights: readonly Needed[] };
  readonly since?: { readonly minor: number; readonly rights: readonly Needed[] };
  /** A name in the rule is no limit: what the object says decides what it reaches. */
  readonly despiteNames?: boolean;
}

/** What one binding gives of it. */
export interface Found {
  readonly grant: GrantSubject;
  /** The match of the first right found, and each right found. */
  readonly match: Match;
  readonly rights: readonly Right[];
  /** Where it can be used, null for everywhere: what is needed besides may be held in one namespace only. */
  readonly namespace: string | null;
  /** Those who hold all that is needed. */
  readonly holders: readonly Holder[];
  /** The bindings and rules by which they hold what is needed besides. */
  readonly besides: readonly Omit<Holding, 'holder'>[];
}

/**
 * What a binding gives of what is sought, undefined for nothing; unknown where only the version decides.
 * @param holders who is asked about, the subjects of the binding when left out
 */
export function foundIn(sought: Sought, grant: GrantSubject, context: Context, holders: readonly Holder[] = grant.holders): Fact<Found | undefined> {
  const found = search(sought, sought.rights, grant, context.rights, holders);
  if (found) return known(found);
  if (!isGiven(sought.before, grant) && !isGiven(sought.since, grant)) return nothing;
  const { version } = context.cluster;
  for (const [versions, counts] of [[sought.before, isBefore], [sought.since, isSince]] as const) {
    const some = versions && search(sought, versions.rights, grant, context.rights, holders);
    if (!versions || !some) continue;
    return version.known ? map(version, ({ minor }) => (counts(minor, versions.minor) ? some : undefined)) : unknown(versionGap());
  }
  return nothing;
}

const nothing: Fact<undefined> = known(undefined);

function isGiven(versions: Sought['before'], grant: GrantSubject): boolean {
  return versions !== undefined && grant.gives(versions.rights);
}

function isBefore(running: number, minor: number): boolean {
  return running < minor;
}

function isSince(running: number, minor: number): boolean {
  return running >= minor;
}

function search({ despiteNames }: Sought, rights: readonly Needed[], grant: GrantSubject, all: Rights, asked: readonly Holder[]): Found | undefined {
  // Most bindings give nothing of what is sought.
  if (!grant.gives(rights)) return undefined;
  let first: Match | undefined;
  const found: Right[] = [];
  const holders = new Map<string, Holder>();
  let namespace: string | null | undefined;
  const besides = new Map<GrantSubject, Omit<Holding, 'holder'>>();
  for (const right of rights) {
    const match = grant.match(right);
    if (!match || (match.names.length > 0 && despiteNames !== true)) continue;
    let held = false;
    for (const holder of asked) {
      if (right.except?.(holder) === true) continue;
      const other = right.with?.map((each) => all.held(holder, each, scopeOf(grant))).find((each) => each !== undefined);
      if (right.with && !other) continue;
      // A role or binding can be written where the right to write it is held; other things have no namespace.
      namespace = namespace === null || right.group !== rbac ? grant.namespace : (other?.grant.namespace ?? grant.namespace);
      if (other && (other.grant !== grant || other.match.ruleIndex !== match.ruleIndex)) besides.set(other.grant, other);
      holders.set(holderKey(holder), holder);
      held = true;
    }
    if (!held) continue;
    first ??= match;
    found.push(right);
  }
  return first && { grant, match: first, rights: found, namespace: namespace ?? grant.namespace, holders: [...holders.values()], besides: [...besides.values()] };
}

const rbac = 'rbac.authorization.k8s.io';

function scopeOf({ namespace }: GrantSubject): 'anywhere' | { readonly namespace: string } {
  return namespace === null ? 'anywhere' : { namespace };
}

const allRights: readonly Right[] = [everything];

/** Every verb on every resource, in the scope of the binding. */
export function grantsEverything(grant: GrantSubject): boolean {
  return grant.gives(allRights);
}

const running: readonly Right[] = [...workloadChanges.rights, ...commands.rights];
const runners = new WeakMap<GrantSubject, boolean>();

/** Does the binding let its subjects run code in pods of its scope? Then smaller rights over pods add nothing. */
export function runsCode(grant: GrantSubject): boolean {
  let runs = runners.get(grant);
  if (runs === undefined) runners.set(grant, (runs = grant.gives(running) && running.some((right) => grant.match(right)?.names.length === 0)));
  return runs;
}

/** Does the rule name all resources of the core group, or of all groups, by a wildcard? */
export function isWildcard({ rule }: Match): boolean {
  return (rule.resources ?? []).includes('*') && (rule.apiGroups ?? []).some((group) => group === '' || group === '*');
}

/** `get, list secrets` for people: verbs of one resource together. */
export function rightsLabel(rights: readonly Right[]): string {
  if (rights.some(({ verb }) => verb === '*')) return 'all verbs on all resources';
  const byResource = Map.groupBy(rights, ({ resource, subresource }) => `${resource}${subresource === undefined ? '' : `/${subresource}`}`);
  const labels = [...byResource].map(([what, list]) => {
    const names = list.flatMap(({ name }) => name ?? []);
    return `${unique(list.map(({ verb }) => verb))} ${what}${names.length < list.length ? '' : ` ${unique(names)}`}`;
  });
  return labels.length > 3 ? `${labels.slice(0, 3).join('; ')} and ${labels.length - 3} more` : labels.join('; ');
}

function unique(words: readonly string[]): string {
  return [...new Set(words)].join(', ');
}

const given: Fact<boolean> = known(true);

/** Whether what the role grants is known: it was given, or it is known not to exist. Else the question for it. */
export function roleIsKnown(grant: GrantSubject, { cluster, rights }: Context): Fact<boolean> {
  if (grant.roleObject || (grant.role.kind === 'Role' && grant.namespace === null)) return given;
  if (grant.role.kind === 'Role') return map(cluster.list('Role', rbac, grant.namespace ?? ''), () => true);
  return rights.whole.known ? rights.whole : map(cluster.list('ClusterRole', rbac), () => true);
}

/** The rules of a grant on one line: `get, list pods; get /metrics`. */
export function rulesLabel({ rules }: GrantSubject): string {
  const labels = rules.map(({ verbs, resources, nonResourceURLs }) => `${verbs.slice(0, 4).join(', ')} ${[...(resources ?? []), ...(nonResourceURLs ?? [])].slice(0, 3).join(', ')}`);
  return labels.length > 3 ? `${labels.slice(0, 3).join('; ')} and ${labels.length - 3} more rules` : labels.join('; ');
}
