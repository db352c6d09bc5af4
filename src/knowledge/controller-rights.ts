import { rememberMany } from '../model/remember.ts';

// Well-known controllers and the rights without which they do not work, as their own charts and manifests give them.
// Only rights that are of use to an attacker stand here.

export interface NeededRights {
  readonly verbs: readonly string[];
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  /** Why the program needs it: `it keeps the keys of certificates in Secrets of every namespace`. */
  readonly why: string;
}

export interface KnownController {
  readonly name: string;
  /** Matches the repository without tag and digest. */
  readonly image: RegExp;
  readonly needs: readonly NeededRights[];
  /** What its own manifests give as well and it can do without, and how. */
  readonly spares?: readonly NeededRights[];
  /** Why it has to log in to the cloud. */
  readonly cloud?: string;
  /** Where its authors give it these rights. */
  readonly source: string;
}

const read = ['get', 'list', 'watch'];
const change = ['create', 'update', 'patch', 'delete'];
const admission = 'admissionregistration.k8s.io';

export const knownControllers: readonly KnownController[] = [
  {
    name: 'cert-manager', image: /(^|\/)cert-manager-controller$/, source: 'https://github.com/cert-manager/cert-manager/blob/master/deploy/charts/cert-manager/templates/rbac.yaml',
    needs: [
      { verbs: [...read, ...change], group: '', resource: 'secrets', why: 'it keeps certificates and their keys in Secrets of every namespace' },
      { verbs: ['create', 'delete'], group: '', resource: 'pods', why: 'it answers HTTP challenges by pods of its own' },
      { verbs: ['create', 'update', 'delete'], group: 'networking.k8s.io', resource: 'ingresses', why: 'it leads HTTP challenges to those pods' },
    ],
  },
  {
    name: 'the CA injector of cert-manager', image: /(^|\/)cert-manager-cainjector$/, source: 'https://github.com/cert-manager/cert-manager/blob/master/deploy/charts/cert-manager/templates/cainjector-rbac.yaml',
    needs: [
      { verbs: read, group: '', resource: 'secrets', why: 'it takes the certificates of authorities out of Secrets' },
      ...['validatingwebhookconfigurations', 'mutatingwebhookconfigurations'].map((resource) => ({ verbs: ['update', 'patch'], group: admission, resource, why: 'it writes the authorities into webhooks' })),
      { verbs: ['update', 'patch'], group: 'apiregistration.k8s.io', resource: 'apiservices', why: 'it writes the authorities into API services' },
      { verbs: ['update', 'patch'], group: 'apiextensions.k8s.io', resource: 'customresourcedefinitions', why: 'it writes the authorities into conversion webhooks' },
    ],
  },
  {
    name: 'ingress-nginx', image: /(^|\/)ingress-nginx\/controller(-chroot)?$|(^|\/)nginx-ingress-controller$/, source: 'https://github.com/kubernetes/ingress-nginx/blob/main/charts/ingress-nginx/templates/clusterrole.yaml',
    needs: [{ verbs: read, group: '', resource: 'secrets', why: 'it serves with the TLS keys that Ingresses of every namespace name; limited to some namespaces by --watch-namespace it needs them there alone' }],
  },
  {
    name: 'the webhook job of ingress-nginx', image: /(^|\/)ingress-nginx\/kube-webhook-certgen$/, source: 'https://github.com/kubernetes/ingress-nginx/tree/main/charts/ingress-nginx/templates/admission-webhooks/job-patch',
    needs: [{ verbs: ['update', 'patch'], group: admission, resource: 'validatingwebhookconfigurations', why: 'it writes its certificate into the webhook' }],
  },
  {
    name: 'External Secrets', image: /(^|\/)external-secrets\/external-secrets$/, cloud: 'it fetches secrets from stores of the cloud', source: 'https://github.com/external-secrets/external-secrets/blob/main/deploy/charts/external-secrets/templates/rbac.yaml',
    needs: [
      { verbs: [...read, ...change], group: '', resource: 'secrets', why: 'it writes what it fetches into Secrets of every namespace' },
      { verbs: ['create'], group: '', resource: 'serviceaccounts', subresource: 'token', why: 'it logs in to stores as the service account that a SecretStore names' },
    ],
  },
  {
    name: 'Sealed Secrets', image: /(^|\/)sealed-secrets-controller$/, source: 'https://github.com/bitnami-labs/sealed-secrets/blob/main/helm/sealed-secrets/templates/cluster-role.yaml',
    needs: [{ verbs: [...read, 'create', 'update', 'delete'], group: '', resource: 'secrets', why: 'it writes what it unseals into Secrets of every namespace' }],
  },
  {
    name: 'the Prometheus operator', image: /(^|\/)prometheus-operator$/, source: 'https://github.com/prometheus-operator/prometheus-operator/blob/main/example/rbac/prometheus-operator/prometheus-operator-cluster-role.yaml',
    needs: [
      { verbs: [...read, ...change], group: '', resource: 'secrets', why: 'it writes the configuration of each Prometheus into a Secret and reads the logins that monitors name' },
      { verbs: [...read, ...change], group: 'apps', resource: 'statefulsets', why: 'it runs Prometheus and Alertmanager as StatefulSets' },
      { verbs: ['delete'], group: '', resource: 'pods', why: 'it starts pods again that hang' },
    ],
  },
  {
    name: 'the cluster autoscaler', image: /(^|\/)cluster-autoscaler([\w-]*)$/, cloud: 'it asks the cloud for machines and gives them back', source: 'https://github.com/kubernetes/autoscaler/blob/master/charts/cluster-autoscaler/templates/clusterrole.yaml',
    needs: [
      { verbs: ['update', 'patch', 'delete'], group: '', resource: 'nodes', why: 'it marks the nodes that it is about to remove' },
      { verbs: ['create'], group: '', resource: 'pods', subresource: 'eviction', why: 'it empties nodes before it removes them' },
      { verbs: ['update', 'patch'], group: '', resource: 'pods', subresource: 'status', why: 'it marks pods for which it makes room' },
    ],
  },
  {
    name: 'metrics-server', image: /(^|\/)metrics-server$/, source: 'https://github.com/kubernetes-sigs/metrics-server/blob/master/charts/metrics-server/templates/clusterrole.yaml',
    needs: [{ verbs: ['get'], group: '', resource: 'nodes', subresource: 'metrics', why: 'it asks kubelets for what pods use' }, { verbs: read, group: '', resource: 'nodes', why: 'it looks up the addresses of kubelets' }],
  },
  {
    name: 'Istio', image: /(^|\/)(istio(-release|-testing)?|registry\.istio\.io\/(release|testing))\/pilot$/, source: 'https://github.com/istio/istio/blob/master/manifests/charts/istio-control/istio-discovery/templates/clusterrole.yaml',
    needs: [
      ...['validatingwebhookconfigurations', 'mutatingwebhookconfigurations'].map((resource) => ({ verbs: ['update', 'patch'], group: admission, resource, why: 'it writes its certificate into its webhooks' })),
      { verbs: read, group: '', resource: 'secrets', why: 'it hands the TLS keys that gateways name to them, and logs in to other clusters of the mesh' },
      { verbs: change, group: 'apps', resource: 'deployments', why: 'it runs the gateways that Gateway objects ask for' },
      { verbs: change, group: '', resource: 'serviceaccounts', why: 'it gives those gateways an account each' },
    ],
  },
  {
    name: 'MetalLB', image: /(^|\/)metallb\/controller$/, source: 'https://github.com/metallb/metallb/blob/main/charts/metallb/templates/rbac.yaml',
    needs: [
      { verbs: ['update', 'patch'], group: admission, resource: 'validatingwebhookconfigurations', why: 'it writes its certificate into its webhook' },
      { verbs: ['update', 'patch'], group: 'apiextensions.k8s.io', resource: 'customresourcedefinitions', why: 'it writes its certificate into the conversion of its own kinds' },
      { verbs: ['update', 'patch'], group: '', resource: 'services', subresource: 'status', why: 'it writes the addresses of load balancers' },
      { verbs: [...read, ...change], group: '', resource: 'secrets', why: 'it keeps the certificate of its webhook in a Secret of its namespace' },
    ],
  },
  {
    name: 'the CSI provisioner', image: /(^|\/)csi-provisioner$/, source: 'https://github.com/kubernetes-csi/external-provisioner/blob/master/deploy/kubernetes/rbac.yaml',
    needs: [{ verbs: [...read, ...change], group: '', resource: 'persistentvolumes', why: 'it makes the volumes that claims ask for' }],
  },
  { name: 'ExternalDNS', image: /(^|\/)external-dns$/, needs: [], cloud: 'it writes records into zones of the cloud', source: 'https://github.com/kubernetes-sigs/external-dns/blob/master/docs/tutorials/aws.md' },
  { name: 'the AWS Load Balancer Controller', image: /(^|\/)aws-load-balancer-controller$/, needs: [], cloud: 'it makes the load balancers that Services and Ingresses ask for', source: 'https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/main/docs/install/iam_policy.json' },
  {
    name: 'kube-state-metrics', image: /(^|\/)kube-state-metrics$/, source: 'https://github.com/kubernetes/kube-state-metrics/blob/main/examples/standard/cluster-role.yaml',
    needs: [],
    spares: [{ verbs: read, group: '', resource: 'secrets', why: 'start it with a list of --resources that leaves secrets out' }],
  },
  {
    name: 'Prometheus', image: /(^|\/)prom(etheus)?\/prometheus$/, source: 'https://github.com/prometheus-operator/kube-prometheus/blob/main/manifests/prometheus-clusterRole.yaml',
    needs: [],
    spares: [{ verbs: [...read, 'create'], group: '', resource: 'nodes', subresource: 'proxy', why: 'have it ask kubelets at port 10250, for which get of nodes/metrics is enough' }],
  },
];

/** The controller that an image is. @param repository without tag and digest */
export const controllerOf: (repository: string) => KnownController | undefined = rememberMany((repository) => knownControllers.find(({ image }) => image.test(repository)));
