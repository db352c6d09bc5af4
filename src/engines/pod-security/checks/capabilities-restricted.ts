import type { Check, Violation } from '../check.ts';
import { quoted, sorted } from '../go-text.ts';
import { isWindows, named, part, strings, type PodParts } from '../pod.ts';

function run({ containers }: PodParts): Violation | undefined {
  const added = new Set<string>();
  const keeping: string[] = [];
  const adding: string[] = [];
  for (const { name, security } of containers) {
    const capabilities = part(security, 'capabilities') ?? {};
    if (!strings(capabilities['drop']).includes('ALL')) keeping.push(name);
    const refused = strings(capabilities['add']).filter((capability) => capability !== 'NET_BIND_SERVICE');
    for (const capability of refused) added.add(capability);
    if (refused.length > 0) adding.push(name);
  }
  const details = [
    ...(keeping.length > 0 ? [`${named(keeping)} must set securityContext.capabilities.drop=["ALL"]`] : []),
    ...(adding.length > 0 ? [`${named(adding)} must not include ${quoted(sorted(added))} in securityContext.capabilities.add`] : []),
  ];
  return details.length === 0 ? undefined : { reason: 'unrestricted capabilities', detail: details.join('; ') };
}

export const capabilitiesRestricted: Check = {
  id: 'capabilities_restricted',
  level: 'restricted',
  versions: [
    { since: 22, replaces: 'capabilities_baseline', run },
    { since: 25, replaces: 'capabilities_baseline', run: (pod) => (isWindows(pod) ? undefined : run(pod)) },
  ],
};
