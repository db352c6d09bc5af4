import type { Check, Violation } from '../check.ts';
import { named, type PodParts } from '../pod.ts';

function run({ containers }: PodParts): Violation | undefined {
  const bad = containers.filter(({ security }) => security['privileged'] === true).map(({ name }) => name);
  return bad.length === 0 ? undefined : { reason: 'privileged', detail: `${named(bad)} must not set securityContext.privileged=true` };
}

export const privileged: Check = { id: 'privileged', level: 'baseline', versions: [{ since: 0, run }] };
