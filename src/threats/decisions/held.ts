// Who holds rights that they should not have, binding by binding.

import { holderLabel, type GrantSubject, type Holder, type Match, type Right } from '../../engines/rights.ts';
import { evidence } from '../../model/evidence.ts';
import { known, map, type Fact } from '../../model/fact.ts';
import type { ObjectRef } from '../../model/object.ts';
import type { Context } from '../../rules/context.ts';
import type { ThreatInstance } from '../verdict.ts';
import { ofCluster, orElse } from './instances.ts';

export interface Held {
  readonly rights: readonly Right[];
  readonly who: (holder: Holder, context: Context) => boolean;
  /** The only namespace in which the right matters; cluster-wide it does as well. */
  readonly within?: string;
  /** Rights in one namespace do not count. */
  readonly clusterWide?: true;
  /** A right limited to names counts: what the names are decides nothing. */
  readonly despiteNames?: boolean;
  /** What the holder can do. */
  readonly can: string;
}

interface HeldBy {
  readonly grant: GrantSubject;
  readonly holders: readonly Holder[];
}

/** One instance for each binding that gives one of the rights to somebody who should not have it. */
export function holdersOf(context: Context, row: Held): readonly ThreatInstance[] {
  return holdingsOf(context, row).map(({ instance }) => instance);
}

/** As `holdersOf`, with the namespace in which each holds; null for the whole cluster. */
export function holdingsOf(context: Context, row: Held): readonly { readonly namespace: string | null; readonly instance: ThreatInstance }[] {
  const found: { readonly namespace: string | null; readonly instance: ThreatInstance }[] = [];
  // Bindings share roles, and roles share lists of rules: a list that gives nothing is asked once.
  const [inCluster, inNamespace] = [new Set<GrantSubject['rules']>(), new Set<GrantSubject['rules']>()];
  for (const held of grantsTo(row.who, context)) {
    const { namespace, rules } = held.grant;
    if (namespace !== null && (row.clusterWide === true || (row.within !== undefined && namespace !== row.within))) continue;
    const giveNothing = namespace === null ? inCluster : inNamespace;
    if (giveNothing.has(rules)) continue;
    const match = firstMatch(held.grant, row.rights, ({ names }) => row.despiteNames === true || names.length === 0);
    if (match) found.push({ namespace, instance: new ThroughGrant(held, match, row.can) });
    else giveNothing.add(rules);
  }
  return found;
}

/** As `holdersOf`; where there is none, the question whether anybody else holds it. */
export function heldBy(context: Context, row: Held): Iterable<ThreatInstance> {
  return orElse(holdersOf(context, row), () => nobody(context));
}

// Thirty threats walk the same bindings, and ask for four kinds of subject.
const granted = new WeakMap<Context, Map<Held['who'], readonly HeldBy[]>>();

/** Whom of them each binding names; those that name none are left out. */
function grantsTo(who: Held['who'], context: Context): readonly HeldBy[] {
  const ofContext = granted.get(context) ?? new Map<Held['who'], readonly HeldBy[]>();
  granted.set(context, ofContext);
  let found = ofContext.get(who);
  if (!found) {
    found = context.rights.grants.map((grant) => ({ grant, holders: grant.holders.filter((holder) => who(holder, context)) })).filter(({ holders }) => holders.length > 0);
    ofContext.set(who, found);
  }
  return found;
}

const [everywhere, inOneNamespace]: readonly [ThreatInstance['factors'], ThreatInstance['factors']] = [{ spread: 'cluster' }, { spread: 'namespace' }];

/** Text and evidence are put together when a report reads them. */
class ThroughGrant implements ThreatInstance {
  readonly #held: HeldBy;
  readonly #match: Match;
  readonly #can: string;
  readonly holds = true;

  constructor(held: HeldBy, match: Match, can: string) {
    this.#held = held;
    this.#match = match;
    this.#can = can;
  }

  get scope(): ObjectRef {
    return this.#match.editable;
  }

  get message(): string {
    const { grant: { namespace }, holders } = this.#held;
    const more = holders.length > 3 ? ` and ${holders.length - 3} more` : '';
    return `${holders.slice(0, 3).map(holderLabel).join(', ')}${more} may ${this.#can} ${namespace === null ? 'in the whole cluster' : `in namespace ${namespace}`}`;
  }

  get exposed(): Fact<boolean> {
    const { grant } = this.#held;
    return known(true, this.#match.evidence, evidence(grant.ref, ['subjects'], grant.binding['subjects']));
  }

  get factors(): ThreatInstance['factors'] {
    return this.#held.grant.namespace === null ? everywhere : inOneNamespace;
  }
}

/** What is told of an instance, for one that asks more before it is exposed. */
export function told({ scope, message, factors }: ThreatInstance): Pick<ThreatInstance, 'scope' | 'message' | 'factors'> {
  return { scope, message, factors };
}

/** What the first of the rights that counts is given by; what comes after it is not looked for. */
export function firstMatch(grant: GrantSubject, rights: readonly Right[], counts: (match: Match) => boolean): Match | undefined {
  for (const right of rights) {
    const match = grant.match(right);
    if (match && counts(match)) return match;
  }
  return undefined;
}

/** Whether a subject holds one of these rights in the whole cluster, be it for some names: hardly any does, and this is quickly asked. @param rights a list that is there for good */
export function mayHold(holder: Holder, rights: readonly Right[], context: Context): boolean {
  return context.rights.of(holder).some((grant) => grant.namespace === null && grant.gives(rights));
}

/** That nobody holds a right is known only where roles and bindings were given whole. */
export function nobody({ rights }: Context): ThreatInstance {
  return ofCluster('no binding that was given grants it', map(rights.whole, () => false));
}
