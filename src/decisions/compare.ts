import { comparePaths, graveOf } from './compare-paths.ts';
import type { Assessment, RuleVerdict, Severity } from '../model/assessment.ts';
import type { Difference, FindingChange, State, StateFinding, ThreatChange, VerdictChange } from '../model/difference.ts';

const levels: readonly Severity[] = ['low', 'medium', 'high', 'critical'];

/** What is new, gone and changed from one state to the other. What only one of them judges (another version of the program) is no change of the cluster. */
export function compare(before: State, after: State, tool: Assessment['tool']): Difference {
  const old = new Map(before.findings.map((finding) => [finding.id, finding]));
  const now = new Set(after.findings.map(({ id }) => id));
  const [judgedBefore, judgedAfter] = [before, after].map(({ rules }) => new Set(rules.map(({ id }) => id)));
  const both = after.findings.flatMap((finding) => {
    const known = old.get(finding.id);
    return known ? [{ before: known, after: finding, worse: isWorse(known, finding) }] : [];
  });
  const changed = both.filter(isChanged);
  return {
    schema: 'glacis.diff/v1',
    tool,
    before: before.name,
    after: after.name,
    findings: {
      new: after.findings.filter(({ id, rule }) => !old.has(id) && judgedBefore?.has(rule) === true),
      gone: before.findings.filter(({ id, rule }) => !now.has(id) && judgedAfter?.has(rule) === true),
      changed,
      same: both.length - changed.length,
    },
    threats: threatChanges(before, after),
    rules: verdictChanges(before.rules, after.rules),
    recommendations: verdictChanges(before.recommendations, after.recommendations),
    paths: before.paths && after.paths ? comparePaths(before.paths, after.paths) : null,
  };
}

function isWorse(before: StateFinding, after: StateFinding): boolean {
  return !after.accepted && (before.accepted || levels.indexOf(after.severity) > levels.indexOf(before.severity));
}

function isChanged({ before, after }: FindingChange): boolean {
  return before.severity !== after.severity || before.message !== after.message || before.accepted !== after.accepted;
}

function threatChanges(before: State, after: State): readonly ThreatChange[] {
  const old = new Map(before.threats.map((threat) => [threat.id, threat]));
  return after.threats.flatMap(({ id, title, verdict, severity }) => {
    const known = old.get(id);
    if (!known || (known.verdict === verdict && known.severity === severity)) return [];
    const worse = verdict === 'present' && (known.verdict !== 'present' || levels.indexOf(severity ?? 'low') > levels.indexOf(known.severity ?? 'low'));
    return [{ id, title, before: { verdict: known.verdict, severity: known.severity }, after: { verdict, severity }, worse }];
  });
}

type Judged = readonly { readonly id: string; readonly verdict: RuleVerdict }[];

function verdictChanges(before: Judged, after: Judged): readonly VerdictChange[] {
  const old = new Map(before.map(({ id, verdict }) => [id, verdict]));
  return after.flatMap(({ id, verdict }) => {
    const known = old.get(id);
    return known === undefined || known === verdict ? [] : [{ id, before: known, after: verdict }];
  });
}

/** The severities of all that got worse: new findings that nobody accepted, graver ones, threats that are present now, and paths that opened or are shorter. */
export function worsened({ findings, threats, paths }: Difference): readonly Severity[] {
  return [
    ...findings.new.filter(({ accepted }) => !accepted).map(({ severity }) => severity),
    ...findings.changed.filter(({ worse }) => worse).map(({ after }) => after.severity),
    ...threats.filter(({ worse }) => worse).map(({ after }) => after.severity ?? 'low'),
    ...[...(paths?.opened ?? []), ...(paths?.changed ?? [])].filter(({ worse }) => worse).map(graveOf),
  ];
}

/** An assessment as a state. Places of its findings are looked up when they are printed. */
export function stateOf({ input, findings, rules, recommendations, threats, paths }: Assessment, name: string = input.name): State {
  const seen = findings.map((finding): StateFinding => {
    const { id, rule, severity, title, message, object, container, decision } = finding;
    return {
      id, rule, severity, title, message, object, container,
      get location() {
        return finding.location;
      },
      accepted: decision !== null,
    };
  });
  return { name, findings: seen, rules, recommendations, threats, paths };
}
