import { text } from '../../../cluster/read.ts';
import { safeSELinuxTypes } from '../../../knowledge/pod-security.ts';
import type { Check, Violation } from '../check.ts';
import { plural, quoted, sorted } from '../go-text.ts';
import { part, setters, type PodParts } from '../pod.ts';

function run({ security, containers }: PodParts, minor: number): Violation | undefined {
  const types = new Set<string>();
  const set = { user: false, role: false };
  const isBad = (of: PodParts['security']): boolean => {
    const options = part(of, 'seLinuxOptions');
    if (!options) return false;
    const type = text(options['type']) ?? '';
    const badType = (safeSELinuxTypes.get(type) ?? Infinity) > minor;
    const [user, role] = [(text(options['user']) ?? '') !== '', (text(options['role']) ?? '') !== ''];
    if (badType) types.add(type);
    set.user ||= user;
    set.role ||= role;
    return badType || user || role;
  };
  const who = setters(isBad(security), containers.filter((container) => isBad(container.security)).map(({ name }) => name));
  if (who.length === 0) return undefined;
  const what = [
    ...(types.size > 0 ? [`${plural('type', 'types', types.size)} ${quoted(sorted(types))}`] : []),
    ...(set.user ? ['user may not be set'] : []),
    ...(set.role ? ['role may not be set'] : []),
  ];
  return { reason: 'seLinuxOptions', detail: `${who.join(' and ')} set forbidden securityContext.seLinuxOptions: ${what.join('; ')}` };
}

export const seLinuxOptions: Check = { id: 'seLinuxOptions', level: 'baseline', versions: [{ since: 0, run }] };
