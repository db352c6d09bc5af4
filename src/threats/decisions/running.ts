// What may run: threats start from there.

import { entries, type Fields } from '../../cluster/read.ts';
import type { Container, Workload } from '../../cluster/workload.ts';
import { repositoryOf } from '../../knowledge/neighbours.ts';
import { remember } from '../../model/remember.ts';
import type { Context } from '../../rules/context.ts';
import type { Judged } from '../../rules/subjects.ts';

interface Running {
  readonly containers: readonly Container[];
  readonly workloads: readonly Workload[];
  // Of each container, in the same order. Most time of a walk goes into fetching what containers lead to, and few have anything to tell.
  readonly namespaces: readonly string[];
  readonly repositories: readonly string[];
  readonly mounts: readonly boolean[];
  readonly commands: readonly boolean[];
}

// Fifty threats walk the same containers.
const running = new WeakMap<Context, Running>();

function runningOf(context: Context): Running {
  let found = running.get(context);
  if (!found) {
    const { containers, workloads } = context.subjects;
    const runs = ({ workload }: Judged): boolean => !isFinished(workload);
    const own = containers.filter(runs).map(({ subject }) => subject as Container);
    found = {
      containers: own, workloads: workloads.filter(runs).map(({ subject }) => subject as Workload),
      namespaces: own.map(({ workload }) => workload.namespace), repositories: own.map(({ image }) => repositoryOf(image)),
      mounts: own.map(({ hostPaths }) => hostPaths.length > 0),
      commands: own.map(({ spec }) => spec['command'] !== undefined || spec['args'] !== undefined || spec['lifecycle'] !== undefined),
    };
    running.set(context, found);
  }
  return found;
}

/** Every container that is no component of the control plane and may still run, with its workload. */
export function containersOf(context: Context): readonly Container[] {
  return runningOf(context).containers;
}

/** The namespace of each of them. */
export function namespacesOf(context: Context): readonly string[] {
  return runningOf(context).namespaces;
}

/** Which of them mount a path of their node. */
export function whichMount(context: Context): readonly boolean[] {
  return runningOf(context).mounts;
}

/** Which of them write a command line or a hook of their own. */
export function whichCommand(context: Context): readonly boolean[] {
  return runningOf(context).commands;
}

/** Which of them run an image of such a repository. A large cluster has few repositories. */
export function whichRun(context: Context, isSuch: (repository: string) => boolean): readonly boolean[] {
  return runningOf(context).repositories.map(remember(isSuch));
}

/** Those of them that one of these lists names. */
export function only(which: readonly boolean[], context: Context): readonly Container[] {
  return containersOf(context).filter((_, index) => which[index]);
}

export interface OwnVolume {
  readonly workload: Workload;
  readonly index: number;
  readonly value: Fields;
}

const sources = ['persistentVolumeClaim', 'secret', 'gitRepo'] as const;
const volumes = new WeakMap<Context, ReadonlyMap<string, readonly OwnVolume[]>>();

/** The volumes of workloads that may run, of one kind. */
export function volumesOf(context: Context, kind: (typeof sources)[number]): readonly OwnVolume[] {
  let ofContext = volumes.get(context);
  if (!ofContext) volumes.set(context, (ofContext = volumesByKind(context)));
  return ofContext.get(kind) ?? [];
}

function volumesByKind(context: Context): ReadonlyMap<string, readonly OwnVolume[]> {
  const found = new Map(sources.map((kind): [string, OwnVolume[]] => [kind, []]));
  for (const workload of workloadsOf(context)) {
    for (const { index, value } of entries(workload.spec['volumes'])) {
      for (const kind of sources) if (value[kind] !== undefined) found.get(kind)?.push({ workload, index, value });
    }
  }
  return found;
}

export function workloadsOf(context: Context): readonly Workload[] {
  return runningOf(context).workloads;
}

/** A pod that has ended keeps its findings; nobody starts from it. */
export function isFinished(workload: Workload | undefined): boolean {
  return workload?.object.kind === 'Pod' && workload.running === 0;
}
