import { baselineCapabilities } from '../../../knowledge/pod-security.ts';
import type { Check, Violation } from '../check.ts';
import { quoted, sorted } from '../go-text.ts';
import { named, part, strings, type PodParts } from '../pod.ts';

const allowed = new Set(baselineCapabilities);

function run({ containers }: PodParts): Violation | undefined {
  const added = new Set<string>();
  const bad = containers.filter(({ security }) => {
    const refused = strings(part(security, 'capabilities')?.['add']).filter((name) => !allowed.has(name));
    for (const name of refused) added.add(name);
    return refused.length > 0;
  });
  if (bad.length === 0) return undefined;
  return { reason: 'non-default capabilities', detail: `${named(bad.map(({ name }) => name))} must not include ${quoted(sorted(added))} in securityContext.capabilities.add` };
}

export const capabilitiesBaseline: Check = { id: 'capabilities_baseline', level: 'baseline', versions: [{ since: 0, run }] };
