import type { Located } from './assessment.ts';
import type { Evidence } from './evidence.ts';

/** Turns evidence into what a report prints, file, line and column included. Reading files is the caller's business. */
export type Locate = (evidence: Evidence) => Located;
