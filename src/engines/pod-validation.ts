import type { Cluster } from '../cluster/cluster.ts';
import { entries, fields, flag, text, texts } from '../cluster/read.ts';
import type { Container, Workload } from '../cluster/workload.ts';
import { known, map, not, type Fact } from '../model/fact.ts';
import type { Path } from '../model/object.ts';

/** What the API server refuses to store of a pod, whatever admission thinks of it. */
export interface PodFault {
  /** The predicate of a sentence whose subject is the pod. */
  readonly text: string;
  /** Below the pod spec; the field that a person would take back. */
  readonly path: Path;
  readonly expected: string;
  /** Where a version or a gate decides: a field of a gate that is off is dropped before it is looked at. */
  readonly when: Fact<boolean>;
}

/** What an API server wrote it has let in. */
export function isWritten({ object, mirror }: Workload): boolean {
  return mirror || object.metadata.uid !== undefined;
}

export function* podFaults(workload: Workload, cluster: Cluster): Generator<PodFault> {
  yield* contradictions(workload, cluster);
  if (isWritten(workload)) return;
  const { containers, spec } = workload;
  for (const { name, path, spec: own } of containers) {
    yield* twice(entries(own['volumeMounts']).map(({ index, value }) => [text(value['mountPath']) ?? '', [...path, 'volumeMounts', index]]), (where) => `mounts two volumes at ${where} in container ${name}`);
  }
  yield* twice(containers.map(({ name, path }) => [name, path]), (name) => `has two containers ${name}`);
  yield* twice(entries(spec['volumes']).map(({ index, value }) => [text(value['name']) ?? '', ['volumes', index]]), (name) => `has two volumes ${name}`);
  if (isOwnKind(workload)) yield* templateFaults(workload);
}

/** Settings of which each is taken alone, and not both. */
function* contradictions(workload: Workload, cluster: Cluster): Generator<PodFault> {
  if (isWritten(workload) || workload.windows) return;
  const { hostPID, hostIPC, hostNetwork, spec, containers } = workload;
  const mapped = spec['hostUsers'] === false;
  const { kept, besideHostNetwork } = cluster.userNamespaces;
  if (mapped) {
    const beside = (what: string, path: Path, when: Fact<boolean> = kept): PodFault => ({ text: `asks for a user namespace and for ${what}`, path, expected: 'one of the two', when });
    if (hostPID) yield beside('the processes of the node', ['hostPID']);
    if (hostIPC) yield beside('the IPC namespace of the node', ['hostIPC']);
    if (hostNetwork) yield beside('the network of the node', ['hostNetwork'], kept.known && !kept.value ? kept : not(besideHostNetwork));
    for (const { path } of containers.filter((each) => entries(each.spec['volumeDevices']).length > 0).slice(0, 1)) yield beside('raw devices', [...path, 'volumeDevices']);
  }
  if (hostPID && flag(spec['shareProcessNamespace']) === true) yield { text: 'shares processes with the node and among its containers', path: ['shareProcessNamespace'], expected: 'one of the two', when: known(true) };
  for (const container of containers) yield* containerFaults(container, { mapped, hostNetwork }, cluster);
}

function* twice(named: readonly (readonly [name: string, path: Path])[], said: (name: string) => string): Generator<PodFault> {
  const seen = new Set<string>();
  for (const [name, path] of named) {
    if (name !== '' && seen.has(name)) yield { text: said(name), path, expected: 'another one', when: known(true) };
    seen.add(name);
  }
}

/** What others make of the templates in their objects is theirs. */
function isOwnKind({ object: { apiVersion } }: Workload): boolean {
  return /^(v1|apps\/v1|batch\/v1)$/.test(apiVersion);
}

const restarting: readonly string[] = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'ReplicationController'];
const ending: readonly string[] = ['Job', 'CronJob'];

/** Web hooks complete pods before they are looked at; templates are taken as they are. */
function* templateFaults({ object, spec, containers }: Workload): Generator<PodFault> {
  const policy = text(spec['restartPolicy']) ?? 'Always';
  if (restarting.includes(object.kind) && policy !== 'Always') yield { text: `restarts its containers ${policy}`, path: ['restartPolicy'], expected: 'Always', when: known(true) };
  if (ending.includes(object.kind) && policy === 'Always') yield { text: 'is a Job that starts its containers again for ever', path: ['restartPolicy'], expected: 'OnFailure or Never', when: known(true) };
  if (object.kind === 'Pod') return;
  const claimed = entries(fields(object['spec'])?.['volumeClaimTemplates']).map(({ value }) => text(fields(value['metadata'])?.['name']));
  const volumes = new Set([...claimed, ...entries(spec['volumes']).map(({ value }) => text(value['name']))]);
  for (const { name, path, spec: own } of containers) {
    for (const { index, value } of entries(own['volumeMounts'])) {
      const volume = text(value['name']);
      if (volume !== undefined && !volumes.has(volume)) yield { text: `mounts volume ${volume} in container ${name}, which is not there`, path: [...path, 'volumeMounts', index, 'name'], expected: 'the name of a volume', when: known(true) };
    }
  }
}

// From there on it is looked at.
const unmaskedInNamespace = 30;

function* containerFaults(container: Container, { mapped, hostNetwork }: { readonly mapped: boolean; readonly hostNetwork: boolean }, cluster: Cluster): Generator<PodFault> {
  const { name, path, privileged, spec, procMount } = container;
  const security = [...path, 'securityContext'];
  const context = fields(spec['securityContext']);
  const held = flag(context?.['allowPrivilegeEscalation']) === false;
  if (held && privileged) yield { text: `has container ${name} privileged and allowed no privilege escalation`, path: [...security, 'allowPrivilegeEscalation'], expected: 'no privileged container, or the field left out', when: known(true) };
  if (held && texts(fields(context?.['capabilities'])?.['add']).includes('CAP_SYS_ADMIN')) yield { text: `has container ${name} hold CAP_SYS_ADMIN and allowed no privilege escalation`, path: [...security, 'allowPrivilegeEscalation'], expected: 'no such capability, or the field left out', when: known(true) };
  if (procMount === 'Unmasked' && !mapped) yield { text: `has container ${name} see all of /proc without a user namespace`, path: [...security, 'procMount'], expected: 'Default, or hostUsers: false', when: unmasked(cluster) };
  if (container.hostProcess && !hostNetwork) yield { text: `has container ${name} be a process of the node without its network`, path: [...security, 'windowsOptions', 'hostProcess'], expected: 'hostNetwork: true', when: known(true) };
  if (!hostNetwork) return;
  for (const { index, value } of entries(spec['ports'])) {
    const [host, inner] = [value['hostPort'], value['containerPort']];
    if (typeof host === 'number' && typeof inner === 'number' && host !== 0 && host !== inner) yield { text: `is in the network of the node and has port ${String(inner)} of container ${name} stand at ${String(host)} there`, path: [...path, 'ports', index, 'hostPort'], expected: String(inner), when: known(true) };
  }
}

/** A value of a gate that is off is written as Default. */
function unmasked(cluster: Cluster): Fact<boolean> {
  const recent = map(cluster.version, ({ minor }) => minor >= unmaskedInNamespace);
  return recent.known && recent.value ? cluster.apiServerGate('ProcMountType') : recent;
}

/** Whether its settings contradict each other for certain, so that no pod of it comes into being. What is missing in a file, a patch may add. */
export function isInvalid(workload: Workload, cluster: Cluster): boolean {
  for (const { when } of contradictions(workload, cluster)) if (when.known && when.value) return true;
  return false;
}
