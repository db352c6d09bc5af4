import type { Check, Violation } from '../check.ts';
import { isWindows, named, type PodParts } from '../pod.ts';
import { seccompFields } from './seccomp-profile.ts';

function run(pod: PodParts): Violation | undefined {
  const { refused, podSets, silent } = seccompFields(pod);
  if (refused || podSets || silent.length === 0) return refused;
  return { reason: 'seccompProfile', detail: `pod or ${named(silent)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"` };
}

export const seccompProfileRestricted: Check = {
  id: 'seccompProfile_restricted',
  level: 'restricted',
  versions: [
    { since: 19, replaces: 'seccompProfile_baseline', run },
    { since: 25, replaces: 'seccompProfile_baseline', run: (pod) => (isWindows(pod) ? undefined : run(pod)) },
  ],
};
