import { entries, fields, text } from '../cluster/read.ts';
import type { Workload } from '../cluster/workload.ts';
import { parseImage, pullPolicyOf, type PullPolicy } from '../engines/images/reference.ts';
import type { Evidence } from '../model/evidence.ts';
import { known, type Fact } from '../model/fact.ts';
import type { AttackContext } from './context.ts';
import { apiServerGate } from './feature-gates.ts';
import type { ContainerPlace } from './places.ts';
import { fileIn, runFilesOf, volumeMountsOf } from './run-files.ts';

/** An image that a container mounts and runs a file of. */
export interface ImageProgram {
  readonly reference: string;
  readonly policy: PullPolicy;
  readonly file: string;
  readonly place: ContainerPlace;
  /** The volume. */
  readonly at: Evidence;
  /** Whether the API server keeps such volumes; false is left out. */
  readonly kept: Fact<boolean>;
}

interface Mounted {
  readonly workloads: ReadonlySet<Workload>;
  programs?: readonly ImageProgram[];
}

const perContext = new WeakMap<AttackContext, Mounted>();

/** Most clusters have no such workload: their volumes are looked at once, and no more. */
function mounted(context: AttackContext): Mounted {
  let found = perContext.get(context);
  if (!found) perContext.set(context, (found = { workloads: new Set(context.cluster.workloads.filter(mountsImages)) }));
  return found;
}

function mountsImages({ spec: { volumes } }: Workload): boolean {
  if (!Array.isArray(volumes)) return false;
  for (const volume of volumes) if (fields(volume)?.['image'] !== undefined) return true;
  return false;
}

/** References of the images that a pod mounts, whatever it does with them. */
export function mountedImages(workload: Workload, context: AttackContext): readonly string[] {
  return mounted(context).workloads.has(workload) ? entries(workload.spec['volumes']).flatMap(({ value }) => text(fields(value['image'])?.['reference']) ?? []) : [];
}

/**
 * Mounted images of which something is run; of others the files are data. Runtimes mount them read-only, and programs in them can be
 * run: the enhancement asked for noexec at first and dropped it, and neither containerd nor CRI-O has it inside the container.
 */
export function imagePrograms(context: AttackContext): readonly ImageProgram[] {
  const { workloads, programs } = mounted(context);
  if (programs) return programs;
  const found = workloads.size === 0 ? [] : context.containers.filter(({ workload }) => workloads.has(workload)).flatMap((place) => programsOf(place, context));
  mounted(context).programs = found;
  return found;
}

function programsOf(place: ContainerPlace, context: AttackContext): readonly ImageProgram[] {
  const { container, workload } = place;
  const images = entries(workload.spec['volumes']).filter(({ value }) => value['image'] !== undefined);
  // What was read back from the API server was kept by it.
  const kept = workload.object.kind === 'Pod' && workload.object.metadata.uid !== undefined ? known(true) : apiServerGate('ImageVolume', context);
  if (kept.known && !kept.value) return [];
  const mounts = volumeMountsOf(container);
  const files = [...runFilesOf(container)];
  return images.flatMap(({ index, value }) => {
    const image = fields(value['image']);
    const reference = text(image?.['reference']);
    const file = files.find((path) => mounts.some((mount) => mount.volume === value['name'] && fileIn(mount, path, mounts) !== undefined));
    return reference === undefined || parseImage(reference) === undefined || file === undefined ? [] : [{ reference, policy: pullPolicyOf(reference, image?.['pullPolicy']), file, place, at: workload.at('volumes', index, 'image', 'reference'), kept }];
  });
}
