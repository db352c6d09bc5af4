import type { Workload } from '../cluster/workload.ts';
import { nodeAgents } from '../knowledge/node-agents.ts';

/** The agent a workload is, such as `CNI calico-node`, where it cannot work without access to its node; null for all others. */
export function byDesign(workload: Workload): string | null {
  for (const container of workload.containers) {
    const repository = (container.image.split('@')[0] ?? '').replace(/:[^/:]*$/, '');
    const agent = nodeAgents.find(({ image }) => image.test(repository));
    if (agent) return `${agent.what} ${workload.ref.name}`;
  }
  return null;
}
