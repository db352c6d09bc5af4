import { remember } from '../../model/remember.ts';
import type { Right } from '../../engines/rights.ts';
import type { AttackContext } from '../context.ts';
import { cart, inShop, namespace, podIn } from '../examples.ts';
import type { ContainerPlace } from '../places.ts';
import { rightTechnique, rightsTo } from '../right-technique.ts';
import { hub } from '../states.ts';
import { sentBy } from '../traffic.ts';
import type { Step, Technique } from '../technique.ts';

const client = podIn('shop', 'envFrom: [{secretRef: {name: keys}}]');
const definition = 'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: virtualservices.networking.istio.io}\nspec: {group: networking.istio.io, names: {kind: VirtualService, plural: virtualservices}, scope: Namespaced}\n---\n';
const rule = (resource: string, verbs: string): string => `{apiGroups: [networking.istio.io], resources: [${resource}], verbs: [${verbs}]}`;
const labelled = (label: string): string => namespace('shop').replace('name: shop', `name: shop, labels: {${label}}`);
const to = 'secret:shop/keys';

interface Mesh {
  readonly name: string;
  readonly groups: readonly string[];
  /** What sends the traffic of its own namespace elsewhere; in the namespace of the mesh itself, of all. */
  readonly near: readonly (readonly [group: string, resource: string])[];
  /** What does so in all namespaces, wherever it stands. */
  readonly far: readonly (readonly [group: string, resource: string])[];
  readonly root?: string;
  readonly takes: (place: ContainerPlace, context: AttackContext) => boolean;
}

const istio = 'networking.istio.io';
const of = (group: string, ...resources: readonly string[]): readonly (readonly [string, string])[] => resources.map((resource) => [group, resource]);

const meshes: readonly Mesh[] = [
  // Routes and entries are for every namespace unless they or the mesh say otherwise.
  { name: 'Istio', groups: [istio, 'extensions.istio.io'], near: [...of(istio, 'destinationrules', 'envoyfilters', 'sidecars', 'workloadentries'), ...of('extensions.istio.io', 'wasmplugins')], far: of(istio, 'virtualservices', 'serviceentries'), root: 'istio-system', takes: inIstio },
  { name: 'Linkerd', groups: ['policy.linkerd.io', 'linkerd.io'], near: [...of('policy.linkerd.io', 'httproutes'), ...of('linkerd.io', 'serviceprofiles')], far: [], takes: inLinkerd },
  { name: 'Cilium', groups: ['cilium.io'], near: of('cilium.io', 'ciliumenvoyconfigs', 'ciliumlocalredirectpolicies'), far: of('cilium.io', 'ciliumclusterwideenvoyconfigs'), takes: () => true },
  { name: 'Consul', groups: ['consul.hashicorp.com'], near: of('consul.hashicorp.com', 'servicerouters', 'serviceresolvers', 'servicesplitters'), far: [], takes: () => true },
];

const technique: Technique = {
  ...texts(),
  *steps(context): Generator<Step> {
    for (const mesh of installed(context)) {
      const what = `mesh-traffic-of-${mesh.name}`;
      const state = remember((where: string | null) => hub(what, where === mesh.root ? null : where));
      yield* rightTechnique({ ...texts(), rights: rightsOf(mesh.near), gives: state, named: (_, where) => [state(where)] }).steps(context);
      yield* rightTechnique({ ...texts(), rights: rightsOf(mesh.far), gives: () => hub(what, null), named: () => [hub(what, null)] }).steps(context);
      for (const each of context.cluster.namespaces) {
        const steps = [...sentBy(hub(what, each), context.containersIn(each).filter((place) => mesh.takes(place, context)), context)];
        if (steps.length > 0) yield { needs: [hub(what, null)], gives: hub(what, each), free: true };
        yield* steps;
      }
    }
  },
};

export default technique;

