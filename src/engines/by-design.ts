import type { Workload } from '../cluster/workload.ts';
import { neighbourOf } from '../knowledge/neighbours.ts';

/** The agent a workload is, such as `CNI calico-node`, where it cannot work without access to its node; null for all others. */
export function byDesign(workload: Workload): string | null {
  for (const container of workload.containers) {
    const agent = neighbourOf(container.image);
    if (agent?.needsNode) return `${agent.kind} ${workload.ref.name}`;
  }
  return null;
}
