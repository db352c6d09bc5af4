import { matchesLabels } from '../lang/selector.ts';
import { evidence, type Evidence } from '../model/evidence.ts';
import { valueAt, type KubernetesObject } from '../model/object.ts';
import type { ObjectIndex } from './index-objects.ts';
import { entries, fields, text, textMap } from './read.ts';
import type { Workload } from './workload.ts';

/** One way in from outside the cluster, by the objects given; what a firewall or an address class adds is not known here. */
export interface Exposure {
  readonly how: 'LoadBalancer' | 'NodePort' | 'externalIPs' | 'Ingress' | 'Route' | 'HTTPRoute' | 'hostPort' | 'hostNetwork';
  readonly evidence: Evidence;
}

const internalMarks: readonly RegExp[] = [
  /^service\.beta\.kubernetes\.io\/aws-load-balancer-internal$/,
  /^service\.beta\.kubernetes\.io\/azure-load-balancer-internal$/,
  /^networking\.gke\.io\/load-balancer-type$/,
  /^cloud\.google\.com\/load-balancer-type$/,
];

/** The ways in to each workload: by Services that select it, and by Ingress, Route and HTTPRoute objects that lead to those Services. */
export class ExposureMap {
  readonly #index: ObjectIndex;
  readonly #published = new Map<string, Exposure[]>();
  readonly #known = new WeakMap<Workload, readonly Exposure[]>();

  constructor(index: ObjectIndex) {
    this.#index = index;
    for (const service of index.of('Service', '')) this.#publish(service, ownExposure(service));
    for (const { kind, group, backends, how } of edges) {
      for (const object of index.of(kind, group)) {
        for (const name of backends(object)) this.#add(index.ref(object).namespace ?? '', name, { how, evidence: evidence(index.ref(object), ['spec']) });
      }
    }
  }

  #publish(service: KubernetesObject, path: Exposure['how'] | undefined): void {
    if (!path) return;
    const ref = this.#index.ref(service);
    const field = path === 'externalIPs' ? ['spec', 'externalIPs'] : ['spec', 'type'];
    this.#add(ref.namespace ?? '', ref.name, { how: path, evidence: evidence(ref, field, valueAt(service, field)) });
  }

  #add(namespace: string, service: string, exposure: Exposure): void {
    const key = `${namespace}/${service}`;
    this.#published.set(key, [...(this.#published.get(key) ?? []), exposure]);
  }

  of(workload: Workload): readonly Exposure[] {
    const known = this.#known.get(workload) ?? this.#exposuresOf(workload);
    this.#known.set(workload, known);
    return known;
  }

  #exposuresOf(workload: Workload): readonly Exposure[] {
    const found: Exposure[] = this.#published.size === 0 ? [] : this.#servicesOf(workload).flatMap((name) => this.#published.get(`${workload.namespace}/${name}`) ?? []);
    for (const container of workload.containers) {
      for (const { index, value } of entries(container.spec['ports'])) {
        if (typeof value['hostPort'] === 'number' && value['hostPort'] !== 0 && !workload.hostNetwork) {
          found.push({ how: 'hostPort', evidence: container.at('ports', index, 'hostPort') });
        }
      }
    }
    return found;
  }

  #servicesOf(workload: Workload): readonly string[] {
    return this.#index.of('Service', '', workload.namespace).flatMap((service) => {
      const selector = fields(valueAt(service, ['spec', 'selector']));
      const selects = selector && Object.keys(selector).length > 0 && matchesLabels(textMap(selector), workload.labels);
      return selects ? [service.metadata.name] : [];
    });
  }
}

function ownExposure(service: KubernetesObject): Exposure['how'] | undefined {
  const spec = fields(service['spec']) ?? {};
  const ips = spec['externalIPs'];
  if (Array.isArray(ips) && ips.length > 0) return 'externalIPs';
  if (spec['type'] === 'NodePort') return 'NodePort';
  if (spec['type'] !== 'LoadBalancer') return undefined;
  return isInternal(service) ? undefined : 'LoadBalancer';
}

/** Providers mark load balancers that get a private address only by an annotation of their own. */
export function isInternal(service: KubernetesObject): boolean {
  const annotations = service.metadata.annotations ?? {};
  if (annotations['service.beta.kubernetes.io/aws-load-balancer-scheme'] === 'internal') return true;
  return Object.entries(annotations).some(([name, value]) => internalMarks.some((mark) => mark.test(name)) && /^(true|internal|0\.0\.0\.0\/0)$/i.test(value));
}

interface Edge {
  readonly kind: string;
  readonly group: string;
  readonly how: Exposure['how'];
  readonly backends: (object: KubernetesObject) => readonly string[];
}

const edges: readonly Edge[] = [
  { kind: 'Ingress', group: 'networking.k8s.io', how: 'Ingress', backends: ingressBackends },
  { kind: 'Route', group: 'route.openshift.io', how: 'Route', backends: routeBackends },
  { kind: 'HTTPRoute', group: 'gateway.networking.k8s.io', how: 'HTTPRoute', backends: httpRouteBackends },
];

function ingressBackends(ingress: KubernetesObject): readonly string[] {
  const spec = fields(ingress['spec']) ?? {};
  const backends = [spec['defaultBackend'] ?? spec['backend']];
  for (const { value: rule } of entries(spec['rules'])) {
    for (const { value: path } of entries(fields(rule['http'])?.['paths'])) backends.push(path['backend']);
  }
  return backends.flatMap((backend) => {
    const name = text(fields(fields(backend)?.['service'])?.['name']) ?? text(fields(backend)?.['serviceName']);
    return name === undefined ? [] : [name];
  });
}

function routeBackends(route: KubernetesObject): readonly string[] {
  const targets = [fields(valueAt(route, ['spec', 'to'])), ...entries(valueAt(route, ['spec', 'alternateBackends'])).map(({ value }) => value)];
  return targets.flatMap((target) => text(target?.['name']) ?? []);
}

function httpRouteBackends(route: KubernetesObject): readonly string[] {
  return entries(valueAt(route, ['spec', 'rules'])).flatMap(({ value: rule }) =>
    entries(rule['backendRefs']).flatMap(({ value: backend }) => (backend['namespace'] === undefined ? (text(backend['name']) ?? []) : [])),
  );
}
