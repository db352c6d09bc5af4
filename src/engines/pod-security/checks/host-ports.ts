import { number } from '../../../cluster/read.ts';
import type { Check, Violation } from '../check.ts';
import { plural, sorted } from '../go-text.ts';
import { items, named, type PodParts } from '../pod.ts';

function run({ containers }: PodParts): Violation | undefined {
  const ports = new Set<string>();
  const bad = containers.filter(({ spec }) => {
    const used = items(spec['ports']).map((port) => number(port['hostPort']) ?? 0).filter((port) => port !== 0);
    for (const port of used) ports.add(String(port));
    return used.length > 0;
  });
  if (bad.length === 0) return undefined;
  return { reason: 'hostPort', detail: `${named(bad.map(({ name }) => name))} ${plural('uses', 'use', bad.length)} ${plural('hostPort', 'hostPorts', ports.size)} ${sorted(ports).join(', ')}` };
}

export const hostPorts: Check = { id: 'hostPorts', level: 'baseline', versions: [{ since: 0, run }] };
