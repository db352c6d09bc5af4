import type { UndecidedRow } from './define.ts';

/** Rows of rights that give other rights. */
export const undecidedB: readonly UndecidedRow[] = [
  { row: 'B9', title: 'impersonates a uid or an extra value', why: 'RBAC looks at the name and the groups of a user only: such values give nothing more than technique/impersonate-user. Policies and webhooks that read them are not followed.' },
  { row: 'B23', title: 'labels a ClusterRole so that others take it in', why: 'Only rights that one holds already can be put there: it makes them last, and gains none.' },
  { row: 'B24', title: 'takes the lease of a controller', why: 'The controller stops or runs twice. No identity or place is gained.' },
];
