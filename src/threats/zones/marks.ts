import type { ThreatResult, ThreatVerdict } from '../../model/assessment.ts';
import { refKey, type ObjectRef } from '../../model/object.ts';
import type { Marks } from '../../model/zone.ts';

export const noMarks: Marks = { present: [], unknown: 0 };

/** What the threat model says, by the thing it says it of. */
export class ThreatMarks {
  readonly #byObject = new Map<string, { readonly present: Set<string>; readonly unknown: Set<string> }>();
  readonly #results: readonly ThreatResult[];

  constructor(results: readonly ThreatResult[]) {
    this.#results = results;
    for (const result of results) {
      const grave = result.severity === 'critical' || result.severity === 'high';
      if (!grave && result.verdict !== 'unknown' && result.counts.unknown === undefined) continue;
      for (const { scope, verdict } of result.instances) {
        if (verdict === 'present' && grave) this.#at(scope).present.add(result.id);
        else if (verdict === 'unknown') this.#at(scope).unknown.add(result.id);
      }
    }
  }

  #at(ref: ObjectRef): { readonly present: Set<string>; readonly unknown: Set<string> } {
    const key = refKey(ref);
    const found = this.#byObject.get(key) ?? { present: new Set(), unknown: new Set() };
    this.#byObject.set(key, found);
    return found;
  }

  /** Of one object. */
  of(ref: ObjectRef): Marks {
    const found = this.#byObject.get(refKey(ref));
    return found ? { present: [...found.present].toSorted(), unknown: found.unknown.size } : noMarks;
  }

  /** Of a component or another element of the catalogue: threats that are first of all about it. */
  ofElement(element: string): Marks {
    const own = this.#results.filter(({ components, assessed }) => assessed && components[0] === element);
    return { present: own.filter(({ verdict, severity }) => verdict === 'present' && (severity === 'critical' || severity === 'high')).map(({ id }) => id), unknown: own.filter(({ verdict }) => verdict === 'unknown').length };
  }

  /** Keys of the objects at which one threat has a verdict. */
  at(threat: string, wanted: ThreatVerdict): ReadonlySet<string> {
    const instances = this.#results.find(({ id }) => id === threat)?.instances ?? [];
    return new Set(instances.filter(({ verdict }) => verdict === wanted).map(({ scope }) => refKey(scope)));
  }

  /** Objects of these kinds with a threat of high or critical severity. */
  graveOf(kinds: ReadonlySet<string>): readonly (readonly [key: string, marks: Marks])[] {
    return [...this.#byObject].filter(([key, { present }]) => present.size > 0 && kinds.has(key.split('/')[1] ?? '')).map(([key, { present, unknown }]) => [key, { present: [...present].toSorted(), unknown: unknown.size }]);
  }
}

/** The marks of several things as one. */
export function joined(all: readonly Marks[]): Marks {
  return { present: [...new Set(all.flatMap(({ present }) => present))].toSorted(), unknown: all.reduce((sum, { unknown }) => sum + unknown, 0) };
}
