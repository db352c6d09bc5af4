import type { Path } from './object.ts';

export type CustomSubject = 'container' | 'workload' | 'namespace' | 'object';

/** A rule that people wrote in `glacis.yaml`: expressions in CEL over an object and the values that are in force. */
export interface CustomRule {
  readonly id: string;
  readonly on: CustomSubject;
  readonly title: string;
  readonly why: string;
  readonly fix: string;
  /** Words of the severity table. */
  readonly severity: { readonly gain: string; readonly position: string; readonly effort: string };
  /** Of object rules: `group/Kind`, with an empty group for core. */
  readonly kinds: readonly string[];
  /** What must hold for the rule to be asked. */
  readonly when: string | null;
  /** True passes, false is a finding. */
  readonly check: string;
  /** The predicate of a sentence whose subject is the object. */
  readonly message: string;
  /** Where a person would look: below the container, the pod spec, or the object. */
  readonly field: Path;
  readonly expected: string | null;
  readonly examples: { readonly bad: readonly string[]; readonly good: readonly string[]; readonly unknown: readonly string[] };
  /** `glacis.yaml:12`. */
  readonly source: string;
}
