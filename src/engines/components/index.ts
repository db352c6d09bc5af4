import type { Cluster } from '../../cluster/cluster.ts';
import { readYaml } from '../../lang/yaml/read.ts';
import { parseVersion } from '../../lang/version.ts';
import type { FlagComponent } from '../../knowledge/flags/index.ts';
import { evidence } from '../../model/evidence.ts';
import { known, unknown, type Fact } from '../../model/fact.ts';
import { gap, type Gap } from '../../model/gap.ts';
import { valueAt, type KubernetesObject, type ObjectRef } from '../../model/object.ts';
import type { Container, Workload } from '../../cluster/workload.ts';
import { flagsOfContainer, programOf } from './command-line.ts';
import { componentIds, type Component, type ComponentId, type Components } from './component.ts';
import { providerOf } from './provider.ts';
import { settingEvidence, settingOf, type ConfigFile, type SettingSources } from './settings.ts';

export { componentIds, type Component, type ComponentId, type Components, type Setting } from './component.ts';

/** Programs by component; the image or command of a pod names one of them. */
const programs: Readonly<Partial<Record<ComponentId, RegExp>>> = {
  'kube-apiserver': /^(kube-apiserver|hyperkube)$/,
  etcd: /^etcd$/,
  'kube-scheduler': /^kube-scheduler$/,
  'kube-controller-manager': /^kube-controller-manager$/,
  'cloud-controller-manager': /cloud-controller-manager$|^cloud-provider/,
  'kube-proxy': /^kube-proxy$/,
  'cluster-dns': /^(coredns|kube-dns|node-cache)$/,
};

/** Finds the nine components of the guide and their configuration in force. One that nothing shows is there as a placeholder. */
export function findComponents(cluster: Cluster): Components {
  const provider = providerOf(cluster);
  const found = [...podComponents(cluster), ...nodeComponents(cluster)];
  const missing = componentIds.filter((id) => !found.some((component) => component.id === id)).map((id) => placeholder(id, cluster, provider));
  const all = [...found, ...missing];
  return { all, of: (id) => all.filter((component) => component.id === id), neighbours: [], provider };
}

function podComponents(cluster: Cluster): readonly Component[] {
  return cluster.workloads.flatMap((workload) => {
    if (workload.namespace !== 'kube-system' && !workload.mirror) return [];
    for (const container of workload.containers) {
      const id = componentOf(container);
      if (id) return [fromPod(id, workload, container, cluster)];
    }
    return [];
  });
}

function componentOf(container: Container): ComponentId | undefined {
  const image = (container.image.split('@')[0] ?? '').replace(/:[^/:]*$/, '').split('/').at(-1) ?? '';
  // A backup job runs etcd's image and another program: the command decides where there is one.
  const program = programOf(container);
  return componentIds.find((id) => programs[id]?.test(program === '' ? image : program));
}

function fromPod(id: ComponentId, workload: Workload, container: Container, cluster: Cluster): Component {
  const image = container.image.split('@')[0] ?? '';
  const version = image.slice(image.lastIndexOf(':') + 1);
  const minor = id === 'etcd' || id === 'cluster-dns' ? undefined : parseVersion(version)?.minor;
  const file = id === 'kube-proxy' ? proxyFile(cluster) : undefined;
  const sources: SettingSources = {
    component: flagComponent(id), cluster, ref: workload.ref, hidden: hiddenGap(id),
    flags: new Map([...flagsOfContainer(container)].map(([name, { value, path }]) => [name, { value, evidence: container.at(...path) }])),
    ...(file ? { file } : {}),
    ...(minor === undefined ? {} : { minor }),
  };
  return component(id, sources, {
    found: true, foundBy: workload.mirror ? 'mirror pod' : workload.object.kind === 'DaemonSet' ? 'DaemonSet' : workload.object.kind === 'Deployment' ? 'Deployment' : 'pod',
    version: known(version, container.at('image')), nodes: [...workload.nodes], workload,
  });
}

