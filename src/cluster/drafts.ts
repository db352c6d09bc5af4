import { valueAt, type KubernetesObject } from '../model/object.ts';
import { areAlike, likeness, type Filled } from './alike.ts';
import type { ObjectIndex } from './index-objects.ts';
import { isFinished, rootOf } from './owners.ts';
import { entries, text, type Fields } from './read.ts';
import { podTemplateOf, type PodTemplate } from './templates.ts';

/** A workload while its pods are counted. */
export interface Draft {
  /** The object whose pod spec is judged. */
  readonly object: KubernetesObject;
  readonly root: KubernetesObject;
  readonly template: PodTemplate;
  instances: number;
  running: number;
  nodes: Set<string> | undefined;
  /** Those that have not ended. */
  pods: KubernetesObject[] | undefined;
}

/** What is known of a root once the first of its pods was seen. */
interface Root {
  readonly object: KubernetesObject;
  readonly claims: ReadonlySet<string>;
  /** A pod runs that differs from every template. */
  runsElsewhere: boolean;
  /** Pods of one root that share every part of their specs are alike, and most do. */
  last?: { readonly spec: Fields; readonly resources: boolean; readonly draft: Draft };
}

// What `likeness` reads of a spec.
const partFields = ['containers', 'initContainers', 'ephemeralContainers', 'volumes', 'securityContext', 'hostAliases', 'dnsConfig', 'os'] as const;
const plainFields = ['hostNetwork', 'hostPID', 'hostIPC', 'hostUsers', 'shareProcessNamespace', 'automountServiceAccountToken', 'runtimeClassName', 'serviceAccountName', 'serviceAccount'] as const;
const allFields = [...partFields, ...plainFields] as const;

/** Equal parts of pods are one object since they were read. */
function sharesAll(a: Fields, b: Fields): boolean {
  for (const name of allFields) if (a[name] !== b[name]) return false;
  return true;
}

/** Counts pods under what they are alike to: a template of their root, or the first pod that differs from it as they do. */
export class PodCounter {
  readonly #declared = new Map<KubernetesObject, readonly Draft[]>();
  readonly #byPods = new Map<string, Draft>();
  readonly #likenesses = new Map<string, string>();
  readonly #ids = new Map<unknown, number>();
  readonly #roots = new Map<KubernetesObject, Root>();
  readonly #rootsByOwners = new Map<unknown, { readonly namespace: string; readonly root: Root }>();
  readonly #index: ObjectIndex;

  constructor(index: ObjectIndex) {
    this.#index = index;
  }

  declare(root: KubernetesObject, templates: readonly PodTemplate[]): void {
    this.#declared.set(root, templates.map((template): Draft => ({ object: root, root, template, instances: 0, running: 0, nodes: undefined, pods: undefined })));
  }

  add(pod: KubernetesObject): void {
    const template = podTemplateOf(pod);
    if (!template) return;
    const root = this.#rootOf(pod);
    const draft = this.#draftOf(pod, root, template);
    draft.instances++;
    if (!isFinished(pod)) {
      draft.running++;
      (draft.pods ??= []).push(pod);
      if (draft.object !== root.object) root.runsElsewhere = true;
    }
    const node = text(template.spec['nodeName']);
    if (node) (draft.nodes ??= new Set()).add(node);
  }

  /** Templates in the order in which they were declared, then what pods differ in. */
  *drafts(): Iterable<Draft> {
    for (const drafts of this.#declared.values()) yield* drafts;
    yield* this.#byPods.values();
  }

  /** Whether a pod of that root was given. */
  hasSeen(root: KubernetesObject): boolean {
    return this.#roots.has(root);
  }

  runsElsewhere(root: KubernetesObject): boolean {
    return this.#roots.get(root)?.runsElsewhere === true;
  }

  /** Pods of one template share the list of their owners since they were read. */
  #rootOf(pod: KubernetesObject): Root {
    const { ownerReferences, namespace = '' } = pod.metadata;
    if (!ownerReferences) return this.#root(pod);
    const known = this.#rootsByOwners.get(ownerReferences);
    if (known?.namespace === namespace) return known.root;
    const root = this.#root(rootOf(pod, this.#index));
    if (root.object !== pod) this.#rootsByOwners.set(ownerReferences, { namespace, root });
    return root;
  }

  #root(object: KubernetesObject): Root {
    let root = this.#roots.get(object);
    if (!root) this.#roots.set(object, (root = { object, claims: claimsOf(object), runsElsewhere: false }));
    return root;
  }

  #draftOf(pod: KubernetesObject, root: Root, template: PodTemplate): Draft {
    const { last } = root;
    const resources = pod.metadata.annotations?.['kubernetes.io/limit-ranger'] !== undefined;
    if (last && last.resources === resources && sharesAll(last.spec, template.spec)) return last.draft;
    const draft = this.#draftBySpec(pod, root, template, { claims: root.claims, resources });
    if (root.object !== pod) root.last = { spec: template.spec, resources, draft };
    return draft;
  }

  #draftBySpec(pod: KubernetesObject, root: Root, template: PodTemplate, filled: Filled): Draft {
    const declared = this.#declared.get(root.object)?.find(({ template: each }) => areAlike(each.spec, template.spec, filled));
    if (declared) return declared;
    // A bare pod is its own root; pods of one owner that was not given are told apart by that owner.
    const owner = pod.metadata.ownerReferences?.[0];
    const family = root.object === pod ? (owner ? `${pod.metadata.namespace}/${owner.kind}/${owner.name}` : `${pod.metadata.namespace}/Pod/${pod.metadata.name}`) : this.#id(root.object);
    const key = `${family} ${this.#id(this.#likenessOf(template.spec, filled))}`;
    const found = this.#byPods.get(key);
    if (found) return found;
    const made: Draft = { object: pod, root: root.object, template, instances: 0, running: 0, nodes: undefined, pods: undefined };
    this.#byPods.set(key, made);
    return made;
  }

  /** Pod specs are shared while reading, part by part, so most pods find their likeness by identity. */
  #likenessOf(spec: Fields, filled: Filled): string {
    const parts = [...partFields.map((name) => spec[name]), filled.claims];
    const key = `${parts.map((part) => (part === undefined ? '' : this.#id(part))).join(',')};${plainFields.map((name) => spec[name]).join(',')};${String(filled.resources)}`;
    let found = this.#likenesses.get(key);
    if (found === undefined) {
      found = likeness(spec, filled);
      this.#likenesses.set(key, found);
    }
    return found;
  }

  #id(value: unknown): number {
    let id = this.#ids.get(value);
    if (id === undefined) {
      id = this.#ids.size;
      this.#ids.set(value, id);
    }
    return id;
  }
}

const noClaims: ReadonlySet<string> = new Set();

function claimsOf(root: KubernetesObject): ReadonlySet<string> {
  if (root.kind !== 'StatefulSet') return noClaims;
  const found = entries(valueAt(root, ['spec', 'volumeClaimTemplates'])).map(({ value }) => text(valueAt(value, ['metadata', 'name'])) ?? '');
  return found.length === 0 ? noClaims : new Set(found);
}
