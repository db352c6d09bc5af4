import { hash } from 'node:crypto';
import type { Finding, Located, Location, Severity } from '../model/assessment.ts';
import type { Change } from '../model/change.ts';
import { fieldOf, refKey, withoutOrigin, type ObjectRef } from '../model/object.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Locate } from '../model/locate.ts';
import type { Context } from './context.ts';
import type { AnyRule, Breach } from './define.ts';
import type { Fail, RuleRun } from './run.ts';
import { gravest, SharedByFindings } from './shared-by-findings.ts';
import { exposures, type Factors } from './severity.ts';

export interface FindingInputs {
  readonly context: Context;
  readonly locate: Locate;
  readonly referencesOf: (rule: string) => readonly string[];
}

/** One finding for each rule, object and container: breaches of the same three are one finding with more evidence. */
export function findingsOf(runs: readonly RuleRun[], inputs: FindingInputs): readonly Finding[] {
  const shared = new SharedByFindings(inputs.context);
  return inOrder(folded(runs.flatMap((run) => foundBy(run, inputs, shared)), shared), shared);
}

function foundBy({ rule, fails }: RuleRun, inputs: FindingInputs, shared: SharedByFindings): readonly FoundBreach[] {
  const found = new Map<number, FoundBreach>();
  for (const fail of fails) {
    for (const breach of fail.breaches) {
      const object = breach.object ?? fail.judged.ref;
      const key = shared.keyOf(object, fail.judged);
      const known = found.get(key);
      if (known) known.add(breach, fail, shared);
      else found.set(key, new FoundBreach(key, rule, fail, breach, inputs, shared));
    }
  }
  return [...found.values()];
}

/** A wildcard gives what several rules look for: one cause, one finding, which says what it gives. */
function folded(all: readonly FoundBreach[], shared: SharedByFindings): readonly FoundBreach[] {
  const wide = new Map<string, FoundBreach>();
  for (const found of all) for (const breach of found.breaches) if (breach.wide === true) wide.set(placeOf(breach), found);
  if (wide.size === 0) return all;
  return all.filter((found) => {
    if (found.breaches[0]?.gives === undefined) return true;
    const within = found.breaches.map((breach) => (breach.gives === undefined ? undefined : wide.get(placeOf(breach))));
    const [first] = within;
    if (first === undefined || first.key !== found.key || within.some((each) => each !== first)) return true;
    first.takeIn(found, shared);
    return false;
  });
}

function placeOf({ evidence: [first] }: Breach): string {
  return `${refKey(first.object)} ${fieldOf(first.path)}`;
}

const noParts: readonly FoundBreach[] = [];

/** A finding whose text, places and change are made when a report reads them: of a large cluster most are only counted. */
class FoundBreach implements Finding {
  /** Object and container. */
  readonly key: number;
  readonly breaches: Breach[];
  /** What other rules found that this one gives. */
  parts: readonly FoundBreach[] = noParts;
  instances: number;
  factors: Factors;
  severity: Severity;
  also?: readonly string[];
  readonly byDesign: string | null;
  readonly #rule: AnyRule;
  readonly #fail: Fail;
  readonly #object: ObjectRef;
  readonly #inputs: FindingInputs;

  constructor(key: number, rule: AnyRule, fail: Fail, breach: Breach, inputs: FindingInputs, shared: SharedByFindings) {
    const { workload, ref, instances } = fail.judged;
    const object = breach.object ?? ref;
    const ofWorkload = workload && shared.ofWorkload(workload);
    const { factors, severity } = shared.weighed(breach, rule, ofWorkload?.exposed === true);
    this.key = key;
    this.breaches = [breach];
    this.instances = instances;
    this.factors = factors;
    this.severity = severity;
    // What is said of another object, for all workloads alike, is not excused by one of them.
    this.byDesign = workload && ofWorkload && (object === ref || object.kind === workload.ref.kind) ? ofWorkload.byDesign : null;
    this.#rule = rule;
    this.#fail = fail;
    this.#object = object;
    this.#inputs = inputs;
  }

  add(breach: Breach, fail: Fail, shared: SharedByFindings): void {
    this.breaches.push(breach);
    if (this.#fail !== fail) this.instances += fail.judged.instances;
    this.#weighAlso(breach, this.#rule, shared);
  }

  /** What another rule found of the same cause. */
  takeIn(part: FoundBreach, shared: SharedByFindings): void {
    this.parts = [...this.parts, part];
    this.also = this.parts.map(({ rule }) => rule);
    for (const breach of part.breaches) this.#weighAlso(breach, part.#rule, shared);
  }

  #weighAlso(breach: Breach, rule: AnyRule, shared: SharedByFindings): void {
    const { workload } = this.#fail.judged;
    const { factors, severity } = gravest([this, shared.weighed(breach, rule, workload !== undefined && shared.ofWorkload(workload).exposed)]);
    this.factors = factors;
    this.severity = severity;
  }

