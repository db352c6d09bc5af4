import { redacted } from './mask.ts';
import type { ObjectRef, Path } from './object.ts';

/** One thing seen. `seen` is masked where it could hold a credential, null where the field is not set. */
export interface Evidence {
  readonly object: ObjectRef;
  readonly path: Path;
  readonly seen: string | null;
}

const longest = 120;
// Of longer texts no more is ever shown than a part of this.
const looked = 2000;

/** Evidence of a value as it stands, credentials inside it masked; what is a credential as a whole goes through `mask` first. */
export function evidence(object: ObjectRef, path: Path, value?: unknown): Evidence {
  return value === undefined || value === null ? { object, path, seen: null } : new Seen(object, path, value);
}

/** Most evidence of a large cluster is never printed: the text is made when it is read. */
class Seen implements Evidence {
  readonly object: ObjectRef;
  readonly path: Path;
  readonly #value: unknown;

  constructor(object: ObjectRef, path: Path, value: unknown) {
    this.object = object;
    this.path = path;
    this.#value = value;
  }

  get seen(): string {
    const text = redacted((typeof this.#value === 'string' ? this.#value : (JSON.stringify(this.#value) ?? '')).slice(0, looked));
    return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
  }
}
