import { bootstrapMinors, bootstrapObjects } from '../knowledge/bootstrap/index.ts';
import type { KubernetesObject, Origin } from '../model/object.ts';
import { refKey } from '../model/object.ts';
import { remember } from '../model/remember.ts';
import { refOf } from './identity.ts';
import type { ObjectIndex } from './index-objects.ts';

const origin: Origin = { file: 'built-in', line: 0, start: 0, end: 0, format: 'none' };

/** What every cluster is born with. Recognised by name and content: a built-in name with other content is the user's. */
export class BuiltIn {
  readonly #born: readonly KubernetesObject[];
  readonly #versions: ReadonlyMap<string, ReadonlySet<KubernetesObject>>;
  readonly #kinds: ReadonlySet<string>;
  readonly #added = new Set<KubernetesObject>();
  readonly #told = new WeakMap<KubernetesObject, boolean>();

  /** @param minor the cluster's minor version; without it the newest known is added and any known one recognised. */
  constructor(minor: number | undefined) {
    this.#born = bootstrapObjects(minor ?? bootstrapMinors.newest);
    this.#versions = versionsOf(minor);
    this.#kinds = new Set(this.#born.map(({ kind }) => kind));
  }

  /** The built-in objects that were not given, to be added as assumed. */
  missingFrom(given: ObjectIndex): readonly KubernetesObject[] {
    const missing = this.#born.filter((object) => !given.find(refOf(object)));
    for (const object of missing) this.#added.add(object);
    return missing;
  }

  originOf(object: KubernetesObject): Origin | undefined {
    return this.#added.has(object) ? origin : undefined;
  }

  has(object: KubernetesObject): boolean {
    // What was added is of these kinds as well, and of most objects no more is asked.
    if (!this.#kinds.has(object.kind)) return false;
    if (this.#added.has(object)) return true;
    let told = this.#told.get(object);
    if (told === undefined) this.#told.set(object, (told = this.#isOneOf(object)));
    return told;
  }

  #isOneOf(object: KubernetesObject): boolean {
    const versions = this.#versions.get(refKey(refOf(object)));
    if (!versions) return false;
    const content = contentOf(object);
    for (const born of versions) if (contentOfBorn(born) === content) return true;
    return false;
  }
}

const cache = new Map<number | undefined, ReadonlyMap<string, ReadonlySet<KubernetesObject>>>();

/** By identity, as each is born in the minors that count. An object that stayed the same is one. */
function versionsOf(minor: number | undefined): ReadonlyMap<string, ReadonlySet<KubernetesObject>> {
  const found = cache.get(minor);
  if (found) return found;
  const versions = new Map<string, Set<KubernetesObject>>();
  // Patch releases take changes of the next minor over: its neighbours' contents are as much built in.
  const minors = minor === undefined ? range(bootstrapMinors.oldest, bootstrapMinors.newest) : [minor - 1, minor, minor + 1];
  for (const each of minors) {
    for (const object of bootstrapObjects(each)) {
      const key = refKey(refOf(object));
      const known = versions.get(key) ?? new Set<KubernetesObject>();
      versions.set(key, known.add(object));
    }
  }
  cache.set(minor, versions);
  return versions;
}

/** Asked of those alone that were given as well. */
const contentOfBorn: (object: KubernetesObject) => string = remember(contentOf);

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** What gives rights: rules, aggregation, the role bound and its subjects. Rules that an aggregation fills do not count. */
function contentOf(object: KubernetesObject): string {
  const aggregation = object['aggregationRule'] ?? null;
  return JSON.stringify([aggregation === null ? normal(object['rules']) : null, normal(aggregation), normal(object['roleRef']), normal(object['subjects'])]);
}

/** Key order and list order say nothing in RBAC. */
function normal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normal).map((item) => JSON.stringify(item)).toSorted();
  if (value === null || typeof value !== 'object') return value ?? null;
  return Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, part]) => [key, normal(part)]);
}
