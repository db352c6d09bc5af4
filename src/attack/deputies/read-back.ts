import { hub, type State } from '../states.ts';

/**
 * What a controller writes into a Secret beside an object of one's own comes back to who reads it there: by the right to one name,
 * which the writer chooses, or by a pod that mounts it.
 */
export function readBack(namespace: string): readonly State[] {
  return [hub('read-one-secret', namespace), hub('pods', namespace)];
}
