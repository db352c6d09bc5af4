import type { Check, Violation } from '../check.ts';
import { hasUserNamespace, setters, type PodParts } from '../pod.ts';

function run({ security, containers }: PodParts): Violation | undefined {
  const who = setters(security['runAsUser'] === 0, containers.filter((container) => container.security['runAsUser'] === 0).map(({ name }) => name));
  return who.length === 0 ? undefined : { reason: 'runAsUser=0', detail: `${who.join(' and ')} must not set runAsUser=0` };
}

export const runAsUser: Check = {
  id: 'runAsUser',
  level: 'restricted',
  versions: [
    { since: 23, run },
    { since: 35, run: (pod) => (hasUserNamespace(pod) ? undefined : run(pod)) },
  ],
};
