export type Category = 'supply-chain' | 'malicious-actor' | 'insider';

export interface ThreatGroup {
  readonly category: Category;
  readonly level: string;
}

/** The groups of the catalogue by the prefix of their ids: three categories of the NSA/CISA guidance and their levels. */
export const threatGroups: Readonly<Record<GroupPrefix, ThreatGroup>> = {
  SCA: { category: 'supply-chain', level: 'container and application' },
  SCI: { category: 'supply-chain', level: 'infrastructure, container runtime included' },
  API: { category: 'malicious-actor', level: 'control plane: kube-apiserver' },
  ETC: { category: 'malicious-actor', level: 'control plane: etcd' },
  SCH: { category: 'malicious-actor', level: 'control plane: kube-scheduler' },
  KCM: { category: 'malicious-actor', level: 'control plane: kube-controller-manager' },
  CCM: { category: 'malicious-actor', level: 'control plane: cloud-controller-manager and cloud account' },
  KUB: { category: 'malicious-actor', level: 'worker nodes: kubelet' },
  RUN: { category: 'malicious-actor', level: 'worker nodes: container runtime' },
  KPX: { category: 'malicious-actor', level: 'worker nodes: kube-proxy and node network' },
  NOD: { category: 'malicious-actor', level: 'worker nodes: host' },
  APP: { category: 'malicious-actor', level: 'containerised applications: workload' },
  NET: { category: 'malicious-actor', level: 'containerised applications: network' },
  DNS: { category: 'malicious-actor', level: 'cluster DNS' },
  INA: { category: 'insider', level: 'administrators' },
  INU: { category: 'insider', level: 'users' },
  INP: { category: 'insider', level: 'cloud, infrastructure provider and physical' },
};

export type GroupPrefix =
  | 'SCA' | 'SCI' | 'API' | 'ETC' | 'SCH' | 'KCM' | 'CCM' | 'KUB' | 'RUN' | 'KPX' | 'NOD' | 'APP' | 'NET' | 'DNS' | 'INA' | 'INU' | 'INP';
