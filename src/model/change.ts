import type { KubernetesObject, ObjectRef, Path } from './object.ts';

export type Edit =
  | { readonly op: 'set'; readonly path: Path; readonly value: unknown }
  | { readonly op: 'append'; readonly path: Path; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: Path }
  | { readonly op: 'create'; readonly object: KubernetesObject }
  | { readonly op: 'delete' };

/** One thing a person can do about a finding. Applying it twice is the same as applying it once. */
export interface Change {
  readonly target: ObjectRef;
  /** The imperative sentence, subject last: `Drop all capabilities in container app`. */
  readonly title: string;
  readonly edits: readonly Edit[];
  /** What may stop working, in the user's words. */
  readonly breaks: string;
  /** A command that shows it worked. */
  readonly verify?: string;
}
