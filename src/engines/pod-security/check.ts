import type { PodParts } from './pod.ts';

/** Why a check fails, in the words of the admission plug-in. */
export interface Violation {
  readonly reason: string;
  readonly detail: string;
}

/** The check as it is from one policy version on. */
export interface CheckVersion {
  /** The minor of the first policy version. */
  readonly since: number;
  /** The baseline check that does not run where this one does: so restricted can be laxer than baseline in a point. */
  readonly replaces?: string;
  readonly run: (pod: PodParts, minor: number) => Violation | undefined;
}

/** One check of the Pod Security Standards, with all its versions, the oldest first. */
export interface Check {
  readonly id: string;
  readonly level: 'baseline' | 'restricted';
  readonly versions: readonly CheckVersion[];
}
