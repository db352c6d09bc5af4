import { kindsOf, type Deputy, type Program } from './define.ts';

const ownNamespaceBy = [{ flag: '--namespace', value: /./, names: true }] as const;

const programs: readonly Program[] = [
  { name: 'Cluster API', image: /(^|\/)cluster-api-controller$/, accounts: ['capi-manager'], ownNamespaceBy },
  { name: 'Cluster API kubeadm bootstrap', image: /(^|\/)kubeadm-bootstrap-controller$/, accounts: ['capi-kubeadm-bootstrap-manager'], ownNamespaceBy },
  { name: 'Cluster API kubeadm control plane', image: /(^|\/)kubeadm-control-plane-controller$/, accounts: ['capi-kubeadm-control-plane-manager'], ownNamespaceBy },
];

const machines = kindsOf('cluster.x-k8s.io', ['MachineDeployment', 'machinedeployments'], ['MachineSet', 'machinesets'], ['Machine', 'machines'], ['MachinePool', 'machinepools']);
const startup = kindsOf('bootstrap.cluster.x-k8s.io', ['KubeadmConfigTemplate', 'kubeadmconfigtemplates'], ['KubeadmConfig', 'kubeadmconfigs']);

/** The cluster of which the objects tell may be this one, or another: the technique asks which. */
export const clusterApi: Deputy = {
  row: 'J10', name: 'Cluster API', programs,
  rows: [
    { kinds: kindsOf('controlplane.cluster.x-k8s.io', ['KubeadmControlPlane', 'kubeadmcontrolplanes']), lets: 'has the machines of the control plane made again, with commands of its own', gives: 'admin', actor: 2 },
    { kinds: kindsOf('addons.cluster.x-k8s.io', ['ClusterResourceSet', 'clusterresourcesets']), also: [{ group: '', kind: 'ConfigMap', resource: 'configmaps' }], lets: 'has any objects made, as administrator', gives: 'admin' },
    { kinds: machines, also: startup, lets: 'has machines made with commands of its own', gives: 'nodes' },
  ],
};

/** A machine may have Secrets of its namespace as files (`contentFrom`), whichever cluster it joins. */
export const clusterApiFiles: Deputy = {
  row: 'J10', name: 'Cluster API files', programs: programs.filter(({ accounts }) => accounts.includes('capi-kubeadm-bootstrap-manager')),
  rows: [{ kinds: machines, also: startup, lets: 'has Secrets put on a machine on which it runs commands', gives: 'secrets', doubt: { id: 'gap/deputy-cluster-api-machines', ask: 'May a new machine be made there: is there a Cluster with its infrastructure? kubectl get clusters.cluster.x-k8s.io -A' } }],
};

/** Nodes that it made say of which Cluster they are. */
export const ofCluster: { readonly name: string; readonly namespace: string } = { name: 'cluster.x-k8s.io/cluster-name', namespace: 'cluster.x-k8s.io/cluster-namespace' };
