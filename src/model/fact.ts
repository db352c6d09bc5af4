import type { Evidence } from './evidence.ts';
import type { Gap } from './gap.ts';

// The symbol is not exported: no other module can build a Fact, so no rule can forge a pass.
const sealed: unique symbol = Symbol('fact');

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

export function known<T>(value: T, ...evidence: Evidence[]): Known<T> {
  return { [sealed]: true, known: true, value, evidence, assumed: false };
}

/** As `known`, for what follows from an assumption (a namespace whose manifests are taken as complete). */
export function assumed<T>(value: T, ...evidence: Evidence[]): Known<T> {
  return { [sealed]: true, known: true, value, evidence, assumed: true };
}

export function unknown(first: Gap, ...more: Gap[]): Unknown {
  return { [sealed]: true, known: false, gaps: [first, ...more] };
}

function waitingFor(unknowns: readonly Unknown[]): Unknown {
  return { [sealed]: true, known: false, gaps: [...new Set(unknowns.flatMap((fact) => fact.gaps))] };
}

function merged<T>(value: T, facts: readonly Known<unknown>[]): Known<T> {
  return {
    [sealed]: true,
    known: true,
    value,
    evidence: facts.flatMap((fact) => fact.evidence),
    assumed: facts.some((fact) => fact.assumed),
  };
}

export function map<A, B>(fact: Fact<A>, f: (value: A) => B): Fact<B> {
  return fact.known ? { [sealed]: true, known: true, value: f(fact.value), evidence: fact.evidence, assumed: fact.assumed } : fact;
}

export function chain<A, B>(fact: Fact<A>, f: (value: A) => Fact<B>): Fact<B> {
  if (!fact.known) return fact;
  const next = f(fact.value);
  // What nothing was read for adds nothing: most questions start from such a fact.
  if (!next.known || (fact.evidence.length === 0 && !fact.assumed)) return next;
  return merged(next.value, [fact, next]);
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
