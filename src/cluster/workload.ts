import type { Evidence } from '../model/evidence.ts';
import type { Fact } from '../model/fact.ts';
import type { KubernetesObject, ObjectRef, Path } from '../model/object.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** The pods alike in effective spec and owner: judged once, counted. */
export interface Workload {
  /** The topmost object that carries the pod template, which a person edits; the pod itself where it has no owner. */
  readonly ref: ObjectRef;
  /** The object whose pod spec is judged: the one that `ref` names, or a pod of it that differs from its template. */
  readonly object: KubernetesObject;
  /** Where in `object` the pod spec stands: `['spec', 'template', 'spec']`, `['spec']` of a Pod. */
  readonly specPath: Path;
  /** The pod spec as it stands, nothing defaulted. */
  readonly spec: Fields;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** The custom resource, Helm release or application above `ref`, where its marks are there. */
  readonly managedBy: string | undefined;
  /** Pods seen, or the replicas asked for where no pod was given. */
  readonly instances: number;
  /** Pods not finished; equals `instances` for manifests. */
  readonly running: number;
  /** No pod of it was read that runs or waits to: it is what files ask for. */
  readonly planned: boolean;
  /** Its pods that were read and have not ended. */
  readonly pods: readonly KubernetesObject[];
  /** Names of the nodes its pods run on; empty for manifests. */
  readonly nodes: ReadonlySet<string>;
  /** A pod that a kubelet made from a file: it has the mirror annotation. */
  readonly mirror: boolean;
  /** Windows pods by `spec.os.name`. */
  readonly windows: boolean;
  readonly hostNetwork: boolean;
  readonly hostPID: boolean;
  readonly hostIPC: boolean;
  /** Whether the pod really gets a user namespace: needs the value, the gate of this version and of the node. */
  readonly userNamespace: Fact<boolean>;
  /** The ServiceAccount its pods run as. */
  readonly serviceAccount: ObjectRef;
  readonly containers: readonly Container[];
  /** Evidence at a path below the pod spec. */
  readonly at: (...path: Path) => Evidence;
}

export type ContainerList = 'init' | 'sidecar' | 'regular' | 'ephemeral';
export type SeccompProfile = 'Unconfined' | 'RuntimeDefault' | 'Localhost';

/** One container with the values that are in force: inherited, defaulted, dropped as Kubernetes does. */
export interface Container {
  readonly workload: Workload;
  readonly name: string;
  readonly list: ContainerList;
  /** As written; empty where the field is missing. */
  readonly image: string;
  /** Path below the pod spec: `['initContainers', 0]`. */
  readonly path: Path;
  readonly spec: Fields;
  readonly privileged: boolean;
  readonly hostProcess: boolean;
  /** Capabilities in force, without `CAP_`; `ALL` alone where privileged or added. */
  readonly capabilities: ReadonlySet<string>;
  readonly addedCapabilities: readonly string[];
  readonly droppedCapabilities: readonly string[];
  /** True unless set to false; always true where privileged or with SYS_ADMIN. */
  readonly allowPrivilegeEscalation: boolean;
  /** The UID in force; undefined where the image decides. */
  readonly runAsUser: number | undefined;
  readonly runAsGroup: number | undefined;
  readonly runAsNonRoot: boolean | undefined;
  /** Decided by runAsUser or runAsNonRoot, else by the image's USER, which no object shows. */
  readonly runsAsRoot: Fact<boolean>;
  readonly readOnlyRootFilesystem: boolean;
  /** The profile in force; unset means Unconfined unless the kubelet's seccompDefault is on. */
  readonly seccomp: Fact<SeccompProfile>;
  /** Set profile by field, else by annotation; undefined where neither is set. */
  readonly appArmor: string | undefined;
  readonly procMount: string;
  readonly hostPaths: readonly HostPath[];
  /** Every token file mounted in this container, the automatic one first. */
  readonly tokens: readonly MountedToken[];
  /** The ServiceAccount whose API token this container can read; null where none is mounted. Unknown where its ServiceAccount was not given and decides. */
  readonly apiToken: Fact<ObjectRef | null>;
  /** Evidence at a path below this container. */
  readonly at: (...path: Path) => Evidence;
}

/** A directory or file of the node that is mounted in a container. */
export interface HostPath {
  /** Cleaned and with the mount's subPath: `/var/lib/docker`. */
  readonly path: string;
  readonly mountPath: string;
  readonly readOnly: boolean;
  readonly type: string;
  readonly via: 'hostPath' | 'persistentVolume';
  /** Where the container mounts it, below the container: `['volumeMounts', 0]`. */
  readonly mount: Path;
  /** Evidence of the volume that names the path. */
  readonly evidence: Evidence;
}

export interface MountedToken {
  readonly serviceAccount: ObjectRef;
  /** Empty for the API server's own audience. */
  readonly audience: string;
  readonly expirationSeconds?: number;
  readonly mountPath: string;
  readonly automatic: boolean;
}
