import { fields, text, textMap } from '../../cluster/read.ts';
import { mapSelector } from '../../lang/selector.ts';
import type { AttackContext } from '../context.ts';
import { app, cart, inShop, podIn, rule } from '../examples.ts';
import { isLasting, namedHubs, namesIn, programOf, programsOf, toPrograms } from '../programs.ts';
import type { ContainerPlace } from '../places.ts';
import { rightTechnique, rightsTo } from '../right-technique.ts';
import { hub } from '../states.ts';
import type { Step, Technique } from '../technique.ts';

// The proxy asks for the verb of the request that it passes on: any of them sends something.
const verbs = ['get', 'create', 'update', 'patch', 'delete'];
const [podRights, serviceRights] = [rightsTo(verbs, '', 'pods', 'proxy'), rightsTo(verbs, '', 'services', 'proxy')];
const web = podIn('shop', 'ports: [{containerPort: 8080}]').replace('namespace: shop}', 'namespace: shop, labels: {app: web}}');
const service = (label: string): string => `apiVersion: v1\nkind: Service\nmetadata: {name: front, namespace: shop}\nspec: {selector: {app: ${label}}, ports: [{port: 80, targetPort: 8080}]}\n---\n`;

const pods = rightTechnique({
  ...texts(), rights: podRights, gives: (namespace) => hub('pod-proxy', namespace),
  named: (name, namespace, context) => namedHubs('pod-proxy', nameIn(name), namespace, context),
  spread: (context) => programsOf('pod-proxy', context, new Set([...namesIn(context, podRights)].map(nameIn))),
});
const services = rightTechnique({
  ...texts(), rights: serviceRights, gives: (namespace) => hub('service-proxy', namespace),
  named: (name, namespace, context) => namedHubs('service-proxy', nameIn(name), namespace, context),
  spread: behindServices,
});

const technique: Technique = {
  ...texts(),
  *steps(context): Generator<Step> {
    yield* pods.steps(context);
    yield* services.steps(context);
  },
};

export default technique;

/** A name may say how to connect as well: `https:web:8443`. */
function nameIn(written: string): string {
  const [first = '', second] = written.split(':');
  return second !== undefined && (first === 'http' || first === 'https' || first === '') ? second : first;
}

function* behindServices(context: AttackContext): Generator<Step> {
  const names = new Set([...namesIn(context, serviceRights)].map(nameIn));
  const behindAny = new Map<string, Set<ContainerPlace>>();
  for (const object of context.cluster.given('Service')) {
    const { namespace = '', name } = context.cluster.ref(object);
    const places = behind(fields(object['spec']) ?? {}, namespace, context);
    if (names.has(name)) yield* toPrograms(hub('service-proxy', `${namespace}/${name}`), places.map(programOf));
    // Several Services may lead to one program, and a namespace has them all.
    const known = behindAny.get(namespace) ?? new Set();
    behindAny.set(namespace, known);
    for (const place of places) known.add(place);
  }
  for (const [namespace, places] of behindAny) {
    if (places.size === 0) continue;
    yield { needs: [hub('service-proxy', null)], gives: hub('service-proxy', namespace), free: true };
    yield* toPrograms(hub('service-proxy', namespace), Array.from(places, programOf));
  }
}

function behind(spec: Readonly<Record<string, unknown>>, namespace: string, context: AttackContext): readonly ContainerPlace[] {
  return text(spec['type']) === 'ExternalName' ? [] : context.containersLabelled(namespace, mapSelector(textMap(spec['selector']))).filter(isLasting);
}

function texts(): Omit<Technique, 'steps'> {
  return {
    id: 'technique/api-proxy',
    title: 'attacks a program through the proxy of the API server',
    why: 'The API server passes HTTP requests on to any pod or Service. They come from its own address, where NetworkPolicies seldom stop them: an admin page without a login, or a flaw in the program, is then enough. No object shows whether it has one.',
    aliases: ['D11'],
    attack: ['T1090', 'T1210'],
    microsoft: ['MS-TA9005'],
    effort: 3,
    needsFlaw: true,
    detects: 'Audit events on pods/proxy and services/proxy.',
    removes: 'Take pods/proxy and services/proxy away, or limit them by resourceNames.',
    examples: {
      present: [
        { objects: inShop(rule('pods/proxy', 'get')) + web, from: cart, to: app },
        { objects: inShop(rule('services/proxy', 'create')) + web + service('web'), from: cart, to: app },
        { objects: inShop(rule('services/proxy', 'get', 'resourceNames: ["https:front:"]')) + web + service('web'), from: cart, to: app },
      ],
      absent: [
        { objects: inShop(rule('services/proxy', 'get')) + web + service('other'), from: cart, to: app },
        { objects: inShop(rule('services/proxy', 'get', 'resourceNames: [back]')) + web + service('web'), from: cart, to: app },
        { objects: inShop(rule('pods/proxy', 'list')) + web, from: cart, to: app },
        { objects: inShop(rule('pods, services', 'get')) + web + service('web'), from: cart, to: app },
      ],
      unknown: [{ objects: inShop(rule('pods/proxy', 'get')) + podIn('shop'), from: cart, to: app }],
    },
  };
}
