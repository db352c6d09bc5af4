/** A path into an object: `['spec', 'containers', 0, 'image']`. */
export type Path = readonly (string | number)[];

/** A Kubernetes object as it was read: unknown fields kept, nothing defaulted. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly [field: string]: unknown;
}

export interface ObjectMeta {
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly OwnerReference[];
  readonly [field: string]: unknown;
}

export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid?: string;
  readonly controller?: boolean;
}

/** Where an object was read: enough to find any of its fields again, in lines and columns, when a person asks. */
export interface Origin {
  /** The path as a person would write it, `-` for standard input, or `built-in`. */
  readonly file: string;
  /** First line of the document or item in the file, from 1. */
  readonly line: number;
  /** Byte range of the document or item in the file. */
  readonly start: number;
  readonly end: number;
  readonly format: 'yaml' | 'json' | 'none';
  /** Where the object stands in the document, for items of a list: `['items', 3]`. */
  readonly at?: Path;
  /** A program built the object from what stands there: the file holds its source, and not the object itself. */
  readonly built?: true;
}

/** Names one object. `origin` tells two objects of the same identity apart and leads back to file and line. */
export interface ObjectRef {
  /** API group without version; empty for the core group. */
  readonly apiGroup: string;
  /** As the object states it; missing where the object was not given. */
  readonly apiVersion?: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly origin?: Origin;
}

/** The API group of an `apiVersion`: `apps/v1` is `apps`, `v1` is the empty core group. */
export function apiGroupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/** One text for one identity: `apps/Deployment/shop/cart`; cluster-scoped objects have an empty namespace. */
export function refKey(ref: ObjectRef): string {
  return `${ref.apiGroup}/${ref.kind}/${ref.namespace ?? ''}/${ref.name}`;
}

const bare = new WeakMap<ObjectRef, ObjectRef>();

/** The reference as reports print it: without where in a file it was read, which they give as a location. */
export function withoutOrigin(ref: ObjectRef): ObjectRef {
  if (ref.origin === undefined) return ref;
  const known = bare.get(ref);
  if (known) return known;
  const { origin: _origin, ...rest } = ref;
  bare.set(ref, rest);
  return rest;
}

/** How a person writes an object: `Deployment shop/cart`, `ClusterRole reader`. */
export function refLabel(ref: ObjectRef): string {
  return `${ref.kind} ${(ref.namespace ?? '') === '' ? '' : `${ref.namespace}/`}${ref.name}`;
}

/** The value at a path, undefined where the path leads nowhere. Never reads a prototype's property. */
export function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const step of path) {
    if (value === null || typeof value !== 'object') return undefined;
    const next = (value as Record<string | number, unknown>)[step];
    // Of what is read no value is a function, and a prototype gives nothing else but itself: the slow question is seldom asked.
    if ((typeof next === 'function' || step === '__proto__') && !Object.hasOwn(value, step)) return undefined;
    value = next;
  }
  return value;
}

/** A path as reports print it: `spec.containers[0].image`, odd keys quoted: `metadata.annotations["a.b/c"]`. */
export function fieldOf(path: Path): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (/^[A-Za-z_][A-Za-z0-9_-]*$/.test(step)) text += text === '' ? step : `.${step}`;
    else text += `[${JSON.stringify(step)}]`;
  }
  return text;
}

/** The path that is printed so, as `fieldOf` does; undefined for a text that is none. */
export function pathOf(field: string): Path | undefined {
  const path: (string | number)[] = [];
  const step = /(?:^|\.)([A-Za-z_][A-Za-z0-9_-]*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/y;
  while (step.lastIndex < field.length) {
    const found = step.exec(field);
    if (!found) return undefined;
    const [, name, index, quoted] = found;
    path.push(name ?? (index === undefined ? (JSON.parse(quoted ?? '""') as string) : Number(index)));
  }
  return path;
}
