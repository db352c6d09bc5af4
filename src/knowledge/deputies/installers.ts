import { clusterKinds, kindsOf, type CustomKind, type Deputy } from './define.ts';

/** Values for the HelmChart of the same name beside it: the technique asks whether there is one. */
export const helmValues: readonly CustomKind[] = kindsOf('helm.cattle.io', ['HelmChartConfig', 'helmchartconfigs']);

/** The jobs that k3s and RKE2 run for a HelmChart are bound to cluster-admin. */
export const k3sHelm: Deputy = {
  row: 'J3', name: 'the Helm controller of k3s and RKE2',
  programs: [{ name: 'helm-controller of k3s', image: /(^|\/)(k3s-io|rancher|k3s)\/helm-controller$/, accounts: ['helm-controller'] }],
  rows: [
    { kinds: kindsOf('helm.cattle.io', ['HelmChart', 'helmcharts']), lets: 'installs a chart as cluster-admin', gives: 'admin', unseen: true },
    { kinds: helmValues, lets: 'installs a chart that is there, as cluster-admin, with values of its own', gives: 'admin', unseen: true, doubt: { id: 'gap/deputy-helm-values', ask: 'What do the charts in that namespace make of values: images, commands, objects of any kind? kubectl get helmcharts -A -o yaml' } },
  ],
};

export const helmOperator: Deputy = {
  row: 'J3', name: 'Helm Operator',
  programs: [{ name: 'Helm Operator', image: /(^|\/)fluxcd\/helm-operator$/, accounts: ['helm-operator'], ownNamespaceBy: [{ flag: '--allow-namespace', value: /./, names: true }] }],
  rows: [{ kinds: kindsOf('helm.fluxcd.io', ['HelmRelease', 'helmreleases']), lets: 'installs a chart with the rights of the operator', gives: 'account' }],
};

const catalogs = { id: 'gap/deputy-olm-catalogs', ask: 'Which operators do the catalogues offer, and does one of them take over the cluster? kubectl get packagemanifests -A' } as const;
const subscriptions = kindsOf('operators.coreos.com', ['Subscription', 'subscriptions'], ['InstallPlan', 'installplans']);

/** `OperatorGroup.spec.serviceAccountName` has OLM act as that account: the technique reads it. */
export const olm: Deputy = {
  row: 'J3', name: 'Operator Lifecycle Manager',
  programs: [{ name: 'Operator Lifecycle Manager', image: /(^|\/)(olm|operator-lifecycle-manager|ose-operator-lifecycle-manager[\w-]*)$/, accounts: ['olm-operator-serviceaccount'] }],
  rows: [
    { kinds: subscriptions, also: kindsOf('operators.coreos.com', ['CatalogSource', 'catalogsources']), lets: 'installs an operator of its own catalogue with the rights that it declares', gives: 'account' },
    { kinds: subscriptions, lets: 'installs an operator of a catalogue that is there', gives: 'account', doubt: catalogs },
  ],
};

const extensions = clusterKinds('olm.operatorframework.io', ['ClusterExtension', 'clusterextensions']);

/** A ClusterExtension names the account that installs it, in any namespace. */
export const olmV1: Deputy = {
  row: 'J3', name: 'OLM v1 operator-controller',
  programs: [{ name: 'OLM v1 operator-controller', image: /(^|\/)operator-controller$/, accounts: ['operator-controller-controller-manager'] }],
  rows: [
    { kinds: extensions, also: clusterKinds('olm.operatorframework.io', ['ClusterCatalog', 'clustercatalogs']), lets: 'installs a bundle as a service account of its choice', gives: 'any-account' },
    { kinds: extensions, lets: 'installs a bundle of a catalogue that is there as a service account of its choice', gives: 'any-account', doubt: { id: 'gap/deputy-olm-bundles', ask: 'Which bundles do the catalogues offer? kubectl get clustercatalogs' } },
  ],
};

export const manifestWork: Deputy = {
  row: 'J3', name: 'Open Cluster Management',
  programs: [{ name: 'klusterlet work agent', image: /(^|\/)(work|registration-operator|multicloud-operators-[\w-]+)$/, command: /work|agent/, accounts: ['klusterlet-work-sa'] }],
  rows: [{
    kinds: kindsOf('work.open-cluster-management.io', ['ManifestWork', 'manifestworks'], ['ManifestWorkReplicaSet', 'manifestworkreplicasets']), lets: 'has the work agent make objects', gives: 'account',
    doubt: { id: 'gap/deputy-manifest-work', ask: 'Which namespace of the hub stands for this cluster? kubectl get managedclusters, on the hub' },
  }],
};

export const fleet: Deputy = {
  row: 'J3', name: 'Fleet',
  programs: [{ name: 'Fleet agent', image: /(^|\/)fleet-agent$/, accounts: ['fleet-agent'] }],
  rows: [
    { kinds: kindsOf('fleet.cattle.io', ['Bundle', 'bundles']), lets: 'has the agent make objects', gives: 'account', doubt: { id: 'gap/deputy-fleet-workspace', ask: 'Which clusters stand in the namespace of the bundle? kubectl get clusters.fleet.cattle.io -A' } },
    { kinds: kindsOf('fleet.cattle.io', ['GitRepo', 'gitrepos']), lets: 'has the agent make what a repository holds', gives: 'account', doubt: { id: 'gap/deputy-fleet-restrictions', ask: 'Which clusters stand in the namespace, and what do its restrictions allow? kubectl get clusters.fleet.cattle.io,gitreporestrictions -A' } },
  ],
};

export const kubeVela: Deputy = {
  row: 'J3', name: 'KubeVela',
  programs: [{ name: 'KubeVela', image: /(^|\/)oamdev\/vela-core$/, accounts: ['kubevela-vela-core'], offBy: [{ flag: '--authentication-enabled', value: /^true$/ }] }],
  rows: [{ kinds: kindsOf('core.oam.dev', ['Application', 'applications']), lets: 'has any objects made with the rights of the controller', gives: 'account' }],
};

export const kappController: Deputy = {
  row: 'J3', name: 'kapp-controller',
  programs: [{ name: 'kapp-controller', image: /(^|\/)kapp-controller$/, accounts: ['kapp-controller-sa'] }],
  rows: [{ kinds: kindsOf('kappctrl.k14s.io', ['App', 'apps'], ['PackageInstall', 'packageinstalls']), lets: 'installs as any service account of the namespace', gives: 'accounts' }],
};

export const installers: readonly Deputy[] = [k3sHelm, helmOperator, olm, olmV1, manifestWork, fleet, kubeVela, kappController];
