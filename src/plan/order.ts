import { Bitset, type Certainty } from '../graph/index.ts';
import type { Candidate } from './candidate.ts';
import type { Cutter } from './cutter.ts';
import { leftOf, survivors, type Demand } from './search.ts';

// Each place in the order looks at all that are left: of long plans the ones that cut most come first.
const mostCompared = 25;

/** What is left in the first graph with some changes made, as far as they take away what they say. */
export function leftWith(cutter: Cutter, made: readonly Candidate[], demands: readonly Demand[], certainty: Certainty): ReturnType<typeof leftOf> {
  const { first } = cutter;
  const ids = new Set(made.map(({ id }) => id));
  for (;;) {
    const without = Bitset.of(first.graph.steps, cutter.stepsCutBy(first, ids));
    // Steps that were not looked at before may be cut already.
    const news = survivors(first, demands, certainty, without).some(({ steps }) => steps.some((step) => cutter.of(first, step).some((id) => ids.has(id))));
    if (!news) return leftOf(first, demands, certainty, without);
  }
}

/** The change that closes most first, of equal ones the cheaper. */
export function ordered(cutter: Cutter, chosen: readonly Candidate[], demands: readonly Demand[], certainty: Certainty): readonly Candidate[] {
  const byCuts = chosen.toSorted((a, b) => cutter.pathsCut(b) - cutter.pathsCut(a) || a.cost - b.cost || (a.id < b.id ? -1 : 1));
  if (chosen.length > mostCompared) return byCuts;
  const order: Candidate[] = [];
  let rest = byCuts;
  while (rest.length > 0) {
    const [best] = rest.map((candidate) => ({ candidate, ...leftWith(cutter, [...order, candidate], demands, certainty) })).toSorted((a, b) => a.starts - b.starts || a.pairs - b.pairs || a.candidate.cost - b.candidate.cost);
    if (!best) break;
    order.push(best.candidate);
    rest = rest.filter((candidate) => candidate !== best.candidate);
  }
  return order;
}
