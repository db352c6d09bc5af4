import { text } from '../../../cluster/read.ts';
import { safeSysctls } from '../../../knowledge/pod-security.ts';
import type { Check, Violation } from '../check.ts';
import { items, type PodParts } from '../pod.ts';

function run({ security }: PodParts, minor: number): Violation | undefined {
  const bad = items(security['sysctls']).map((sysctl) => text(sysctl['name']) ?? '').filter((name) => (safeSysctls.get(name) ?? Infinity) > minor);
  return bad.length === 0 ? undefined : { reason: 'forbidden sysctls', detail: bad.join(', ') };
}

export const sysctls: Check = { id: 'sysctls', level: 'baseline', versions: [{ since: 0, run }] };
