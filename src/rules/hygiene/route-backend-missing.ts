import { entries, fields, text } from '../../cluster/read.ts';
import { evidence } from '../../model/evidence.ts';
import { collected, map } from '../../model/fact.ts';
import { valueAt, type KubernetesObject, type Path } from '../../model/object.ts';
import { defineRule, type Rule } from '../define.ts';
import { serviceFault, type ServiceReference } from '../../engines/references.ts';

type Reference = Omit<ServiceReference, 'namespace'> & { readonly namespace?: string };

/** The Services that an Ingress, a route of the Gateway API or an OpenShift Route leads to. */
function backendsOf(object: KubernetesObject): readonly Reference[] {
  if (object.kind === 'Ingress') return ingressBackends(object);
  if (object.kind === 'Route') return targets(object, ['spec']);
  return entries(valueAt(object, ['spec', 'rules'])).flatMap(({ index }) => backendRefs(object, ['spec', 'rules', index, 'backendRefs']));
}

function ingressBackends(object: KubernetesObject): readonly Reference[] {
  const paths: readonly Path[] = [
    ['spec', 'defaultBackend'],
    ['spec', 'backend'],
    ...entries(valueAt(object, ['spec', 'rules'])).flatMap(({ index, value }) => entries(valueAt(value, ['http', 'paths'])).map((each) => ['spec', 'rules', index, 'http', 'paths', each.index, 'backend'])),
  ];
  return paths.flatMap((path): readonly Reference[] => {
    const backend = fields(valueAt(object, path));
    const service = fields(backend?.['service']);
    const former = text(backend?.['serviceName']);
    if (former !== undefined) return [{ name: former, path: [...path, 'serviceName'], ...portOf(backend?.['servicePort']) }];
    const name = text(service?.['name']);
    const port = fields(service?.['port']);
    return name === undefined ? [] : [{ name, path: [...path, 'service', 'name'], ...portOf(port?.['number'] ?? port?.['name']) }];
  });
}

function portOf(port: unknown): Pick<Reference, 'port'> {
  return typeof port === 'number' || (typeof port === 'string' && port !== '' && port !== 'use-annotation') ? { port } : {};
}

function backendRefs(object: KubernetesObject, path: Path): readonly Reference[] {
  return entries(valueAt(object, path)).flatMap(({ index, value }) => {
    const name = text(value['name']);
    if (name === undefined || (text(value['group']) ?? '') !== '' || (text(value['kind']) ?? 'Service') !== 'Service') return [];
    const namespace = text(value['namespace']);
    return [{ name, path: [...path, index, 'name'], ...portOf(value['port']), ...(namespace === undefined ? {} : { namespace }) }];
  });
}

function targets(object: KubernetesObject, path: Path): readonly Reference[] {
  const main = text(valueAt(object, [...path, 'to', 'name']));
  const more = entries(valueAt(object, [...path, 'alternateBackends'])).flatMap(({ index, value }) => (text(value['name']) === undefined ? [] : [{ name: text(value['name']) ?? '', path: [...path, 'alternateBackends', index, 'name'] }]));
  return [...(main === undefined ? [] : [{ name: main, path: [...path, 'to', 'name'] }]), ...more];
}

const service = 'apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {selector: {app: web}, ports: [{name: http, port: 80}]}\n';
const ingress = (name: string, port: string): string => `${service}---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: web, namespace: shop}\nspec: {rules: [{host: shop.example, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: ${name}, port: ${port}}}}]}}]}\n`;
const route = (backend: string): string => `${service}---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: web, namespace: shop}\nspec: {rules: [{backendRefs: [${backend}]}]}\n`;

const rule: Rule<'object'> = defineRule<'object'>({
  id: 'route-backend-missing',
  on: 'object',
  kinds: ['networking.k8s.io/Ingress', 'route.openshift.io/Route', ...['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'].map((kind) => `gateway.networking.k8s.io/${kind}`)],
  title: 'Route leads to a Service that is not there',
  why: 'The name is published and leads nowhere. Whoever may create a Service of that name in the namespace, or give an existing one that port, answers under the name from then on, with its certificate.',
  fix: 'Correct the name or the port, or take the route out where what it led to is gone.',
  severity: { gain: 'information', position: 'a user', effort: 'one more weakness' },
  check: ({ ref, object }, { cluster }) => {
    const backends = backendsOf(object).map((each) => ({ ...each, namespace: each.namespace ?? ref.namespace ?? '' }));
    return map(collected(backends.map((each) => map(serviceFault(cluster, each), (fault) => ({ fault, each })))), (all) =>
      all.filter(({ fault }) => fault !== '').map(({ fault, each }) => ({ message: `leads to ${fault}`, evidence: [evidence(ref, each.path, each.name)], expected: 'a Service that exists, and a port of it' })),
    );
  },
  examples: {
    bad: [ingress('wbe', '{number: 80}'), ingress('web', '{number: 8080}'), ingress('web', '{name: https}'), route('{name: wbe, port: 80}'), route('{name: web, port: 81}')],
    good: [ingress('web', '{number: 80}'), ingress('web', '{name: http}'), route('{name: web, port: 80}'), route('{group: storage.example, kind: Bucket, name: media}')],
    unknown: [route('{name: api, namespace: other, port: 80}')],
  },
});

export default rule;
