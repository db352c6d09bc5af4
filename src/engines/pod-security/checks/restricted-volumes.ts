import { text, type Fields } from '../../../cluster/read.ts';
import { refusedVolumeTypes, safeVolumeTypes } from '../../../knowledge/pod-security.ts';
import type { Check, Violation } from '../check.ts';
import { plural, quoted, sorted } from '../go-text.ts';
import { items, named, part, type PodParts } from '../pod.ts';

const safe = [...safeVolumeTypes];

/** The type of a volume that restricted refuses; one allowed source is enough to pass, whatever stands beside it. */
function refusedType(volume: Fields): string | undefined {
  if (safe.some((type) => part(volume, type))) return undefined;
  return refusedVolumeTypes.find((type) => part(volume, type)) ?? 'unknown';
}

function run({ spec }: PodParts): Violation | undefined {
  const types = new Set<string>();
  const bad = items(spec['volumes']).filter((volume) => {
    const type = refusedType(volume);
    if (type !== undefined) types.add(type);
    return type !== undefined;
  });
  if (bad.length === 0) return undefined;
  const words = plural('restricted volume type', 'restricted volume types', types.size);
  return { reason: 'restricted volume types', detail: `${named(bad.map((volume) => text(volume['name']) ?? ''), 'volume')} ${plural('uses', 'use', bad.length)} ${words} ${quoted(sorted(types))}` };
}

export const restrictedVolumes: Check = { id: 'restrictedVolumes', level: 'restricted', versions: [{ since: 0, replaces: 'hostPathVolumes', run }] };
