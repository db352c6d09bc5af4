// What may run: threats start from there.

import type { Container, Workload } from '../../cluster/workload.ts';
import type { Context } from '../../rules/context.ts';
import type { Judged } from '../../rules/subjects.ts';

interface Running {
  readonly containers: readonly Container[];
  readonly workloads: readonly Workload[];
  readonly images: ReadonlySet<string>;
}

// Fifty threats walk the same containers.
const running = new WeakMap<Context, Running>();

function runningOf(context: Context): Running {
  let found = running.get(context);
  if (!found) {
    const { containers, workloads } = context.subjects;
    const runs = ({ workload }: Judged): boolean => !isFinished(workload);
    const own = containers.filter(runs).map(({ subject }) => subject as Container);
    found = { containers: own, workloads: workloads.filter(runs).map(({ subject }) => subject as Workload), images: new Set(own.map(({ image }) => image)) };
    running.set(context, found);
  }
  return found;
}

/** Every container that is no component of the control plane and may still run, with its workload. */
export function containersOf(context: Context): readonly Container[] {
  return runningOf(context).containers;
}

/** Those of them whose image is such a one. A large cluster has few images, and mostly none is. */
export function containersWith(context: Context, isSuch: (image: string) => boolean): readonly Container[] {
  const { containers, images } = runningOf(context);
  const such = new Set([...images].filter(isSuch));
  return such.size === 0 ? [] : containers.filter(({ image }) => such.has(image));
}

export function workloadsOf(context: Context): readonly Workload[] {
  return runningOf(context).workloads;
}

/** A pod that has ended keeps its findings; nobody starts from it. */
export function isFinished(workload: Workload | undefined): boolean {
  return workload?.object.kind === 'Pod' && workload.running === 0;
}
