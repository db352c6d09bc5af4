import type { UndecidedRow } from './define.ts';

export const undecidedJ: readonly UndecidedRow[] = [
  { row: 'J11', title: 'A controller that may read every Secret', why: 'Its parts are steps already: breaking into its container over the network, taking the token that is mounted there, and reading Secrets with it. A step of its own would count them as one.' },
];
