// Who holds rights that they should not have, binding by binding.

import { holderLabel, type GrantSubject, type Holder, type Match, type Right } from '../../engines/rights.ts';
import { evidence } from '../../model/evidence.ts';
import { known, map } from '../../model/fact.ts';
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
  return grantsTo(row.who, context).flatMap((held) => {
    const instance = heldThrough(held, row);
    return instance ? [{ namespace: held.grant.namespace, instance }] : [];
  });
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

function heldThrough({ grant, holders }: HeldBy, { rights, within, despiteNames, clusterWide, can }: Held): ThreatInstance | undefined {
  if (grant.namespace !== null && (clusterWide === true || (within !== undefined && grant.namespace !== within))) return undefined;
  const match = firstMatch(grant, rights, (each) => despiteNames === true || each.names.length === 0);
  if (!match) return undefined;
  const shown = holders.slice(0, 3).map(holderLabel).join(', ');
  const more = holders.length > 3 ? ` and ${holders.length - 3} more` : '';
  return {
    scope: match.editable,
    message: `${shown}${more} may ${can} ${grant.namespace === null ? 'in the whole cluster' : `in namespace ${grant.namespace}`}`,
    exposed: known(true, match.evidence, evidence(grant.ref, ['subjects'], grant.binding['subjects'])),
    factors: grant.namespace === null ? { spread: 'cluster' } : { spread: 'namespace' },
  };
}

/** What the first of the rights that counts is given by; what comes after it is not looked for. */
export function firstMatch(grant: GrantSubject, rights: readonly Right[], counts: (match: Match) => boolean): Match | undefined {
  for (const right of rights) {
    const match = grant.match(right);
    if (match && counts(match)) return match;
  }
  return undefined;
}

/** That nobody holds a right is known only where roles and bindings were given whole. */
export function nobody({ rights }: Context): ThreatInstance {
  return ofCluster('no binding that was given grants it', map(rights.whole, () => false));
}
