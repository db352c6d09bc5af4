import { setImmediate as afterEvents } from 'node:timers/promises';
import type { Collector } from './collector.ts';
import { forOtherThread, type Range } from './parallel/divide.ts';
import { readInput } from './read-file.ts';
import type { InputFile } from './sources.ts';

/** How files are divided between threads where that is not left to their size. */
export interface Division {
  /** So many bytes of JSON are worth a second thread. */
  readonly from?: number;
  /** The module that it runs. */
  readonly thread?: URL;
}

export interface ReadFilesOptions {
  readonly namespace?: string;
  readonly division?: Division;
  /** Hears of each file that was read, with the bytes of one that can be read once only. */
  readonly onFile: (file: InputFile, once: Uint8Array | undefined) => void;
}

/** Reads files into the collector, large input with a second thread. What comes out is the same, in the same order. */
export async function readFiles(files: readonly InputFile[], collector: Collector, options: ReadFilesOptions): Promise<void> {
  // In bundles an object is left out that was read before, in whatever file.
  const range = collector.bundle ? undefined : forOtherThread(files, options.division?.from);
  if (range) return readDivided(files, range, collector, options);
  for (const file of files) options.onFile(file, await readInput(file, collector));
}

async function readDivided(files: readonly InputFile[], { from, to }: Range, collector: Collector, { namespace, division, onFile }: ReadFilesOptions): Promise<void> {
  const { readBeside } = await import('./parallel/beside.ts');
  const beside = readBeside({ files: files.slice(from, to), namespace, thread: division?.thread, onFile });
  const read = async (part: readonly InputFile[]): Promise<void> => {
    for (const file of part) {
      onFile(file, await readInput(file, collector));
      // What the other thread sent is taken up.
      await afterEvents();
    }
  };
  try {
    await read(files.slice(0, from));
    collector.insert(beside.taken);
    await read(files.slice(to));
    const unread = await beside.unread();
    await collector.readInto(beside.taken, () => read(unread));
  } finally {
    beside.stop();
  }
}
