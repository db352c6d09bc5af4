import type { Assessment, Finding } from '../model/assessment.ts';
import type { DecisionResult, DecisionState, FindingDecision } from '../model/decision.ts';
import { refKey, type KubernetesObject, type Origin } from '../model/object.ts';
import { annotatedExceptions, type Annotated } from './annotations.ts';
import { attest } from './attest.ts';
import type { DecisionFile, Exception } from './file.ts';
import type { Vocabulary } from './read.ts';
import { changedFinding } from './decided-finding.ts';
import { withFindings } from './recount.ts';
import { speaksOf } from './scope.ts';

export interface DecisionInputs {
  readonly file: DecisionFile;
  readonly words: Vocabulary;
  readonly objects: readonly KubernetesObject[];
  /** The key of an object, and where it was read: asked for only of those that a decision is about. */
  readonly keyOf: (object: KubernetesObject) => string;
  readonly originOf: (object: KubernetesObject) => Origin | undefined;
  /** The day that decides what has expired. */
  readonly today: Date;
}

interface Tally {
  readonly exception: Exception;
  /** Where it stands on an object, the key of that object. */
  readonly key?: string;
  readonly expired: boolean;
  matched: number;
  decides: number;
}

/**
 * The assessment with what people decided: accepted findings carry their decision and count no more, answered questions are closed,
 * and every decision says what became of it. The first that speaks of a finding decides it, those of the file before those on objects.
 */
export function decide(assessment: Assessment, inputs: DecisionInputs): Assessment {
  const { file, words, today } = inputs;
  const { exceptions, problems } = file.annotations ? annotatedExceptions(inputs, words) : { exceptions: [], problems: [] };
  const tallies = talliesOf(file.exceptions, exceptions, today);
  const attested = attest(assessment, file.attestations, (until) => isOver(until, today));
  const input = { ...attested.assessment.input, problems: [...attested.assessment.input.problems, ...problems] };
  if (tallies.length === 0) return { ...attested.assessment, input, decisions: attested.results };
  const objectOf = objectIndex(inputs);
  const candidates = candidatesOf(tallies);
  const findings = assessment.findings.map((finding) => decided(finding, candidates(finding), objectOf));
  return { ...withFindings(attested.assessment, findings), input, decisions: [...tallies.map(resultOf), ...attested.results] };
}

function talliesOf(inFile: readonly Exception[], onObjects: readonly Annotated[], today: Date): readonly Tally[] {
  const tally = (exception: Exception): Tally => ({ exception, expired: isOver(exception.until, today), matched: 0, decides: 0 });
  return [...inFile.map(tally), ...onObjects.map(({ key, exception }) => ({ ...tally(exception), key }))];
}

/** Its last day is still a day on which it holds. */
function isOver(until: string | null, today: Date): boolean {
  return until !== null && until < today.toISOString().slice(0, 10);
}

/** The exceptions that may speak of a finding, in order: a large cluster has thousands of annotations, each for one object. */
function candidatesOf(tallies: readonly Tally[]): (finding: Finding) => readonly Tally[] {
  const inFile = tallies.filter(({ key }) => key === undefined);
  const onObjects = Map.groupBy(tallies.filter(({ key }) => key !== undefined), ({ key }) => key);
  return ({ object }) => {
    const own = onObjects.get(refKey(object));
    return own ? [...inFile, ...own] : inFile;
  };
}

function decided(finding: Finding, candidates: readonly Tally[], objectOf: (finding: Finding) => KubernetesObject | undefined): Finding {
  let decision: FindingDecision | null = null;
  for (const tally of candidates) {
    const { exception, expired } = tally;
    if (!speaksOf(exception, finding, objectOf)) continue;
    tally.matched++;
    if (expired) tally.decides++;
    else if (decision === null) {
      tally.decides++;
      decision = { kind: 'exception', reason: exception.reason, owner: exception.owner, until: exception.until, source: exception.source };
    }
  }
  return decision === null ? finding : changedFinding(finding, { decision });
}

function objectIndex({ objects, keyOf }: DecisionInputs): (finding: Finding) => KubernetesObject | undefined {
  let index: Map<string, KubernetesObject> | undefined;
  return ({ object }) => {
    index ??= new Map(objects.map((each) => [keyOf(each), each]));
    return index.get(refKey(object));
  };
}

function resultOf({ exception, expired, matched, decides }: Tally): DecisionResult {
  const { rules, findings, reason, owner, until, source } = exception;
  return { kind: 'exception', about: (findings.length > 0 ? findings : rules).join(', '), reason, owner, until, source, state: stateOf(expired, matched, decides), decides };
}

function stateOf(expired: boolean, matched: number, decides: number): DecisionState {
  if (expired) return 'expired';
  if (matched === 0) return 'unused';
  return decides === 0 ? 'redundant' : 'active';
}
