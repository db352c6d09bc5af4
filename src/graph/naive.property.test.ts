// Each algorithm against one that is written straight from its meaning and does nothing cleverly.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cheapest, CostTable, cheapestHittingSet, goalsReached, GraphBuilder, needsOf, proofOf, proofs, reachable, relevant, sources, Bitset, type Certainty, type Graph, leastTo, wayFrom, waysTo } from './index.ts';

interface Clause {
  readonly needs: readonly number[];
  readonly gives: number;
  readonly cost: number;
  readonly certain: boolean;
}

const states = 7;
const state = fc.nat(states - 1);
const clause: fc.Arbitrary<Clause> = fc.record({ needs: fc.uniqueArray(state, { maxLength: 3 }), gives: state, cost: fc.nat(4), certain: fc.boolean() });
const usefulClause = clause.filter(({ needs, gives }) => !needs.includes(gives) && needs.length > 0);
const clauses = fc.array(fc.oneof({ arbitrary: usefulClause, weight: 9 }, { arbitrary: clause.filter(({ needs, gives }) => !needs.includes(gives)), weight: 1 }), { maxLength: 12 });
const certainty = fc.constantFrom<Certainty>('certain', 'possible');

function built(all: readonly Clause[]): Graph {
  const builder = new GraphBuilder();
  for (let index = 0; index < states; index++) builder.state();
  all.forEach(({ needs, gives, cost, certain }, tag) => builder.step(needs, gives, { cost, certain, tag }));
  return builder.freeze();
}

/** Rounds of taking every step that can be taken. */
function follow(all: readonly Clause[], seeds: readonly number[]): ReadonlySet<number> {
  const reached = new Set(seeds);
  for (let before = -1; before !== reached.size; ) {
    before = reached.size;
    for (const { needs, gives } of all) if (needs.every((need) => reached.has(need))) reached.add(gives);
  }
  return reached;
}

/** Rounds of lowering prices. */
function prices(all: readonly Clause[], seeds: readonly number[]): readonly number[] {
  const cost = Array.from({ length: states }, (_, index) => (seeds.includes(index) ? 0 : Infinity));
  for (let round = 0; round <= states * 2; round++) {
    for (const { needs, gives, cost: own } of all) cost[gives] = Math.min(cost[gives] ?? 0, needs.reduce((sum, need) => sum + (cost[need] ?? 0), own));
  }
  return cost;
}

function allowed(all: readonly Clause[], sure: Certainty): readonly Clause[] {
  return sure === 'possible' ? all : all.filter(({ certain }) => certain);
}

test('reachability equals the naive fixpoint, with and without some steps', () => {
  fc.assert(
    fc.property(clauses, fc.uniqueArray(state, { maxLength: 3 }), certainty, fc.uniqueArray(fc.nat(11), { maxLength: 3 }), (all, seeds, sure, blocked) => {
      const graph = built(all);
      assert.deepEqual([...reachable(graph, seeds, sure)], [...follow(allowed(all, sure), seeds)].toSorted((a, b) => a - b));
      const rest = all.filter((each, index) => !blocked.includes(index) && (sure === 'possible' || each.certain));
      assert.deepEqual([...reachable(graph, seeds, sure, { without: Bitset.of(graph.steps, blocked.filter((step) => step < graph.steps)) })], [...follow(rest, seeds)].toSorted((a, b) => a - b));
    }),
    { numRuns: 1500, seed: 20261128 },
  );
});

test('the cheapest proofs cost what the naive fixpoint says, and prove', () => {
  fc.assert(
    fc.property(clauses, fc.uniqueArray(state, { maxLength: 2 }), certainty, (all, seeds, sure) => {
      const graph = built(all);
      const costs = cheapest(graph, seeds, sure);
      assert.deepEqual([...costs.cost], prices(allowed(all, sure), seeds));
      for (let goal = 0; goal < states; goal++) {
        const proof = proofOf(graph, costs, goal);
        assert.equal(proof !== undefined, costs.cost[goal] !== Infinity);
        if (proof) assert.ok(proves(graph, proof, seeds).has(goal));
        if (proof) assert.equal(new Set(proof).size, proof.length);
      }
    }),
    { numRuns: 1500, seed: 20261128 },
  );
});

/** Takes the steps in their order, each only when it can be taken. */
function proves(graph: Graph, steps: readonly number[], seeds: readonly number[]): ReadonlySet<number> {
  const reached = new Set(seeds);
  for (const step of steps) {
    assert.ok(needsOf(graph, step).every((need) => reached.has(need)), 'a step is taken before what it needs');
    reached.add(graph.gives[step] ?? 0);
  }
  return reached;
}

