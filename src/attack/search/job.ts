import type { MessagePort } from 'node:worker_threads';
import type { Clauses } from '../../graph/index.ts';
import type { Question } from './search.ts';

/** How far a thread is. */
export const states = { waiting: 0, begun: 1, ended: 2 } as const;

/** What a thread is given to look for. */
export interface SearchJob {
  readonly question: Omit<Question, 'graph'>;
  readonly clauses: Clauses;
  /** One of `states`, shared by both threads. */
  readonly state: Int32Array;
  /** Takes what was found. */
  readonly port: MessagePort;
}
