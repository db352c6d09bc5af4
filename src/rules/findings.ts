import { createHash } from 'node:crypto';
import type { Finding, Located, Location } from '../model/assessment.ts';
import type { Change } from '../model/change.ts';
import { fieldOf, refKey, withoutOrigin, type ObjectRef } from '../model/object.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Locate } from '../model/locate.ts';
import type { Context } from './context.ts';
import type { Breach } from './define.ts';
import type { Fail, RuleRun } from './run.ts';
import { severityOf, type Factors } from './severity.ts';

export interface FindingInputs {
  readonly context: Context;
  readonly locate: Locate;
  readonly referencesOf: (rule: string) => readonly string[];
}

/** One finding for each rule, object and container: breaches of the same three are one finding with more evidence. */
export function findingsOf(runs: readonly RuleRun[], inputs: FindingInputs): readonly Finding[] {
  const byKey = new Map<string, { run: RuleRun; fail: Fail; object: ObjectRef; breaches: Breach[]; instances: number }>();
  for (const run of runs) {
    for (const fail of run.fails) {
      for (const breach of fail.breaches) {
        const object = breach.object ?? fail.judged.ref;
        const key = `${run.rule.id}|${refKey(object)}|${fail.judged.container ?? ''}`;
        const found = byKey.get(key);
        if (found) {
          found.breaches.push(breach);
          if (found.fail !== fail) found.instances += fail.judged.instances;
        } else byKey.set(key, { run, fail, object, breaches: [breach], instances: fail.judged.instances });
      }
    }
  }
  return [...byKey.values()].map((draft) => finding(draft, inputs)).toSorted(byWeight);
}

type Draft = { run: RuleRun; fail: Fail; object: ObjectRef; breaches: Breach[]; instances: number };

function finding({ run: { rule }, fail, object, breaches, instances }: Draft, { context, locate, referencesOf }: FindingInputs): Finding {
  const [first] = breaches;
  if (!first) throw new Error(`rule ${rule.id} failed without a breach`);
  const { judged } = fail;
  const factors = factorsOf(breaches, rule.severity, judged.workload !== undefined && context.cluster.exposures(judged.workload).length > 0);
  return {
    id: idOf(rule.id, object, judged.container),
    rule: rule.id,
    severity: severityOf(factors),
    factors,
    title: rule.title,
    message: messageOf(breaches),
    object: withoutOrigin(object),
    container: judged.container ?? null,
    managedBy: judged.workload?.managedBy ?? null,
    instances,
    field: fieldOf(first.evidence[0].path),
    value: first.evidence[0].seen,
    expected: first.expected ?? null,
    // Places are looked up, and changes written out, for what a report reads.
    get evidence(): readonly Located[] {
      return distinct(breaches.flatMap((breach) => breach.evidence)).map(locate);
    },
    get location(): Location | null {
      return locate(first.evidence[0]).location;
    },
    references: referencesOf(rule.id),
    get change(): Change | null {
      // Paths of a pod that admission changed lead nowhere in the template.
      const elsewhere = judged.workload !== undefined && judged.workload.object.kind !== judged.workload.ref.kind;
      return first.change && !elsewhere ? { ...first.change, target: withoutOrigin(first.change.target) } : null;
    },
    byDesign: judged.workload ? context.byDesign(judged.workload) : null,
    assumed: fail.assumed,
  };
}

/** Nodes that share one ConfigMap show the same place. */
function distinct(evidence: readonly Evidence[]): readonly Evidence[] {
  const seen = new Map(evidence.map((each) => [`${refKey(each.object)}|${fieldOf(each.path)}|${each.seen ?? ''}`, each]));
  return [...seen.values()];
}

function messageOf(breaches: readonly Breach[]): string {
  return [...new Set(breaches.map((breach) => breach.message))].join('; ');
}

/** The gravest instance decides; exposure comes from the cluster unless the breach knows better. */
function factorsOf(breaches: readonly Breach[], base: FindingFactors, exposed: boolean): Factors {
  const candidates = breaches.map((breach): Factors => ({ exposure: exposed ? 'internet' : 'cluster', spread: 'object', ...base, ...breach.factors }));
  const order = ['low', 'medium', 'high', 'critical'];
  return candidates.reduce((worst, next) => (order.indexOf(severityOf(next)) > order.indexOf(severityOf(worst)) ? next : worst));
}

type FindingFactors = Pick<Factors, 'gain' | 'position' | 'effort'> & Partial<Factors>;

function idOf(rule: string, object: ObjectRef, container: string | undefined): string {
  const parts = [rule, object.apiGroup, object.kind, object.namespace ?? '', object.name, container ?? ''];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 12);
}

const weight = { critical: 0, high: 1, medium: 2, low: 3 } as const;

/** Gravest first, then what is exposed, then by rule and name: the same order for the same input, whatever its order was. */
function byWeight(a: Finding, b: Finding): number {
  return (
    Number(a.byDesign !== null) - Number(b.byDesign !== null) ||
    weight[a.severity] - weight[b.severity] ||
    compare(b.factors.exposure, a.factors.exposure) ||
    compare(a.rule, b.rule) ||
    compare(refKey(a.object), refKey(b.object)) ||
    compare(a.container ?? '', b.container ?? '')
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
