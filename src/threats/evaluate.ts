import type { Severity, ThreatInstanceResult, ThreatResult, ThreatVerdict } from '../model/assessment.ts';
import type { PathResult } from '../model/attack-path.ts';
import { gap, type Gap } from '../model/gap.ts';
import type { Locate } from '../model/locate.ts';
import { refKey, withoutOrigin } from '../model/object.ts';
import type { Context } from '../rules/context.ts';
import { severityOf, type Factors } from '../rules/severity.ts';
import type { Threat } from './define.ts';
import { factorsOn } from './path-severity.ts';
import { pathsThrough } from './paths.ts';
import { tallied, verdictOf, type ThreatInstance } from './verdict.ts';

/** The gap of a threat that Glacis has data for and no decision procedure yet: its own kind, never mixed with what a cluster hides. */
export const notAssessed: Gap = gap('not-assessed', 'gap/not-assessed', 'This version of Glacis describes the threat and does not decide it yet.');

interface Judged {
  readonly instance: ThreatInstance;
  readonly verdict: ThreatVerdict;
}

export interface EvaluatedThreat {
  readonly result: ThreatResult;
  readonly gaps: readonly Gap[];
}

/**
 * The verdict of one threat with its instances; unknown with a gap of its own kind where it is not decided by this version.
 * @param paths what attackers reach in this cluster
 */
export function evaluateThreat(threat: Threat, context: Context, locate: Locate, paths: readonly PathResult[] = []): EvaluatedThreat {
  if (!threat.decide) return { result: resultOf(threat, { verdict: 'unknown', counts: {}, gaps: [], severity: null, ownSeverity: null, through: [], shown: [] }, locate), gaps: [notAssessed] };
  const counts: Partial<Record<ThreatVerdict, number>> = {};
  const gaps = new Set<Gap>();
  const shown: ThreatInstance[] = [];
  const present: ThreatInstance[] = [];
  // Most instances have no factors of their own, and many share theirs.
  const factors = new Set<ThreatInstance['factors']>();
  for (const instance of threat.decide(context)) {
    const verdict = verdictOf(instance);
    counts[verdict] = (counts[verdict] ?? 0) + (instance.times ?? 1);
    // What is simply not there is counted: a list of every container that is not privileged tells nobody anything.
    if (verdict !== 'absent' && verdict !== 'not-applicable') shown.push(instance);
    if (verdict === 'present') {
      present.push(instance);
      factors.add(instance.factors);
    } else if (verdict === 'unknown') for (const gap of gapsOf(instance)) gaps.add(gap);
  }
  const verdict = tallied(Object.keys(counts) as ThreatVerdict[]);
  const through = present.length === 0 ? [] : pathsThrough(threat.id, () => each(present), paths);
  const ownSeverity = present.length > 0 ? gravest(threat, factors, []) : null;
  const certain = through.flatMap((index) => paths[index] ?? []).filter((path) => path.verdict === 'certain');
  const evaluation = { verdict, counts, gaps: [...gaps], severity: certain.length > 0 ? gravest(threat, factors, certain) : ownSeverity, ownSeverity, through, shown };
  return { result: resultOf(threat, evaluation, locate), gaps: evaluation.gaps };
}

/** What one namespace or policy refuses is told once, and so is the same of one object; the counts have all of it. In one order for one cluster: by verdict, object and message. */
function toldOnce(instances: readonly ThreatInstance[]): readonly Judged[] {
  const told = new Map<string, Judged>();
  // One instance may stand for all containers that a namespace refuses.
  for (const instance of new Set(each(instances))) {
    const judged = { instance, verdict: verdictOf(instance) };
    const key = keyOf(judged);
    if (!told.has(key)) told.set(key, judged);
  }
  return [...told].toSorted(([a], [b]) => compare(a, b)).map(([, judged]) => judged);
}

/** Those told alike one by one. */
function* each(instances: readonly ThreatInstance[]): Iterable<ThreatInstance> {
  for (const instance of instances) {
    if (instance.each) yield* instance.each();
    else yield instance;
  }
}

function keyOf({ instance: { scope, message, control }, verdict }: Judged): string {
  const refused = verdict === 'mitigated' && control?.known ? control.value : null;
  return refused ? `${verdictOrder.mitigated} ${refKey(refused)}` : `${verdictOrder[verdict]} ${refKey(scope)} ${message}`;
}

function gapsOf(instance: ThreatInstance): readonly Gap[] {
  const { asset, exposed, control } = instance;
  // Nearly always the only one: no list is made of it.
  if (!exposed.known && !asset && !control) return exposed.gaps;
  return [asset, exposed, control].flatMap((fact) => (fact && !fact.known ? fact.gaps : []));
}

function instanceResult(instance: ThreatInstance, verdict: ThreatVerdict, locate: Locate): ThreatInstanceResult {
  const { exposed, control } = instance;
  const controlRef = verdict === 'mitigated' && control?.known ? control.value : null;
  const evidence = [...(exposed.known ? exposed.evidence : []), ...(controlRef && control?.known ? control.evidence : [])];
  const assumed = (exposed.known && exposed.assumed) || (controlRef !== null && control?.known === true && control.assumed);
  return {
    scope: withoutOrigin(instance.scope),
    verdict,
    message: instance.message,
    evidence: verdict === 'not-applicable' ? [] : evidence.map(locate),
    control: controlRef && withoutOrigin(controlRef),
    gaps: verdict === 'unknown' ? gapsOf(instance).map(({ id }) => id) : [],
    assumed,
  };
}

const verdictOrder: Readonly<Record<ThreatVerdict, number>> = { present: 0, unknown: 1, absent: 2, mitigated: 3, 'not-applicable': 4 };

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const severities: readonly Severity[] = ['low', 'medium', 'high', 'critical'];

/** Of all that present instances raise or lower, on each of the paths; by themselves where there is no path. */
function gravest(threat: Threat, distinct: ReadonlySet<ThreatInstance['factors']>, paths: readonly PathResult[]): Severity {
  const own = [...distinct].map((factors) => ({ exposure: 'cluster', spread: 'object', ...threat.severity, ...factors }) as Factors);
  const found = paths.length === 0 ? own : own.flatMap((factors) => paths.map((path) => factorsOn(path, factors)));
  return found.map(severityOf).reduce((worst, next) => (severities.indexOf(next) > severities.indexOf(worst) ? next : worst), 'low');
}

interface Evaluation {
  readonly verdict: ThreatVerdict;
  readonly counts: ThreatResult['counts'];
  readonly gaps: readonly Gap[];
  readonly severity: Severity | null;
  readonly ownSeverity: Severity | null;
  readonly through: readonly number[];
  readonly shown: readonly ThreatInstance[];
}

/** Instances are made when a report reads them: a large cluster has more of them than anybody keeps in memory. */
function resultOf({ id, title, category, elements, decide }: Threat, { verdict, counts, gaps, severity, ownSeverity, through, shown }: Evaluation, locate: Locate): ThreatResult {
  return {
    id,
    title,
    category,
    components: elements,
    verdict,
    severity,
    ownSeverity,
    paths: through,
    counts,
    gaps: decide ? gaps.map((gap) => gap.id) : [notAssessed.id],
    get instances(): readonly ThreatInstanceResult[] {
      return toldOnce(shown).map(({ instance, verdict: own }) => instanceResult(instance, own, locate));
    },
    assessed: decide !== undefined,
  };
}
