import { assumed, chain, known, unknown, type Fact } from '../model/fact.ts';
import type { Change } from '../model/change.ts';
import type { KubernetesObject, ObjectRef } from '../model/object.ts';
import { remember } from '../model/remember.ts';
import type { Coverage, SecretFacts, Snapshot } from '../model/snapshot.ts';
import { LabelIndex } from '../lang/label-index.ts';
import type { Selector } from '../lang/selector.ts';
import type { Version } from '../lang/version.ts';
import { applyChanges } from './apply.ts';
import { buildWorkloads } from './build-workloads.ts';
import { BuiltIn } from './built-in.ts';
import { CoverageMap } from './coverage.ts';
import { ObjectIndex } from './index-objects.ts';
import { apiServerGate } from './api-server-gates.ts';
import { seccompDefaultOf } from './node-settings.ts';
import { userNamespacesOf, type UserNamespaces } from './user-namespaces.ts';
import { versionOf } from './version.ts';
import { textMap } from './read.ts';
import type { Workload } from './workload.ts';

export interface ClusterOptions {
  /** Such as `1.34`: decides facts that differ between versions. */
  readonly kubernetesVersion?: string;
  /** Ends the assumption that a namespace that appears in files is given whole. */
  readonly openWorld?: boolean;
}

/** One cluster as its sources describe it: immutable, indexed, with what every cluster of its version is born with. */
export class Cluster {
  readonly snapshot: Snapshot;
  readonly options: ClusterOptions;
  readonly version: Fact<Version>;
  readonly workloads: readonly Workload[];
  readonly seccompDefault: Fact<boolean>;
  readonly userNamespaces: UserNamespaces;
  readonly #born: ObjectIndex;
  readonly #given: ObjectIndex;
  readonly #coverage: CoverageMap;
  readonly #builtIn: BuiltIn;
  #byNamespace: ReadonlyMap<string, readonly Workload[]> | undefined;

  private constructor(snapshot: Snapshot, options: ClusterOptions) {
    this.snapshot = snapshot;
    this.options = options;
    this.#given = new ObjectIndex(snapshot.objects, (object) => snapshot.origins.get(object));
    this.version = versionOf(this.#given, options.kubernetesVersion ?? snapshot.version);
    this.#builtIn = new BuiltIn(this.version.known ? this.version.value.minor : undefined);
    this.#born = new ObjectIndex(this.#builtIn.missingFrom(this.#given), (object) => this.#builtIn.originOf(object));
    this.#coverage = new CoverageMap(this.#given, snapshot, options.openWorld === true);
    this.seccompDefault = seccompDefaultOf(this.#given, snapshot);
    this.userNamespaces = userNamespacesOf(this.#given, snapshot, this.version);
    this.workloads = buildWorkloads({
      index: this.#given,
      snapshot,
      coverage: this.#coverage,
      seccompDefault: this.seccompDefault,
      userNamespaces: this.userNamespaces,
    });
  }

  static from(snapshot: Snapshot, options: ClusterOptions = {}): Cluster {
    return new Cluster(snapshot, options);
  }

  /** Whether a feature gate of the API server is on. */
  apiServerGate(name: string): Fact<boolean> {
    return chain(this.version, ({ minor }) => apiServerGate(name, minor, this.#given));
  }

  /** Every object of a kind, built-in ones included; never enough to say that something is missing: for that ask `list`. */
  of(kind: string, group = '', namespace?: string): readonly KubernetesObject[] {
    const given = this.#given.of(kind, group, namespace);
    const born = this.#born.of(kind, group, namespace);
    return born.length === 0 ? given : [...given, ...born];
  }

  /** As `of`, without what Glacis added as built in. */
  given(kind: string, group = '', namespace?: string): readonly KubernetesObject[] {
    return this.#given.of(kind, group, namespace);
  }

  /** The objects of a kind as a fact: unknown where not all were read, so that absence can be concluded from it. */
  list(kind: string, group: string, namespace?: string): Fact<readonly KubernetesObject[]> {
    const coverage = this.coverage(kind, group, namespace);
    const objects = this.of(kind, group, namespace);
    if (coverage === 'complete') return known(objects);
    if (coverage === 'assumed') return assumed(objects);
    return unknown(this.#coverage.gapOf(kind, namespace));
  }

  coverage(kind: string, group: string, namespace?: string): Coverage {
    return this.#coverage.of(kind, group, namespace);
  }

  /** The last object given of that identity, or the built-in one. */
  find(kind: string, group: string, namespace: string | undefined, name: string): KubernetesObject | undefined {
    const ref = { apiGroup: group, kind, namespace, name };
    return this.#given.find(ref) ?? this.#born.find(ref);
  }

  ref(object: KubernetesObject): ObjectRef {
    return this.#given.refIfKnown(object) ?? this.#born.ref(object);
  }

  /** All objects, built-in ones included, as the engines read them. */
  *objects(): Iterable<KubernetesObject> {
    for (const objects of this.#born.kinds()) yield* objects;
    yield* this.snapshot.objects;
  }

  /** Identities that were given more than once. */
  get twice(): readonly ObjectRef[] {
    return this.#given.twice;
  }

  /** Names of the namespaces that appear in what was given. */
  get namespaces(): ReadonlySet<string> {
    return this.#given.namespaces;
  }

  secretFacts(secret: KubernetesObject): SecretFacts | undefined {
    return this.snapshot.secrets.get(secret);
  }

  /** The workloads of one namespace. */
  workloadsIn(namespace: string): readonly Workload[] {
    this.#byNamespace ??= Map.groupBy(this.workloads, (workload) => workload.namespace);
    return this.#byNamespace.get(namespace) ?? [];
  }

  readonly #labelledWorkloads = remember((namespace: string) => new LabelIndex(this.workloadsIn(namespace), ({ labels }) => labels));

  /** The workloads of one namespace whose pods have labels that the selector takes. */
  workloadsLabelled(namespace: string, selector: Selector): readonly Workload[] {
    return this.#labelledWorkloads(namespace).matching(selector);
  }

  readonly #labelledPods = remember((namespace: string) => labelled(this.given('Pod', '', namespace)));

  /** As `given`, those whose labels the selector takes. */
  podsLabelled(namespace: string, selector: Selector): readonly KubernetesObject[] {
    return this.#labelledPods(namespace).matching(selector);
  }

  readonly #labelledServices = remember((namespace: string) => labelled(this.given('Service', '', namespace)));

  /** As `given`, those whose own labels the selector takes. */
  servicesLabelled(namespace: string, selector: Selector): readonly KubernetesObject[] {
    return this.#labelledServices(namespace).matching(selector);
  }

  /** What every cluster of this version is born with, by name and content, or of any supported version where none is known. */
  isBuiltIn(object: KubernetesObject): boolean {
    return this.#builtIn.has(object);
  }

  /** The cluster as it would be with the changes made. Untouched objects are shared. */
  apply(changes: readonly Change[]): Cluster {
    return new Cluster(applyChanges(this.snapshot, changes, (object) => this.#given.ref(object)), this.options);
  }
}

function labelled(objects: readonly KubernetesObject[]): LabelIndex<KubernetesObject> {
  return new LabelIndex(objects, ({ metadata }) => textMap(metadata.labels));
}
