import type { AttackContext } from '../context.ts';
import { ownsHost } from '../escapes.ts';
import { app, cart, everywhere, inShop, namespace, node, podIn, rule } from '../examples.ts';
import { through } from '../guards.ts';
import type { Fact } from '../../model/fact.ts';
import { nodesOf, type ContainerPlace } from '../places.ts';
import { namesIn } from '../programs.ts';
import { rightTechnique, rightsTo } from '../right-technique.ts';
import { podsNamed, spreadToAll } from '../spread.ts';
import { hub, type State } from '../states.ts';
import { stepsTo, type Reason, type Step, type Technique } from '../technique.ts';

const rights = rightsTo(['update', 'patch'], '', 'pods', 'ephemeralcontainers');

const technique: Technique = rightTechnique({
  id: 'technique/debug-container',
  title: 'adds a container of its own to a pod',
  why: 'A debug container runs any image inside a running pod: it shares its network, may mount its volumes and, aimed at a container, sees its processes. Where the namespace lets it be privileged, it owns the node.',
  aliases: ['D3', 'pods_ephemeral_ctrs', 'DEBUG_POD'],
  attack: ['T1610', 'T1609'],
  microsoft: ['MS-TA9011'],
  effort: 1,
  detects: 'Audit events on pods/ephemeralcontainers.',
  removes: 'Take pods/ephemeralcontainers away, and enforce a Pod Security level.',
  rights,
  gives: (where) => hub('debug-container', where),
  named: (name, where, context) => [...podsNamed(name, where, context), ...ownersNamed(name, where, context)],
  *spread(context) {
    yield* spreadToAll('debug-container', context, 'containers');
    yield* toNodes(context);
  },
  examples: {
    present: [
      { objects: inShop(rule('pods/ephemeralcontainers', 'patch')) + podIn('shop'), from: cart, to: app },
      { objects: inShop(rule('pods/ephemeralcontainers', 'patch')) + namespace('shop') + node('worker') + podIn('shop'), from: cart, to: 'node:worker' },
      { objects: everywhere(rule('pods/ephemeralcontainers', 'patch', 'resourceNames: [web]')) + namespace('shop') + node('worker') + podIn('shop'), from: cart, to: 'node:worker' },
    ],
    absent: [
      { objects: inShop(rule('pods/ephemeralcontainers', 'get')) + podIn('shop'), from: cart, to: app },
      { objects: inShop(rule('pods/ephemeralcontainers', 'patch')) + namespace('shop', 'baseline') + node('worker') + podIn('shop'), from: cart, to: 'node:worker' },
      { objects: inShop(rule('pods/ephemeralcontainers', 'patch')) + namespace('shop') + namespace('blog') + node('worker') + podIn('blog'), from: cart, to: 'node:worker' },
      { objects: inShop(rule('pods/ephemeralcontainers', 'patch', 'resourceNames: [other]')) + namespace('shop') + node('worker') + podIn('shop'), from: cart, to: 'node:worker' },
    ],
    unknown: [{ objects: inShop(rule('pods/ephemeralcontainers', 'patch')) + node('worker') + podIn('shop'), from: cart, to: 'node:worker' }],
  },
});

export default technique;

/** Whoever adds a privileged container to a pod owns its node: not in a user namespace, and a static pod takes none. */
function* toNodes(context: AttackContext): Generator<Step> {
  const names = namesIn(context, rights);
  for (const where of held(context)) {
    const admitted = context.guards.privileged(where);
    const from = (what: string): Iterable<Step> => through(admitted, [hub('debug-container', what)], hub('debug-as-root', what), reasonFor(where));
    const places = owners(context.containersIn(where));
    if (places.length === 0) continue;
    yield* from(where);
    yield* nodesBehind(hub('debug-as-root', where), places, context);
    for (const name of names) {
      for (const place of owners(context.containersOf(`${where}/${name}`))) {
        yield* from(place.pod);
        yield* nodesBehind(hub('debug-as-root', place.pod), [place], context);
      }
    }
  }
}

/** The nodes of these pods, each once: sure where one of them owns it for sure. */
function* nodesBehind(state: State, places: readonly ContainerPlace[], context: AttackContext): Generator<Step> {
  const nodes = new Map<string, Fact<boolean>>();
  for (const { container, workload } of places) {
    const owns = ownsHost(container);
    // Which of several pods is named decides the node.
    for (const name of nodesOf(workload)) if (owns.known || !nodes.has(name)) nodes.set(name, owns);
  }
  const all = Array.from(nodes, ([name, owns]) => ({ gives: context.nodeStateOf(name), gaps: owns.known ? [] : owns.gaps }));
  for (const certain of [true, false]) yield* stepsTo(all.filter(({ gaps }) => (gaps.length === 0) === certain), { needs: [state], certain, free: true }, ({ gaps }) => ({ text: '', evidence: [], gaps }));
}

function reasonFor(where: string): (how: string) => Reason {
  return (how) => ({ text: `${how}${where} lets a privileged container in`, evidence: [] });
}

/** One container of each pod that a privileged one makes the owner of its node. */
function owners(places: readonly ContainerPlace[]): readonly ContainerPlace[] {
  const byPod = new Map(places.filter(({ workload, container }) => !workload.mirror && !workload.windows && canOwn(container)).map((place) => [place.pod, place]));
  return [...byPod.values()];
}

function canOwn(container: ContainerPlace['container']): boolean {
  const owns = ownsHost(container);
  return !owns.known || owns.value;
}

function ownersNamed(name: string, where: string | null, context: AttackContext): readonly State[] {
  const namespaces = where === null ? [...context.cluster.namespaces] : [where];
  return namespaces.flatMap((each) => owners(context.containersOf(`${each}/${name}`))).filter(({ workload }) => workload.nodes.size <= 1).map(({ pod }) => hub('debug-container', pod));
}

/** Namespaces in which somebody has the right: an administrator needs none of this. */
function held(context: AttackContext): Iterable<string> {
  const found = new Set<string>();
  for (const { namespace: where } of context.rolesGiving(rights).flat()) {
    if (where === null) return context.cluster.namespaces;
    found.add(where);
  }
  return found;
}
