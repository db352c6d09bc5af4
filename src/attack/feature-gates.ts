import { versionGap } from '../cluster/version.ts';
import { gateDefault, gateNamed, settableAt } from '../knowledge/gates.ts';
import { known, unknown, type Fact } from '../model/fact.ts';
import type { AttackContext } from './context.ts';

/** Whether a gate of the API server is on: its flag where it was read and can turn it, else the default of the version. */
export function apiServerGate(name: string, { components, minor }: AttackContext): Fact<boolean> {
  const gate = gateNamed(name);
  if (!gate) throw new Error(`no such gate: ${name}`);
  const [server] = components.of('kube-apiserver');
  const flag = server?.setting('--feature-gates');
  const written = flag?.known ? new RegExp(`(?:^|,)\\s*${name}=(true|false)`, 'i').exec(flag.value.value ?? '')?.[1] : undefined;
  if (server && written !== undefined && (minor === undefined || settableAt(gate, minor))) return known(written.toLowerCase() === 'true', server.at('--feature-gates'));
  const byDefault = gateDefault(gate, minor);
  return byDefault === undefined ? unknown(versionGap) : known(byDefault);
}
