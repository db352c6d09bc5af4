import type { KubernetesObject, Origin } from '../../model/object.ts';
import type { SecretFacts, Snapshot } from '../../model/snapshot.ts';
import { Scrubber } from './scrub.ts';

export const snapshotSchema = 'glacis.snapshot/v1';

/** The lines of a snapshot file: credentials are gone from them. Equal input gives equal lines. */
export function* snapshotLines(snapshot: Snapshot, name: string, lineOf: (object: KubernetesObject, origin: Origin) => number): Iterable<string> {
  const scrubber = new Scrubber();
  const { objects, origins, secrets, faults, configz, sources, skipped, problems, version } = snapshot;
  const line = (value: unknown): string => `${JSON.stringify(value)}\n`;
  yield line({ schema: snapshotSchema, name, ...(version === undefined ? {} : { version }), objects: objects.length, sources });
  const equalities = new Map<string, string>();
  let lines = 0;
  for (const object of objects) {
    const origin = origins.get(object);
    const secret = secrets.get(object);
    const wrong = faults?.get(object);
    lines++;
    yield line({ object: scrubber.value(object), ...(origin ? { origin: placeOf(origin, lineOf(object, origin)) } : {}), ...(secret ? { secret: comparable(secret, equalities) } : {}), ...(wrong ? { faults: wrong } : {}) });
  }
  for (const { node, config, origin } of configz) {
    lines++;
    yield line({ configz: scrubber.value(config), node, origin: placeOf(origin, origin.line) });
  }
  for (const each of skipped) {
    lines++;
    yield line({ skipped: each });
  }
  for (const each of problems) {
    lines++;
    yield line({ problem: each });
  }
  yield line({ end: lines });
}

function placeOf({ file, start, end, built }: Origin, line: number): Origin {
  return { file, line, start, end, format: 'none', ...(built ? { built } : {}) };
}

/** Hashes by a key that dies with the process become numbers: equal values stay equal. */
function comparable(facts: SecretFacts, equalities: Map<string, string>): SecretFacts {
  const numbered = (equality: string): string => {
    const known = equalities.get(equality) ?? `value-${equalities.size + 1}`;
    equalities.set(equality, known);
    return known;
  };
  return { ...facts, keys: facts.keys.map((key) => ({ ...key, equality: numbered(key.equality) })) };
}
