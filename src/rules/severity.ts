// The one published severity table. Five factors, each printed with the finding; the sum decides.

import type { Severity } from '../model/assessment.ts';

export type { Severity };

/** What an attacker has after using it. */
export const gains = { hygiene: 0, information: 1, workload: 2, secrets: 3, node: 4, cluster: 5 } as const;
/** What an attacker must have before. */
export const positions = { anyone: 2, 'a container': 1, 'a user': 0, 'an administrator': -1 } as const;
/** What else must go wrong. */
export const efforts = { none: 1, 'one more weakness': 0, 'several weaknesses': -1 } as const;
/** Whether the object itself is open to the Internet, by the objects given. */
export const exposures = { internet: 1, cluster: 0 } as const;
/** How much of the cluster it touches. */
export const spreads = { cluster: 1, namespace: 0, object: 0 } as const;

export interface Factors {
  readonly gain: keyof typeof gains;
  readonly position: keyof typeof positions;
  readonly effort: keyof typeof efforts;
  readonly exposure: keyof typeof exposures;
  readonly spread: keyof typeof spreads;
}

/** What a rule says of itself; exposure and spread come from the cluster. */
export type BaseFactors = Pick<Factors, 'gain' | 'position' | 'effort'> & Partial<Factors>;

export function score(factors: Factors): number {
  return (
    gains[factors.gain] +
    positions[factors.position] +
    efforts[factors.effort] +
    exposures[factors.exposure] +
    spreads[factors.spread]
  );
}

/** 7 and more is critical, 5 and 6 high, 3 and 4 medium, less is low. */
export function severityOf(factors: Factors): Severity {
  const points = score(factors);
  if (points >= 7) return 'critical';
  if (points >= 5) return 'high';
  return points >= 3 ? 'medium' : 'low';
}