test('several proofs: all that are minimal are found when nothing limits them, the cheapest first', () => {
  fc.assert(
    fc.property(clauses, state, state, (all, seed, goal) => {
      fc.pre(seed !== goal);
      const graph = built(all);
      const { found, more } = proofs(graph, [seed], goal, 'possible', 1000);
      assert.equal(more, 0);
      const keys = new Set(found.map(({ steps }) => steps.toSorted((a, b) => a - b).join()));
      assert.equal(keys.size, found.length);
      found.forEach(({ steps, cost }, index) => {
        assert.ok(proves(graph, steps, [seed]).has(goal));
        assert.ok(index === 0 || cost >= (found[index - 1]?.cost ?? 0));
      });
      for (const minimal of minimalProofs(all, seed, goal)) assert.ok(keys.has(minimal), `missing ${minimal}`);
      const one = proofs(graph, [seed], goal, 'possible', 1);
      assert.deepEqual(one.found, found.slice(0, 1));
      assert.equal(one.more > 0, found.length > 1);
    }),
    { numRuns: 500, seed: 20261128 },
  );
});

/** Sets of steps from which none can be left out. */
function minimalProofs(all: readonly Clause[], seed: number, goal: number): readonly string[] {
  const works: number[] = [];
  for (let mask = 0; mask < 1 << all.length; mask++) {
    if (works.some((small) => (small & mask) === small)) continue;
    if (follow(all.filter((_, index) => (mask >> index) & 1), [seed]).has(goal)) works.push(mask);
  }
  return works.filter((mask) => !works.some((small) => small !== mask && (small & mask) === small)).map((mask) => all.flatMap((_, index) => ((mask >> index) & 1 ? [index] : [])).join());
}

test('the seeds that reach a goal by themselves are those from which it follows', () => {
  fc.assert(
    fc.property(clauses, state, certainty, (all, goal, sure) => {
      const seeds = Array.from({ length: states }, (_, index) => index);
      assert.deepEqual(sources(built(all), seeds, goal, sure), seeds.filter((seed) => follow(allowed(all, sure), [seed]).has(goal)));
    }),
    { numRuns: 1500, seed: 20261128 },
  );
});

test('goals that are asked together are those that are reached one by one, with and without some steps', () => {
  const several = clause.filter(({ needs, gives }) => needs.length > 1 && !needs.includes(gives));
  const world = fc.record({ all: fc.array(fc.oneof({ arbitrary: usefulClause, weight: 6 }, { arbitrary: several, weight: 6 }, { arbitrary: clause.filter(({ needs, gives }) => !needs.includes(gives)), weight: 1 }), { maxLength: 12 }), goals: fc.array(state, { minLength: 1, maxLength: 4 }), seeds: fc.array(state, { maxLength: 14 }), blocked: fc.array(fc.nat(11), { maxLength: 2 }), sure: certainty, hinted: fc.boolean() });
  fc.assert(
    fc.property(world, ({ all, goals, seeds, blocked, sure, hinted }) => {
      const graph = built(all);
      const rest = allowed(all.filter((_, index) => !blocked.includes(index)), sure);
      const without = Bitset.of(graph.steps, blocked.filter((step) => step < graph.steps));
      const reached = goalsReached(graph, seeds, goals, sure, { without, ...(hinted ? { near: relevant(graph, goals, 'possible') } : {}) });
      assert.deepEqual([...reached], seeds.map((seed) => goals.reduce((bits, goal, index) => bits | (follow(rest, [seed]).has(goal) ? 1 << index : 0), 0)));
    }),
    { numRuns: 3000, seed: 20261128 },
  );
  const many = Array.from({ length: 32 }, () => 0);
  assert.equal(goalsReached(built([]), [0, 1], many.slice(1), 'certain').join(), `${2 ** 31 - 1},0`);
  assert.throws(() => goalsReached(built([]), [0], many, 'certain'), RangeError);
});

test('a search that looks only at what has a part in a proof, and stops once its goals are decided, finds the same proofs', () => {
  fc.assert(
    fc.property(clauses, fc.uniqueArray(state, { maxLength: 3 }), fc.uniqueArray(state, { minLength: 1, maxLength: 3 }), certainty, (all, seeds, goals, sure) => {
      const graph = built(all);
      const within = relevant(graph, goals, 'possible');
      const [whole, short] = [cheapest(graph, seeds, sure), cheapest(graph, seeds, sure, { within, until: goals })];
      for (const goal of goals) {
        assert.equal(short.cost[goal], whole.cost[goal]);
        assert.deepEqual(proofOf(graph, short, goal), proofOf(graph, whole, goal));
      }
      assert.deepEqual([...reachable(graph, seeds, sure, { within })], [...follow(allowed(all, sure), seeds)].filter((each) => within.has(each)).toSorted((a, b) => a - b));
    }),
    { numRuns: 3000, seed: 20261128 },
  );
});

