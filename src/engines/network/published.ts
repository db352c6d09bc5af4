import { entries, fields, number, text } from '../../cluster/read.ts';
import { groupOf } from '../../cluster/identity.ts';
import { balancerOf } from '../../cluster/load-balancer.ts';
import type { KubernetesObject, Path } from '../../model/object.ts';
import type { RefOf } from './ends.ts';
import { gatewayWays } from './gateways.ts';
import { namespaceName, type NetworkObjects } from './objects.ts';
import { portsOf } from './ports.ts';
import { targetsAt, type Services } from './services.ts';
import type { How, WayIn } from './ways-in.ts';

const insideText = 'a load balancer inside the network, by its annotation';

/** What Ingress, Route and Gateway API objects publish: traffic reaches the pods from a controller's pods. */
export function publishedWays(objects: NetworkObjects, services: Services, refOf: RefOf): readonly WayIn[] {
  const ways = (kind: string, group: string, how: How, backends: (object: KubernetesObject) => readonly Backend[]): readonly WayIn[] =>
    objects.of(kind, group).flatMap((object) => backends(object).flatMap((backend) => waysOf(object, how, backend, services, refOf)));
  const classes = objects.of('IngressClass', 'networking.k8s.io');
  const ingresses = (group: string): readonly WayIn[] => ways('Ingress', group, 'Ingress', ingressBackends).map((way) => {
    const balancer = balancerOf(way.object, classes);
    return balancer === undefined ? way : { ...way, seenAs: 'balancer', ...(balancer === 'inside' ? { inside: true, narrowed: insideText } : {}) };
  });
  return [
    ...ingresses('networking.k8s.io'),
    ...ingresses('extensions'),
    ...ways('Route', 'route.openshift.io', 'Route', routeBackends),
    ...gatewayWays(objects, services, refOf),
  ];
}

export interface Backend {
  readonly service: string;
  readonly port?: number | string;
  readonly path: Path;
  readonly door: string;
}

function waysOf(object: KubernetesObject, how: How, { service, port, path, door }: Backend, services: Services, refOf: RefOf): readonly WayIn[] {
  const found = services.find(namespaceName(object), service);
  const targets = found ? (how === 'Route' && typeof port === 'number' ? podPorts(found.targets, port) : targetsAt(found, port)) : [];
  return targets.map((target): WayIn => ({ how, pod: target.pod, ports: portsOf(target.protocol, target.port, target.port), object, by: refOf(object), path, door, seenAs: 'controller' }));
}

/** A number in a Route's `targetPort` is a pod's port; a name is that of a Service port. */
function podPorts<T extends { readonly port: number }>(targets: readonly T[], port: number): readonly T[] {
  return targets.filter((target) => target.port === port);
}

function ingressBackends(ingress: KubernetesObject): readonly Backend[] {
  const spec = fields(ingress['spec']) ?? {};
  const old = groupOf(ingress) === 'extensions' || /beta/.test(ingress.apiVersion);
  const found: Backend[] = [];
  const add = (backend: unknown, path: Path, door: string): void => {
    const service = fields(fields(backend)?.['service']);
    const port = fields(service?.['port']);
    const name = text(service?.['name']) ?? (old ? text(fields(backend)?.['serviceName']) : undefined);
    const at = number(port?.['number']) ?? text(port?.['name']) ?? (old ? (number(fields(backend)?.['servicePort']) ?? text(fields(backend)?.['servicePort'])) : undefined);
    if (name !== undefined) found.push({ service: name, ...(at === undefined ? {} : { port: at }), path, door });
  };
  add(spec['defaultBackend'] ?? spec['backend'], ['spec', spec['backend'] === undefined ? 'defaultBackend' : 'backend'], 'every host');
  for (const { index, value: rule } of entries(spec['rules'])) {
    for (const { index: at, value: path } of entries(fields(rule['http'])?.['paths'])) {
      add(path['backend'], ['spec', 'rules', index, 'http', 'paths', at, 'backend'], `${text(rule['host']) ?? 'every host'}${text(path['path']) ?? '/'}`);
    }
  }
  return found;
}

function routeBackends(route: KubernetesObject): readonly Backend[] {
  const spec = fields(route['spec']) ?? {};
  const target = fields(spec['port'])?.['targetPort'];
  const port = number(target) ?? text(target);
  const targets = [{ value: fields(spec['to']) ?? {}, path: ['spec', 'to'] as Path }, ...entries(spec['alternateBackends']).map(({ index, value }) => ({ value, path: ['spec', 'alternateBackends', index] as Path }))];
  return targets.flatMap(({ value, path }): readonly Backend[] => {
    const name = text(value['name']);
    if (name === undefined || (value['weight'] === 0 && targets.length > 1)) return [];
    return [{ service: name, ...(port === undefined ? {} : { port }), path, door: `${text(spec['host']) ?? 'its generated host'}${text(spec['path']) ?? '/'}` }];
  });
}
