import { evidence, type Evidence } from '../model/evidence.ts';
import { assumed, chain, known, type Fact } from '../model/fact.ts';
import { valueAt, type KubernetesObject, type ObjectRef, type Path } from '../model/object.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { accountName, areAlike, likeness, type Filled } from './alike.ts';
import { containersOf, type ContainerInputs } from './containers.ts';
import type { CoverageMap } from './coverage.ts';
import type { ObjectIndex } from './index-objects.ts';
import { sensitiveHostPath } from '../knowledge/host-paths.ts';
import { socketsReachedBy } from '../knowledge/runtime-sockets.ts';
import { accountGap, cleaned } from './mounts.ts';
import { isFinished, managerOf, rootOf } from './owners.ts';
import { isCustom } from './custom-templates.ts';
import { entries, fields, flag, text, textMap, type Fields } from './read.ts';
import { carriesCustomTemplate, podTemplateOf, podTemplatesOf, replicasOf, type PodTemplate } from './templates.ts';
import type { Container, Workload } from './workload.ts';

export interface WorkloadInputs {
  readonly index: ObjectIndex;
  readonly snapshot: Snapshot;
  readonly coverage: CoverageMap;
  readonly seccompDefault: Fact<boolean>;
  readonly userNamespaces: Fact<boolean>;
}

interface Draft {
  readonly object: KubernetesObject;
  readonly root: KubernetesObject;
  readonly template: PodTemplate;
  instances: number;
  running: number;
  readonly nodes: Set<string>;
}

const carriers: readonly (readonly [string, string])[] = [
  ['Deployment', 'apps'], ['StatefulSet', 'apps'], ['DaemonSet', 'apps'], ['CronJob', 'batch'], ['Job', 'batch'],
  ['ReplicaSet', 'apps'], ['ReplicationController', ''], ['PodTemplate', ''], ['Rollout', 'argoproj.io'],
  ['Revision', 'serving.knative.dev'],
];

/**
 * All workloads: every root with a template, and every group of pods that is not what its template says. A template of which
 * no running pod is alike is left out: what admission makes of it is what runs.
 */
export function buildWorkloads(inputs: WorkloadInputs): readonly Workload[] {
  const drafts = new Map<string, Draft>();
  const asTemplate = new Map<KubernetesObject, readonly Draft[]>();
  // What is custom about a kind is its group: the objects of most kinds need not be looked at one by one.
  const custom = [...inputs.index.kinds()].flatMap((objects) => (objects[0] && isCustom(objects[0]) ? objects.filter(carriesCustomTemplate) : []));
  for (const object of [...carriers.flatMap(([kind, group]) => inputs.index.of(kind, group)), ...custom]) {
    // Of the templates of one workload most stand in its ReplicaSets and Jobs, which are not asked for theirs.
    if (rootOf(object, inputs.index) !== object) continue;
    const templates = podTemplatesOf(object);
    if (templates.length === 0) continue;
    const declared = templates.map((template): Draft => ({ object, root: object, template, instances: 0, running: 0, nodes: new Set() }));
    asTemplate.set(object, declared);
    for (const draft of declared) drafts.set(`template ${drafts.size}`, draft);
  }
  const count = new PodCounter(inputs.index, drafts, asTemplate);
  for (const pod of inputs.index.of('Pod', '')) count.add(pod);
  return [...drafts.values()].flatMap((draft) => (draft.object === draft.root && draft.running === 0 && count.runElsewhere.has(draft.root) ? [] : [finished(draft, count.seen.has(draft.root), inputs)]));
}

const noClaims: ReadonlySet<string> = new Set();

// What `likeness` reads of a spec.
const partFields = ['containers', 'initContainers', 'ephemeralContainers', 'volumes', 'securityContext', 'hostAliases', 'dnsConfig', 'os'] as const;
const plainFields = ['hostNetwork', 'hostPID', 'hostIPC', 'hostUsers', 'shareProcessNamespace', 'automountServiceAccountToken', 'runtimeClassName', 'serviceAccountName', 'serviceAccount'] as const;

/** Equal parts of pods are one object since they were read. */
function sharesAll(a: Fields, b: Fields): boolean {
  return partFields.every((name) => a[name] === b[name]) && plainFields.every((name) => a[name] === b[name]);
}

