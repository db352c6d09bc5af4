import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { keyOfProcess } from '../secret-facts.ts';
import type { InputFile } from '../sources.ts';
import { Taken } from '../taken.ts';
import type { Job, Told } from './job.ts';
import { RowReader } from './row-reader.ts';

/** Reading in another thread, which goes on while this one does something else. */
export interface Beside {
  /** What was read of files that were read whole. */
  readonly taken: Taken;
  /** Once the thread is gone: the files that it did not read, because it could not be started or died. */
  readonly unread: () => Promise<readonly InputFile[]>;
  /** Ends the thread, whatever it does. */
  readonly stop: () => void;
}

export interface BesideOptions {
  readonly files: readonly InputFile[];
  readonly namespace: string | undefined;
  /** The module to run, where it is not the usual one. */
  readonly thread: URL | undefined;
  /** Hears of each file that is done, with the bytes of one that can be read once only. */
  readonly onFile: (file: InputFile, once: Uint8Array | undefined) => void;
}

/** Reads files in another thread. */
export function readBeside({ files, namespace, thread, onFile }: BesideOptions): Beside {
  const taken = new Taken();
  const reader = new RowReader();
  let done = 0;
  let current = new Taken();
  const take = ({ rows, secrets, end }: Told): void => {
    const file = files[done];
    if (!file) return;
    const before = current.objects.length;
    reader.read(rows, file.name, (object, origin) => current.keep(object, origin, undefined));
    for (const [index, facts] of secrets) {
      const object = current.objects[before + index];
      if (object) current.secrets.push([object, facts]);
    }
    if (!end) return;
    const { once, ...rest } = end;
    taken.append(Object.assign(current, rest));
    current = new Taken();
    done++;
    onFile(file, once);
  };
  const worker = started({ files, namespace, key: keyOfProcess() }, thread);
  const gone = worker && goneAfter(worker, take);
  // It is asked for later.
  gone?.catch(() => undefined);
  return {
    taken,
    unread: async () => {
      await gone;
      return files.slice(done);
    },
    stop: () => void worker?.terminate(),
  };
}

/** Undefined where a process must not start threads. What it needs may not be there either, which shows later: then it dies at once. */
function started(job: Job, thread: URL | undefined): Worker | undefined {
  try {
    return new Worker(thread ?? new URL(`./reading-thread${extname(import.meta.url)}`, import.meta.url), { workerData: job, execArgv: [] });
  } catch {
    return undefined;
  }
}

/** Whatever it came to: a fault of a thread is no fault of the files. Rejects only with what `take` throws. */
async function goneAfter(worker: Worker, take: (told: Told) => void): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  worker.on('message', (told: Told) => {
    try {
      take(told);
    } catch (error) {
      reject(error as Error);
      worker.removeAllListeners('message');
      void worker.terminate();
    }
  });
  worker.on('error', () => undefined);
  // What comes after a message that was lost cannot be read.
  worker.on('messageerror', () => {
    worker.removeAllListeners('message');
    void worker.terminate();
  });
  worker.on('exit', () => resolve());
  return promise;
}