function rightsOf(rows: Mesh['near']): readonly Right[] {
  return rows.flatMap(([group, resource]) => rightsTo(['create', 'update', 'patch'], group, resource));
}

/** A mesh that nobody installed redirects nothing. */
function installed({ cluster, components }: AttackContext): readonly Mesh[] {
  const groups = new Set(cluster.given('CustomResourceDefinition', 'apiextensions.k8s.io').map((object) => Object(object['spec'])['group'] as unknown));
  const running = new Set(components.neighbours.map(({ name }) => name));
  return meshes.filter((mesh) => running.has(mesh.name) || mesh.groups.some((group) => groups.has(group)));
}

/** Whether a proxy of Istio is beside the program, will be put there, or stands on its node. */
function inIstio({ workload }: ContainerPlace, { cluster }: AttackContext): boolean {
  if (workload.containers.some(({ name }) => name === 'istio-proxy')) return true;
  const inject = workload.labels['sidecar.istio.io/inject'] ?? workload.annotations['sidecar.istio.io/inject'];
  if (inject === 'false') return false;
  const space = cluster.find('Namespace', '', undefined, workload.namespace);
  const labels = space?.metadata.labels ?? {};
  const ambient = (workload.labels['istio.io/dataplane-mode'] ?? labels['istio.io/dataplane-mode']) === 'ambient';
  return space === undefined || inject === 'true' || ambient || labels['istio-injection'] === 'enabled' || labels['istio.io/rev'] !== undefined;
}

function inLinkerd({ workload }: ContainerPlace, { cluster }: AttackContext): boolean {
  if (workload.containers.some(({ name }) => name === 'linkerd-proxy')) return true;
  const space = cluster.find('Namespace', '', undefined, workload.namespace);
  const inject = workload.annotations['linkerd.io/inject'] ?? space?.metadata.annotations?.['linkerd.io/inject'];
  return inject === undefined ? space === undefined : inject !== 'disabled';
}

function texts(): Omit<Technique, 'steps'> {
  return {
    id: 'technique/mesh-configuration',
    title: 'redirects traffic by the configuration of the mesh',
    why: 'The proxies of a mesh end the encryption between programs and see what they send. Whoever writes its routes or filters sends a copy of it, or all of it, to a program of its own; routes of Istio count in every namespace unless they say otherwise.',
    aliases: ['G11'],
    attack: ['T1557'],
    microsoft: [],
    effort: 2,
    detects: 'Audit events that write routes and filters of the mesh by other users than the pipeline.',
    removes: 'Take writes on EnvoyFilter, VirtualService and their like away from tenants.',
    examples: {
      present: [],
      absent: [
        { objects: definition + inShop(rule('virtualservices', 'get')) + client, from: cart, to },
        { objects: inShop(rule('virtualservices', 'create')) + client, from: cart, to },
        { objects: definition + inShop('{apiGroups: [""], resources: [virtualservices], verbs: [create]}') + client, from: cart, to },
        { objects: definition + labelled('team: a') + inShop(rule('virtualservices', 'create')) + client, from: cart, to },
        { objects: definition + inShop(rule('envoyfilters', 'create')) + client.replaceAll('namespace: shop', 'namespace: blog'), from: cart, to: 'secret:blog/keys' },
      ],
      unknown: [
        { objects: definition + inShop(rule('virtualservices', 'create')) + client, from: cart, to },
        { objects: definition + labelled('istio-injection: enabled') + inShop(rule('destinationrules', 'patch')) + client, from: cart, to },
        { objects: definition + inShop(rule('virtualservices', 'create')) + client.replaceAll('namespace: shop', 'namespace: blog'), from: cart, to: 'secret:blog/keys' },
        { objects: definition + inShop(rule('envoyfilters', 'create')).replaceAll('namespace: shop}\nr', 'namespace: istio-system}\nr') + client.replaceAll('namespace: shop', 'namespace: blog'), from: cart, to: 'secret:blog/keys' },
      ],
    },
  };
}
