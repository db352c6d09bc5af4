import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { InputFile } from '../sources.ts';

/** A thread costs half a second of work, most of it for compiling the same code again: smaller input is read as fast without. */
const worthAThread = 1 << 28;
/** Of all bytes: less for either thread is not worth the other. */
const leastShare = 1 / 8;

/** Files from one number up to another: neighbours have more in common than others. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Which of the files another thread is to read: JSON that follows one another, near half of all bytes. The same for the same files, whatever the machine does meanwhile. */
export function forOtherThread(files: readonly InputFile[], least: number = worthAThread): Range | undefined {
  if (files.length < 2 || availableParallelism() < 2) return undefined;
  const sizes = files.map(sizeOf);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total < least) return undefined;
  let best: Range | undefined;
  let miss = (1 / 2 - leastShare) * total;
  let sum = 0;
  for (let [from, to] = [0, 0]; to < files.length; ) {
    sum += sizes[to++] ?? 0;
    // Without its first file it is nearer to half as long as it is above.
    for (;;) {
      if (Math.abs(sum - total / 2) < miss) {
        best = { from, to };
        miss = Math.abs(sum - total / 2);
      }
      if (sum <= total / 2) break;
      sum -= sizes[from++] ?? 0;
    }
  }
  return best;
}

/** Of what is no plain file of JSON by its name nothing. */
function sizeOf({ path }: InputFile): number {
  if (!/\.json$/i.test(path)) return 0;
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() === true ? stat.size : 0;
}
