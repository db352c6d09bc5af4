import type { Cluster } from '../../cluster/cluster.ts';
import { text } from '../../cluster/read.ts';
import { evidence, type Evidence } from '../../model/evidence.ts';
import { valueAt, type KubernetesObject, type Path } from '../../model/object.ts';
import { parseImage } from './reference.ts';

const lists = [['containers', 'containerStatuses'], ['initContainers', 'initContainerStatuses']] as const;
const shown = 4;

interface Seen {
  readonly image: string;
  /** A pod and a place for each content. */
  readonly contents: Map<string, readonly [pod: KubernetesObject, path: Path]>;
}

/** References by tag behind which running pods of one architecture have different contents, with a pod for each content. */
export function movedTags(cluster: Cluster): ReadonlyMap<string, readonly Evidence[]> {
  const byTagAndArchitecture = new Map<string, Seen>();
  const architectures = new Map<unknown, string>();
  for (const pod of cluster.given('Pod')) {
    const node = valueAt(pod, ['spec', 'nodeName']);
    let architecture = architectures.get(node);
    if (architecture === undefined) architectures.set(node, (architecture = architectureOf(node, cluster)));
    for (const [list, statuses] of lists) {
      const containers = listAt(pod, 'spec', list);
      for (const [index, status] of listAt(pod, 'status', statuses).entries()) {
        const digest = digestOf(status);
        const image = digest === undefined ? undefined : imageOf(containers, index, valueAt(status, ['name']));
        if (digest === undefined || image === undefined) continue;
        const key = `${architecture} ${image}`;
        let seen = byTagAndArchitecture.get(key);
        if (!seen) byTagAndArchitecture.set(key, (seen = { image, contents: new Map() }));
        if (!seen.contents.has(digest)) seen.contents.set(digest, [pod, ['status', statuses, index, 'imageID']]);
      }
    }
  }
  const moved = [...byTagAndArchitecture.values()].filter(({ image, contents }) => contents.size > 1 && parseImage(image)?.digest === undefined);
  return new Map(moved.map(({ image, contents }) => [image, [...contents.values()].slice(0, shown).map(([pod, path]) => evidence(cluster.ref(pod), path, valueAt(pod, path)))]));
}

function listAt(pod: KubernetesObject, part: string, name: string): readonly unknown[] {
  const list = valueAt(pod, [part, name]);
  return Array.isArray(list) ? list : [];
}

/** The content as the runtime names it; a bare identifier is of another kind and compares with nothing. */
function digestOf(status: unknown): string | undefined {
  const written = text(valueAt(status, ['imageID']));
  const at = written?.indexOf('@sha256:') ?? -1;
  return at < 0 ? undefined : written?.slice(at + 1);
}

/** Statuses are mostly in the order of the containers. */
function imageOf(containers: readonly unknown[], index: number, name: unknown): string | undefined {
  const found = valueAt(containers[index], ['name']) === name ? containers[index] : containers.find((each) => valueAt(each, ['name']) === name);
  return text(valueAt(found, ['image']));
}

/** Images of several architectures have a content for each. */
function architectureOf(name: unknown, cluster: Cluster): string {
  const node = cluster.find('Node', '', undefined, text(name) ?? '');
  return text(valueAt(node, ['status', 'nodeInfo', 'architecture'])) ?? '';
}

/** Whether any pod says what content it runs. */
export function tellsContents(cluster: Cluster): boolean {
  return cluster.given('Pod').some((pod) => listAt(pod, 'status', 'containerStatuses').some((status) => digestOf(status) !== undefined));
}
