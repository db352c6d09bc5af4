import { Cluster } from '../cluster/cluster.ts';
import { cheapest, proofs, type Certainty, type Graph } from '../graph/index.ts';
import { expanded } from '../engines/lists.ts';
import type { Evidence } from '../model/evidence.ts';
import type { KubernetesObject } from '../model/object.ts';
import { AttackContext, type Known } from './context.ts';
import { AttackModel } from './model.ts';
import { stepsFrom } from './one-step.ts';
import { imageState } from './images.ts';
import { lengthOf, told, type PathStep } from './path.ts';
import type { ContainerPlace } from './places.ts';
import { endOf, isHidden, type State } from './states.ts';
import type { Verdict } from './technique.ts';

export interface AttackStep {
  readonly technique: string;
  /** Its row in the catalogue, and the names that other tools use. */
  readonly aliases: readonly string[];
  readonly to: string;
  readonly verdict: Verdict;
}

export interface Reached {
  readonly to: string;
  readonly verdict: Verdict;
  /** The fewest steps that somebody takes. */
  readonly length: number;
}

export interface Path {
  readonly verdict: Verdict;
  readonly steps: readonly { readonly technique: string; readonly aliases: readonly string[]; readonly from: string; readonly to: string; readonly verdict: Verdict; readonly evidence: readonly Evidence[] }[];
}

/** The paths of one pair of ends. */
export interface FoundPaths {
  readonly found: readonly { readonly verdict: Verdict; readonly cost: number; readonly length: number; readonly steps: readonly PathStep[] }[];
  /** At least so many more. */
  readonly more: number;
}

/** An end that no state of the cluster has: the caller's mistake. */
export class AttackQuestionError extends Error {
  override readonly name = 'AttackQuestionError';
}

/** What attackers can reach in a cluster, from where, and how. */
export class AttackGraph {
  readonly model: AttackModel;

  protected constructor(model: AttackModel) {
    this.model = model;
  }

  /** Takes any Kubernetes objects; what it does not know it leaves alone. */
  static from(objects: Iterable<KubernetesObject>, options: { readonly kubernetesVersion?: string } = {}): AttackGraph {
    const none = { origins: new Map(), secrets: new Map(), configz: [], sources: [], skipped: [], problems: [] };
    return AttackGraph.of(Cluster.from({ objects: [...expanded(objects)], ...none }, options));
  }

  static of(cluster: Cluster, known: Known = {}): AttackGraph {
    return new AttackGraph(AttackModel.of(new AttackContext(cluster, known)));
  }

  /** One step, hubs expanded. @throws AttackQuestionError for an end that is not there */
  steps(from: string): readonly AttackStep[] {
    const all = this.seedsOf(from).flatMap((seed) => stepsFrom(this.model, seed));
    const once = new Map<string, AttackStep>();
    for (const { technique, to, verdict } of all) {
      const key = `${technique.id} ${to}`;
      if (to !== from && once.get(key)?.verdict !== 'certain') once.set(key, { technique: technique.id, aliases: technique.aliases, to, verdict });
    }
    return [...once.values()];
  }

  /** All steps. @throws AttackQuestionError for an end that is not there */
  reach(from: string): readonly Reached[] {
    const seeds = this.seedsOf(from);
    const best = new Map<string, Reached>();
    for (const verdict of ['possible', 'certain'] as const) {
      const { cost } = cheapest(this.model.graph, seeds, verdict, { prices: this.model.unit });
      cost.forEach((length, state) => {
        const name = this.model.name(state);
        if (length === Infinity || isHidden(name) || seeds.includes(state)) return;
        const to = endOf(name);
        const before = best.get(to);
        if (before?.verdict !== verdict || before.length > length) best.set(to, { to, verdict, length: Math.max(1, length) });
      });
    }
    best.delete(from);
    return [...best.values()].toSorted((a, b) => a.length - b.length || (a.to < b.to ? -1 : 1));
  }

