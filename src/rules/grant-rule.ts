import type { PolicyRule } from '../engines/access/rules.ts';
import type { GrantSubject } from '../engines/rights.ts';
import { evidence } from '../model/evidence.ts';
import { chain, collected, known, map, type Fact } from '../model/fact.ts';
import { refKey, type ObjectRef } from '../model/object.ts';
import type { Context } from './context.ts';
import { defineRule, type AnyRule, type Breach, type Rule } from './define.ts';
import { boundTo } from './grant-examples.ts';
import { foundIn, grantsEverything, isWildcard, rightsLabel, roleIsKnown, runsCode, type Found, type Sought } from './grant-found.ts';
import { chainLabel, componentOf, crowdOf, holdersLabel, isHeldByContainers, whereLabel } from './grant-holders.ts';
import type { BaseFactors, Factors } from './severity.ts';

export interface GrantRule extends Sought {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly fix: string;
  readonly severity: BaseFactors;
  /** The only namespace in which the right matters; cluster-wide it does as well. */
  readonly within?: string;
  /** Nothing to add for a subject who runs code in the same pods: other rules name that. */
  readonly lesser?: boolean;
  /** Grave enough to be named beside the wildcard that gives it. */
  readonly evenByWildcard?: boolean;
  readonly appliesTo?: (grant: GrantSubject, context: Context) => boolean;
  /** Factors that depend on who holds it and what else they hold. */
  readonly raise?: (found: Found, context: Context) => Partial<Factors>;
  readonly message: string | ((found: Found) => string);
  readonly expected: string;
  /** One rule of a role that is bound cluster-wide, or a whole input. */
  readonly bad: readonly (PolicyRule | string)[];
  readonly good: readonly (PolicyRule | string)[];
  readonly unknown?: readonly (PolicyRule | string)[];
}

/** A rule about what a binding really grants: the role is named where a person can edit it, else the binding. */
export function grantRule(row: GrantRule): Rule<'grant'> {
  const holdings = new WeakMap<Context, Map<string, Fact<Held>>>();
  const rule = defineRule<'grant'>({
    id: row.id,
    on: 'grant',
    title: row.title,
    why: row.why,
    fix: row.fix,
    severity: row.severity,
    appliesTo: (grant, context) => appliesTo(row, grant, context),
    check: (grant, context) =>
      chain(foundIn(row, grant, context), (found) => {
        if (!found) return map(roleIsKnown(grant, context), () => []);
        if (isLeftToOthers(row, found)) return known([]);
        return map(holdingsOf(row, found, context, holdings), (held) => [breach(row, found, held, context)]);
      }),
    examples: { bad: row.bad.map(example), good: row.good.map(example), unknown: (row.unknown ?? []).map(example) },
  });
  rows.set(rule, row);
  return rule;
}

const rows = new WeakMap<AnyRule, GrantRule>();

/** What a grant gives of what a grant rule looks for, whichever rule names it in the end; other rules judge by themselves. */
export function grantBreaches(rule: Rule<'grant'>, grant: GrantSubject, context: Context): Fact<readonly Breach[]> {
  const row = rows.get(rule);
  if (!row) {
    const judgement = rule.check(grant, context);
    return 'known' in judgement ? judgement : known(judgement);
  }
  return map(foundIn(row, grant, context), (found) => (found ? [breach(row, found, () => partOf(found, context), context)] : []));
}

// One root cause, one finding: who holds every right, and what is given to nobody in particular, is named by rules of their own.
function appliesTo(row: GrantRule, grant: GrantSubject, context: Context): boolean {
  if (row.within !== undefined && grant.namespace !== null && grant.namespace !== row.within) return false;
  if (row.appliesTo && !row.appliesTo(grant, context)) return false;
  if (grant.holders.length > 0 && grant.holders.every((holder) => crowdOf(holder) !== undefined)) return false;
  if (row.rights.some(({ verb, resource }) => verb === '*' && resource === '*')) return true;
  return !grantsEverything(grant) && !(row.lesser === true && runsCode(grant));
}

