import { clusterApi, clusterApiFiles } from './cluster-api.ts';
import { clusterKinds, kindsOf, type Deputy } from './define.ts';

const crossplaneObjects = [...clusterKinds('kubernetes.crossplane.io', ['Object', 'objects']), ...kindsOf('kubernetes.m.crossplane.io', ['Object', 'objects'])];
const credentials = { id: 'gap/deputy-crossplane-config', ask: 'Does a ProviderConfig with InjectedIdentity lead to this cluster? kubectl get providerconfigs.kubernetes.crossplane.io,providerconfigs.helm.crossplane.io -o yaml' } as const;

/** A ProviderConfig with InjectedIdentity has the provider act as its own account here: the technique reads it. */
export const crossplaneKubernetes: Deputy = {
  row: 'J10', name: 'Crossplane provider-kubernetes',
  programs: [{ name: 'Crossplane provider-kubernetes', image: /(^|\/)provider-kubernetes(-controller)?$/, accounts: ['provider-kubernetes'] }],
  rows: [{ kinds: crossplaneObjects, lets: 'has any object made or read with the rights of the provider', gives: 'account', doubt: credentials }],
};

export const crossplaneHelm: Deputy = {
  row: 'J10', name: 'Crossplane provider-helm',
  programs: [{ name: 'Crossplane provider-helm', image: /(^|\/)provider-helm(-controller)?$/, accounts: ['provider-helm'] }],
  rows: [{ kinds: [...clusterKinds('helm.crossplane.io', ['Release', 'releases']), ...kindsOf('helm.m.crossplane.io', ['Release', 'releases'])], lets: 'installs a chart with the rights of the provider', gives: 'account', doubt: credentials }],
};

const packages = clusterKinds('pkg.crossplane.io', ['Provider', 'providers'], ['Function', 'functions']);

export const crossplane: Deputy = {
  row: 'J10', name: 'Crossplane',
  programs: [{ name: 'Crossplane', image: /(^|\/)crossplane$/, accounts: ['crossplane'] }],
  rows: [
    { kinds: packages, also: clusterKinds('pkg.crossplane.io', ['DeploymentRuntimeConfig', 'deploymentruntimeconfigs'], ['ControllerConfig', 'controllerconfigs']), lets: 'has a package of its own run as a service account of Crossplane’s namespace', gives: 'pods-in-own' },
  ],
};

/** Groups of objects that stand for objects of a cloud, by how they end. The controller has the cloud make them in its own name. */
export const cloudGroups: readonly { readonly name: string; readonly group: RegExp; readonly resource?: RegExp; readonly image: RegExp; readonly account: RegExp }[] = [
  { name: 'Crossplane’s cloud providers', group: /\.(aws|azure|gcp|azuread)(\.m)?\.(upbound|crossplane)\.io$/, image: /(^|\/)provider-(family-)?(aws|azure|gcp|azuread)[\w-]*$/, account: /^(upbound-)?provider-(family-)?(aws|azure|gcp)/ },
  { name: 'AWS Controllers for Kubernetes', group: /\.services\.k8s\.aws$/, image: /(^|\/)[\w]+-controller$/, account: /^ack-[\w-]+-controller$/ },
  { name: 'Config Connector', group: /\.cnrm\.cloud\.google\.com$/, image: /(^|\/)cnrm\/[\w-]+$/, account: /^cnrm-controller-manager/ },
  { name: 'Azure Service Operator', group: /\.azure\.com$/, image: /(^|\/)azureserviceoperator$/, account: /^azureserviceoperator-default$/ },
  { name: 'Cluster API’s provider for AWS', group: /^infrastructure\.cluster\.x-k8s\.io$/, resource: /^aws/, image: /(^|\/)cluster-api-aws-controller$/, account: /^capa-controller-manager$/ },
  { name: 'Cluster API’s provider for Azure', group: /^infrastructure\.cluster\.x-k8s\.io$/, resource: /^azure/, image: /(^|\/)cluster-api-azure-controller$/, account: /^capz-manager$/ },
];

const virtualMachines = kindsOf('kubevirt.io', ['VirtualMachine', 'virtualmachines'], ['VirtualMachineInstance', 'virtualmachineinstances'], ['VirtualMachineInstanceReplicaSet', 'virtualmachineinstancereplicasets']);

/** A virtual machine may have a disk with the token of a service account, or with a Secret, of its namespace. */
export const kubeVirt: Deputy = {
  row: 'J10', name: 'KubeVirt',
  programs: [{ name: 'KubeVirt', image: /(^|\/)virt-controller$/, accounts: ['kubevirt-controller'] }],
  rows: [
    { kinds: virtualMachines, lets: 'has a machine with the token of a service account on a disk', gives: 'accounts' },
    { kinds: virtualMachines, lets: 'has a machine with a Secret on a disk', gives: 'secrets' },
  ],
};

export const infrastructure: readonly Deputy[] = [crossplaneKubernetes, crossplaneHelm, crossplane, kubeVirt, clusterApi, clusterApiFiles];
