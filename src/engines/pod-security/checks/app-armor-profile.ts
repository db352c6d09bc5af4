import { text } from '../../../cluster/read.ts';
import type { Check, Violation } from '../check.ts';
import { byBytes, goQuoted, plural, quoted, sorted } from '../go-text.ts';
import { part, setters, type PodParts } from '../pod.ts';

const prefix = 'container.apparmor.security.beta.kubernetes.io/';
const allowedTypes = new Set(['RuntimeDefault', 'Localhost']);

function allowedAnnotation(value: string): boolean {
  return value === '' || value === 'runtime/default' || value.startsWith('localhost/');
}

function run({ annotations, security, containers }: PodParts): Violation | undefined {
  const values = new Set<string>();
  const isBad = (of: PodParts['security']): boolean => {
    const profile = part(of, 'appArmorProfile');
    const type = text(profile?.['type']) ?? '';
    if (!profile || allowedTypes.has(type)) return false;
    values.add(type);
    return true;
  };
  const who = setters(isBad(security), containers.filter((container) => isBad(container.security)).map(({ name }) => name));
  // Annotations count for containers that do not exist too.
  const forbidden = Object.entries(annotations).flatMap(([key, value]) => (key.startsWith(prefix) && !allowedAnnotation(text(value) ?? '') ? [`${key}=${goQuoted(text(value) ?? '')}`] : [])).toSorted(byBytes);
  const all = [...who, ...(forbidden.length > 0 ? [plural('annotation', 'annotations', forbidden.length)] : [])];
  if (all.length === 0) return undefined;
  const list = [...sorted(values), ...forbidden];
  return { reason: plural('forbidden AppArmor profile', 'forbidden AppArmor profiles', list.length), detail: `${all.join(' and ')} must not set AppArmor profile type to ${quoted(list)}` };
}

export const appArmorProfile: Check = { id: 'appArmorProfile', level: 'baseline', versions: [{ since: 0, run }] };
