// The published rule by which a path changes the severity of a threat: the goal may raise the gain, the cost takes the place of the effort.

import type { PathResult } from '../model/attack-path.ts';
import { gains, type Factors } from '../rules/severity.ts';

/** What reaching a goal gains. */
export const goalGains: Readonly<Record<string, Factors['gain']>> = { 'cluster-admin': 'cluster', etcd: 'cluster', 'node-root:*': 'node', 'all-secrets': 'secrets', 'cloud:*': 'secrets' };

/** The effort of a path by its cost, the sum of the efforts of its techniques; the first that is not exceeded. */
export const costEfforts: readonly (readonly [most: number, effort: Factors['effort']])[] = [[2, 'none'], [5, 'one more weakness'], [Infinity, 'several weaknesses']];

/** The factors of a threat as they are on a path that uses it. A gain of its own that is more stays. */
export function factorsOn({ to, cost }: Pick<PathResult, 'to' | 'cost'>, own: Factors): Factors {
  const gain = goalGains[to] ?? own.gain;
  const effort = costEfforts.find(([most]) => cost <= most)?.[1] ?? own.effort;
  return { ...own, gain: gains[gain] > gains[own.gain] ? gain : own.gain, effort };
}
