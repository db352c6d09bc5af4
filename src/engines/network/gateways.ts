import { entries, fields, number, text, texts, type Fields } from '../../cluster/read.ts';
import { groupOf } from '../../cluster/identity.ts';
import { matchesSelector, readSelector } from '../../lang/selector.ts';
import { gap } from '../../model/gap.ts';
import type { KubernetesObject } from '../../model/object.ts';
import type { RefOf } from './ends.ts';
import { namespaceName, type NetworkObjects } from './objects.ts';
import { portsOf } from './ports.ts';
import { targetsAt, type Services } from './services.ts';
import type { WayIn } from './ways-in.ts';

const group = 'gateway.networking.k8s.io';
const routeKinds = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'];
/** Route kinds that a listener takes by its protocol where allowedRoutes names none. */
const kindsOfProtocol: Readonly<Record<string, readonly string[]>> = { HTTP: ['HTTPRoute', 'GRPCRoute'], HTTPS: ['HTTPRoute', 'GRPCRoute'], TLS: ['TLSRoute', 'TCPRoute'], TCP: ['TCPRoute'], UDP: ['UDPRoute'] };

/** Routes of the Gateway API that a listener accepts, and the pods behind the Services they may refer to. */
export function gatewayWays(objects: NetworkObjects, services: Services, refOf: RefOf): readonly WayIn[] {
  const grants = objects.of('ReferenceGrant', group);
  return routeKinds.flatMap((kind) => objects.of(kind, group)).flatMap((route) => {
    const found = doorsOf(route, objects);
    const missing = found.length > 0 ? undefined : missingGateway(route, objects);
    const doors = missing === undefined ? found : [`of Gateway ${missing}, which was not given`];
    if (doors.length === 0) return [];
    const unread = missing === undefined ? {} : { unread: gap('api', `gap/gateway/${missing}`, `Which listeners has Gateway ${missing}, and which routes do they take? kubectl get gateway -A -o json`) };
    const spec = fields(route['spec']) ?? {};
    return entries(spec['rules']).flatMap(({ index, value: rule }) =>
      entries(rule['backendRefs']).flatMap(({ index: at, value: backend }) => {
        if (backend['weight'] === 0 || (text(backend['kind']) ?? 'Service') !== 'Service' || (text(backend['group']) ?? '') !== '') return [];
        const namespace = text(backend['namespace']) ?? namespaceName(route);
        const name = text(backend['name']) ?? '';
        if (namespace !== namespaceName(route) && !grants.some((grant) => permits(grant, route, namespace, name))) return [];
        const service = services.find(namespace, name);
        const targets = service ? targetsAt(service, number(backend['port'])) : [];
        return targets.map((target): WayIn => ({
          how: 'Gateway', pod: target.pod, ports: portsOf(target.protocol, target.port, target.port), object: route, by: refOf(route),
          path: ['spec', 'rules', index, 'backendRefs', at], door: doors.join(', '), seenAs: 'controller', ...unread,
        }));
      }),
    );
  });
}

/** A listener of a Gateway in clear, and the routes that send what it takes to pods. */
export interface PlainListener {
  readonly index: number;
  readonly name: string;
  readonly port: number;
  readonly routes: readonly KubernetesObject[];
}

/** Listeners for HTTP; those that only send clients elsewhere, to HTTPS as a rule, have no routes. */
export function plainListeners(gateway: KubernetesObject, objects: NetworkObjects): readonly PlainListener[] {
  return entries(fields(gateway['spec'])?.['listeners']).flatMap(({ index, value: listener }): PlainListener[] => {
    if (listener['protocol'] !== 'HTTP') return [];
    const routes = ['HTTPRoute', 'GRPCRoute'].flatMap((kind) => objects.of(kind, group)).filter((route) => {
      const spec = fields(route['spec']) ?? {};
      const sends = entries(spec['rules']).some(({ value }) => entries(value['backendRefs']).some(({ value: backend }) => backend['weight'] !== 0));
      return sends && entries(spec['parentRefs']).some(({ value: parent }) => isParent(parent, gateway, route) && wants(parent, listener) && takes(listener, route, gateway, objects) && sharedHosts(text(listener['hostname']), texts(spec['hostnames'])).length > 0);
    });
    return [{ index, name: text(listener['name']) ?? '', port: number(listener['port']) ?? 80, routes }];
  });
}