  get rule(): string {
    return this.#rule.id;
  }

  get title(): string {
    return this.#rule.title;
  }

  get object(): ObjectRef {
    return withoutOrigin(this.#object);
  }

  get container(): string | null {
    return this.#fail.judged.container ?? null;
  }

  get managedBy(): string | null {
    return this.#fail.judged.workload?.managedBy ?? null;
  }

  get references(): readonly string[] {
    const { referencesOf } = this.#inputs;
    return this.also ? [...new Set([this.rule, ...this.also].flatMap(referencesOf))] : referencesOf(this.rule);
  }

  get assumed(): boolean {
    return this.#fail.assumed;
  }

  get decision(): null {
    return null;
  }

  get id(): string {
    const { apiGroup, kind, namespace, name } = this.object;
    return hash('sha256', JSON.stringify([this.rule, apiGroup, kind, namespace ?? '', name, this.container ?? ''])).slice(0, 12);
  }

  get message(): string {
    const gives = [...new Set(this.parts.flatMap((part) => part.breaches.flatMap((breach) => breach.gives ?? [])))];
    return [...new Set(this.breaches.map(({ message }) => message))].join('; ') + (gives.length === 0 ? '' : `; that ${gives.join(', ')}`);
  }

  get field(): string {
    return fieldOf(this.#first.evidence[0].path);
  }

  get value(): string | null {
    return this.#first.evidence[0].seen;
  }

  get expected(): string | null {
    return this.#first.expected ?? null;
  }

  get evidence(): readonly Located[] {
    return distinct([this, ...this.parts].flatMap(({ breaches }) => breaches).flatMap((breach) => breach.evidence)).map(this.#inputs.locate);
  }

  get location(): Location | null {
    return this.#inputs.locate(this.#first.evidence[0]).location;
  }

  get change(): Change | null {
    const { change } = this.#first;
    const { workload } = this.#fail.judged;
    // Paths of a pod that admission changed lead nowhere in the template.
    const elsewhere = workload !== undefined && workload.object.kind !== workload.ref.kind;
    return change && !elsewhere ? { ...change, target: withoutOrigin(change.target) } : null;
  }

  get #first(): Breach {
    const [first] = this.breaches;
    if (!first) throw new Error(`rule ${this.rule} failed without a breach`);
    return first;
  }

  toJSON(): Finding {
    const { id, rule, severity, factors, title, message, object, container, managedBy, instances, field, value, expected, evidence, location, references, change, byDesign, assumed, decision, also } = this;
    return { id, rule, severity, factors, title, message, object, container, managedBy, instances, field, value, expected, evidence, location, references, change, byDesign, assumed, decision, ...(also ? { also } : {}) };
  }
}

/** Nodes that share one ConfigMap show the same place. */
function distinct(evidence: readonly Evidence[]): readonly Evidence[] {
  const seen = new Map(evidence.map((each) => [`${refKey(each.object)}|${fieldOf(each.path)}|${each.seen ?? ''}`, each]));
  return [...seen.values()];
}

const weight = { critical: 0, high: 1, medium: 2, low: 3 } as const;

/**
 * Gravest first, then what is exposed, then by rule and name: the same order for the same input, whatever its order was. A large
 * cluster has a hundred thousand findings of a few hundred weights and rules on a third as many objects: their names are sorted
 * once, and of equals the places in that order are compared.
 */
function inOrder(all: readonly FoundBreach[], shared: SharedByFindings): readonly Finding[] {
  const groups = new Map<number, Map<string, FoundBreach[]>>();
  for (const found of all) {
    const heavy = weightOf(found);
    let ofWeight = groups.get(heavy);
    if (!ofWeight) groups.set(heavy, (ofWeight = new Map()));
    const alike = ofWeight.get(found.rule);
    if (alike) alike.push(found);
    else ofWeight.set(found.rule, [found]);
  }
  const places = shared.placesInOrder();
  const placeIn = ({ key }: FoundBreach): number => places[key] ?? 0;
  const weights = [...groups].toSorted(([a], [b]) => a - b);
  return weights.flatMap(([, rules]) => [...rules].toSorted(([a], [b]) => compare(a, b)).flatMap(([, alike]) => alike.toSorted((a, b) => placeIn(a) - placeIn(b))));
}

/** The least of the gravest. */
function weightOf({ byDesign, severity, factors }: FoundBreach): number {
  return (byDesign === null ? 0 : 8) + 2 * weight[severity] + (1 - exposures[factors.exposure]);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
