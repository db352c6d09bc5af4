import { Cluster, type ClusterOptions } from './cluster/cluster.ts';
import { AttackContext } from './attack/context.ts';
import { AttackModel } from './attack/model.ts';
import { attackResults } from './attack/report.ts';
import { byDesign } from './engines/by-design.ts';
import { refOf } from './cluster/identity.ts';
import { decide } from './decisions/decide.ts';
import { changedFinding } from './decisions/decided-finding.ts';
import type { OwnersOf } from './decisions/owners.ts';
import type { DecisionFile } from './decisions/file.ts';
import { vocabulary } from './vocabulary.ts';
import { findComponents } from './engines/components/index.ts';
import { Rights } from './engines/rights.ts';
import { evaluateRecommendation } from './guide/evaluate.ts';
import { recommendations } from './guide/index.ts';
import { inputOf } from './assessed-input.ts';
import { componentResults, counted, gapResults, ruleVerdicts, summaryOf } from './assessed-summary.ts';
import type { Assessment, Finding, Severity, ThreatVerdict } from './model/assessment.ts';
import type { Locate } from './model/locate.ts';
import { untimed, type Timed } from './model/profile.ts';
import type { PlanOf } from './plan/result.ts';
import { fieldOf, refKey, withoutOrigin } from './model/object.ts';
import type { Snapshot } from './model/snapshot.ts';
import type { Context } from './rules/context.ts';
import { findingsOf } from './rules/findings.ts';
import { referencesOf } from './knowledge/standards/index.ts';
import { ruleOf } from './rules/custom-rule.ts';
import { rules } from './rules/registry.ts';
import { runRules } from './rules/run.ts';
import { rulesOf } from './rules/selection.ts';
import { sharedSubjects } from './rules/subjects.ts';
import { evaluateThreat } from './threats/evaluate.ts';
import { threats } from './threats/index.ts';
import { pictureOf } from './threats/zones/index.ts';
import { toolVersion } from './version.ts';

export interface AssessOptions extends ClusterOptions {
  /** The name of the cluster in reports. */
  readonly name?: string;
  /** The day that decides what has expired; now when left out. */
  readonly today?: Date;
  /** Finds fields in files again; without it no location is printed. */
  readonly locate?: Locate;
  /** Optional themes of rules that are judged as well: `reliability`. */
  readonly themes?: readonly string[];
  /** What people decided, in a file and on objects; left out, nothing is accepted. */
  readonly decisions?: DecisionFile;
  /** Who answers for a finding. */
  readonly owners?: OwnersOf;
  /** Finds the plan; left out, there is none, and nothing of that room is loaded. */
  readonly plan?: PlanOf;
  /** Hears how long each stage, rule and threat takes: `reading`, `rule host-pid`, `threat/KUB-04`. */
  readonly timed?: Timed;
}

/** Everything that rules and threats may ask about one snapshot. */
export function contextOf(snapshot: Snapshot, options: AssessOptions = {}): Context {
  const timed = options.timed ?? untimed;
  const cluster = timed('cluster', () => Cluster.from(snapshot, options));
  const components = timed('components', () => findComponents(cluster));
  const rights = timed('access', () => Rights.from(cluster));
  const subjects = sharedSubjects({ cluster, components });
  return { cluster, components, rights, subjects, byDesign, today: options.today ?? new Date() };
}