function isParent(parent: Fields, gateway: KubernetesObject, route: KubernetesObject): boolean {
  return (text(parent['kind']) ?? 'Gateway') === 'Gateway' && text(parent['name']) === gateway.metadata.name && (text(parent['namespace']) ?? namespaceName(route)) === namespaceName(gateway);
}

function wants(parent: Fields, listener: Fields): boolean {
  return (parent['sectionName'] === undefined || parent['sectionName'] === listener['name']) && (parent['port'] === undefined || parent['port'] === listener['port']);
}

/** A Gateway that the route names and that nobody gave. */
function missingGateway(route: KubernetesObject, objects: NetworkObjects): string | undefined {
  for (const { value: parent } of entries(fields(route['spec'])?.['parentRefs'])) {
    const [namespace, name] = [text(parent['namespace']) ?? namespaceName(route), text(parent['name']) ?? ''];
    if ((text(parent['kind']) ?? 'Gateway') === 'Gateway' && !objects.find('Gateway', group, namespace, name)) return `${namespace}/${name}`;
  }
  return undefined;
}

/** The listeners that take the route, as `host:port`. */
function doorsOf(route: KubernetesObject, objects: NetworkObjects): readonly string[] {
  const spec = fields(route['spec']) ?? {};
  const hosts = texts(spec['hostnames']);
  const doors = entries(spec['parentRefs']).flatMap(({ value: parent }) => {
    if ((text(parent['kind']) ?? 'Gateway') !== 'Gateway') return [];
    const gateway = objects.find('Gateway', group, text(parent['namespace']) ?? namespaceName(route), text(parent['name']) ?? '');
    return entries(fields(gateway?.['spec'])?.['listeners']).flatMap(({ value: listener }) => {
      if (!gateway || !wants(parent, listener) || !takes(listener, route, gateway, objects)) return [];
      const shared = sharedHosts(text(listener['hostname']), hosts);
      return shared.map((host) => `${host}:${number(listener['port']) ?? '?'}`);
    });
  });
  return [...new Set(doors)];
}

/** allowedRoutes: the kinds, and the namespaces they may come from (by default the Gateway's own). */
function takes(listener: Fields, route: KubernetesObject, gateway: KubernetesObject, objects: NetworkObjects): boolean {
  const allowed = fields(listener['allowedRoutes']) ?? {};
  const kinds = entries(allowed['kinds']).filter(({ value }) => (text(value['group']) ?? group) === group).map(({ value }) => text(value['kind']) ?? '');
  const taken = kinds.length > 0 ? kinds : (kindsOfProtocol[text(listener['protocol']) ?? ''] ?? []);
  if (!taken.includes(route.kind)) return false;
  const namespaces = fields(allowed['namespaces']) ?? {};
  const home = namespaceName(route);
  switch (text(namespaces['from']) ?? 'Same') {
    case 'All':
      return true;
    case 'Same':
      return home === namespaceName(gateway);
    case 'Selector': {
      const labels = objects.find('Namespace', '', '', home)?.metadata.labels ?? {};
      return matchesSelector(readSelector(namespaces['selector']), { ...labels, 'kubernetes.io/metadata.name': home });
    }
    default:
      return false;
  }
}

/** The hosts that listener and route have in common; `*` where both take every host. */
export function sharedHosts(listener: string | undefined, route: readonly string[]): readonly string[] {
  if (route.length === 0) return [listener === undefined || listener === '' ? '*' : listener];
  if (listener === undefined || listener === '') return route;
  return route.flatMap((host) => (host === listener || covers(listener, host) ? [host] : covers(host, listener) ? [listener] : []));
}

// `*.a.b` stands for every name below a.b, of any depth, and not for a.b itself.
function covers(wildcard: string, host: string): boolean {
  return wildcard.startsWith('*.') && host !== wildcard && (host.startsWith('*.') ? host.slice(1) : host).endsWith(wildcard.slice(1));
}

function permits(grant: KubernetesObject, route: KubernetesObject, namespace: string, service: string): boolean {
  if (namespaceName(grant) !== namespace) return false;
  const spec = fields(grant['spec']) ?? {};
  const from = entries(spec['from']).some(({ value }) => value['group'] === groupOf(route) && value['kind'] === route.kind && value['namespace'] === namespaceName(route));
  return from && entries(spec['to']).some(({ value }) => (value['group'] ?? '') === '' && value['kind'] === 'Service' && (value['name'] === undefined || value['name'] === '' || value['name'] === service));
}
