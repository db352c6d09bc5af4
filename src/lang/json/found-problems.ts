import type { JsonProblem } from './items.ts';

// A file that is no JSON would give a problem for each of its lines.
const most = 20;

/** The problems of one file: the first of them, and how many more there are. */
export class FoundProblems {
  readonly #listed: JsonProblem[] = [];
  #unlisted = 0;

  get full(): boolean {
    return this.#listed.length >= most;
  }

  note(place: Pick<JsonProblem, 'line' | 'start'>, message: string, cause: JsonProblem['cause']): void {
    if (this.full) this.#unlisted++;
    else this.add({ ...place, message, remedy: remedyOf(cause), severity: 'invalid', cause });
  }

  /** One that is told however many there are: it says what was not read. */
  add(problem: JsonProblem): void {
    this.#listed.push(problem);
  }

  all(): readonly JsonProblem[] {
    const [first] = this.#listed;
    return first && this.#unlisted > 0 ? [...this.#listed, { ...first, message: `and ${this.#unlisted} problems more in this file` }] : this.#listed;
  }
}

function remedyOf(cause: JsonProblem['cause']): string {
  switch (cause) {
    case 'truncated':
      return 'The file was cut off: write the dump again.';
    case 'too large':
      return 'Leave it out: no object of Kubernetes looks like this.';
    default:
      return 'Correct the JSON at this line.';
  }
}
