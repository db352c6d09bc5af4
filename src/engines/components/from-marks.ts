import type { Cluster } from '../../cluster/cluster.ts';
import { entries, fields, text, textMap } from '../../cluster/read.ts';
import { kubeadmFlags, type KubeadmComponent } from '../../knowledge/kubeadm.ts';
import type { KnownProvider } from '../../knowledge/providers.ts';
import { parseVersion } from '../../lang/version.ts';
import { evidence } from '../../model/evidence.ts';
import { assumed, unknown } from '../../model/fact.ts';
import { valueAt, type Path } from '../../model/object.ts';
import { component, flagComponent, hiddenGap } from './build.ts';
import type { Component, ComponentId } from './component.ts';
import { configMapFile } from './from-pods.ts';

/** Where the configuration of kubeadm keeps the extra arguments of a component. */
const argumentsAt: Readonly<Record<KubeadmComponent, Path>> = {
  'kube-apiserver': ['apiServer', 'extraArgs'],
  'kube-controller-manager': ['controllerManager', 'extraArgs'],
  'kube-scheduler': ['scheduler', 'extraArgs'],
  etcd: ['etcd', 'local', 'extraArgs'],
};

/** A component that kubeadm's configuration describes: what kubeadm writes by itself, and the extra arguments. Assumed, since the static pod was not given. */
export function fromKubeadm(id: ComponentId, cluster: Cluster): Component | undefined {
  const file = configMapFile(cluster, 'kubeadm-config', 'ClusterConfiguration', false);
  if (!file || !isKubeadm(id) || (id === 'etcd' && fields(valueAt(file.config, ['etcd', 'external'])))) return undefined;
  const shown = evidence(file.object, file.at);
  const version = text(valueAt(file.config, ['kubernetesVersion']));
  const minor = version === undefined || id === 'etcd' ? undefined : parseVersion(version)?.minor;
  const flags = new Map(Object.entries({ ...kubeadmFlags[id], ...extraArguments(valueAt(file.config, argumentsAt[id])) }).map(([name, value]) => [name, { value, evidence: shown }]));
  return component(id, { ...flagComponent(id), cluster, ref: file.object, flags, flagsAssumed: true, hidden: hiddenGap(id), ...(minor === undefined ? {} : { minor }) }, {
    found: true, foundBy: 'kubeadm ConfigMap', sure: 'likely', nodes: [], version: version === undefined || id === 'etcd' ? unknown(hiddenGap(id)) : assumed(version, shown),
  });
}

function isKubeadm(id: ComponentId): id is KubeadmComponent {
  return Object.hasOwn(kubeadmFlags, id);
}

/** A map up to v1beta3, a list of names and values from v1beta4. */
function extraArguments(written: unknown): Readonly<Record<string, string>> {
  const pairs = Array.isArray(written) ? entries(written).map(({ value }) => [text(value['name']) ?? '', text(value['value']) ?? ''] as const) : Object.entries(textMap(written));
  return Object.fromEntries(pairs.map(([name, value]) => [`--${name}`, value]));
}

/** Leases that the control plane holds in kube-system. API servers have one each, named by a hash and told by its label. */
const leaders: readonly ComponentId[] = ['kube-scheduler', 'kube-controller-manager', 'cloud-controller-manager'];
const identityLabel = 'apiserver.kubernetes.io/identity';

/** The instances of a component that hold a Lease: there, with nothing known of their settings. */
export function fromLeases(id: ComponentId, cluster: Cluster, provider: KnownProvider | null): readonly Component[] {
  const held = cluster.given('Lease', 'coordination.k8s.io', 'kube-system').filter(({ metadata: { name, labels } }) => (leaders.includes(id) ? name === id : labels?.[identityLabel] === id));
  return held.map((lease) => {
    const hidden = hiddenGap(id, provider);
    const host = (text(valueAt(lease, ['spec', 'holderIdentity'])) ?? '').split('_')[0] ?? '';
    const nodes = cluster.find('Node', '', undefined, host) ? [host] : [];
    return component(id, { ...flagComponent(id), cluster, ref: cluster.ref(lease), hidden }, { found: true, foundBy: 'Lease', sure: 'certain', version: unknown(hidden), nodes });
  });
}
