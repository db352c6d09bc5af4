import { sensitiveHostPath } from '../knowledge/host-paths.ts';
import { socketsReachedBy } from '../knowledge/runtime-sockets.ts';
import { evidence, type Evidence } from '../model/evidence.ts';
import { assumed, chain, known, type Fact } from '../model/fact.ts';
import { valueAt, type KubernetesObject, type ObjectRef, type Path } from '../model/object.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { accountName } from './alike.ts';
import { containersOf, type ContainerInputs } from './containers.ts';
import type { CoverageMap } from './coverage.ts';
import { isCustom } from './custom-templates.ts';
import { PodCounter, type Draft } from './drafts.ts';
import type { ObjectIndex } from './index-objects.ts';
import { accountGap, cleaned } from './mounts.ts';
import { managerOf, rootOf } from './owners.ts';
import { fields, flag, text, textMap } from './read.ts';
import { carriesCustomTemplate, podTemplatesOf, replicasOf } from './templates.ts';
import type { UserNamespaces } from './user-namespaces.ts';
import type { Container, Workload } from './workload.ts';

export interface WorkloadInputs {
  readonly index: ObjectIndex;
  readonly snapshot: Snapshot;
  readonly coverage: CoverageMap;
  readonly seccompDefault: Fact<boolean>;
  readonly userNamespaces: UserNamespaces;
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
  const { index } = inputs;
  const pods = new PodCounter(index);
  for (const [kind, group] of carriers) for (const object of index.of(kind, group)) declare(object, index, pods);
  // What is custom about a kind is its group: the objects of most kinds need not be looked at one by one.
  for (const objects of index.kinds()) {
    if (objects[0] && isCustom(objects[0])) for (const object of objects) if (carriesCustomTemplate(object)) declare(object, index, pods);
  }
  for (const pod of index.of('Pod', '')) pods.add(pod);
  const workloads: Workload[] = [];
  for (const draft of pods.drafts()) {
    if (draft.object === draft.root && draft.running === 0 && pods.runsElsewhere(draft.root)) continue;
    workloads.push(finished(draft, pods.hasSeen(draft.root), inputs));
  }
  return workloads;
}

function declare(object: KubernetesObject, index: ObjectIndex, pods: PodCounter): void {
  // Of the templates of one workload most stand in its ReplicaSets and Jobs, which are not asked for theirs.
  if (rootOf(object, index) !== object) return;
  const templates = podTemplatesOf(object);
  if (templates.length > 0) pods.declare(object, templates);
}

const noNodes: ReadonlySet<string> = new Set();
const noPods: readonly KubernetesObject[] = [];

function finished(draft: Draft, podsSeen: boolean, inputs: WorkloadInputs): Workload {
  const { object, template } = draft;
  // A person edits the root, whatever became of its template; places are those of the pod that was seen.
  const ref = inputs.index.refOfOwn(draft.root);
  const seen = object === draft.root ? ref : inputs.index.refOfOwn(object);
  const namespace = seen.namespace ?? '';
  // Without any pod of it in sight, a template stands for the pods it asks for.
  const planned = podsSeen || object.kind === 'Pod' ? undefined : replicasOf(object);
  const { spec, meta, specPath } = template;
  const at = (...path: Path): Evidence => evidence(seen, [...specPath, ...path], valueAt(spec, path));
  const annotations = textMap(meta['annotations']);
  // The same fields in the same order in each: everything that is judged reads them.
  const workload: Workload & { containers: readonly Container[] } = {
    ref, object, specPath, spec, namespace, labels: textMap(meta['labels']), annotations, managedBy: managerOf(draft.root),
    instances: planned ?? draft.instances, running: planned ?? draft.running, planned: object.kind === 'Pod' ? isWritten(object) : draft.running === 0, pods: draft.pods ?? noPods, nodes: draft.nodes ?? noNodes,
    mirror: annotations['kubernetes.io/config.mirror'] !== undefined,
    windows: text(fields(spec['os'])?.['name']) === 'windows' || textMap(spec['nodeSelector'])['kubernetes.io/os'] === 'windows',
    hostNetwork: spec['hostNetwork'] === true, hostPID: spec['hostPID'] === true, hostIPC: spec['hostIPC'] === true,
    userNamespace: spec['hostUsers'] === false ? chain(isStored(object) ? inputs.userNamespaces.stored : inputs.userNamespaces.written, (on) => known(on, at('hostUsers'))) : known(false, at('hostUsers')),
    serviceAccount: { apiGroup: '', kind: 'ServiceAccount', namespace, name: accountName(spec) }, containers: [], at,
  };
  workload.containers = containersOf(workload, containerInputs(workload, inputs));
  return workload;
}

/** A pod of a file: the API server gives those that it keeps an id and a status, controllers an owner, the scheduler a node. */
function isWritten({ metadata, ...pod }: KubernetesObject): boolean {
  return metadata.uid === undefined && metadata.ownerReferences === undefined && pod['status'] === undefined && fields(pod['spec'])?.['nodeName'] === undefined;
}

/** As an API server wrote it, without the fields of gates that are off. Objects of others carry whatever was put there. */
function isStored({ metadata, apiVersion }: KubernetesObject): boolean {
  return metadata.uid !== undefined && /^(v1|apps\/.*|batch\/.*)$/.test(apiVersion);
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
    return known(flag(value) ?? true, evidence(index.refOfOwn(account), ['automountServiceAccountToken'], value));
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
