import { gap, type Gap } from '../model/gap.ts';
import { apiServerGate } from './feature-gates.ts';
import { rightsTo, type Enough } from './right-technique.ts';
import type { AttackContext } from './context.ts';

const gate = 'AuthorizePodWebsocketUpgradeCreatePermission';
const execGap: Gap = gap('version', 'gap/exec-by-get', 'Does the API server ask for create on the WebSocket upgrade of exec? It does from 1.35 by default: --kubernetes-version.');

/** Rights to a subresource of pods that opens a connection: create at every version, get over a WebSocket before 1.35 or with the gate off. */
export function connecting(subresource: string, context: AttackContext): readonly Enough[] {
  const [create, get] = [rightsTo(['create'], '', 'pods', subresource), rightsTo(['get'], '', 'pods', subresource)];
  const asked = apiServerGate(gate, context);
  const byGet = !asked.known ? get.map((right) => ({ right, gaps: [execGap] })) : asked.value ? [] : get.map((right) => ({ right }));
  return [...create.map((right) => ({ right })), ...byGet];
}
