import type { Cluster } from '../../cluster/cluster.ts';
import { text } from '../../cluster/read.ts';
import type { Container, Workload } from '../../cluster/workload.ts';
import { repositoryOf } from '../../knowledge/neighbours.ts';
import { parseVersion } from '../../lang/version.ts';
import { readYaml } from '../../lang/yaml/read.ts';
import { evidence } from '../../model/evidence.ts';
import { known, unknown, type Fact } from '../../model/fact.ts';
import { gap } from '../../model/gap.ts';
import { valueAt, type KubernetesObject } from '../../model/object.ts';
import { component, flagComponent, hiddenGap } from './build.ts';
import { commandLinesOf, flagsOf, type CommandLine } from './command-line.ts';
import { componentIds, type Component, type ComponentId } from './component.ts';
import { parseCorefile, type ServerBlock } from './corefile.ts';
import type { ConfigFile, SettingSources } from './settings.ts';

/** Programs by component; the image or command of a pod names one of them. */
const programs: Readonly<Partial<Record<ComponentId, RegExp>>> = {
  'kube-apiserver': /^kube-apiserver$/,
  etcd: /^etcd$/,
  'kube-scheduler': /^kube-scheduler$/,
  'kube-controller-manager': /^kube-controller-manager$/,
  'cloud-controller-manager': /cloud-controller-manager$|^cloud-provider/,
  'kube-proxy': /^kube-proxy$/,
  'cluster-dns': /^(coredns|kube-dns|node-cache)$/,
};

/** The components that run as static pods, DaemonSets or Deployments of the cluster's own namespaces, or as mirror pods of any. */
export function podComponents(cluster: Cluster): readonly Component[] {
  return cluster.workloads.flatMap((workload) => {
    if (workload.namespace !== 'kube-system' && !workload.namespace.startsWith('openshift-') && !workload.mirror) return [];
    for (const container of workload.containers) {
      if (container.list !== 'regular') continue;
      const found = componentOf(container);
      if (found) return [fromPod(found.id, workload, container, found.line, cluster)];
    }
    return [];
  });
}

/** The command decides where there is one: a backup job runs etcd's image and another program. */
function componentOf(container: Container): { readonly id: ComponentId; readonly line: CommandLine } | undefined {
  for (const line of commandLinesOf(container)) {
    const program = line.program === '' ? imageName(container.image) : line.program;
    const [, next] = line.words;
    // `etcd grpc-proxy` and `etcd gateway` are no members; a bare name is a word of some script.
    const starts = line.program === '' || next?.word.startsWith('-') === true || (next === undefined && container.workload.mirror);
    const id = starts ? componentIds.find((each) => programs[each]?.test(program)) : undefined;
    if (id) return { id, line };
  }
  return undefined;
}

function imageName(image: string): string {
  return repositoryOf(image).split('/').at(-1) ?? '';
}

function fromPod(id: ComponentId, workload: Workload, container: Container, line: CommandLine, cluster: Cluster): Component {
  const version = versionOf(container);
  const minor = id === 'etcd' || id === 'cluster-dns' || !version.known ? undefined : parseVersion(version.value)?.minor;
  const file = id === 'kube-proxy' ? configMapFile(cluster, 'kube-proxy', 'config.conf', true) : undefined;
  const sources: SettingSources = {
    ...flagComponent(id), cluster, ref: workload.ref, hidden: hiddenGap(id),
    flags: new Map([...flagsOf(container, line)].map(([name, { value, path }]) => [name, { value, evidence: container.at(...path) }])),
    ...(file ? { file } : {}),
    ...(minor === undefined ? {} : { minor }),
  };
  return component(id, sources, {
    found: true, foundBy: foundBy(workload), sure: 'certain', version, nodes: [...workload.nodes], workload, container,
    ...(id === 'cluster-dns' ? { corefile: corefileOf(workload, cluster) } : {}),
  });
}

/** The tag of the image; a digest alone says no version. */
function versionOf({ image, at }: Container): Fact<string> {
  const tag = /:([^/:]+)$/.exec(image.split('@')[0] ?? '')?.[1];
  return tag === undefined ? unknown(gap('registry', `gap/image-version/${image}`, `Which version is the image ${image}?`)) : known(tag, at('image'));
}

function foundBy({ mirror, ref }: Workload): Component['foundBy'] {
  if (mirror) return 'mirror pod';
  return ref.kind === 'DaemonSet' || ref.kind === 'Deployment' ? ref.kind : 'pod';
}

/** A document in a ConfigMap of kube-system. */
export function configMapFile(cluster: Cluster, name: string, key: string, sure: boolean): ConfigFile | undefined {
  const map = cluster.find('ConfigMap', '', 'kube-system', name);
  const content = map && text(valueAt(map, ['data', key]));
  if (!map || content === undefined) return undefined;
  return { object: cluster.ref(map), at: ['data', key], config: parsed(map, key, content), sure };
}

const documents = new WeakMap<KubernetesObject, Map<string, unknown>>();

/** Every node asks for the same document: it is read once. */
function parsed(map: KubernetesObject, key: string, content: string): unknown {
  const known_ = documents.get(map) ?? new Map<string, unknown>();
  documents.set(map, known_);
  if (!known_.has(key)) known_.set(key, readYaml(content).value);
  return known_.get(key);
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
