import type { Check, Violation } from '../check.ts';
import { isWindows, named, type PodParts } from '../pod.ts';

function run({ containers }: PodParts): Violation | undefined {
  const bad = containers.filter(({ security }) => security['allowPrivilegeEscalation'] !== false).map(({ name }) => name);
  if (bad.length === 0) return undefined;
  return { reason: 'allowPrivilegeEscalation != false', detail: `${named(bad)} must set securityContext.allowPrivilegeEscalation=false` };
}

export const allowPrivilegeEscalation: Check = {
  id: 'allowPrivilegeEscalation',
  level: 'restricted',
  versions: [
    { since: 8, run },
    { since: 25, run: (pod) => (isWindows(pod) ? undefined : run(pod)) },
  ],
};
