import { entries, fields, text } from '../cluster/read.ts';
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

const programs = new WeakMap<AttackContext, readonly ImageProgram[]>();

/**
 * Mounted images of which something is run; of others the files are data. Runtimes mount them read-only, and programs in them can be
 * run: the enhancement asked for noexec at first and dropped it, and neither containerd nor CRI-O has it inside the container.
 */
export function imagePrograms(context: AttackContext): readonly ImageProgram[] {
  let found = programs.get(context);
  if (!found) programs.set(context, (found = context.containers.flatMap((place) => programsOf(place, context))));
  return found;
}

function programsOf(place: ContainerPlace, context: AttackContext): readonly ImageProgram[] {
  const { container, workload } = place;
  const images = entries(workload.spec['volumes']).filter(({ value }) => value['image'] !== undefined);
  if (images.length === 0) return [];
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
