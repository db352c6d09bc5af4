import { fields, textMap } from '../../cluster/read.ts';
import { gap, type Gap } from '../../model/gap.ts';
import type { KubernetesObject } from '../../model/object.ts';
import type { AttackContext } from '../context.ts';
import { cart, inShop, podIn, rule } from '../examples.ts';
import { namesIn } from '../programs.ts';
import { rightTechnique, rightsTo } from '../right-technique.ts';
import { hub, type State } from '../states.ts';
import { trafficState } from '../traffic.ts';
import type { Step, Technique } from '../technique.ts';

const client = podIn('shop', 'envFrom: [{secretRef: {name: keys}}]');
const slices = (verbs: string, more = ''): string => `{apiGroups: [discovery.k8s.io], resources: [endpointslices], verbs: [${verbs}]${more}}`;
const service = (spec: string): string => `apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {${spec}ports: [{port: 80}]}\n---\n`;
const [selecting, bare] = [service('selector: {app: web}, '), service('')];
const to = 'secret:shop/keys';

const mirrorGap: Gap = gap('person', 'gap/endpoints-readers', 'Does anything forward by Endpoints? Nodes go by EndpointSlices, and Endpoints are copied into those for Services without a selector only.');

// Each name of a slice is as good as another: a label says which Service it is for.
const ofSlices = rightTechnique({
  ...texts(), rights: rightsTo(['create', 'update', 'patch'], 'discovery.k8s.io', 'endpointslices'), gives: (where) => hub('write-slices', where),
  named: (name, where, { cluster }) => (where === null ? [...cluster.namespaces] : [where]).filter((each) => {
    const given = cluster.list('EndpointSlice', 'discovery.k8s.io', each);
    return !given.known || given.value.length === 0 || given.value.some(({ metadata }) => metadata.name === name);
  }).map((each) => hub('write-slices', each)),
});
// Endpoints have the name of their Service.
const endpoints = rightsTo(['create', 'update', 'patch'], '', 'endpoints');
const ofEndpoints = rightTechnique({
  ...texts(), rights: endpoints, gives: (where) => hub('write-endpoints', where),
  named: (name, where, { cluster }) => (where === null ? [...cluster.namespaces] : [where]).map((each) => hub('write-endpoints', `${each}/${name}`)),
});

const technique: Technique = {
  ...texts(),
  *steps(context): Generator<Step> {
    yield* ofSlices.steps(context);
    yield* ofEndpoints.steps(context);
    const names = namesIn(context, endpoints);
    for (const namespace of context.cluster.namespaces) yield* into(namespace, context, names);
    // Whoever writes them everywhere has the clients of every namespace, wherever the Services are.
    for (const namespace of context.cluster.namespaces) if (context.cluster.given('Service', '', namespace).length > 0) yield* everywhere(namespace);
  },
};

export default technique;

function* everywhere(namespace: string): Generator<Step> {
  for (const what of ['write-slices', 'write-endpoints']) yield { needs: [hub(what, null), trafficState(namespace)], gives: trafficState(null), free: true };
}

/** What goes to the Services of a namespace: where there are none, nothing does. @param names to which roles limit the right */
function* into(namespace: string, { cluster }: AttackContext, names: ReadonlySet<string>): Generator<Step> {
  for (const what of ['write-slices', 'write-endpoints']) yield { needs: [hub(what, null)], gives: hub(what, namespace), free: true };
  const gives = trafficState(namespace);
  const services = cluster.list('Service', '', namespace);
  const given = cluster.given('Service', '', namespace);
  if (!services.known || given.length > 0) yield { needs: [hub('write-slices', namespace)], gives, free: true, certain: services.known, because: () => ({ text: 'a slice with the label of a Service has what goes to it', evidence: [], gaps: services.known ? [] : services.gaps }) };
  if (!services.known) yield { needs: [hub('write-endpoints', namespace)], gives, free: true, certain: false, because: () => ({ text: 'Endpoints say who answers for a Service', evidence: [], gaps: services.gaps }) };
  const answers = (from: State, service: KubernetesObject): Step => ({ needs: [from], gives, free: true, certain: isCopied(service), because: () => ({ text: `Endpoints ${service.metadata.name} say who answers for the Service`, evidence: [], gaps: isCopied(service) ? [] : [mirrorGap] }) });
  // Of those that nobody is limited to, one is as good as another.
  const any = given.find(isCopied) ?? given[0];
  if (any) yield answers(hub('write-endpoints', namespace), any);
  for (const object of given) if (names.has(object.metadata.name)) yield answers(hub('write-endpoints', `${namespace}/${object.metadata.name}`), object);
}

function isCopied(service: KubernetesObject): boolean {
  return Object.keys(textMap(fields(service['spec'])?.['selector'])).length === 0;
}

function texts(): Omit<Technique, 'steps'> {
  return {
    id: 'technique/forged-endpoints',
    title: 'sends the traffic of a Service to itself',
    why: 'EndpointSlices, and Endpoints of a Service without a selector, say which pods answer for it. Whoever writes one puts an address of its own there, and what clients send to the Service, passwords among it, goes to the attacker; an ingress that serves the Service forwards past policies of other namespaces too (CVE-2021-25740).',
    aliases: ['G5'],
    attack: ['T1557'],
    microsoft: ['MS-TA9034'],
    effort: 2,
    detects: 'EndpointSlices that the controller of endpoints does not manage.',
    removes: 'Take writes on endpoints and endpointslices from everybody but the controllers.',
    examples: {
      present: [],
      absent: [
        { objects: selecting + inShop(slices('get')) + client, from: cart, to },
        { objects: selecting + inShop(rule('endpointslices', 'create')) + client, from: cart, to },
        { objects: selecting + inShop(slices('create')) + client.replaceAll('namespace: shop', 'namespace: blog'), from: cart, to: 'secret:blog/keys' },
        { objects: inShop(slices('create')) + client, from: cart, to },
        { objects: bare + inShop(rule('endpoints', 'update', 'resourceNames: [leader]')) + client, from: cart, to },
      ],
      unknown: [
        { objects: selecting + inShop(slices('create')) + client, from: cart, to },
        { objects: bare + inShop(rule('endpoints', 'patch', 'resourceNames: [web]')) + client, from: cart, to },
        { objects: selecting + inShop(rule('endpoints', 'create')) + client, from: cart, to },
      ],
    },
  };
}