/** The assessment of one cluster: the only place that wires the rooms together. */
export function assess(snapshot: Snapshot, options: AssessOptions = {}): Assessment {
  const context = contextOf(snapshot, options);
  const locate: Locate = options.locate ?? withoutLocation;
  const timed = options.timed ?? untimed;
  // First, while little else is held: the graph is the largest thing that is made and let go again.
  const attack = attackOf(context, locate, options.plan, timed);
  const runs = runRules([...rulesOf(rules, options.themes), ...(options.decisions?.rules ?? []).map(ruleOf)], context, timed);
  const byId = new Map(runs.map((run) => [run.rule.id, run]));
  const guide = timed('guide', () => recommendations.map((recommendation) => evaluateRecommendation(recommendation, byId, locate)));
  const model = threats.map((threat) => timed(threat.id, () => evaluateThreat(threat, context, locate, attack.paths)));
  const findings = timed('findings', () => findingsOf(runs, { context, locate, referencesOf: (rule) => referencesByRule.get(rule) ?? [] }));
  const gaps = gapResults(runs, guide, model);
  const summaries = runs.map(summaryOf);
  const assessment: Assessment = {
    schema: 'glacis.report/v1',
    tool: toolOf(),
    input: inputOf(snapshot, context, options.name ?? 'cluster'),
    summary: {
      findings: counted(findings.map(({ severity }) => severity), ['critical', 'high', 'medium', 'low'] satisfies Severity[]),
      accepted: 0,
      objects: objectsOf(findings),
      rules: counted(summaries.map(({ verdict }) => verdict), ruleVerdicts),
      recommendations: counted(guide.map(({ result }) => result.verdict), ruleVerdicts),
      threats: counted(model.map(({ result }) => result.verdict), ['present', 'unknown', 'absent', 'mitigated', 'not-applicable'] satisfies ThreatVerdict[]),
      notAssessed: model.filter(({ result }) => !result.assessed).length,
      questions: gaps.filter(({ source }) => source !== 'not-assessed').length,
      blocked: [...summaries, ...guide.map(({ result }) => result), ...model.map(({ result }) => result).filter(({ assessed }) => assessed)].filter(({ verdict }) => verdict === 'unknown').length,
    },
    gaps,
    components: componentResults(context.components.all, locate),
    neighbours: context.components.neighbours.map(({ ref, ...neighbour }) => ({ ...neighbour, object: withoutOrigin(ref) })),
    provider: context.components.provider.known ? (context.components.provider.value?.name ?? null) : null,
    findings,
    rules: summaries,
    recommendations: guide.map(({ result }) => result),
    threats: model.map(({ result }) => result),
    graph: attack.graph,
    paths: attack.paths,
    ...(attack.plan ? { plan: attack.plan } : {}),
    picture: pictureOf(context, model.map(({ result }) => result)),
    decisions: [],
    baseline: null,
  };
  const { decisions, owners } = options;
  const decided = decisions ? timed('decisions', () => decide(assessment, { file: decisions, words: { ...vocabulary, rules: new Set([...vocabulary.rules, ...decisions.rules.map(({ id }) => id)]) }, objects: snapshot.objects, keyOf: (object) => refKey(refOf(object)), originOf: (object) => snapshot.origins.get(object), today: context.today })) : assessment;
  const labelsOf = (namespace: string): Readonly<Record<string, string>> => context.cluster.find('Namespace', '', undefined, namespace)?.metadata.labels ?? {};
  return owners ? { ...decided, findings: decided.findings.map((finding) => changedFinding(finding, { owners: owners(finding, labelsOf) })) } : decided;
}

/** How many objects findings name. */
function objectsOf(findings: readonly Finding[]): number {
  const refs = new Set(findings.map(({ object }) => object));
  return new Set([...refs].map(({ kind, namespace, name }) => `${kind}/${namespace ?? ''}/${name}`)).size;
}

/** The graph is let go once its paths and its plan are told: it is the largest thing of a scan. */
function attackOf({ cluster, components, rights, today }: Context, locate: Locate, planOf: PlanOf | undefined, timed: Timed): Pick<Assessment, 'graph' | 'paths' | 'plan'> {
  const { model, ways, graph, paths } = timed('paths', () => {
    // What flaws in neighbours would open has no part in the paths of a report; the plan proves that it opens nothing of it either.
    const made = AttackModel.of(new AttackContext(cluster, { components, rights, today, flawless: planOf === undefined }));
    return { model: made, ...attackResults(made, locate) };
  });
  return { graph, paths, ...(planOf ? { plan: timed('plan', () => planOf(model, ways)) } : {}) };
}

/** What writes reports. */
export function toolOf(): Assessment['tool'] {
  return { name: 'glacis', version: toolVersion, knowledge: 'Kubernetes 1.29 to 1.37' };
}

const referencesByRule: ReadonlyMap<string, readonly string[]> = new Map(rules.map(({ id }) => [id, [...recommendations.filter(({ decidedBy }) => decidedBy.includes(id)).map((each) => each.id), ...referencesOf(id)]]));

const withoutLocation: Locate = ({ object, path, seen }) => ({ object: withoutOrigin(object), field: fieldOf(path), seen, location: null });
