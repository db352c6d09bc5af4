import { text } from '../../../cluster/read.ts';
import type { Check, Violation } from '../check.ts';
import { items, named, part, type PodParts } from '../pod.ts';

function run({ spec }: PodParts): Violation | undefined {
  const bad = items(spec['volumes']).filter((volume) => part(volume, 'hostPath')).map((volume) => text(volume['name']) ?? '');
  return bad.length === 0 ? undefined : { reason: 'hostPath volumes', detail: named(bad, 'volume') };
}

export const hostPathVolumes: Check = { id: 'hostPathVolumes', level: 'baseline', versions: [{ since: 0, run }] };
