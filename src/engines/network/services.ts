import { entries, fields, number, text, textMap, texts, type Fields } from '../../cluster/read.ts';
import { LabelIndex } from '../../lang/label-index.ts';
import { mapSelector, matchesSelector, type Selector } from '../../lang/selector.ts';
import type { KubernetesObject } from '../../model/object.ts';
import { parseAddress, type Address } from './address.ts';
import type { PodEnd } from './ends.ts';
import { asksForNumbers, numberedPods } from './numbered.ts';
import { namespaceName, type NetworkObjects } from './objects.ts';
import { isProtocol, type Protocol } from './ports.ts';

/** Where a Service port leads: a port of a pod, behind the translation. Policies see only this. */
export interface Target {
  readonly pod: PodEnd;
  readonly protocol: Protocol;
  readonly port: number;
  /** The port of the Service, and of the node where it has one. */
  readonly servicePort: number;
  readonly nodePort?: number;
}

export interface Service {
  readonly object: KubernetesObject;
  readonly namespace: string;
  readonly targets: readonly Target[];
  /** No selector and no endpoints given: something else fills it in. */
  readonly open: boolean;
}

/** Services by `namespace/name`, resolved to pods when asked for. */
export class Services {
  readonly #objects: NetworkObjects;
  readonly #podsByNamespace: ReadonlyMap<string, readonly PodEnd[]>;
  readonly #byLabels = new Map<string, LabelIndex<PodEnd>>();
  readonly #slices = new Map<string, KubernetesObject[]>();
  readonly #read = new Map<string, Service | undefined>();
  #podsByAddress: ReadonlyMap<string, PodEnd> | undefined;

