// Times the attack graph of a cluster: building it, reachability, single sources and the cheapest proofs of every kind.
//   node --max-old-space-size=4000 bench/graph.ts DIR [--techniques]
import { AttackContext } from '../src/attack/context.ts';
import { footholds } from '../src/attack/footholds.ts';
import { goalsOf } from '../src/attack/counted.ts';
import { AttackModel } from '../src/attack/model.ts';
import { overviewOf } from '../src/attack/overview.ts';
import { techniques } from '../src/attack/registry.ts';
import { Cluster } from '../src/cluster/cluster.ts';
import { collect } from '../src/collect/index.ts';
import { cheapest, reachable } from '../src/graph/index.ts';

const [folder = '.', each] = process.argv.slice(2);

function timed<T>(what: string, work: () => T): T {
  const started = performance.now();
  const result = work();
  console.log(`${(performance.now() - started).toFixed(0).padStart(7)} ms  ${what}`);
  return result;
}

const started = performance.now();
const snapshot = await collect([folder]);
console.log(`${(performance.now() - started).toFixed(0).padStart(7)} ms  read ${snapshot.objects.length} objects`);
const cluster = timed('cluster', () => Cluster.from(snapshot));
const before = process.memoryUsage().rss;
const context = timed('rights and places', () => new AttackContext(cluster));
if (each === '--techniques') {
  for (const technique of techniques) {
    timed(technique.id, () => {
      let count = 0;
      for (const step of technique.steps(context)) count += step.needs.length;
      return count;
    });
  }
}
const model = timed('graph', () => AttackModel.of(context));
const { graph } = model;
console.log(`            ${graph.states} states, ${graph.steps} steps; ${cluster.workloads.length} workloads, ${context.nodes.length} nodes`);
const seeds = footholds(context).flatMap(({ state }) => model.id(state) ?? []);
for (const certainty of ['certain', 'possible'] as const) {
  timed(`all that follows from ${seeds.length} footholds, ${certainty}`, () => reachable(graph, seeds, certainty));
  timed(`cheapest costs of all, ${certainty}`, () => cheapest(graph, seeds, certainty));
  const { ways } = timed(`sources and cheapest proof of every kind and goal, ${certainty}`, () => overviewOf(model, certainty));
  console.log(`            ${ways.length} pairs of kind and goal, ${goalsOf(model).length} goals`);
}
console.log(`peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB, ${((process.memoryUsage().rss - before) / 1e6).toFixed(0)} MB of it beside the cluster`);
