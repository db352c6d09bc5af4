import type { Workload } from '../../cluster/workload.ts';
import { askedState, type State } from '../states.ts';

/** The API server gives a kubelet the pods of its node, and the ConfigMaps that they name. */
export function nodeReaders({ nodes }: Workload): readonly State[] {
  return Array.from(nodes, askedState);
}
