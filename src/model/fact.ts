import type { Evidence } from './evidence.ts';
import type { Gap } from './gap.ts';

// The symbol is not exported: no other module can build a Fact, so no rule can forge a pass. A type alone: no fact carries it.
declare const sealed: unique symbol;

/** A value that was read or follows from what was read. `assumed`: it rests on an assumption of the coverage. */
export interface Known<T> {
  readonly [sealed]: true;
  readonly known: true;
  readonly value: T;
  readonly evidence: readonly Evidence[];
  readonly assumed: boolean;
}

/** A value that was not read. At least one gap says what would decide it. */
export interface Unknown {
  readonly [sealed]: true;
  readonly known: false;
  readonly gaps: readonly Gap[];
}

export type Fact<T> = Known<T> | Unknown;

// Millions of facts are made in a large cluster: of one shape they are small and quickly read.
class KnownFact<T> implements Known<T> {
  declare readonly [sealed]: true;
  readonly known: true;
  readonly value: T;
  readonly evidence: readonly Evidence[];
  readonly assumed: boolean;

  constructor(value: T, evidence: readonly Evidence[], assumed: boolean) {
    this.known = true;
    this.value = value;
    this.evidence = evidence;
    this.assumed = assumed;
  }
}

class UnknownFact implements Unknown {
  declare readonly [sealed]: true;
  readonly known: false;
  readonly gaps: readonly Gap[];

  constructor(gaps: readonly Gap[]) {
    this.known = false;
    this.gaps = gaps;
  }
}

export function known<T>(value: T, ...evidence: Evidence[]): Known<T> {
  return new KnownFact(value, evidence, false);
}

/** As `known`, for what follows from an assumption (a namespace whose manifests are taken as complete). */
export function assumed<T>(value: T, ...evidence: Evidence[]): Known<T> {
  return new KnownFact(value, evidence, true);
}

export function unknown(first: Gap, ...more: Gap[]): Unknown {
  return new UnknownFact([first, ...more]);
}

function waitingFor(unknowns: readonly Unknown[]): Unknown {
  return new UnknownFact([...new Set(unknowns.flatMap((fact) => fact.gaps))]);
}

function merged<T>(value: T, facts: readonly Known<unknown>[]): Known<T> {
  let evidence: readonly Evidence[] = [];
  let rests = false;
  for (const fact of facts) {
    evidence = joined(evidence, fact.evidence);
    rests ||= fact.assumed;
  }
  return new KnownFact(value, evidence, rests);
}

function joined(a: readonly Evidence[], b: readonly Evidence[]): readonly Evidence[] {
  return a.length === 0 ? b : b.length === 0 ? a : [...a, ...b];
}

export function map<A, B>(fact: Fact<A>, f: (value: A) => B): Fact<B> {
  return fact.known ? new KnownFact(f(fact.value), fact.evidence, fact.assumed) : fact;
}

export function chain<A, B>(fact: Fact<A>, f: (value: A) => Fact<B>): Fact<B> {
  if (!fact.known) return fact;
  const next = f(fact.value);
  // What nothing was read for adds nothing: most questions start from such a fact.
  if (!next.known || (fact.evidence.length === 0 && (!fact.assumed || next.assumed))) return next;
  return new KnownFact(next.value, joined(fact.evidence, next.evidence), fact.assumed || next.assumed);
}

/** Kleene's conjunction: one known false decides, and only its evidence is kept. */
export function all(...facts: Fact<boolean>[]): Fact<boolean> {
  const refuted = facts.find((fact) => fact.known && !fact.value && !fact.assumed) ?? facts.find((fact) => fact.known && !fact.value);
  if (refuted) return refuted;
  const open = facts.filter((fact) => !fact.known);
  if (open.length > 0) return waitingFor(open);
  return merged(true, facts as Known<boolean>[]);
}

/** Kleene's disjunction: one known true decides, and only its evidence is kept. */
export function any(...facts: Fact<boolean>[]): Fact<boolean> {
  const shown = facts.find((fact) => fact.known && fact.value && !fact.assumed) ?? facts.find((fact) => fact.known && fact.value);
  if (shown) return shown;
  const open = facts.filter((fact) => !fact.known);
  if (open.length > 0) return waitingFor(open);
  return merged(false, facts as Known<boolean>[]);
}

export function not(fact: Fact<boolean>): Fact<boolean> {
  return map(fact, (value) => !value);
}

/** All values at once; unknown as soon as one is. */
export function collected<T>(facts: readonly Fact<T>[]): Fact<readonly T[]> {
  const open = facts.filter((fact) => !fact.known);
  if (open.length > 0) return waitingFor(open);
  const values = facts as readonly Known<T>[];
  return merged(
    values.map((fact) => fact.value),
    values,
  );
}
