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
  return { object, path, seen: shown(value) };
}

function shown(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  const text = redacted((typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, looked));
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
