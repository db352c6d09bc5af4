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
import { severityOf, type Factors } from './severity.ts';

export interface FindingInputs {
  readonly context: Context;
  readonly locate: Locate;
  readonly referencesOf: (rule: string) => readonly string[];
}

/** One finding for each rule, object and container: breaches of the same three are one finding with more evidence. */
export function findingsOf(runs: readonly RuleRun[], inputs: FindingInputs): readonly Finding[] {
  const shared = new SharedByFindings(inputs.context);
  return inOrder(folded(runs.flatMap((run) => draftsOf(run, shared))).map((draft): Keyed => ({ finding: new FoundBreach(draft, inputs, shared), object: draft.key })));
}

/** A wildcard gives what several rules look for: one cause, one finding, which says what it gives. */
function folded(drafts: readonly Draft[]): readonly Draft[] {
  const wide = new Map<string, Draft>();
  for (const draft of drafts) for (const breach of draft.breaches) if (breach.wide === true) wide.set(placeOf(breach), draft);
  if (wide.size === 0) return drafts;
  return drafts.filter((draft) => {
    const within = draft.breaches.map((breach) => (breach.gives === undefined ? undefined : wide.get(placeOf(breach))));
    const [first] = within;
    if (first === undefined || first.key !== draft.key || within.some((each) => each !== first)) return true;
    first.parts.push(draft);
    return false;
  });
}

function placeOf({ evidence: [first] }: Breach): string {
  return `${refKey(first.object)} ${fieldOf(first.path)}`;
}

interface Draft {
  /** Object and container. */
  readonly key: string;
  readonly rule: AnyRule;
  readonly fail: Fail;
  readonly object: ObjectRef;
  readonly breaches: Breach[];
  /** What other rules found that this one gives. */
  readonly parts: Draft[];
  instances: number;
}

function draftsOf({ rule, fails }: RuleRun, shared: SharedByFindings): readonly Draft[] {
  const drafts = new Map<string, Draft>();
  for (const fail of fails) {
    for (const breach of fail.breaches) {
      const object = breach.object ?? fail.judged.ref;
      const key = shared.keyOf(object, fail.judged);
      const found = drafts.get(key);
      if (found) {
        found.breaches.push(breach);
        if (found.fail !== fail) found.instances += fail.judged.instances;
      } else drafts.set(key, { key, rule, fail, object, breaches: [breach], parts: [], instances: fail.judged.instances });
    }
  }
  return [...drafts.values()];
}

/** A finding whose text, places and change are made when a report reads them: of a large cluster most are only counted. */
class FoundBreach implements Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly factors: Factors;
  readonly title: string;
  readonly object: ObjectRef;
  readonly container: string | null;
  readonly managedBy: string | null;
  readonly instances: number;
  readonly references: readonly string[];
  readonly byDesign: string | null;
  readonly assumed: boolean;
  readonly decision: null = null;
  readonly also?: readonly string[];
  readonly #draft: Draft;
  readonly #locate: Locate;

  constructor(draft: Draft, { locate, referencesOf }: FindingInputs, shared: SharedByFindings) {
    const { rule, fail, object, parts, instances } = draft;
    const { workload, container } = fail.judged;
    const ofWorkload = workload && shared.ofWorkload(workload);
    this.#draft = draft;
    this.#locate = locate;
    this.rule = rule.id;
    this.factors = gravest([draft, ...parts].map((each) => shared.factorsOf(each.breaches, each.rule, ofWorkload?.exposed === true)));
    this.severity = severityOf(this.factors);
    this.title = rule.title;
    this.object = withoutOrigin(object);
    this.container = container ?? null;
    this.managedBy = workload?.managedBy ?? null;
    this.instances = instances;
    this.references = parts.length === 0 ? referencesOf(rule.id) : [...new Set([rule.id, ...parts.map((part) => part.rule.id)].flatMap(referencesOf))];
    if (parts.length > 0) this.also = parts.map((part) => part.rule.id);
    // What is said of another object, for all workloads alike, is not excused by one of them.
    this.byDesign = workload && ofWorkload && (object === fail.judged.ref || object.kind === workload.ref.kind) ? ofWorkload.byDesign : null;
    this.assumed = fail.assumed;
  }

  get id(): string {
    const { apiGroup, kind, namespace, name } = this.object;
    return hash('sha256', JSON.stringify([this.rule, apiGroup, kind, namespace ?? '', name, this.container ?? ''])).slice(0, 12);
  }

  get message(): string {
    const { breaches, parts } = this.#draft;
    const gives = [...new Set(parts.flatMap((part) => part.breaches.flatMap((breach) => breach.gives ?? [])))];
    return [...new Set(breaches.map(({ message }) => message))].join('; ') + (gives.length === 0 ? '' : `; that ${gives.join(', ')}`);
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
    return distinct([this.#draft, ...this.#draft.parts].flatMap(({ breaches }) => breaches).flatMap((breach) => breach.evidence)).map(this.#locate);
  }

  get location(): Location | null {
    return this.#locate(this.#first.evidence[0]).location;
  }

  get change(): Change | null {
    const { change } = this.#first;
    const { workload } = this.#draft.fail.judged;
    // Paths of a pod that admission changed lead nowhere in the template.
    const elsewhere = workload !== undefined && workload.object.kind !== workload.ref.kind;
    return change && !elsewhere ? { ...change, target: withoutOrigin(change.target) } : null;
  }

  get #first(): Breach {
    const [first] = this.#draft.breaches;
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

interface Keyed {
  readonly finding: Finding;
  readonly object: string;
}

/**
 * Gravest first, then what is exposed, then by rule and name: the same order for the same input, whatever its order was. A large
 * cluster has a hundred thousand findings that differ in a few hundred weights: those are sorted first, then names among equals.
 */
function inOrder(all: readonly Keyed[]): readonly Finding[] {
  const groups = [...Map.groupBy(all, ({ finding: { byDesign, severity, factors, rule } }) => `${byDesign === null} ${severity} ${factors.exposure} ${rule}`).values()];
  return groups.toSorted(([a], [b]) => (a && b ? byWeight(a.finding, b.finding) : 0)).flatMap((alike) => alike.toSorted((a, b) => compare(a.object, b.object)).map(({ finding }) => finding));
}

function byWeight(a: Finding, b: Finding): number {
  return Number(a.byDesign !== null) - Number(b.byDesign !== null) || weight[a.severity] - weight[b.severity] || compare(b.factors.exposure, a.factors.exposure) || compare(a.rule, b.rule);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