class PodCounter {
  readonly seen = new Set<KubernetesObject>();
  /** Roots of which a pod runs that differs from the template. */
  readonly runElsewhere = new Set<KubernetesObject>();
  readonly #likenesses = new Map<string, string>();
  readonly #ids = new Map<unknown, number>();
  /** Pods of one root that share every part of their specs are alike, and most do. */
  readonly #last = new Map<KubernetesObject, { readonly spec: Fields; readonly resources: boolean; readonly draft: Draft }>();
  readonly #roots = new Map<unknown, { readonly namespace: string; readonly root: KubernetesObject }>();
  readonly #index: ObjectIndex;
  readonly #drafts: Map<string, Draft>;
  readonly #asTemplate: ReadonlyMap<KubernetesObject, readonly Draft[]>;
  readonly #claims = new Map<KubernetesObject, ReadonlySet<string>>();

  constructor(index: ObjectIndex, drafts: Map<string, Draft>, asTemplate: ReadonlyMap<KubernetesObject, readonly Draft[]>) {
    this.#index = index;
    this.#drafts = drafts;
    this.#asTemplate = asTemplate;
  }

  add(pod: KubernetesObject): void {
    const template = podTemplateOf(pod);
    if (!template) return;
    const root = this.#rootOf(pod);
    this.seen.add(root);
    const draft = this.#draftOf(pod, root, template);
    draft.instances++;
    if (!isFinished(pod)) {
      draft.running++;
      if (draft.object !== root) this.runElsewhere.add(root);
    }
    const node = text(template.spec['nodeName']);
    if (node) draft.nodes.add(node);
  }

  /** Pods of one template share the list of their owners since they were read. */
  #rootOf(pod: KubernetesObject): KubernetesObject {
    const { ownerReferences, namespace = '' } = pod.metadata;
    if (!ownerReferences) return pod;
    const known = this.#roots.get(ownerReferences);
    if (known?.namespace === namespace) return known.root;
    const root = rootOf(pod, this.#index);
    if (root !== pod) this.#roots.set(ownerReferences, { namespace, root });
    return root;
  }

  #draftOf(pod: KubernetesObject, root: KubernetesObject, template: PodTemplate): Draft {
    const filled: Filled = { claims: this.#claimsOf(root), resources: pod.metadata.annotations?.['kubernetes.io/limit-ranger'] !== undefined };
    const last = this.#last.get(root);
    if (last && last.resources === filled.resources && sharesAll(last.spec, template.spec)) return last.draft;
    const draft = this.#draftBySpec(pod, root, template, filled);
    if (root !== pod) this.#last.set(root, { spec: template.spec, resources: filled.resources === true, draft });
    return draft;
  }

  #draftBySpec(pod: KubernetesObject, root: KubernetesObject, template: PodTemplate, filled: Filled): Draft {
    const declared = this.#asTemplate.get(root)?.find(({ template: each }) => areAlike(each.spec, template.spec, filled));
    if (declared) return declared;
    // A bare pod is its own root; pods of one owner that was not given are told apart by that owner.
    const owner = pod.metadata.ownerReferences?.[0];
    const family = root === pod ? (owner ? `${pod.metadata.namespace}/${owner.kind}/${owner.name}` : `${pod.metadata.namespace}/Pod/${pod.metadata.name}`) : this.#id(root);
    const key = `pods ${family} ${this.#id(this.#likenessOf(template.spec, filled))}`;
    const found = this.#drafts.get(key);
    if (found) return found;
    const made: Draft = { object: pod, root, template, instances: 0, running: 0, nodes: new Set() };
    this.#drafts.set(key, made);
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

