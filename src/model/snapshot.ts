import type { KubernetesObject, Origin, Path } from './object.ts';

/** What is kept of a Secret once its values are dropped. No field holds a value or a part of one. */
export interface SecretFacts {
  readonly type: string;
  readonly keys: readonly KeyFacts[];
  /** `expiration` of a bootstrap token and what it may be used for, hosts of registry credentials. */
  readonly expires?: string;
  readonly usages?: readonly string[];
  readonly bootstrap?: BootstrapFacts;
  readonly hosts?: readonly string[];
}

/** Who logs in with a bootstrap token. */
export interface BootstrapFacts {
  /** Empty where none is written; null where it has not the form of one. */
  readonly id: string | null;
  /** Further groups; null where one of them is none that a token may have. */
  readonly groups: readonly string[] | null;
}

export interface KeyFacts {
  readonly name: string;
  readonly bytes: number;
  /** What the value is by its form, never what it says. */
  readonly format: 'pem-certificate' | 'pem-private-key' | 'jwt' | 'kubeconfig' | 'docker-config' | 'ssh-key' | 'cloud-key' | 'text' | 'binary' | 'empty';
  /** A keyed hash, so that equal values can be found without keeping one. The key lives as long as the process. */
  readonly equality: string;
}

/** Bad input: one clear message with where and what to do. The rest of the input was still read. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly message: string;
  readonly remedy: string;
}

/** Input that holds no Kubernetes object, or one that could not be used, by a reason that the summary counts. */
export interface Skipped {
  readonly file: string;
  readonly line: number;
  readonly reason: SkipReason;
}

export type SkipReason =
  | 'empty document'
  | 'unrendered template'
  | 'not a Kubernetes object'
  | 'not valid'
  | 'not YAML or JSON'
  | 'binary file'
  | 'unreadable'
  | 'link out of the tree'
  | 'the same object again'
  | 'event record'
  | 'no file of manifests'
  | 'Helm chart metadata'
  | 'kustomization'
  | 'log or text of a bundle'
  | 'path out of the archive'
  | 'link in an archive';

/** What one SOURCE of the command line gave. */
export interface SourceSummary {
  readonly source: string;
  readonly kind: 'manifests' | 'dump' | 'must-gather' | 'cluster-info dump' | 'stdin' | 'snapshot' | 'support bundle' | 'kustomize' | 'helm';
  readonly files: number;
  readonly documents: number;
  readonly objects: number;
}

/** A field of one of Kubernetes' own kinds that the API server does not take. Never the value: it may stand in a Secret. */
export interface FieldFault {
  readonly path: Path;
  /** What has to stand there; undefined where there is no such field, and of names. */
  readonly wants?: FieldType;
  readonly has?: FieldType;
  /** The form that a name has to have. */
  readonly form?: FieldForm;
  /** The field that was meant, as far as one can tell. */
  readonly near?: string;
}

export type FieldForm = 'DNS label' | 'DNS name' | 'path segment' | 'name of a CronJob' | 'label value' | 'label key' | 'port name' | 'data key';

export type FieldType = 'text' | 'whole number' | 'number' | 'true or false' | 'list' | 'map' | 'base64';

/** The kubelet's own configuration as it answered on /configz. */
export interface KubeletConfigz {
  readonly node: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly origin: Origin;
}

/** Everything that was read of one cluster, and what could not be read. Holds no Secret value. */
export interface Snapshot {
  readonly objects: readonly KubernetesObject[];
  readonly origins: ReadonlyMap<KubernetesObject, Origin>;
  readonly secrets: ReadonlyMap<KubernetesObject, SecretFacts>;
  readonly configz: readonly KubeletConfigz[];
  /** Of objects that no API server wrote. */
  readonly faults?: ReadonlyMap<KubernetesObject, readonly FieldFault[]>;
  readonly sources: readonly SourceSummary[];
  readonly skipped: readonly Skipped[];
  readonly problems: readonly Problem[];
  /** The version that a dump states by itself, such as `v1.34.2`. */
  readonly version?: string;
}

export type Coverage = 'complete' | 'assumed' | 'partial' | 'forbidden' | 'not-served';
