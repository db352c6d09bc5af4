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
  return inOrder(folded(runs.flatMap((run) => draftsOf(run, shared))), inputs, shared);
}

/** A wildcard gives what several rules look for: one cause, one finding, which says what it gives. */
function folded(drafts: readonly Draft[]): readonly Draft[] {
  const wide = new Map<string, Draft>();
  for (const draft of drafts) for (const breach of draft.breaches) if (breach.wide === true) wide.set(placeOf(breach), draft);
  if (wide.size === 0) return drafts;
  return drafts.filter((draft) => {
    if (draft.breaches[0]?.gives === undefined) return true;
    const within = draft.breaches.map((breach) => (breach.gives === undefined ? undefined : wide.get(placeOf(breach))));
    const [first] = within;
    if (first === undefined || first.key !== draft.key || within.some((each) => each !== first)) return true;
    first.parts = [...first.parts, draft];
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
  parts: readonly Draft[];
  instances: number;
}

const noParts: readonly Draft[] = [];

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
      } else drafts.set(key, { key, rule, fail, object, breaches: [breach], parts: noParts, instances: fail.judged.instances });
    }
  }
  return [...drafts.values()];
}

/** A finding whose text, places and change are made when a report reads them: of a large cluster most are only counted. */
class FoundBreach implements Finding {
  readonly severity: Severity;
  readonly factors: Factors;
  readonly byDesign: string | null;
  readonly decision: null = null;
  readonly also?: readonly string[];
  readonly #draft: Draft;
  readonly #inputs: FindingInputs;

  constructor(draft: Draft, inputs: FindingInputs, shared: SharedByFindings) {
    const { rule, fail, object, parts, breaches } = draft;
    const { workload } = fail.judged;
    const ofWorkload = workload && shared.ofWorkload(workload);
    const exposed = ofWorkload?.exposed === true;
    this.#draft = draft;
    this.#inputs = inputs;
    const own = shared.weighed(breaches, rule, exposed);
    const { factors, severity } = parts.length === 0 ? own : gravest([own, ...parts.map((each) => shared.weighed(each.breaches, each.rule, exposed))]);
    this.factors = factors;
    this.severity = severity;
    if (parts.length > 0) this.also = parts.map((part) => part.rule.id);
    // What is said of another object, for all workloads alike, is not excused by one of them.
    this.byDesign = workload && ofWorkload && (object === fail.judged.ref || object.kind === workload.ref.kind) ? ofWorkload.byDesign : null;
  }

  get rule(): string {
    return this.#draft.rule.id;
  }

  get title(): string {
    return this.#draft.rule.title;
  }

  get object(): ObjectRef {
    return withoutOrigin(this.#draft.object);
  }

  get container(): string | null {
    return this.#draft.fail.judged.container ?? null;
  }

  get managedBy(): string | null {
    return this.#draft.fail.judged.workload?.managedBy ?? null;
  }

  get instances(): number {
    return this.#draft.instances;
  }

  get references(): readonly string[] {
    const { referencesOf } = this.#inputs;
    return this.also ? [...new Set([this.rule, ...this.also].flatMap(referencesOf))] : referencesOf(this.rule);
  }

  get assumed(): boolean {
    return this.#draft.fail.assumed;
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
    return distinct([this.#draft, ...this.#draft.parts].flatMap(({ breaches }) => breaches).flatMap((breach) => breach.evidence)).map(this.#inputs.locate);
  }

  get location(): Location | null {
    return this.#inputs.locate(this.#first.evidence[0]).location;
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

/**
 * Gravest first, then what is exposed, then by rule and name: the same order for the same input, whatever its order was. A large
 * cluster has a hundred thousand findings of a few hundred weights and rules on a third as many objects: each of the two is sorted
 * by itself, and what is taken in the order of names lies in that order in its group.
 */
function inOrder(drafts: readonly Draft[], inputs: FindingInputs, shared: SharedByFindings): readonly Finding[] {
  const byObject = Map.groupBy(drafts, ({ key }) => key);
  const groups = new Map<number, Map<string, Finding[]>>();
  for (const key of [...byObject.keys()].toSorted(compare)) {
    for (const draft of byObject.get(key) ?? []) {
      const finding = new FoundBreach(draft, inputs, shared);
      const heavy = weightOf(finding);
      let ofWeight = groups.get(heavy);
      if (!ofWeight) groups.set(heavy, (ofWeight = new Map()));
      const alike = ofWeight.get(finding.rule);
      if (alike) alike.push(finding);
      else ofWeight.set(finding.rule, [finding]);
    }
  }
  const weights = [...groups].toSorted(([a], [b]) => a - b);
  return weights.flatMap(([, rules]) => [...rules].toSorted(([a], [b]) => compare(a, b)).flatMap(([, alike]) => alike));
}

/** The least of the gravest. */
function weightOf({ byDesign, severity, factors }: FoundBreach): number {
  return (byDesign === null ? 0 : 8) + 2 * weight[severity] + (1 - exposures[factors.exposure]);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
