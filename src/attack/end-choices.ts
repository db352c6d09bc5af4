import { nearest } from '../lang/nearest.ts';
import type { EndChoice, KindOfEnds } from '../model/invariant.ts';
import { AttackQuestionError, type AttackGraph } from './attack-graph.ts';
import { footholds } from './footholds.ts';
import { someNode } from './places.ts';
import { accountState, allSecrets, anyNodeRoot, endOf, hub, isHidden, type State } from './states.ts';

/** The states that a choice stands for. */
export interface Chosen {
  readonly states: readonly number[];
  readonly notes: readonly string[];
  /** Something that was named is not among what was given: that nobody gets there is not known. */
  readonly missing: boolean;
}

/** Where an attacker of that choice starts. */
export function startsOfChoice(graph: AttackGraph, choice: EndChoice): Chosen {
  return chosen(graph, choice, 'start');
}

/** What reaching the choice means. */
export function goalsOfChoice(graph: AttackGraph, choice: EndChoice): Chosen {
  return chosen(graph, choice, 'goal');
}

/** Who may: what is not there is said, and changes nothing. */
export function excepted(graph: AttackGraph, choices: readonly EndChoice[]): { readonly states: ReadonlySet<number>; readonly notes: readonly string[] } {
  const all = choices.map((choice) => chosen(graph, choice, 'excepted'));
  return { states: new Set(all.flatMap(({ states }) => states)), notes: all.flatMap(({ notes, missing }) => (missing ? notes : [])) };
}

type Side = 'start' | 'goal' | 'excepted';

// Where nobody gets there no state stands for it.
const alwaysThere: ReadonlySet<string> = new Set(['internet', 'cluster-admin', 'all-secrets', 'etcd', 'node-root:*', 'cloud:*']);

function chosen(graph: AttackGraph, choice: EndChoice, side: Side): Chosen {
  if ('end' in choice) return named(graph, choice.end, side);
  const { model } = graph;
  const { namespace, text } = choice;
  if (namespace !== null && !model.context.cluster.namespaces.has(namespace)) return { states: [], notes: [`${text}: namespace ${namespace} is not among what was given${meant(namespace, model.context.cluster.namespaces)}`], missing: true };
  const { states, left } = statesOf(graph, choice, side);
  const notes = left === 0 ? [] : [`${text}: ${left} that ${left === 1 ? 'is' : 'are'} as strong as the cluster by design ${left === 1 ? 'is' : 'are'} not counted`];
  const ids = states.flatMap((state) => model.id(state) ?? []);
  // A namespace that was given and holds none is known to hold none; nodes and people of a cluster are not.
  return states.length === 0 && namespace === null ? { states: [], notes: [`${text}: none was given`], missing: true } : { states: ids, notes, missing: false };
}

function named(graph: AttackGraph, end: string, side: Side): Chosen {
  try {
    return { states: side === 'goal' ? graph.goalsAt(end) : graph.seedsOf(end), notes: [], missing: false };
  } catch (error) {
    if (!(error instanceof AttackQuestionError)) throw error;
    if (alwaysThere.has(end)) return { states: [], notes: [], missing: false };
    return { states: [], notes: [`${end} is not among what was given${meant(end, new Set(graph.model.names.filter((name) => !isHidden(name)).map(endOf)))}`], missing: true };
  }
}

function meant(word: string, known: Iterable<string>): string {
  const near = nearest(word, known);
  return near === undefined ? '' : `: did you mean ${near}?`;
}

function statesOf({ model: { context } }: AttackGraph, { any, namespace }: KindOfEnds, side: Side): { readonly states: readonly State[]; readonly left: number } {
  const inside = (of: string): boolean => namespace === null || of === namespace;
  if (any === 'secret') return { states: [allSecrets, hub('read-secrets', namespace), ...context.secrets.filter((secret) => inside(secret.namespace)).map(({ state }) => state)], left: 0 };
  if (side === 'goal' && any === 'node') return { states: [anyNodeRoot], left: 0 };
  if (side === 'goal' && any === 'container') return { states: context.containers.filter(({ workload }) => inside(workload.namespace)).map((place) => place.inside), left: 0 };
  if (any === 'container' && namespace !== null) return { states: context.running.filter(({ workload }) => inside(workload.namespace)).map(({ state }) => state), left: 0 };
  if (any === 'account' && (namespace !== null || side !== 'start')) return { states: [...context.accounts].filter(([of]) => inside(of)).flatMap(([of, names]) => [...names].map((name) => accountState(of, name))), left: 0 };
  if (any === 'node') return { states: context.nodes.filter(({ name }) => name !== someNode).map(({ state }) => state), left: 0 };
  const all = footholds(context).filter(({ kind }) => any === 'start' || kind === any);
  // Administrators are people as others: whether they may is what the invariant says.
  const counted = side === 'start' ? all.filter(({ kind, byDesign }) => byDesign === undefined || kind === 'person') : all;
  return { states: counted.map(({ state }) => state), left: all.length - counted.length };
}
