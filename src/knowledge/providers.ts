// Marks by which the maker of a cluster shows, and where its control plane is configured.

export interface KnownProvider {
  readonly name: string;
  /** The provider runs the control plane and shows none of its flags. */
  readonly hosted: boolean;
  /** A label key that every node carries. */
  readonly label?: RegExp;
  /** Beginning of a Node's spec.providerID. */
  readonly providerID?: RegExp;
  /** Suffix of the version that kubelet and API server name. */
  readonly version?: RegExp;
  /** Where the settings of the control plane stand, for a distribution that starts it without pods. */
  readonly settingsIn?: string;
}

/** The first row of which a mark is found names the provider; those that host come before distributions. */
export const knownProviders: readonly KnownProvider[] = [
  { name: 'EKS', hosted: true, label: /^eks\.amazonaws\.com\//, version: /-eks-/ },
  { name: 'GKE', hosted: true, label: /^cloud\.google\.com\/gke-/, version: /-gke\./ },
  { name: 'AKS', hosted: true, label: /^kubernetes\.azure\.com\// },
  { name: 'DOKS', hosted: true, label: /^doks\.digitalocean\.com\// },
  { name: 'LKE', hosted: true, label: /^lke\.linode\.com\// },
  { name: 'OKE', hosted: true, label: /^oci\.oraclecloud\.com\/oke-/ },
  { name: 'IKS', hosted: true, label: /^ibm-cloud\.kubernetes\.io\// },
  { name: 'OpenShift', hosted: false, label: /^node\.openshift\.io\// },
  { name: 'k3s', hosted: false, providerID: /^k3s:/, version: /\+k3s/, settingsIn: '/etc/rancher/k3s/config.yaml of its servers, and the options of the k3s service' },
  { name: 'RKE2', hosted: false, label: /^rke\.cattle\.io\//, version: /\+rke2/ },
  { name: 'k0s', hosted: false, version: /\+k0s/, settingsIn: '/etc/k0s/k0s.yaml of its controllers' },
  { name: 'MicroK8s', hosted: false, label: /^microk8s\.io\//, settingsIn: '/var/snap/microk8s/current/args of its nodes' },
  { name: 'kind', hosted: false, providerID: /^kind:/ },
  { name: 'minikube', hosted: false, label: /^minikube\.k8s\.io\// },
];
