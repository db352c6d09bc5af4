import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { searchAll, type Question, type Searched } from './search.ts';
import { states, type SearchJob } from './job.ts';

/** A search of fewer steps is over before a thread has begun. */
const worthAThread = 1 << 18;
/** A thread that is still at it has died, or may as well have. */
const longest = 60_000;

export interface BesideOptions {
  /** Graphs of fewer steps are searched in this thread. */
  readonly least?: number;
  /** The module to run, where it is not the usual one. */
  readonly thread?: URL;
}

/** Begins a search that another thread goes on with while this one does something else. What it gives waits for the end. */
export function searchBeside(question: Question, { least = worthAThread, thread }: BesideOptions = {}): () => Searched {
  const here = (): Searched => searchAll(question);
  if (question.graph.steps < least || availableParallelism() < 2) return here;
  const state = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const { port1, port2 } = new MessageChannel();
  const { graph, goals, seeds, kinds, admin } = question;
  const job: SearchJob = { question: { goals, seeds, kinds, admin }, clauses: graph.clauses, state, port: port2 };
  const worker = started(job, thread);
  if (!worker) return here;
  return () => {
    // One that has not begun yet is no help, nor one that never will.
    if (Atomics.load(state, 0) === states.begun) Atomics.wait(state, 0, states.begun, longest);
    const told = receiveMessageOnPort(port1) as { readonly message: Searched } | undefined;
    port1.close();
    void worker.terminate();
    return told?.message ?? here();
  };
}

/** Undefined where a process must not start threads. */
function started(job: SearchJob, thread: URL | undefined): Worker | undefined {
  try {
    const worker = new Worker(thread ?? new URL(`./search-thread${extname(import.meta.url)}`, import.meta.url), { workerData: job, transferList: [job.port], execArgv: [] });
    // Its faults are those of no question: it is asked here then.
    worker.on('error', () => undefined);
    worker.unref();
    return worker;
  } catch {
    return undefined;
  }
}
