import { fields, number } from '../../cluster/read.ts';
import type { Labels, Selector } from '../../lang/selector.ts';
import { valueAt } from '../../model/object.ts';
import type { PodEnd } from './ends.ts';

const [podName, podIndex] = ['statefulset.kubernetes.io/pod-name', 'apps.kubernetes.io/pod-index'];

/** Whether a selector asks for labels by which the pods of a StatefulSet are numbered. */
export function asksForNumbers({ requirements }: Selector): boolean {
  return requirements.some(({ key }) => key === podName || key === podIndex);
}

/**
 * The pods that a StatefulSet of which none was read will make, by the labels that number them: those that are named by some
 * value, and one of the others. The template alone where nothing names any.
 */
export function numberedPods(pod: PodEnd, valuesOf: (key: string) => ReadonlySet<string>): readonly PodEnd[] {
  const { object } = pod;
  const [names, indexes] = [valuesOf(podName), valuesOf(podIndex)];
  if (names.size === 0 && indexes.size === 0) return [pod];
  const [start, replicas] = [number(valueAt(object, ['spec', 'ordinals', 'start'])) ?? 0, number(fields(object['spec'])?.['replicas']) ?? 1];
  const found: PodEnd[] = [];
  let others = false;
  for (let index = start; index < start + replicas; index++) {
    const name = `${object.metadata.name}-${index}`;
    const labels: Labels = { ...pod.labels, [podName]: name, [podIndex]: String(index) };
    const named = names.has(name) || indexes.has(String(index));
    if (named || !others) found.push({ ...pod, name, labels });
    others ||= !named;
  }
  return found.length === 0 ? [pod] : found;
}
