import type { Check, Violation } from '../check.ts';
import type { PodParts } from '../pod.ts';

function run({ spec }: PodParts): Violation | undefined {
  const shared = ['hostNetwork', 'hostPID', 'hostIPC'].filter((field) => spec[field] === true);
  return shared.length === 0 ? undefined : { reason: 'host namespaces', detail: shared.map((field) => `${field}=true`).join(', ') };
}

export const hostNamespaces: Check = { id: 'hostNamespaces', level: 'baseline', versions: [{ since: 0, run }] };
