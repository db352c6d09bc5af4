import type { AttackContext } from '../context.ts';
import { cart, inShop, podIn } from '../examples.ts';
import { rightTechnique, rightsTo, type Enough } from '../right-technique.ts';
import { trafficState } from '../traffic.ts';
import type { Technique } from '../technique.ts';

const client = podIn('shop', 'envFrom: [{secretRef: {name: keys}}]');
const definition = 'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: virtualservices.networking.istio.io}\nspec: {group: networking.istio.io, names: {kind: VirtualService, plural: virtualservices}, scope: Namespaced}\n---\n';
const rule = (resource: string, verbs: string): string => `{apiGroups: [networking.istio.io], resources: [${resource}], verbs: [${verbs}]}`;
const to = 'secret:shop/keys';

/** What sends traffic elsewhere, by the group of the mesh. */
const rows: readonly (readonly [group: string, resources: readonly string[]])[] = [
  ['networking.istio.io', ['virtualservices', 'destinationrules', 'serviceentries', 'envoyfilters', 'sidecars', 'workloadentries']],
  ['extensions.istio.io', ['wasmplugins']],
  ['policy.linkerd.io', ['httproutes']],
  ['linkerd.io', ['serviceprofiles']],
  ['cilium.io', ['ciliumenvoyconfigs', 'ciliumclusterwideenvoyconfigs', 'ciliumlocalredirectpolicies']],
  ['consul.hashicorp.com', ['servicerouters', 'serviceresolvers', 'servicesplitters']],
];

const technique: Technique = rightTechnique({
  id: 'technique/mesh-configuration',
  title: 'redirects traffic by the configuration of the mesh',
  why: 'The proxies of a mesh end the encryption between programs and see what they send. Whoever writes its routes or filters sends a copy of it, or all of it, to a program of its own.',
  aliases: ['G11'],
  attack: ['T1557'],
  microsoft: [],
  effort: 2,
  detects: 'Audit events that write routes and filters of the mesh by other users than the pipeline.',
  removes: 'Take writes on EnvoyFilter, VirtualService and their like away from tenants.',
  rights: (context) => installed(context),
  gives: trafficState,
  named: (_, where) => [trafficState(where)],
  examples: {
    present: [],
    absent: [
      { objects: definition + inShop(rule('virtualservices', 'get')) + client, from: cart, to },
      { objects: inShop(rule('virtualservices', 'create')) + client, from: cart, to },
      { objects: definition + inShop('{apiGroups: [""], resources: [virtualservices], verbs: [create]}') + client, from: cart, to },
    ],
    unknown: [{ objects: definition + inShop(rule('virtualservices', 'create')) + client, from: cart, to }],
  },
});

export default technique;

/** Rights to what is there: a mesh that nobody installed redirects nothing. */
function installed({ cluster, components }: AttackContext): readonly Enough[] {
  const groups = new Set(cluster.given('CustomResourceDefinition', 'apiextensions.k8s.io').map((object) => Object(object['spec'])['group'] as unknown));
  const running = new Set(components.neighbours.map(({ name }) => name));
  const byProgram: Readonly<Record<string, string>> = { 'networking.istio.io': 'Istio', 'extensions.istio.io': 'Istio', 'policy.linkerd.io': 'Linkerd', 'linkerd.io': 'Linkerd', 'cilium.io': 'Cilium', 'consul.hashicorp.com': 'Consul' };
  return rows.filter(([group]) => groups.has(group) || running.has(byProgram[group] ?? '')).flatMap(([group, resources]) => resources.flatMap((resource) => rightsTo(['create', 'update', 'patch'], group, resource).map((right) => ({ right }))));
}