  #claimsOf(root: KubernetesObject): ReadonlySet<string> {
    if (root.kind !== 'StatefulSet') return noClaims;
    const found = this.#claims.get(root) ?? new Set(entries(valueAt(root, ['spec', 'volumeClaimTemplates'])).map(({ value }) => text(valueAt(value, ['metadata', 'name'])) ?? ''));
    this.#claims.set(root, found);
    return found.size === 0 ? noClaims : found;
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

function finished(draft: Draft, podsSeen: boolean, inputs: WorkloadInputs): Workload {
  const { object, template } = draft;
  // A person edits the root, whatever became of its template; places are those of the pod that was seen.
  const ref = inputs.index.ref(draft.root);
  const seen = inputs.index.ref(object);
  const namespace = seen.namespace ?? '';
  // Without any pod of it in sight, a template stands for the pods it asks for.
  const planned = podsSeen || object.kind === 'Pod' ? undefined : replicasOf(object);
  const account = accountRef(template.spec, namespace);
  const at = (...path: Path): Evidence => evidence(seen, [...template.specPath, ...path], valueAt(object, [...template.specPath, ...path]));
  const managedBy = managerOf(draft.root);
  const workload: Workload & { containers: readonly Container[] } = {
    ref, object, specPath: template.specPath, spec: template.spec, namespace,
    labels: textMap(template.meta['labels']), annotations: textMap(template.meta['annotations']),
    ...(managedBy === undefined ? {} : { managedBy }),
    instances: planned ?? draft.instances, running: planned ?? draft.running, nodes: draft.nodes,
    mirror: textMap(template.meta['annotations'])['kubernetes.io/config.mirror'] !== undefined,
    windows: text(fields(template.spec['os'])?.['name']) === 'windows' || textMap(template.spec['nodeSelector'])['kubernetes.io/os'] === 'windows',
    hostNetwork: template.spec['hostNetwork'] === true, hostPID: template.spec['hostPID'] === true, hostIPC: template.spec['hostIPC'] === true,
    userNamespace: template.spec['hostUsers'] === false ? chain(inputs.userNamespaces, (on) => known(on, at('hostUsers'))) : known(false, at('hostUsers')),
    serviceAccount: account, containers: [], at,
  };
  workload.containers = containersOf(workload, containerInputs(workload, inputs));
  return workload;
}

function accountRef(spec: Fields, namespace: string): ObjectRef {
  return { apiGroup: '', kind: 'ServiceAccount', namespace, name: accountName(spec) };
}

function containerInputs(workload: Workload, inputs: WorkloadInputs): ContainerInputs {
  return {
    accountMounts: accountMounts(workload.serviceAccount, inputs),
    claimPath: (claim) => claimPath(claim, workload.namespace, inputs.index),
    tokenSecret: (name) => tokenSecret(name, workload.namespace, inputs.index),
    seccompDefault: inputs.seccompDefault,
    admitted: workload.object.kind === 'Pod' && workload.object.metadata.uid !== undefined,
  };
}

/** `automountServiceAccountToken` of the account; a default account nobody wrote down is the one its controller makes, which mounts. */
function accountMounts(ref: ObjectRef, { index, coverage }: WorkloadInputs): Fact<boolean> {
  const account = index.find(ref);
  if (account) {
    const value = account['automountServiceAccountToken'];
    return known(flag(value) ?? true, evidence(index.ref(account), ['automountServiceAccountToken'], value));
  }
  const covered = coverage.of('ServiceAccount', '', ref.namespace) !== 'partial';
  return covered ? assumed(true, evidence(ref, ['automountServiceAccountToken'])) : accountGap(ref);
}

function claimPath(claim: string, namespace: string, index: ObjectIndex): ReturnType<ContainerInputs['claimPath']> {
  const bound = index.find({ apiGroup: '', kind: 'PersistentVolumeClaim', namespace, name: claim });
  const named = bound && text(valueAt(bound, ['spec', 'volumeName']));
  const volume = (named && index.find({ apiGroup: '', kind: 'PersistentVolume', name: named })) || claimedBy(claim, namespace, index);
  if (!volume) return undefined;
  const kind = valueAt(volume, ['spec', 'local']) === undefined ? 'hostPath' : 'local';
  const path = text(valueAt(volume, ['spec', kind, 'path']));
  // A disk of its own is storage as any other, and no path of the node.
  if (path === undefined || (kind === 'local' && !isOfNode(path))) return undefined;
  const type = text(valueAt(volume, ['spec', 'hostPath', 'type'])) ?? '';
  return { path, type, evidence: evidence(index.ref(volume), ['spec', kind, 'path'], path) };
}

function isOfNode(path: string): boolean {
  if (path.startsWith('/dev/')) return false;
  return sensitiveHostPath(cleaned(path), false) !== undefined || socketsReachedBy(cleaned(path)).length > 0;
}

function claimedBy(claim: string, namespace: string, index: ObjectIndex): KubernetesObject | undefined {
  return index.of('PersistentVolume', '').find((volume) => {
    const reference = fields(valueAt(volume, ['spec', 'claimRef']));
    return reference?.['name'] === claim && reference['namespace'] === namespace;
  });
}

function tokenSecret(name: string, namespace: string, index: ObjectIndex): ObjectRef | undefined {
  const secret = name === '' ? undefined : index.find({ apiGroup: '', kind: 'Secret', namespace, name });
  const account = secret?.['type'] === 'kubernetes.io/service-account-token' ? secret.metadata.annotations?.['kubernetes.io/service-account.name'] : undefined;
  return account === undefined ? undefined : { apiGroup: '', kind: 'ServiceAccount', namespace, name: account };
}
