import { text } from '../../../cluster/read.ts';
import type { Check, Violation } from '../check.ts';
import { quoted, sorted } from '../go-text.ts';
import { hasUserNamespace, named, type PodParts } from '../pod.ts';

/** Refuses every way to mount /proc but the default one; restricted goes on doing so in user namespaces. */
export function otherProcMount({ containers }: PodParts): Violation | undefined {
  const ways = new Set<string>();
  const bad = containers.filter(({ security }) => {
    const way = text(security['procMount']);
    if (way === undefined || way === 'Default') return false;
    ways.add(way);
    return true;
  });
  if (bad.length === 0) return undefined;
  return { reason: 'procMount', detail: `${named(bad.map(({ name }) => name))} must not set securityContext.procMount to ${quoted(sorted(ways))}` };
}

export const procMount: Check = {
  id: 'procMount',
  level: 'baseline',
  versions: [
    { since: 0, run: otherProcMount },
    { since: 35, run: (pod) => (hasUserNamespace(pod) ? undefined : otherProcMount(pod)) },
  ],
};
