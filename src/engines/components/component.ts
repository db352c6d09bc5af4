import type { Container, Workload } from '../../cluster/workload.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { NeighbourKind } from '../../knowledge/neighbours.ts';
import type { KnownProvider } from '../../knowledge/providers.ts';
import type { Fact } from '../../model/fact.ts';
import type { ObjectRef } from '../../model/object.ts';
import type { ServerBlock } from './corefile.ts';

/** The nine components that the NSA/CISA guide names. */
export const componentIds = [
  'kube-apiserver',
  'etcd',
  'kube-scheduler',
  'kube-controller-manager',
  'cloud-controller-manager',
  'kubelet',
  'container-runtime',
  'kube-proxy',
  'cluster-dns',
] as const;
export type ComponentId = (typeof componentIds)[number];

/** One value in force of a component, and what set it. */
export interface Setting {
  /** As a command line would write it (`true`, `10.0.0.1`, lists with commas); null where unset and without default. */
  readonly value: string | null;
  readonly origin: 'flag' | 'file' | 'default';
}

/** A setting by its name, and where it stands or would stand. */
export interface NamedSetting extends Setting {
  readonly name: string;
  readonly evidence: Evidence;
}

/** One instance of a component: a static pod, one node's kubelet, the kube-proxy DaemonSet. */
export interface Component {
  readonly id: ComponentId;
  /** The object that shows it; where nothing shows it, the placeholder `Component NAME`. */
  readonly ref: ObjectRef;
  /** False for the placeholder of a component that every cluster has and nothing given shows: every setting is unknown. */
  readonly found: boolean;
  /** What showed it. */
  readonly foundBy: 'mirror pod' | 'pod' | 'DaemonSet' | 'Deployment' | 'Node' | 'kubeadm ConfigMap' | 'ConfigMap' | 'Lease' | 'provider' | 'nothing';
  readonly sure: 'certain' | 'likely' | 'assumed';
  /** Such as `v1.34.2`. */
  readonly version: Fact<string>;
  /** Names of the nodes it runs on. */
  readonly nodes: readonly string[];
  readonly workload?: Workload;
  /** The container of that workload that runs the component itself. */
  readonly container?: Container;
  /** Components of one kind with the same key have the same version and the same settings from the same place. */
  readonly likeness: string;
  /** Addresses and ports it listens on, as far as its configuration says. */
  readonly listens: readonly string[];
  /** The value in force of a flag (`--anonymous-auth`) or configuration field (`authentication.anonymous.enabled`). */
  setting(name: string): Fact<Setting>;
  /** Evidence of where a setting stands, or would stand. */
  at(name: string): Evidence;
  /** Everything that is known to be in force: what flags and files set, and the defaults of this version, by name. */
  configuration(): readonly NamedSetting[];
  /** The server blocks of the cluster DNS; unknown where its Corefile was not read. Of no other component. */
  readonly corefile?: Fact<readonly ServerBlock[]>;
}

/** Something beside the nine that changes the threat model. */
export interface Neighbour {
  readonly kind: NeighbourKind;
  readonly name: string;
  readonly ref: ObjectRef;
  readonly image: string;
}

export interface Components {
  readonly all: readonly Component[];
  /** Never empty: a component that nothing shows is there as its placeholder. */
  of(id: ComponentId): readonly Component[];
  readonly neighbours: readonly Neighbour[];
  /** Who made the cluster, where marks on its nodes show it; null where it is built by hand. */
  readonly provider: Fact<KnownProvider | null>;
}
