import { assumed, known, unknown, type Fact } from '../model/fact.ts';
import { evidence } from '../model/evidence.ts';
import { gap, type Gap } from '../model/gap.ts';
import { valueAt, type KubernetesObject } from '../model/object.ts';
import { parseVersion, type Version } from '../lang/version.ts';
import type { ObjectIndex } from './index-objects.ts';

export const versionGap: Gap = gap('api', 'gap/kubernetes-version', 'Which Kubernetes version runs here? --kubernetes-version 1.34, or kubectl version');

/** The minor of a version as a component reports it or an image's tag says it; undefined where it is no version. */
export function minorIn(text: string): number | undefined {
  return parseVersion(text)?.minor;
}

/** The API server's version: said by the user or the dump, else by its mirror pod's image, else by the newest node, which it is never older than. */
export function versionOf(index: ObjectIndex, said: string | undefined): Fact<Version> {
  const given = said === undefined ? undefined : parseVersion(said);
  if (given) return known(given);
  for (const pod of index.of('Pod', '')) {
    const version = apiServerVersion(pod);
    if (version) return known(version, evidence(index.ref(pod), ['spec', 'containers', 0, 'image'], valueAt(pod, ['spec', 'containers', 0, 'image'])));
  }
  return kubeadmVersion(index) ?? newestNode(index) ?? unknown(versionGap);
}

function apiServerVersion(pod: KubernetesObject): Version | undefined {
  const image = valueAt(pod, ['spec', 'containers', 0, 'image']);
  const [, name, tag] = typeof image === 'string' ? (/(?:^|\/)([^/:@]+):([^/:@]+)(?:@|$)/.exec(image) ?? []) : [];
  return pod.metadata.labels?.['component'] === 'kube-apiserver' || name === 'kube-apiserver' ? parseVersion(tag ?? '') : undefined;
}

function kubeadmVersion(index: ObjectIndex): Fact<Version> | undefined {
  const config = index.find({ apiGroup: '', kind: 'ConfigMap', namespace: 'kube-system', name: 'kubeadm-config' });
  const text = config && valueAt(config, ['data', 'ClusterConfiguration']);
  if (!config || typeof text !== 'string') return undefined;
  const version = parseVersion(/^kubernetesVersion:\s*(\S+)/m.exec(text)?.[1] ?? '');
  return version && known(version, evidence(index.ref(config), ['data', 'ClusterConfiguration'], `kubernetesVersion: ${version.text}`));
}

function newestNode(index: ObjectIndex): Fact<Version> | undefined {
  let newest: { version: Version; node: KubernetesObject } | undefined;
  for (const node of index.of('Node', '')) {
    const written = valueAt(node, ['status', 'nodeInfo', 'kubeletVersion']);
    const version = typeof written === 'string' ? parseVersion(written) : undefined;
    if (version && (!newest || version.minor > newest.version.minor)) newest = { version, node };
  }
  if (!newest) return undefined;
  const path = ['status', 'nodeInfo', 'kubeletVersion'];
  return assumed(newest.version, evidence(index.ref(newest.node), path, valueAt(newest.node, path)));
}
