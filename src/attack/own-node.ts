import { entries, fields } from '../cluster/read.ts';
import type { Workload } from '../cluster/workload.ts';
import { gap, type Gap } from '../model/gap.ts';
import { pointState, type ContainerDoor, type PodNetwork } from './doors.ts';
import type { ContainerPlace } from './places.ts';
import type { State } from './states.ts';
import type { Reason, Step } from './technique.ts';

const placesGap: Gap = gap('api', 'gap/pod-nodes', 'On which nodes do the pods run? kubectl get pods -A -o json');
// Whoever may be beside a pod of whose node nothing is known; of those, whoever may be on the node of any; of those, whoever is on every one.
const [placed, unplaced, everywhere] = [pointState('some node'), pointState('any node'), pointState('every node')];

/**
 * A pod gets what its own node sends, whatever policies say: pods on the host network send as the node. Where no pod was given, a
 * DaemonSet that nothing keeps off a node is beside every pod, and of others it is not known.
 */
export function* fromOwnNode(containers: readonly ContainerPlace[], doors: PodNetwork['doors'], reasonOf: (door: ContainerDoor, gaps: readonly Gap[]) => Reason): Generator<Step> {
  const nodes = new Map<string, State>();
  const points = new Set<State>();
  for (const { inside, workload } of containers.filter((place) => place.workload.hostNetwork)) {
    for (const node of workload.nodes) if (!nodes.has(node)) nodes.set(node, pointState(`node ${node}`));
    const own = workload.nodes.size === 0 ? [isOnEveryNode(workload) ? everywhere : unplaced] : [placed, ...[...workload.nodes].flatMap((node) => nodes.get(node) ?? [])];
    for (const gives of own) {
      points.add(gives);
      yield { needs: [inside], gives, because: () => ({ text: 'its packets are those of the node', evidence: [workload.at('hostNetwork')] }) };
    }
  }
  if (points.size === 0) return;
  yield { needs: [everywhere], gives: unplaced, free: true };
  yield { needs: [unplaced], gives: placed, free: true };
  for (const door of doors) {
    const { place: { inside, workload }, only, quiet } = door;
    if (only !== undefined || workload.hostNetwork) continue;
    const step = (from: State, gaps: readonly Gap[]): Step => ({ needs: [from], gives: inside, free: true, certain: gaps.length === 0, because: () => reasonOf(door, gaps) });
    for (const from of [...workload.nodes].flatMap((node) => nodes.get(node) ?? [])) yield step(from, quiet);
    if (workload.nodes.size > 0 && (points.has(unplaced) || points.has(everywhere))) yield step(unplaced, [placesGap, ...quiet]);
    if (workload.nodes.size > 0) continue;
    if (points.has(everywhere) && !isChoosy(workload)) yield step(everywhere, quiet);
    yield step(placed, [placesGap, ...quiet]);
  }
}

function isOnEveryNode({ object, spec }: Workload): boolean {
  return object.kind === 'DaemonSet' && Object.keys(fields(spec['nodeSelector']) ?? {}).length === 0 && fields(spec['affinity'])?.['nodeAffinity'] === undefined;
}

/** It tolerates what keeps others off a node. */
function isChoosy({ spec }: Workload): boolean {
  return entries(spec['tolerations']).length > 0;
}
