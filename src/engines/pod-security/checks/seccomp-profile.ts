import { text } from '../../../cluster/read.ts';
import type { Violation } from '../check.ts';
import { quoted, sorted } from '../go-text.ts';
import { part, setters, type PodParts } from '../pod.ts';

const allowed = new Set(['RuntimeDefault', 'Localhost']);

/** The seccomp fields of a pod, as both levels judge them. */
export interface SeccompFields {
  readonly refused: Violation | undefined;
  /** The pod has an allowed profile, which its silent containers inherit. */
  readonly podSets: boolean;
  readonly silent: readonly string[];
}

export function seccompFields({ security, containers }: PodParts): SeccompFields {
  const values = new Set<string>();
  const judge = (of: PodParts['security']): 'unset' | 'allowed' | 'refused' => {
    const profile = part(of, 'seccompProfile');
    if (!profile) return 'unset';
    const type = text(profile['type']) ?? '';
    if (allowed.has(type)) return 'allowed';
    values.add(type);
    return 'refused';
  };
  const ofPod = judge(security);
  const judged = containers.map((container) => ({ name: container.name, verdict: judge(container.security) }));
  const namesOf = (verdict: 'unset' | 'refused'): readonly string[] => judged.filter((each) => each.verdict === verdict).map(({ name }) => name);
  const who = setters(ofPod === 'refused', namesOf('refused'));
  return {
    refused: who.length === 0 ? undefined : { reason: 'seccompProfile', detail: `${who.join(' and ')} must not set securityContext.seccompProfile.type to ${quoted(sorted(values))}` },
    podSets: ofPod === 'allowed',
    silent: namesOf('unset'),
  };
}