  /** The cheapest first; those that are sure before others. @throws AttackQuestionError for an end that is not there */
  paths({ from, to, limit = 10 }: { readonly from: string; readonly to: string; readonly limit?: number }): readonly Path[] {
    return this.pathsBetween(this.seedsOf(from), to, 'possible', limit).found.map(({ verdict, steps }) => ({
      verdict,
      steps: steps.map(({ technique, from: start, to: end, verdict: sure, evidence }) => ({ technique: technique.id, aliases: technique.aliases, from: start, to: end, verdict: sure, evidence })),
    }));
  }

  /**
   * @param certainty `possible` finds those that rest on something not known as well, after the others
   * @param avoid states that no path may touch
   */
  pathsBetween(seeds: readonly number[], to: string, certainty: Certainty, limit: number, avoid: readonly number[] = []): FoundPaths {
    const { model } = this;
    const goals = this.goalsAt(to);
    const avoided = avoid.flatMap((state) => [...stepsAt(model.graph, state)]);
    const found = goals.flatMap((goal) => {
      const sure = proofs(model.graph, seeds, goal, 'certain', limit, avoided);
      const all = certainty === 'certain' || sure.found.length >= limit ? [] : proofs(model.graph, seeds, goal, 'possible', limit, avoided).found;
      const keys = new Set(sure.found.map(({ steps }) => steps.join()));
      return [...sure.found, ...all.filter(({ steps }) => !keys.has(steps.join()))].map(({ cost, steps }) => {
        const path = told(model, steps, goal);
        const verdict: Verdict = path.every((step) => step.verdict === 'certain') ? 'certain' : 'possible';
        return { verdict, cost, length: lengthOf(path), steps: path, more: sure.more };
      });
    });
    const sorted = found.filter(({ steps }) => steps.length > 0).toSorted((a, b) => Number(a.verdict === 'possible') - Number(b.verdict === 'possible') || a.cost - b.cost);
    return { found: sorted.slice(0, limit), more: Math.max(0, sorted.length - limit, ...found.map(({ more }) => more)) };
  }

  /** The states of an end as people write it: a pod stands for its containers, and POD may be a pod or its workload. */
  seedsOf(end: string): readonly number[] {
    return this.#idsOf(end, ({ state }) => state);
  }

  /** The states in which an end is reached. @throws AttackQuestionError for an end that is not there */
  goalsAt(end: string): readonly number[] {
    return this.#idsOf(end, ({ inside }) => inside);
  }

  #idsOf(end: string, stateOf: (place: ContainerPlace) => State): readonly number[] {
    const { model } = this;
    const ids = statesOf(end, model.context, stateOf).flatMap((state) => model.id(state) ?? []);
    if (ids.length === 0) throw new AttackQuestionError(`${end} is not among what was given`);
    return ids;
  }
}

/** The steps that give the state or need it. */
function* stepsAt({ usedStart, used, givenStart, given }: Graph, state: number): Generator<number> {
  yield* used.subarray(usedStart[state], usedStart[state + 1]);
  yield* given.subarray(givenStart[state], givenStart[state + 1]);
}

const partsOf: Readonly<Record<string, number>> = { container: 3, pod: 2, serviceaccount: 2, secret: 2, role: 2 };

/** @param stateOf of a container: where an attack starts in it, or what every way into it leads to */
function statesOf(end: string, context: AttackContext, stateOf: (place: ContainerPlace) => State): readonly State[] {
  const [kind, rest] = [end.slice(0, end.indexOf(':')), end.slice(end.indexOf(':') + 1)];
  const parts = rest.split('/');
  // Of an object whose file names no namespace a person writes none.
  const [namespace = '', pod = '', container = ''] = parts.length < (partsOf[kind] ?? 0) ? ['', ...parts] : parts;
  if (kind === 'pod') return context.containersOf(`${namespace}/${pod}`).map(stateOf);
  if (kind === 'container') return context.containersOf(`${namespace}/${pod}`).filter((place) => place.container.name === container).map(stateOf);
  return [kind === 'image' ? imageState(rest) : parts.length < (partsOf[kind] ?? 0) ? `${kind}:/${rest}` : end];
}

