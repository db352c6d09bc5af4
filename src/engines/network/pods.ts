import { fields, entries, number, text, textMap } from '../../cluster/read.ts';
import { podTemplateOf } from '../../cluster/templates.ts';
import type { KubernetesObject } from '../../model/object.ts';
import { parseAddress, type Address } from './address.ts';
import type { NamespaceEnd, NodeEnd, PodEnd, WorkloadRef } from './ends.ts';
import { namespaceName, type NetworkObjects } from './objects.ts';
import { isProtocol, type ContainerPort } from './ports.ts';

const nameLabel = 'kubernetes.io/metadata.name';
const deepest = 8;
/** Kinds that make pods, by group, lower ones first: a template whose pods or whose lower template was given stands in them already. */
const makers: readonly (readonly [kind: string, group: string])[] = [
  ['ReplicationController', ''], ['ReplicaSet', 'apps'], ['StatefulSet', 'apps'], ['DaemonSet', 'apps'], ['Job', 'batch'], ['Deployment', 'apps'], ['CronJob', 'batch'], ['Rollout', 'argoproj.io'],
];

/** The pods, nodes and namespaces of a cluster, as ends of connections. */
export interface Ends {
  readonly pods: readonly PodEnd[];
  readonly nodes: readonly NodeEnd[];
  readonly namespace: (name: string) => NamespaceEnd;
}

/** Every pod given, and for each template without pods one that stands for those it would make. */
export function readEnds(objects: NetworkObjects): Ends {
  const namespaces = new Map<string, NamespaceEnd>();
  for (const object of objects.of('Namespace')) namespaces.set(object.metadata.name, namespaceEnd(object.metadata.name, object.metadata.labels));
  const namespace = (name: string): NamespaceEnd => {
    const known = namespaces.get(name) ?? namespaceEnd(name, {});
    namespaces.set(name, known);
    return known;
  };
  const nodes = objects.of('Node').map(nodeEnd);
  const nodesByName = new Map(nodes.map((node) => [node.name, node]));
  const makes = new Set<string>();
  const pods: PodEnd[] = [];
  const owners = new OwnerChain(objects);
  const ports = new NamedPorts();
  const add = (object: KubernetesObject): void => {
    const template = podTemplateOf(object);
    if (!template) return;
    const node = nodesByName.get(text(template.spec['nodeName']) ?? '');
    const workload = owners.rootOf(object, makes);
    const end: PodEnd & { node?: NodeEnd } = {
      kind: 'pod', namespace: namespace(namespaceName(object)), name: object.metadata.name, labels: textMap(template.meta['labels']), addresses: object.kind === 'Pod' && !isOver(object) ? addressesOf(object) : [],
      hostNetwork: template.spec['hostNetwork'] === true, ports: ports.of(template.spec), finished: object.kind === 'Pod' && isOver(object), workload, object,
    };
    if (node) end.node = node;
    pods.push(end);
  };
  for (const pod of objects.of('Pod')) add(pod);
  for (const [kind, group] of makers) {
    for (const object of objects.of(kind, group)) if (!makes.has(ownKey(object)) && !isLeftOver(object)) add(object);
  }
  return { pods, nodes, namespace };
}

/** A pod that ended has no address any more; its workload may run again. */
function isOver(pod: KubernetesObject): boolean {
  const phase = fields(pod['status'])?.['phase'];
  return phase === 'Succeeded' || phase === 'Failed';
}

/** What a controller keeps of an earlier rollout or run: it makes no pods. */
function isLeftOver(object: KubernetesObject): boolean {
  if (entries(object.metadata.ownerReferences).length === 0) return false;
  return fields(object['spec'])?.['replicas'] === 0 || fields(object['status'])?.['completionTime'] !== undefined;
}

function namespaceEnd(name: string, labels: unknown): NamespaceEnd {
  return { name, labels: { ...textMap(labels), [nameLabel]: name } };
}

function nodeEnd(object: KubernetesObject): NodeEnd {
  const addresses = entries(fields(object['status'])?.['addresses']).flatMap(({ value }) => parseAddress(text(value['address']) ?? '') ?? []);
  return { name: object.metadata.name, labels: object.metadata.labels ?? {}, addresses };
}

