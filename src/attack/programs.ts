import { entries, fields } from '../cluster/read.ts';
import { gap, type Gap } from '../model/gap.ts';
import type { Right } from '../engines/rights.ts';
import type { AttackContext } from './context.ts';
import type { ContainerPlace } from './places.ts';
import { hub, type State } from './states.ts';
import { stepsTo, type Step } from './technique.ts';

/** A flaw of the program is the attacker's luck; whether there is a program that listens is a question. */
export const listeningGap: Gap = gap('person', 'gap/listening', 'Does anything in that container listen, and on which ports? It declares none, and no Service leads to it.');

/** Runs as long as its pod. */
export function isLasting({ container: { list } }: ContainerPlace): boolean {
  return list === 'regular' || list === 'sidecar';
}

/** It declares a port, or the kubelet asks it over the network whether it lives. */
export function listens({ container: { spec } }: ContainerPlace): boolean {
  const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'].map((name) => fields(spec[name]));
  return entries(spec['ports']).length > 0 || probes.some((probe) => ['httpGet', 'tcpSocket', 'grpc'].some((kind) => probe?.[kind] !== undefined));
}

/** The names that roles limit these rights to. */
export function namesIn(context: AttackContext, rights: readonly Right[]): ReadonlySet<string> {
  return new Set(context.rolesGiving(rights).flatMap(([first]) => rights.flatMap((right) => first?.match(right)?.names ?? [])));
}

/** A hub leads to the programs of the pods of its namespace; that of `NS/NAME` to those of one pod. */
export function* programsOf(what: string, context: AttackContext, names: ReadonlySet<string>): Generator<Step> {
  for (const namespace of new Set([...context.cluster.namespaces, ...context.accounts.keys()])) {
    const places = context.containersIn(namespace).filter(isLasting);
    if (places.length === 0) continue;
    yield { needs: [hub(what, null)], gives: hub(what, namespace), free: true };
    yield* toPrograms(hub(what, namespace), places.map((place) => ({ place, gives: place.state })));
    for (const name of names) yield* toPrograms(hub(what, `${namespace}/${name}`), context.containersOf(`${namespace}/${name}`).filter(isLasting).map(programOf));
  }
}

/** The hubs of one name. @param namespace null for all */
export function namedHubs(what: string, name: string, namespace: string | null, { cluster }: AttackContext): readonly State[] {
  return (namespace === null ? [...cluster.namespaces] : [namespace]).map((each) => hub(what, `${each}/${name}`));
}

export interface Program {
  readonly place: ContainerPlace;
  readonly gives: State;
}

/** In a pod that was named; of several of one workload, in one or another. */
export function programOf(place: ContainerPlace): Program {
  return { place, gives: place.workload.running > 1 ? place.inside : place.state };
}

/** Free: who came this far has paid for the flaw. */
export function* toPrograms(from: State, all: readonly Program[]): Generator<Step> {
  for (const certain of [true, false]) {
    const some = all.filter(({ place }) => listens(place) === certain);
    yield* stepsTo(some, { needs: [from], certain, free: true }, ({ place }) => ({ text: `its program ${certain ? 'listens' : 'may listen'}; a flaw in it or a weak login is enough`, evidence: [place.container.at('ports')], gaps: certain ? [] : [listeningGap] }));
  }
}
