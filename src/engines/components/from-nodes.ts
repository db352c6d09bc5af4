import type { Cluster } from '../../cluster/cluster.ts';
import { text } from '../../cluster/read.ts';
import { parseVersion } from '../../lang/version.ts';
import { evidence } from '../../model/evidence.ts';
import { known, unknown, type Fact } from '../../model/fact.ts';
import { refKey, valueAt, type KubernetesObject } from '../../model/object.ts';
import { component, hiddenGap } from './build.ts';
import type { Component } from './component.ts';
import { configMapFile } from './from-pods.ts';
import type { ConfigFile } from './settings.ts';

/** A kubelet and a container runtime for each Node. */
export function nodeComponents(cluster: Cluster): readonly Component[] {
  return cluster.given('Node').flatMap((node) => {
    const ref = cluster.ref(node);
    const shown = { found: true, foundBy: 'Node', sure: 'certain', nodes: [ref.name] } as const;
    const version = (field: string): Fact<string> => {
      const value = text(valueAt(node, ['status', 'nodeInfo', field]));
      return value === undefined ? unknown(hiddenGap('kubelet')) : known(value, evidence(ref, ['status', 'nodeInfo', field], value));
    };
    const kubelet = version('kubeletVersion');
    const runtime = version('containerRuntimeVersion');
    const minor = kubelet.known ? parseVersion(kubelet.value)?.minor : undefined;
    const file = kubeletFile(node, cluster);
    return [
      component('kubelet', { cluster, ref, component: 'kubelet', hidden: hiddenGap('kubelet'), ...(minor === undefined ? {} : { minor }), ...(file ? { file } : {}) }, { ...shown, version: kubelet, likeness: likeness(kubelet, file) }),
      component('container-runtime', { cluster, ref, hidden: hiddenGap('container-runtime') }, { ...shown, version: runtime, likeness: likeness(runtime) }),
    ];
  });
}

function likeness(version: Fact<string>, file?: ConfigFile): string {
  return `${version.known ? version.value : ''}|${file ? refKey(file.object) : ''}`;
}

/** The kubelet's own answer, else what kubeadm gives to every kubelet. */
function kubeletFile(node: KubernetesObject, cluster: Cluster): ConfigFile | undefined {
  const answer = cluster.snapshot.configz.find((configz) => configz.node === node.metadata.name);
  if (answer) return { object: { apiGroup: '', kind: 'Node', name: answer.node, origin: answer.origin }, at: ['kubeletconfig'], config: answer.config, sure: true };
  return configMapFile(cluster, 'kubelet-config', 'kubelet', false);
}
