import { evidence } from '../../model/evidence.ts';
import { controllers } from '../controllers.ts';
import { cart, inShop, namespace } from '../examples.ts';
import { rightTechnique, rightsTo } from '../right-technique.ts';
import { accountState, hub, type State } from '../states.ts';
import type { AttackContext } from '../context.ts';
import type { Step, Technique } from '../technique.ts';

const verbs = ['update', 'patch'];
const deployment = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\nspec: {template: {spec: {serviceAccountName: boss, containers: [{name: app, image: registry.example/app:1}]}}}\n---\n';
const rule = (resource: string, verb: string, more = ''): string => `{apiGroups: [apps], resources: [${resource}], verbs: [${verb}]${more}}`;

// One row a kind: a right counts only where an object of that kind is there to be changed.
const rows: readonly Technique[] = controllers.map(({ kind, group, resource }) =>
  rightTechnique({
    ...texts(), rights: rightsTo(verbs, group, resource),
    gives: (where) => hub(`change-${resource}`, where),
    named: (name, where, context) => (where === null ? [...context.cluster.namespaces] : [where]).filter((each) => context.cluster.given(kind, group, each).some(({ metadata }) => metadata.name === name)).flatMap((each) => [hub('make-pods', each), ...containersOf(kind, `${each}/${name}`, context)]),
    spread: (context) => existing(kind, group, resource, context),
  }),
);

const byKind: ReadonlyMap<string, (typeof controllers)[number]> = new Map(controllers.map((row) => [row.kind, row]));

const technique: Technique = {
  ...texts(),
  *steps(context): Generator<Step> {
    for (const row of rows) yield* row.steps(context);
    for (const namespace of new Set(context.containers.map(({ workload }) => workload.namespace))) {
      for (const [kind, places] of Map.groupBy(context.containersIn(namespace), ({ workload }) => workload.ref.kind)) {
        const row = byKind.get(kind);
        if (row) yield { needs: [hub(`change-${row.resource}`, namespace)], gives: places.map(({ state }) => state), free: true };
      }
    }
  },
};

export default technique;

/** What runs by that template: its next pods run whatever it then says. */
function containersOf(kind: string, pod: string, context: AttackContext): readonly State[] {
  return context.containersOf(pod).filter(({ workload }) => workload.ref.kind === kind).map(({ state }) => state);
}

function* existing(kind: string, group: string, resource: string, { cluster }: AttackContext): Generator<Step> {
  const firsts = new Map(cluster.given(kind, group).toReversed().map((object) => [cluster.ref(object).namespace ?? '', object]));
  for (const [namespace, first] of firsts) {
    yield { needs: [hub(`change-${resource}`, null)], gives: hub(`change-${resource}`, namespace), free: true };
    yield { needs: [hub(`change-${resource}`, namespace)], gives: hub('make-pods', namespace), free: true, because: () => ({ text: `${kind} ${first.metadata.name} is there`, evidence: [evidence(cluster.ref(first), ['spec'])] }) };
  }
}

function texts(): Omit<Technique, 'steps'> {
  return {
    id: 'technique/change-controller',
    title: 'changes an object that makes pods',
    why: 'A changed pod template runs another program, with any service account and any Secret of the namespace.',
    aliases: ['D7', 'A11', 'UPDATE_WORKLOAD_WITH_SA', 'assign_sa', 'POD_PATCH', 'risky-update-deployments', 'manages'],
    attack: ['T1610'],
    microsoft: ['MS-TA9012'],
    effort: 1,
    detects: 'Audit events that update or patch workloads by other users than the pipeline.',
    removes: 'Take the right to change workloads away, or limit it by resourceNames.',
    examples: {
      present: [
        { objects: namespace('shop') + inShop(rule('deployments', 'patch')) + deployment, from: cart, to: accountState('shop', 'boss') },
        { objects: namespace('shop') + inShop(rule('deployments', 'patch', ', resourceNames: [web]')) + deployment, from: cart, to: accountState('shop', 'boss') },
        { objects: namespace('shop') + inShop(rule('deployments', 'patch', ', resourceNames: [web]')) + deployment, from: cart, to: 'container:shop/web/app' },
      ],
      absent: [
        { objects: namespace('shop') + inShop(rule('statefulsets', 'patch')) + deployment, from: cart, to: accountState('shop', 'boss') },
        { objects: namespace('shop') + inShop(rule('deployments', 'patch', ', resourceNames: [other]')) + deployment, from: cart, to: accountState('shop', 'boss') },
        { objects: namespace('shop') + inShop(rule('deployments', 'patch', ', resourceNames: [other]')) + deployment, from: cart, to: 'container:shop/web/app' },
      ],
      unknown: [],
    },
  };
}