function addressesOf(pod: KubernetesObject): readonly Address[] {
  const status = fields(pod['status']);
  if (!status) return [];
  const first = text(status['podIP']) ?? '';
  const written = first === '' ? [] : [first];
  for (const { value } of entries(status['podIPs'])) {
    const ip = text(value['ip']) ?? '';
    if (!written.includes(ip)) written.push(ip);
  }
  return written.flatMap((ip) => parseAddress(ip) ?? []);
}

/** Pods of one template share their container lists, and so their ports. */
class NamedPorts {
  readonly #known = new Map<unknown, readonly ContainerPort[]>();

  of(spec: Readonly<Record<string, unknown>>): readonly ContainerPort[] {
    if (spec['initContainers'] !== undefined) return portsOf(spec);
    const found = this.#known.get(spec['containers']) ?? portsOf(spec);
    this.#known.set(spec['containers'], found);
    return found;
  }
}

/** Named ports of the containers that run as long as the pod does. */
function portsOf(spec: Readonly<Record<string, unknown>>): readonly ContainerPort[] {
  const sidecars = entries(spec['initContainers']).filter(({ value }) => value['restartPolicy'] === 'Always');
  return [...entries(spec['containers']), ...sidecars].flatMap(({ value }) =>
    entries(value['ports']).flatMap(({ value: port }): ContainerPort[] => {
      const [name, protocol, containerPort] = [text(port['name']), port['protocol'] ?? 'TCP', number(port['containerPort'])];
      return name !== undefined && isProtocol(protocol) && containerPort !== undefined ? [{ name, protocol, port: containerPort }] : [];
    }),
  );
}

function ownKey(object: KubernetesObject): string {
  return `${object.kind}/${namespaceName(object)}/${object.metadata.name}`;
}

class OwnerChain {
  readonly #makers = new Map<string, KubernetesObject>();
  readonly #roots = new Map<KubernetesObject, WorkloadRef>();
  /** Pods of one template share the list of their owners since they were read. */
  readonly #ofPods = new Map<unknown, WorkloadRef>();

  constructor(objects: NetworkObjects) {
    for (const [kind, group] of makers) for (const object of objects.of(kind, group)) this.#makers.set(ownKey(object), object);
  }

  /** The topmost maker; every one on the way is put into `passed`. */
  rootOf(object: KubernetesObject, passed: Set<string>): WorkloadRef {
    const { ownerReferences } = object.metadata;
    if (object.kind !== 'Pod' || !ownerReferences) return this.#search(object, passed);
    const known = this.#ofPods.get(ownerReferences);
    if (known?.namespace === namespaceName(object)) return known;
    const root = this.#search(object, passed);
    if (root.object !== object) this.#ofPods.set(ownerReferences, root);
    return root;
  }

  #search(object: KubernetesObject, passed: Set<string>): WorkloadRef {
    const namespace = namespaceName(object);
    const through: KubernetesObject[] = [];
    let root = object;
    for (let depth = 0; depth < deepest; depth++) {
      const owners = entries(root.metadata.ownerReferences);
      const owner = (owners.find(({ value }) => value['controller'] === true) ?? owners[0])?.value;
      if (!owner || owner['kind'] === 'Node') break;
      const found = this.#makers.get(`${text(owner['kind']) ?? ''}/${namespace}/${text(owner['name']) ?? ''}`);
      if (!found) {
        // A custom resource above a Deployment is no workload of its own; an owner of the pod itself is.
        if (root !== object || object.kind !== 'Pod') break;
        return { namespace, name: text(owner['name']) ?? '', kind: text(owner['kind']) ?? '' };
      }
      const above = this.#roots.get(found);
      if (above) return above;
      passed.add(ownKey(found));
      root = found;
      through.push(found);
    }
    const reference = { namespace, name: root.metadata.name, kind: root.kind, object: root };
    for (const each of through) this.#roots.set(each, reference);
    return reference;
  }
}
