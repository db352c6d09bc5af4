import type { Cluster } from '../../cluster/cluster.ts';
import { text } from '../../cluster/read.ts';
import type { Container, Workload } from '../../cluster/workload.ts';
import { parseVersion } from '../../lang/version.ts';
import { readYaml } from '../../lang/yaml/read.ts';
import { evidence } from '../../model/evidence.ts';
import { known, unknown, type Fact } from '../../model/fact.ts';
import { gap } from '../../model/gap.ts';
import { valueAt } from '../../model/object.ts';
import { component, flagComponent, hiddenGap } from './build.ts';
import { flagsOfContainer, programOf } from './command-line.ts';
import { componentIds, type Component, type ComponentId } from './component.ts';
import { parseCorefile, type ServerBlock } from './corefile.ts';
import type { ConfigFile, SettingSources } from './settings.ts';

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

/** The components that run as static pods, DaemonSets or Deployments of kube-system, or as mirror pods of any namespace. */
export function podComponents(cluster: Cluster): readonly Component[] {
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
  const file = id === 'kube-proxy' ? configMapFile(cluster, 'kube-proxy', 'config.conf', true) : undefined;
  const sources: SettingSources = {
    ...flagComponent(id), cluster, ref: workload.ref, hidden: hiddenGap(id),
    flags: new Map([...flagsOfContainer(container)].map(([name, { value, path }]) => [name, { value, evidence: container.at(...path) }])),
    ...(file ? { file } : {}),
    ...(minor === undefined ? {} : { minor }),
  };
  return component(id, sources, {
    found: true, foundBy: foundBy(workload), sure: 'certain', version: known(version, container.at('image')), nodes: [...workload.nodes], workload,
    ...(id === 'cluster-dns' ? { corefile: corefileOf(workload, cluster) } : {}),
  });
}

function foundBy({ mirror, object }: Workload): Component['foundBy'] {
  if (mirror) return 'mirror pod';
  return object.kind === 'DaemonSet' || object.kind === 'Deployment' ? object.kind : 'pod';
}

/** A document in a ConfigMap of kube-system. */
export function configMapFile(cluster: Cluster, name: string, key: string, sure: boolean): ConfigFile | undefined {
  const map = cluster.find('ConfigMap', '', 'kube-system', name);
  const content = map && text(valueAt(map, ['data', key]));
  if (!map || content === undefined) return undefined;
  return { object: cluster.ref(map), at: ['data', key], config: readYaml(content).value, sure };
}

/** The Corefile of the ConfigMap that the pod mounts; `coredns` where none is mounted by name. */
function corefileOf(workload: Workload, cluster: Cluster): Fact<readonly ServerBlock[]> {
  const volumes = Array.isArray(workload.spec['volumes']) ? workload.spec['volumes'] : [];
  const mounted = volumes.flatMap((volume: unknown) => text(valueAt(volume, ['configMap', 'name'])) ?? []);
  for (const name of [...mounted, 'coredns']) {
    const map = cluster.find('ConfigMap', '', workload.namespace, name);
    const content = map && text(valueAt(map, ['data', 'Corefile']));
    if (map && content !== undefined) return known(parseCorefile(content), evidence(cluster.ref(map), ['data', 'Corefile']));
  }
  return unknown(gap('api', 'gap/corefile', `How does the cluster DNS answer? kubectl get configmap coredns -n ${workload.namespace} -o yaml`));
}