  constructor(objects: NetworkObjects, pods: readonly PodEnd[]) {
    this.#objects = objects;
    this.#podsByNamespace = Map.groupBy(pods, ({ namespace }) => namespace.name);
    for (const slice of objects.of('EndpointSlice', 'discovery.k8s.io')) {
      const service = slice.metadata.labels?.['kubernetes.io/service-name'];
      if (service !== undefined) push(this.#slices, `${namespaceName(slice)}/${service}`, slice);
    }
  }

  all(): readonly Service[] {
    return this.#objects.of('Service').flatMap((object) => this.find(namespaceName(object), object.metadata.name) ?? []);
  }

  find(namespace: string, name: string): Service | undefined {
    const key = `${namespace}/${name}`;
    if (this.#read.has(key)) return this.#read.get(key);
    const object = this.#objects.find('Service', '', namespace, name);
    const service = object && this.#resolve(object, namespace);
    this.#read.set(key, service);
    return service;
  }

  #resolve(object: KubernetesObject, namespace: string): Service {
    const spec = fields(object['spec']) ?? {};
    if (spec['type'] === 'ExternalName') return { object, namespace, targets: [], open: false };
    const selector = mapSelector(textMap(spec['selector']));
    if (selector.nothing) {
      const slices = this.#slices.get(`${namespace}/${object.metadata.name}`) ?? [];
      const written = slices.length > 0 ? slices.map(ofSlice) : ofLegacy(this.#objects.find('Endpoints', '', namespace, object.metadata.name));
      return { object, namespace, targets: this.#fromEndpoints(written, spec, namespace), open: written.length === 0 };
    }
    const pods = [...this.#in(namespace).matching(selector), ...(asksForNumbers(selector) ? this.#numbered(namespace, selector) : [])];
    return { object, namespace, targets: portsOf(spec).flatMap((port) => pods.flatMap((pod) => targetOn(pod, port))), open: false };
  }

  /** Pods that StatefulSets will make; where some were read, they have their labels. */
  #numbered(namespace: string, selector: Selector): readonly PodEnd[] {
    const valuesOf = (asked: string): ReadonlySet<string> => new Set(selector.requirements.flatMap(({ key, values }) => (key === asked ? values : [])));
    return (this.#podsByNamespace.get(namespace) ?? []).filter(({ object }) => object.kind === 'StatefulSet').flatMap((pod) => numberedPods(pod, valuesOf)).filter(({ labels }) => matchesSelector(selector, labels));
  }

  #in(namespace: string): LabelIndex<PodEnd> {
    let index = this.#byLabels.get(namespace);
    if (!index) this.#byLabels.set(namespace, (index = new LabelIndex(this.#podsByNamespace.get(namespace) ?? [], ({ labels }) => labels)));
    return index;
  }

  /** Endpoints that a person or a controller wrote: they may lead to any pod of the cluster, by reference or by its address. */
  #fromEndpoints(written: readonly Endpoints[], spec: Readonly<Record<string, unknown>>, namespace: string): readonly Target[] {
    const servicePorts = portsOf(spec);
    return written.flatMap(({ endpoints, ports }) =>
      endpoints.flatMap(({ reference, addresses }) =>
        this.#podsAt(reference, addresses, namespace).flatMap((pod) =>
          ports.flatMap((value): readonly Target[] => {
            const [port, protocol] = [number(value['port']), value['protocol'] ?? 'TCP'];
            const asked = servicePorts.find(({ name }) => (name ?? '') === (text(value['name']) ?? ''));
            return port !== undefined && isProtocol(protocol) && asked ? [{ pod, protocol, port, servicePort: asked.port, ...(asked.nodePort === undefined ? {} : { nodePort: asked.nodePort }) }] : [];
          }))));
  }

  #podsAt(reference: Fields | undefined, addresses: readonly string[], namespace: string): readonly PodEnd[] {
    if (reference?.['kind'] === 'Pod') {
      const home = this.#podsByNamespace.get(text(reference['namespace']) ?? namespace) ?? [];
      return home.filter(({ name }) => name === reference['name']).slice(0, 1);
    }
    this.#podsByAddress ??= new Map([...this.#podsByNamespace.values()].flat().filter(({ hostNetwork }) => !hostNetwork).flatMap((pod) => pod.addresses.map((address) => [addressKey(address), pod])));
    return [...new Set(addresses.flatMap((written) => this.#podsByAddress?.get(addressKey(parseAddress(written))) ?? []))];
  }
}

/** One EndpointSlice, or one subset of Endpoints. */
interface Endpoints {
  readonly endpoints: readonly { readonly reference: Fields | undefined; readonly addresses: readonly string[] }[];
  readonly ports: readonly Fields[];
}

function ofSlice(slice: KubernetesObject): Endpoints {
  return { endpoints: entries(slice['endpoints']).map(({ value }) => ({ reference: fields(value['targetRef']), addresses: texts(value['addresses']) })), ports: entries(slice['ports']).map(({ value }) => value) };
}

/** The older form, which the API server mirrors into slices unless it is told not to. */
function ofLegacy(object: KubernetesObject | undefined): readonly Endpoints[] {
  if (!object || object.metadata.labels?.['endpointslice.kubernetes.io/skip-mirror'] === 'true') return [];
  return entries(object['subsets']).map(({ value: subset }) => ({
    endpoints: ['addresses', 'notReadyAddresses'].flatMap((list) => entries(subset[list]).map(({ value }) => ({ reference: fields(value['targetRef']), addresses: [text(value['ip']) ?? ''] }))),
    ports: entries(subset['ports']).map(({ value }) => value),
  }));
}

function addressKey(address: Address | undefined): string {
  return address ? `${address.family} ${address.value}` : '';
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

export interface ServicePort {
  readonly name?: string;
  readonly protocol: Protocol;
  readonly port: number;
  readonly target: number | string;
  readonly nodePort?: number;
}

export function portsOf(spec: Readonly<Record<string, unknown>>): readonly ServicePort[] {
  return entries(spec['ports']).flatMap(({ value }): ServicePort[] => {
    const [port, protocol, name, nodePort] = [number(value['port']), value['protocol'] ?? 'TCP', text(value['name']), number(value['nodePort'])];
    if (port === undefined || !isProtocol(protocol)) return [];
    const target = number(value['targetPort']) ?? text(value['targetPort']) ?? port;
    return [{ ...(name === undefined ? {} : { name }), protocol, port, target: target === 0 || target === '' ? port : target, ...(nodePort === undefined || nodePort === 0 ? {} : { nodePort }) }];
  });
}

function targetOn(pod: PodEnd, { protocol, port, target, nodePort }: ServicePort): readonly Target[] {
  const made = (number_: number): Target => ({ pod, protocol, port: number_, servicePort: port, ...(nodePort === undefined ? {} : { nodePort }) });
  if (typeof target === 'number') return [made(target)];
  return pod.ports.filter((each) => each.name === target && each.protocol === protocol).slice(0, 1).map((each) => made(each.port));
}

/** The targets behind one port of a Service, given by number or by name; every port where none is given. */
export function targetsAt({ object, targets }: Service, asked: number | string | undefined): readonly Target[] {
  if (asked === undefined) return targets;
  const asking = portsOf(fields(object['spec']) ?? {}).filter(({ name, port }) => name === asked || port === asked);
  return targets.filter((target) => asking.some(({ port, protocol }) => port === target.servicePort && protocol === target.protocol));
}
