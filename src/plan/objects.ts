import type { Cluster } from '../cluster/cluster.ts';
import { podTemplateOf } from '../cluster/templates.ts';
import type { Change } from '../model/change.ts';
import { apiGroupOf, refKey, withoutOrigin, type KubernetesObject, type ObjectRef } from '../model/object.ts';

/** One object before and after a change; undefined where it is not there. */
export interface Touched {
  readonly ref: ObjectRef;
  readonly before: KubernetesObject | undefined;
  readonly after: KubernetesObject | undefined;
  /** False for what a controller changes in turn, such as the pods of a Deployment. */
  readonly told: boolean;
}

/** The objects of a cluster while changes are made, one after the other. The cluster itself stays as it is. */
export class Objects {
  readonly #cluster: Cluster;
  readonly #now = new Map<string, { readonly ref: ObjectRef; readonly object: KubernetesObject | undefined }>();
  #journal: Touched[] = [];
  #pods: ReadonlyMap<string, readonly KubernetesObject[]> | undefined;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  /** As it is by now; undefined for what was not given or was deleted. What every cluster is born with was not given. */
  get(ref: ObjectRef): KubernetesObject | undefined {
    const changed = this.#now.get(refKey(ref));
    if (changed) return changed.object;
    const found = this.#cluster.find(ref.kind, ref.apiGroup, ref.namespace, ref.name);
    return found && this.#cluster.ref(found).origin?.file !== 'built-in' ? found : undefined;
  }

  /** Puts an object in the place of what is there. */
  put(ref: ObjectRef, after: KubernetesObject | undefined, told: boolean = true): void {
    const before = this.get(ref);
    if (before === after) return;
    this.#journal.push({ ref, before, after, told });
    this.#now.set(refKey(ref), { ref, object: after });
  }

  /** What was touched since this was asked last. */
  taken(): readonly Touched[] {
    const taken = this.#journal;
    this.#journal = [];
    return taken;
  }

  /** The pods and other objects with a pod template that an object makes, as given. */
  madeBy(ref: ObjectRef): readonly ObjectRef[] {
    this.#pods ??= byRoot(this.#cluster);
    return (this.#pods.get(refKey(ref)) ?? []).map((object) => this.#cluster.ref(object));
  }

  /** All that was done, for the cluster to be applied to. */
  changes(): readonly Change[] {
    return [...this.#now.values()].flatMap(({ ref, object }): Change[] => {
      const target = withoutOrigin(ref);
      const there = this.#cluster.find(ref.kind, ref.apiGroup, ref.namespace, ref.name) !== undefined;
      if (!object && !there) return [];
      return [{ target, title: '', breaks: '', edits: [object ? { op: 'create', object } : { op: 'delete' }] }];
    });
  }
}

const carriers: readonly (readonly [kind: string, group: string])[] = [['Pod', ''], ['ReplicaSet', 'apps'], ['Job', 'batch'], ['ReplicationController', '']];
const deepest = 8;

function byRoot(cluster: Cluster): ReadonlyMap<string, readonly KubernetesObject[]> {
  const found = new Map<string, KubernetesObject[]>();
  for (const object of carriers.flatMap(([kind, group]) => cluster.given(kind, group))) {
    const root = rootOf(object, cluster);
    if (root === object) continue;
    const key = refKey(cluster.ref(root));
    const list = found.get(key);
    if (list) list.push(object);
    else found.set(key, [object]);
  }
  return found;
}

function rootOf(object: KubernetesObject, cluster: Cluster): KubernetesObject {
  let root = object;
  for (let depth = 0; depth < deepest; depth++) {
    const owner = root.metadata.ownerReferences?.find(({ controller }) => controller === true) ?? root.metadata.ownerReferences?.[0];
    const above = owner && cluster.find(owner.kind, apiGroupOf(owner.apiVersion), cluster.ref(root).namespace, owner.name);
    if (!above || above === root || !podTemplateOf(above)) return root;
    root = above;
  }
  return root;
}
