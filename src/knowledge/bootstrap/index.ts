// What every cluster of a Kubernetes minor is born with: the objects that a fresh kube-apiserver creates by itself and
// the API resources that it serves by default. Both were read off real servers. To read them again, or a new release's:
//
//   node scripts/bootstrap/read.ts [minor...]
//
// Objects are as the server defaulted them, without what differs from cluster to cluster (uid, timestamps, status, the
// addresses of the Service `kubernetes`). Aggregated ClusterRoles carry their aggregationRule and no rules: a controller
// fills them. Other things that controllers create, such as the ServiceAccount `default` of each namespace, are not here.
import type { KubernetesObject } from '../../model/object.ts';
import objects from './objects.json' with { type: 'json' };
import resources from './resources.json' with { type: 'json' };

export type BootstrapObject = KubernetesObject;

/** One resource or subresource (`pods/exec`) in one version of its group. */
export interface ApiResource {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  /** What a request reads or writes; `PodExecOptions` for `pods/exec`. */
  readonly kind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
}

/** Minors in which something stood unchanged, both ends included. */
interface Range {
  readonly from: number;
  readonly to: number;
}

const written: readonly (Range & { readonly object: unknown })[] = objects;
const objectRanges = written.map(({ from, to, object }) => ({ from, to, object: bootstrapObject(object) }));
const resourceRanges = resources as readonly (Range & ApiResource)[];

/** The minors that were read, every one between them too. */
export const bootstrapMinors: { readonly oldest: number; readonly newest: number } = {
  oldest: Math.min(...objectRanges.map(({ from }) => from)),
  newest: Math.max(...objectRanges.map(({ to }) => to)),
};

const objectsOf = new Map<number, readonly BootstrapObject[]>();
const resourcesOf = new Map<number, readonly ApiResource[]>();

/** The objects that a cluster of that minor is born with; of the nearest minor known where that one is not. */
export function bootstrapObjects(minor: number): readonly BootstrapObject[] {
  return remembered(objectsOf, minor, (near) => objectRanges.filter(holds(near)).map(({ object }) => object));
}

/** The resources that an API server of that minor serves by default; of the nearest minor known where that one is not. */
export function apiResources(minor: number): readonly ApiResource[] {
  return remembered(resourcesOf, minor, (near) => resourceRanges.filter(holds(near)).map(({ from: _from, to: _to, ...resource }) => resource));
}

/** The file is written by a program: what is no object in it is its fault. */
function bootstrapObject(object: unknown): BootstrapObject {
  if (!isObject(object)) throw new Error('objects.json holds something that is no Kubernetes object');
  return object;
}

function isObject(object: unknown): object is BootstrapObject {
  const { apiVersion, kind, metadata } = (object ?? {}) as Partial<Record<string, unknown>>;
  return typeof apiVersion === 'string' && typeof kind === 'string' && metadata !== null && typeof metadata === 'object' && 'name' in metadata && typeof metadata.name === 'string';
}

function holds(minor: number): (range: Range) => boolean {
  return ({ from, to }) => from <= minor && minor <= to;
}

function remembered<Value>(known: Map<number, Value>, minor: number, compute: (minor: number) => Value): Value {
  const near = Math.min(Math.max(Math.trunc(minor), bootstrapMinors.oldest), bootstrapMinors.newest);
  let value = known.get(near);
  if (value === undefined) known.set(near, (value = compute(near)));
  return value;
}