function isLeftToOthers(row: GrantRule, { match, holders }: Found): boolean {
  return holders.length === 0 || (row.evenByWildcard !== true && isWildcard(match));
}

/** Where and by whom a right is held, in words. */
type Held = () => string;

/** All bindings of the role that the finding names, in one text. */
function holdingsOf(row: GrantRule, found: Found, context: Context, made: WeakMap<Context, Map<string, Fact<Held>>>): Fact<Held> {
  const { editable } = found.match;
  if (refKey(editable) === refKey(found.grant.ref)) return known(() => partOf(found, context));
  const texts = made.get(context) ?? new Map<string, Fact<Held>>();
  made.set(context, texts);
  const key = `${refKey(found.grant.role)} ${refKey(editable)}`;
  let held = texts.get(key);
  if (!held) {
    const grants = context.rights.through(found.grant.role).filter((grant) => appliesTo(row, grant, context));
    held = map(collected(grants.map((grant) => foundIn(row, grant, context))), (all): Held => {
      let text: string | undefined;
      return () => (text ??= partsLabel(all.flatMap((each) => (each && !isLeftToOthers(row, each) && refKey(each.match.editable) === refKey(editable) ? [partOf(each, context)] : []))));
    });
    texts.set(key, held);
  }
  return held;
}

function partsLabel(all: readonly string[]): string {
  const parts = [...new Set(all)];
  return `${parts.slice(0, 3).join('; ')}${parts.length > 3 ? ` and by ${parts.length - 3} more bindings` : ''}`;
}

function breach(row: GrantRule, found: Found, held: Held, context: Context): Breach {
  return new GrantBreach(row, found, held, factorsOf(row, found, context));
}

/** A large cluster has thousands of bindings that give the same: what is said of each is put together when it is read. */
class GrantBreach implements Breach {
  readonly object: ObjectRef;
  readonly factors: Partial<Factors>;
  readonly gives: string;
  readonly #row: GrantRule;
  readonly #found: Found;
  readonly #held: Held;

  constructor(row: GrantRule, found: Found, held: Held, factors: Partial<Factors>) {
    this.object = found.match.editable;
    this.factors = factors;
    this.gives = typeof row.message === 'string' ? row.message : row.message(found);
    this.#row = row;
    this.#found = found;
    this.#held = held;
  }

  get message(): string {
    return `${this.gives} (${rightsLabel(this.#found.rights)}) ${this.#held()}`;
  }

  get evidence(): Breach['evidence'] {
    const { grant, match, besides } = this.#found;
    return [match.evidence, evidence(grant.ref, ['subjects'], grant.binding['subjects']), ...besides.map((other) => other.match.evidence)];
  }

  get expected(): string {
    return this.#row.expected;
  }
}

function partOf({ grant, match, holders, namespace }: Found, context: Context): string {
  const names = match.names.length > 0 ? `, limited to ${match.names.slice(0, 3).join(', ')}` : '';
  return `${whereLabel({ namespace })}${names}, held by ${holdersLabel(holders, context)} (${chainLabel([grant.ref, ...match.chain])})`;
}

/** In one namespace nobody gains the cluster. */
function factorsOf(row: GrantRule, found: Found, context: Context): Partial<Factors> {
  const wide = found.namespace === null || row.within !== undefined;
  const { gain, position } = row.severity;
  return {
    spread: wide ? 'cluster' : 'namespace',
    gain: !wide && gain === 'cluster' ? 'secrets' : gain,
    position: position === 'a container' ? positionOf(found, context) : position,
    ...row.raise?.(found, context),
  };
}

/** What only people hold, no container gives away; a component of the control plane is harder to get into than any. */
function positionOf({ holders }: Found, context: Context): Factors['position'] {
  if (!holders.some(isHeldByContainers)) return 'a user';
  return holders.every((holder) => componentOf(holder, context) !== undefined) ? 'an administrator' : 'a container';
}

function example(rule: PolicyRule | string): string {
  return typeof rule === 'string' ? rule : boundTo(`{kind: ServiceAccount, name: app, namespace: shop}`, rule);
}
