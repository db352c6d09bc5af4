import { fields, text, type Fields } from '../../cluster/read.ts';
import type { KubernetesObject } from '../../model/object.ts';
import { nameOf, namespaceOf } from './objects.ts';
import { podReferences } from './pod-references.ts';
import { volumeSecrets } from './volume-secrets.ts';

/** What belongs to which node, as the Node authorizer sees it: pods, what they refer to, and claims to volumes to Secrets. */
export class NodeGraph {
  readonly hasPods: boolean;
  readonly #podsByNode: ReadonlyMap<string, readonly KubernetesObject[]>;
  readonly #objects: readonly KubernetesObject[];
  readonly #volumesByClaim: ReadonlyMap<string, readonly KubernetesObject[]>;
  readonly #reached = new Map<string, ReadonlySet<string>>();

  constructor(objects: readonly KubernetesObject[]) {
    const pods = objects.filter((object) => object.kind === 'Pod');
    this.hasPods = pods.length > 0;
    this.#podsByNode = Map.groupBy(pods, (pod) => text(specOf(pod)['nodeName']) ?? '');
    this.#objects = objects.filter((object) => object.kind !== 'Pod' && object.kind !== 'PersistentVolume');
    this.#volumesByClaim = Map.groupBy(objects.filter((object) => object.kind === 'PersistentVolume'), claimOf);
  }

  /** Is the object tied to the node? `kind` in lower case and plural, as in a request. */
  relates(node: string, resource: string, namespace: string, name: string): boolean {
    if (node === '') return false;
    let reached = this.#reached.get(node);
    if (!reached) {
      reached = this.#reachedFrom(node);
      this.#reached.set(node, reached);
    }
    return reached.has(key(resource, namespace, name));
  }

  #reachedFrom(node: string): ReadonlySet<string> {
    const reached = new Set<string>();
    for (const pod of this.#podsByNode.get(node) ?? []) this.#addPod(pod, reached);
    for (const object of this.#objects) {
      if (specOf(object)['nodeName'] !== node) continue;
      const resource = `${object.kind.toLowerCase()}s`;
      reached.add(key(resource, namespaced.has(object.kind) ? namespaceOf(object) : '', nameOf(object)));
    }
    return reached;
  }

  #addPod(pod: KubernetesObject, reached: Set<string>): void {
    const namespace = namespaceOf(pod);
    reached.add(key('pods', namespace, nameOf(pod)));
    // A node must not give itself rights by a pod that it made up.
    if (Object.hasOwn(pod.metadata.annotations ?? {}, 'kubernetes.io/config.mirror')) return;
    for (const { resource, name } of podReferences(pod)) {
      reached.add(key(resource, namespace, name));
      if (resource !== 'persistentvolumeclaims') continue;
      for (const volume of this.#volumesByClaim.get(`${namespace}/${name}`) ?? []) addVolume(volume, reached);
    }
  }
}

const namespaced = new Set(['PodCertificateRequest']);

function addVolume(volume: KubernetesObject, reached: Set<string>): void {
  reached.add(key('persistentvolumes', '', nameOf(volume)));
  for (const secret of volumeSecrets(volume)) reached.add(key('secrets', secret.namespace, secret.name));
}

function claimOf(volume: KubernetesObject): string {
  const claim = fields(specOf(volume)['claimRef']) ?? {};
  return `${text(claim['namespace']) ?? ''}/${text(claim['name']) ?? ''}`;
}

function specOf(object: KubernetesObject): Fields {
  return fields(object['spec']) ?? {};
}

function key(resource: string, namespace: string, name: string): string {
  return `${resource}/${namespace}/${name}`;
}

