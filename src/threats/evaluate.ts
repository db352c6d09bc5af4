import type { Severity, ThreatInstanceResult, ThreatResult, ThreatVerdict } from '../model/assessment.ts';
import { gap, type Gap } from '../model/gap.ts';
import type { Locate } from '../model/locate.ts';
import { refKey, withoutOrigin } from '../model/object.ts';
import type { Context } from '../rules/context.ts';
import { severityOf, type Factors } from '../rules/severity.ts';
import type { Threat } from './define.ts';
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

/** The verdict of one threat with every instance; unknown with a gap of its own kind where it is not decided by this version. */
export function evaluateThreat(threat: Threat, context: Context, locate: Locate): EvaluatedThreat {
  if (!threat.decide) return { result: resultOf(threat, 'unknown', {}, [], [], null), gaps: [notAssessed] };
  const instances = [...threat.decide(context)].map((instance) => ({ instance, verdict: verdictOf(instance) }));
  const verdict = tallied(instances.map((each) => each.verdict));
  const gaps = [...new Set(instances.flatMap(({ instance, verdict: own }) => (own === 'unknown' ? gapsOf(instance) : [])))];
  // What is simply not there is counted: a list of every container that is not privileged tells nobody anything.
  const shown = oneForEachControl(instances.filter(({ verdict: own }) => own !== 'absent' && own !== 'not-applicable'));
  const results = shown.map(({ instance, verdict: own }) => instanceResult(instance, own, locate)).toSorted(byVerdict);
  const severity = verdict === 'present' ? gravest(threat, instances) : null;
  return { result: resultOf(threat, verdict, countsOf(instances.map((each) => each.verdict)), results, gaps, severity), gaps };
}

/** What one namespace or policy refuses is told once; the counts have all of it. */
function oneForEachControl(instances: readonly Judged[]): readonly Judged[] {
  const told = new Set<string>();
  return instances.filter(({ instance: { control }, verdict }) => {
    if (verdict !== 'mitigated' || !control?.known || !control.value) return true;
    const key = refKey(control.value);
    return told.size < told.add(key).size;
  });
}

function countsOf(verdicts: readonly ThreatVerdict[]): ThreatResult['counts'] {
  const counts: Partial<Record<ThreatVerdict, number>> = {};
  for (const verdict of verdicts) counts[verdict] = (counts[verdict] ?? 0) + 1;
  return counts;
}

function gapsOf(instance: ThreatInstance): readonly Gap[] {
  const facts = [instance.asset, instance.exposed, instance.control];
  return facts.flatMap((fact) => (fact && !fact.known ? fact.gaps : []));
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

function byVerdict(a: ThreatInstanceResult, b: ThreatInstanceResult): number {
  return verdictOrder[a.verdict] - verdictOrder[b.verdict] || compare(refKey(a.scope), refKey(b.scope)) || compare(a.message, b.message);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const severities: readonly Severity[] = ['low', 'medium', 'high', 'critical'];

function gravest(threat: Threat, instances: readonly Judged[]): Severity {
  const present = instances.filter(({ verdict }) => verdict === 'present');
  const found = present.map(({ instance }) => severityOf({ exposure: 'cluster', spread: 'object', ...threat.severity, ...instance.factors } as Factors));
  return found.reduce((worst, next) => (severities.indexOf(next) > severities.indexOf(worst) ? next : worst), 'low');
}

function resultOf(threat: Threat, verdict: ThreatVerdict, counts: ThreatResult['counts'], instances: readonly ThreatInstanceResult[], gaps: readonly Gap[], severity: Severity | null): ThreatResult {
  return {
    id: threat.id,
    title: threat.title,
    category: threat.category,
    components: threat.elements,
    verdict,
    severity,
    counts,
    gaps: threat.decide ? gaps.map(({ id }) => id) : [notAssessed.id],
    instances,
    assessed: threat.decide !== undefined,
  };
}
