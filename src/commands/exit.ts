export { nearest } from '../lang/nearest.ts';

/** Exit statuses of every command. */
export const exit = { done: 0, failOn: 1, usage: 2, input: 3, internal: 4 } as const;

/** A wrong command line: one line, and what to type instead. */
export class UsageError extends Error {
  readonly hint: string;
  constructor(message: string, hint: string) {
    super(message);
    this.name = 'UsageError';
    this.hint = hint;
  }
}