test('a search that knows how far the goal is at least finds a proof as cheap', () => {
  fc.assert(
    fc.property(clauses, fc.array(fc.nat(20), { maxLength: 3 }), fc.uniqueArray(state, { maxLength: 3 }), state, certainty, (all, blocked, seeds, goal, sure) => {
      const graph = built(all);
      const without = Bitset.of(graph.steps, blocked.filter((step) => step < graph.steps));
      const ahead = leastTo(graph, goal, sure);
      const table = new CostTable(graph);
      // What was found before leaves no trace.
      cheapest(graph, [goal, ...seeds], 'possible', { table });
      const [whole, short] = [cheapest(graph, seeds, sure, { without }), cheapest(graph, seeds, sure, { without, ahead, until: [goal], table })];
      assert.equal(short.cost[goal], whole.cost[goal]);
      const steps = proofOf(graph, short, goal);
      assert.equal(steps === undefined, whole.cost[goal] === Infinity);
      if (steps) assert.ok(proves(graph, steps, seeds).has(goal) && !steps.some((step) => without.has(step)));
    }),
    { numRuns: 3000, seed: 20261128 },
  );
});

test('ways of single needs cost what the naive fixpoint says of those steps, and lead to the goal', () => {
  fc.assert(
    fc.property(clauses, fc.array(fc.nat(20), { maxLength: 3 }), state, certainty, (all, blocked, goal, sure) => {
      const graph = built(all);
      const without = Bitset.of(graph.steps, blocked.filter((step) => step < graph.steps));
      const ways = waysTo(graph, goal, sure, without);
      const single = all.filter((each, index) => !without.has(index) && (sure === 'possible' || each.certain) && new Set(each.needs).size === 1);
      for (let from = 0; from < states; from++) {
        assert.equal(ways.cost[from], prices(single, [from])[goal]);
        const steps = wayFrom(graph, ways, from);
        assert.equal(steps !== undefined, ways.cost[from] !== Infinity);
        if (steps) assert.ok(proves(graph, steps, [from]).has(goal));
      }
      const seeds = Array.from({ length: states }, (_, index) => index);
      const rest = all.filter((each, index) => !without.has(index) && (sure === 'possible' || each.certain));
      assert.deepEqual(sources(graph, seeds, goal, sure, without), seeds.filter((seed) => follow(rest, [seed]).has(goal)));
    }),
    { numRuns: 800, seed: 20261128 },
  );
});

test('hitting sets are as cheap as the best of all choices', () => {
  const sets = fc.array(fc.uniqueArray(fc.nat(8), { minLength: 1, maxLength: 4 }), { maxLength: 8 });
  fc.assert(
    fc.property(sets, fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 9, maxLength: 9 }), fc.uniqueArray(fc.nat(8), { maxLength: 2 }), (all, costs, dear) => {
      const cost = new Map(costs.flatMap((each, element) => (dear.includes(element) ? [] : [[element, each] as const])));
      const result = cheapestHittingSet({ sets: all, cost });
      let best = Infinity;
      for (let mask = 0; mask < 1 << 9; mask++) {
        const chosen = [...cost.keys()].filter((element) => (mask >> element) & 1);
        if (all.every((set) => set.some((element) => chosen.includes(element)))) best = Math.min(best, chosen.reduce((sum, element) => sum + (cost.get(element) ?? 0), 0));
      }
      assert.equal(result?.cost ?? Infinity, best);
      if (result) assert.deepEqual([result.optimal, result.lowerBound], [true, best]);
      if (result) assert.ok(all.every((set) => set.some((element) => result.chosen.includes(element))));
    }),
    { numRuns: 500, seed: 20261128 },
  );
});

test('a search that is stopped at once says how far from the best it may be', () => {
  const sets = Array.from({ length: 12 }, (_, index) => [index, (index + 1) % 12, (index + 5) % 12]);
  const cost = new Map(Array.from({ length: 12 }, (_, element) => [element, 1 + (element % 3)]));
  const [stopped, whole] = [cheapestHittingSet({ sets, cost }, () => true), cheapestHittingSet({ sets, cost })];
  assert.ok(stopped && whole?.optimal);
  assert.ok(stopped.lowerBound <= whole.cost && whole.cost <= stopped.cost);
  assert.ok(sets.every((set) => set.some((element) => stopped.chosen.includes(element))));
});

test('bitsets count and list their members', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(200)), (members) => {
      const set = Bitset.of(201, members);
      assert.deepEqual([...set], members.toSorted((a, b) => a - b));
      assert.equal(set.count, members.length);
      for (const member of members) set.delete(member);
      assert.equal(set.count, 0);
    }),
    { seed: 20261128 },
  );
});
