import type { UndecidedRow } from './define.ts';

/** Rows of credentials and data. */
export const undecidedF: readonly UndecidedRow[] = [
  { row: 'F6', title: 'copies a volume by a snapshot', why: 'The data of the volume is then the attacker’s; what it is worth no object shows. Whoever may claim the copy and run a pod in that namespace may mount the volume itself.' },
];
