import type { Check, Violation } from '../check.ts';
import { part, setters, type PodParts } from '../pod.ts';

function isHostProcess(security: PodParts['security']): boolean {
  return part(security, 'windowsOptions')?.['hostProcess'] === true;
}

function run({ security, containers }: PodParts): Violation | undefined {
  const who = setters(isHostProcess(security), containers.filter((container) => isHostProcess(container.security)).map(({ name }) => name));
  return who.length === 0 ? undefined : { reason: 'hostProcess', detail: `${who.join(' and ')} must not set securityContext.windowsOptions.hostProcess=true` };
}

export const windowsHostProcess: Check = { id: 'windowsHostProcess', level: 'baseline', versions: [{ since: 0, run }] };
