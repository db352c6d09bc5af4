import { flag } from '../../../cluster/read.ts';
import type { Check, Violation } from '../check.ts';
import { hasUserNamespace, named, setters, type PodParts } from '../pod.ts';

const reason = 'runAsNonRoot != true';

function run({ security, containers }: PodParts): Violation | undefined {
  const ofPod = flag(security['runAsNonRoot']);
  const saying = (value: boolean | undefined): readonly string[] => containers.filter((container) => flag(container.security['runAsNonRoot']) === value).map(({ name }) => name);
  const who = setters(ofPod === false, saying(false));
  if (who.length > 0) return { reason, detail: `${who.join(' and ')} must not set securityContext.runAsNonRoot=false` };
  const silent = ofPod === true ? [] : saying(undefined);
  return silent.length === 0 ? undefined : { reason, detail: `pod or ${named(silent)} must set securityContext.runAsNonRoot=true` };
}

export const runAsNonRoot: Check = {
  id: 'runAsNonRoot',
  level: 'restricted',
  versions: [
    { since: 0, run },
    { since: 35, run: (pod) => (hasUserNamespace(pod) ? undefined : run(pod)) },
  ],
};
