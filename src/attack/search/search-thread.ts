// Looks for ways for another thread, which started this one: see beside.ts.
import { workerData } from 'node:worker_threads';
import { Graph } from '../../graph/index.ts';
import { states, type SearchJob } from './job.ts';
import { searchAll } from './search.ts';

const { question, clauses, state, port } = workerData as SearchJob;
Atomics.store(state, 0, states.begun);
try {
  port.postMessage(searchAll({ ...question, graph: new Graph(clauses) }));
} finally {
  Atomics.store(state, 0, states.ended);
  Atomics.notify(state, 0);
}
