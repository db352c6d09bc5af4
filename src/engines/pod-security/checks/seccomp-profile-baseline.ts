import { text } from '../../../cluster/read.ts';
import type { Check, Violation } from '../check.ts';
import { goQuoted, plural, sorted } from '../go-text.ts';
import type { PodParts } from '../pod.ts';
import { seccompFields } from './seccomp-profile.ts';

const podKey = 'seccomp.security.alpha.kubernetes.io/pod';
const containerPrefix = 'container.seccomp.security.alpha.kubernetes.io/';

function allowedAnnotation(value: string): boolean {
  return value === 'runtime/default' || value === 'docker/default' || value.startsWith('localhost/');
}

/** Before 1.19 there were annotations only; those of containers that do not exist do not count. */
function annotated({ annotations, containers }: PodParts): Violation | undefined {
  const forbidden = new Set<string>();
  for (const key of [podKey, ...containers.map(({ name }) => containerPrefix + name)]) {
    if (!Object.hasOwn(annotations, key)) continue;
    const value = text(annotations[key]) ?? '';
    if (!allowedAnnotation(value)) forbidden.add(`${key}=${goQuoted(value)}`);
  }
  if (forbidden.size === 0) return undefined;
  return { reason: 'seccompProfile', detail: `forbidden ${plural('annotation', 'annotations', forbidden.size)} ${sorted(forbidden).join(', ')}` };
}

export const seccompProfileBaseline: Check = {
  id: 'seccompProfile_baseline',
  level: 'baseline',
  versions: [
    { since: 0, run: annotated },
    { since: 19, run: (pod) => seccompFields(pod).refused },
  ],
};
