import type { UndecidedRow } from './define.ts';

/** Rows of the API server's own objects. */
export const undecidedC: readonly UndecidedRow[] = [
  { row: 'C10', title: 'changes priorities, quotas and limits', why: 'It takes computing time from others and gives no identity or place. Quotas and limit ranges that refuse a pod are guards, and part of technique/remove-guard.' },
  { row: 'C12', title: 'changes a RuntimeClass, or chooses another', why: 'The container is isolated less, and nothing else changes: to leave it still takes another technique, which is found as if there were no sandbox.' },
  { row: 'C13', title: 'has a certificate made for a pod', why: 'Kubernetes has no signer for pods whose certificates its API server takes, up to 1.37. Who trusts other signers is not among the objects of a cluster.' },
  { row: 'C15', title: 'puts its own authority into a trust bundle', why: 'A forged server is then believed, by who already comes to it: that is traffic, and no end of these paths.' },
];
