import type { SecretFacts } from '../../model/snapshot.ts';
import type { InputFile } from '../sources.ts';
import type { Taken } from '../taken.ts';
import type { Rows } from './rows.ts';

/** What a thread is given to read. */
export interface Job {
  readonly files: readonly InputFile[];
  readonly namespace: string | undefined;
  /** By which equal Secret values are recognised in all threads. */
  readonly key: Uint8Array;
}

/** What it tells of the file that it reads: objects as they come, and in the end the rest. */
export interface Told {
  readonly rows: Rows;
  /** By the number of their object among these rows. */
  readonly secrets: readonly (readonly [number, SecretFacts])[];
  readonly end?: Pick<Taken, 'configz' | 'skipped' | 'problems' | 'version' | 'documents'> & {
    /** Of a file that can be read once only. */
    readonly once: Uint8Array | undefined;
  };
}
