export { Bitset } from './bitset.ts';
export { cheapest, proofOf, type CheapestOptions, type Costs } from './cheapest.ts';
export { GraphBuilder, needsOf, usable, type Certainty, type Graph, type StepOptions } from './graph.ts';
export { cheapestHittingSet, type HittingProblem, type HittingSet } from './hitting-set.ts';
export { proofs, type Proof, type Proofs } from './proofs.ts';
export { reachable, relevant } from './reachable.ts';
export { sources } from './sources.ts';
export { wayFrom, waysTo, type Ways } from './ways.ts';
