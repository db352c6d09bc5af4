import { hash } from 'node:crypto';
import type { Finding, Located, Location, Severity } from '../model/assessment.ts';
import type { Change } from '../model/change.ts';
import { fieldOf, refKey, withoutOrigin, type ObjectRef } from '../model/object.ts';
import type { Workload } from '../cluster/workload.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Locate } from '../model/locate.ts';
import { isPublic } from '../engines/network/of-cluster.ts';
import type { Context } from './context.ts';
import type { AnyRule, Breach } from './define.ts';
import type { Fail, RuleRun } from './run.ts';
import type { Judged } from './subjects.ts';
import { severityOf, type Factors } from './severity.ts';

export interface FindingInputs {
  readonly context: Context;
  readonly locate: Locate;
  readonly referencesOf: (rule: string) => readonly string[];
}

/** One finding for each rule, object and container: breaches of the same three are one finding with more evidence. */
export function findingsOf(runs: readonly RuleRun[], inputs: FindingInputs): readonly Finding[] {
  const shared = new Shared(inputs.context);
  return runs
    .flatMap((run) => draftsOf(run, shared).map((draft): Keyed => ({ finding: new FoundBreach(draft, inputs, shared), object: draft.key })))
    .toSorted(byWeight)
    .map(({ finding }) => finding);
}

interface Draft {
  /** Object and container. */
  readonly key: string;
  readonly rule: AnyRule;
  readonly fail: Fail;
  readonly object: ObjectRef;
  readonly breaches: Breach[];
  instances: number;
}

function draftsOf({ rule, fails }: RuleRun, shared: Shared): readonly Draft[] {
  const drafts = new Map<string, Draft>();
  for (const fail of fails) {
    for (const breach of fail.breaches) {
      const object = breach.object ?? fail.judged.ref;
      const key = shared.keyOf(object, fail.judged);
      const found = drafts.get(key);
      if (found) {
        found.breaches.push(breach);
        if (found.fail !== fail) found.instances += fail.judged.instances;
      } else drafts.set(key, { key, rule, fail, object, breaches: [breach], instances: fail.judged.instances });
    }
  }
  return [...drafts.values()];
}

/** What the findings of all rules say alike: a large cluster has ten of them for each container. */
class Shared {
  readonly #context: Context;
  readonly #keys = new Map<Judged, string>();
  readonly #workloads = new Map<Workload, { readonly exposed: boolean; readonly byDesign: string | null }>();
  readonly #factors = new Map<AnyRule, Map<boolean, Factors>>();

  constructor(context: Context) {
    this.#context = context;
  }

  keyOf(object: ObjectRef, judged: Judged): string {
    if (object !== judged.ref) return keyText(object, judged);
    let key = this.#keys.get(judged);
    if (key === undefined) this.#keys.set(judged, (key = keyText(object, judged)));
    return key;
  }

  ofWorkload(workload: Workload): { readonly exposed: boolean; readonly byDesign: string | null } {
    let found = this.#workloads.get(workload);
    if (!found) this.#workloads.set(workload, (found = { exposed: isPublic(this.#context.cluster, workload), byDesign: this.#context.byDesign(workload) }));
    return found;
  }

  /** The gravest instance decides; exposure comes from the cluster unless the breach knows better. */
  factorsOf(breaches: readonly Breach[], rule: AnyRule, exposed: boolean): Factors {
    if (breaches.some(({ factors }) => factors !== undefined)) {
      return breaches.map(({ factors }) => ({ ...this.#ownFactors(rule, exposed), ...factors })).reduce((worst, next) => (grades.indexOf(severityOf(next)) > grades.indexOf(severityOf(worst)) ? next : worst));
    }
    return this.#ownFactors(rule, exposed);
  }

  #ownFactors(rule: AnyRule, exposed: boolean): Factors {
    const ofRule = this.#factors.get(rule) ?? new Map<boolean, Factors>();
    this.#factors.set(rule, ofRule);
    let factors = ofRule.get(exposed);
    if (!factors) ofRule.set(exposed, (factors = { exposure: exposed ? 'internet' : 'cluster', spread: 'object', ...rule.severity }));
    return factors;
  }
}

const grades: readonly Severity[] = ['low', 'medium', 'high', 'critical'];

function keyText(object: ObjectRef, { container }: Judged): string {
  return `${refKey(object)} ${container ?? ''}`;
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
  readonly #draft: Draft;
  readonly #locate: Locate;

  constructor(draft: Draft, { locate, referencesOf }: FindingInputs, shared: Shared) {
    const { rule, fail, object, breaches, instances } = draft;
    const { workload, container } = fail.judged;
    const ofWorkload = workload && shared.ofWorkload(workload);
    this.#draft = draft;
    this.#locate = locate;
    this.rule = rule.id;
    this.factors = shared.factorsOf(breaches, rule, ofWorkload?.exposed === true);
    this.severity = severityOf(this.factors);
    this.title = rule.title;
    this.object = withoutOrigin(object);
    this.container = container ?? null;
    this.managedBy = workload?.managedBy ?? null;
    this.instances = instances;
    this.references = referencesOf(rule.id);
    // What is said of another object, for all workloads alike, is not excused by one of them.
    this.byDesign = workload && ofWorkload && (object === fail.judged.ref || object.kind === workload.ref.kind) ? ofWorkload.byDesign : null;
    this.assumed = fail.assumed;
  }

  get id(): string {
    const { apiGroup, kind, namespace, name } = this.object;
    return hash('sha256', JSON.stringify([this.rule, apiGroup, kind, namespace ?? '', name, this.container ?? ''])).slice(0, 12);
  }

  get message(): string {
    return [...new Set(this.#draft.breaches.map(({ message }) => message))].join('; ');
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
    return distinct(this.#draft.breaches.flatMap((breach) => breach.evidence)).map(this.#locate);
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
    const { id, rule, severity, factors, title, message, object, container, managedBy, instances, field, value, expected, evidence, location, references, change, byDesign, assumed, decision } = this;
    return { id, rule, severity, factors, title, message, object, container, managedBy, instances, field, value, expected, evidence, location, references, change, byDesign, assumed, decision };
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

/** Gravest first, then what is exposed, then by rule and name: the same order for the same input, whatever its order was. */
function byWeight({ finding: a, object: ofA }: Keyed, { finding: b, object: ofB }: Keyed): number {
  return (
    Number(a.byDesign !== null) - Number(b.byDesign !== null) ||
    weight[a.severity] - weight[b.severity] ||
    compare(b.factors.exposure, a.factors.exposure) ||
    compare(a.rule, b.rule) ||
    compare(ofA, ofB)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
