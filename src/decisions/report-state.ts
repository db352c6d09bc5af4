import type { Location, RuleVerdict, Severity, ThreatVerdict } from '../model/assessment.ts';
import type { PathVerdict } from '../model/attack-path.ts';
import type { State, StateFinding, StatePath } from '../model/difference.ts';
import type { ObjectRef } from '../model/object.ts';

type Fields = Readonly<Record<string, unknown>>;

class NoReport extends Error {}

/** A report of `glacis scan --format json` as a state; undefined where it is none or a part is not as it must be. */
export function reportState(report: unknown, name: string): State | undefined {
  try {
    const fields = map(report);
    if (fields['schema'] !== 'glacis.report/v1') return undefined;
    return {
      name,
      findings: list(fields['findings']).map(finding),
      rules: list(fields['rules']).map(judged),
      recommendations: list(fields['recommendations']).map(judged),
      threats: list(fields['threats']).map((each) => ({ id: text(each['id']), title: text(each['title']), verdict: oneOf<ThreatVerdict>(each['verdict'], ['present', 'unknown', 'absent', 'mitigated', 'not-applicable']), severity: each['severity'] === null ? null : severity(each['severity']) })),
      // Reports of earlier versions hold none.
      paths: fields['paths'] === undefined ? undefined : list(fields['paths']).map(path),
    };
  } catch (error) {
    if (error instanceof NoReport) return undefined;
    throw error;
  }
}

function finding(each: Fields): StateFinding {
  return {
    id: text(each['id']),
    rule: text(each['rule']),
    severity: severity(each['severity']),
    title: text(each['title']),
    message: text(each['message']),
    object: object(map(each['object'])),
    container: each['container'] === null ? null : text(each['container']),
    location: each['location'] === null ? null : place(map(each['location'])),
    accepted: each['decision'] !== null && each['decision'] !== undefined,
  };
}

function path(each: Fields): StatePath {
  return { kind: text(each['kind']), from: text(each['from']), to: text(each['to']), verdict: oneOf<PathVerdict>(each['verdict'], ['certain', 'possible']), length: count(each['length']), starts: count(each['starts']) };
}

function count(value: unknown): number {
  if (typeof value !== 'number') throw new NoReport();
  return value;
}

function object({ apiGroup, apiVersion, kind, namespace, name }: Fields): ObjectRef {
  return { apiGroup: text(apiGroup), ...(apiVersion === undefined ? {} : { apiVersion: text(apiVersion) }), kind: text(kind), ...(namespace === undefined ? {} : { namespace: text(namespace) }), name: text(name) };
}

function place({ file, line, column }: Fields): Location {
  if (typeof line !== 'number' || typeof column !== 'number') throw new NoReport();
  return { file: text(file), line, column };
}

function judged(each: Fields): { readonly id: string; readonly verdict: RuleVerdict } {
  return { id: text(each['id']), verdict: oneOf<RuleVerdict>(each['verdict'], ['pass', 'fail', 'unknown', 'not-applicable']) };
}

function severity(value: unknown): Severity {
  return oneOf<Severity>(value, ['low', 'medium', 'high', 'critical']);
}

function oneOf<T extends string>(value: unknown, words: readonly T[]): T {
  const found = words.find((word) => word === value);
  if (found === undefined) throw new NoReport();
  return found;
}

function map(value: unknown): Fields {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new NoReport();
  return value as Fields;
}

function list(value: unknown): readonly Fields[] {
  if (!Array.isArray(value)) throw new NoReport();
  return value.map(map);
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new NoReport();
  return value;
}