function nodeComponents(cluster: Cluster): readonly Component[] {
  return cluster.given('Node').flatMap((node) => {
    const ref = cluster.ref(node);
    const kubelet = text(valueAt(node, ['status', 'nodeInfo', 'kubeletVersion']));
    const runtime = text(valueAt(node, ['status', 'nodeInfo', 'containerRuntimeVersion']));
    const version = (value: string | undefined, field: string): Fact<string> =>
      value === undefined ? unknown(hiddenGap('kubelet')) : known(value, evidence(ref, ['status', 'nodeInfo', field], value));
    const file = kubeletFile(node, cluster);
    const minor = kubelet === undefined ? undefined : parseVersion(kubelet)?.minor;
    const shared = { cluster, ref, ...(minor === undefined ? {} : { minor }) };
    return [
      component('kubelet', { ...shared, component: 'kubelet', hidden: hiddenGap('kubelet'), ...(file ? { file } : {}) }, { found: true, foundBy: 'Node', version: version(kubelet, 'kubeletVersion'), nodes: [ref.name] }),
      component('container-runtime', { ...shared, component: 'kubelet', hidden: hiddenGap('container-runtime') }, { found: true, foundBy: 'Node', version: version(runtime, 'containerRuntimeVersion'), nodes: [ref.name] }),
    ];
  });
}

/** The kubelet's own answer, else what kubeadm gives to every kubelet. */
function kubeletFile(node: KubernetesObject, cluster: Cluster): ConfigFile | undefined {
  const answer = cluster.snapshot.configz.find((configz) => configz.node === node.metadata.name);
  if (answer) return { object: { apiGroup: '', kind: 'Node', name: answer.node, origin: answer.origin }, at: ['kubeletconfig'], config: answer.config, sure: true };
  return configMapFile(cluster, 'kubelet-config', 'kubelet', false);
}

function proxyFile(cluster: Cluster): ConfigFile | undefined {
  return configMapFile(cluster, 'kube-proxy', 'config.conf', true);
}

function configMapFile(cluster: Cluster, name: string, key: string, sure: boolean): ConfigFile | undefined {
  const map = cluster.find('ConfigMap', '', 'kube-system', name);
  const content = map && text(valueAt(map, ['data', key]));
  if (!map || content === undefined) return undefined;
  return { object: cluster.ref(map), at: ['data', key], config: readYaml(content).value, sure };
}

type Shown = Pick<Component, 'found' | 'foundBy' | 'version' | 'nodes'> & { readonly workload?: Workload };

function component(id: ComponentId, sources: SettingSources, shown: Shown): Component {
  const setting = (name: string): ReturnType<Component['setting']> => settingOf(name, sources);
  const address = setting('--bind-address');
  const port = setting('--secure-port');
  const listens = address.known && port.known && address.value.value !== null && port.value.value !== null ? [`${address.value.value}:${port.value.value}`] : [];
  return { id, ref: sources.ref, sure: shown.found ? 'certain' : 'assumed', listens, setting, at: (name) => settingEvidence(name, sources), ...shown };
}

function placeholder(id: ComponentId, cluster: Cluster, provider: Fact<string | null>): Component {
  const ref: ObjectRef = { apiGroup: '', kind: 'Component', name: id };
  const hidden = hiddenGap(id, provider.known ? provider.value : null);
  return component(id, { component: flagComponent(id), cluster, ref, hidden }, { found: false, foundBy: 'nothing', version: unknown(hidden), nodes: [] });
}

/** What would show the configuration of a component that nothing given shows. */
function hiddenGap(id: ComponentId, provider: string | null = null): Gap {
  if (provider !== null) return gap('cloud', `gap/provider/${id}`, `How does ${provider} configure ${id}? The provider owns it; its documentation and account settings say.`);
  if (id === 'kubelet' || id === 'container-runtime') {
    return gap('node', `gap/configuration/${id}`, `How is ${id} configured on each node? kubectl get nodes -o json, and kubectl get --raw /api/v1/nodes/NODE/proxy/configz, one file a node`);
  }
  return gap('flags', `gap/flags/${id}`, `With which flags does ${id} run? kubectl get pods -n kube-system -o yaml, or the static pod's file`);
}

function flagComponent(id: ComponentId): FlagComponent {
  return id === 'container-runtime' || id === 'cluster-dns' ? 'kubelet' : id;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
