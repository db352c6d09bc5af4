import type { Cluster } from '../../cluster/cluster.ts';
import { fields, text } from '../../cluster/read.ts';
import { evidence, type Evidence } from '../../model/evidence.ts';
import { valueAt, type KubernetesObject, type Path } from '../../model/object.ts';
import { parseImage } from './reference.ts';

const lists = [['containers', 'containerStatuses'], ['initContainers', 'initContainerStatuses']] as const;
const shown = 4;

interface Seen {
  readonly image: string;
  /** A pod and a place for each content. */
  readonly contents: Map<string, readonly [pod: KubernetesObject, path: Path]>;
  /** As the runtime wrote it the last time: most pods of a tag run the same. */
  last: string;
}

/** References by tag behind which running pods of one architecture have different contents, with a pod for each content. */
export function movedTags(cluster: Cluster): ReadonlyMap<string, readonly Evidence[]> {
  const all: Seen[] = [];
  const tags = new Map<string, { readonly images: Map<string, Seen>; readonly told: Map<unknown, unknown> }>();
  const architectures = new Map<unknown, string>();
  for (const pod of cluster.given('Pod')) {
    const [spec, status] = [fields(pod['spec']), fields(pod['status'])];
    if (!spec || !status) continue;
    const node = spec['nodeName'];
    let architecture = architectures.get(node);
    if (architecture === undefined) architectures.set(node, (architecture = architectureOf(node, cluster)));
    let ofArchitecture = tags.get(architecture);
    if (!ofArchitecture) tags.set(architecture, (ofArchitecture = { images: new Map(), told: new Map() }));
    const { images, told } = ofArchitecture;
    for (const [list, statuses] of lists) {
      // Pods of one template share both lists since they were read, as long as they run the same: they tell nothing new.
      const running = status[statuses];
      if (running === undefined || told.get(running) === spec[list]) continue;
      told.set(running, spec[list]);
      const containers = listed(spec[list]);
      listed(running).forEach((each, index) => {
        const written = text(fields(each)?.['imageID']);
        const image = written === undefined ? undefined : imageOf(containers, index, fields(each)?.['name']);
        if (written === undefined || image === undefined) return;
        const seen = images.get(image);
        if (seen?.last === written) return;
        const digest = digestOf(written);
        if (digest === undefined) return;
        const tag: Seen = seen ?? { image, contents: new Map(), last: '' };
        if (!seen) {
          images.set(image, tag);
          all.push(tag);
        }
        tag.last = written;
        if (!tag.contents.has(digest)) tag.contents.set(digest, [pod, ['status', statuses, index, 'imageID']]);
      });
    }
  }
  const moved = all.filter(({ image, contents }) => contents.size > 1 && parseImage(image)?.digest === undefined);
  return new Map(moved.map(({ image, contents }) => [image, [...contents.values()].slice(0, shown).map(([pod, path]) => evidence(cluster.ref(pod), path, valueAt(pod, path)))]));
}

function listed(list: unknown): readonly unknown[] {
  return Array.isArray(list) ? list : [];
}

/** The content as the runtime names it; a bare identifier is of another kind and compares with nothing. */
function digestOf(written: string): string | undefined {
  const at = written.indexOf('@sha256:');
  return at < 0 ? undefined : written.slice(at + 1);
}

/** Statuses are mostly in the order of the containers. */
function imageOf(containers: readonly unknown[], index: number, name: unknown): string | undefined {
  const found = fields(containers[index])?.['name'] === name ? containers[index] : containers.find((each) => fields(each)?.['name'] === name);
  return text(fields(found)?.['image']);
}

/** Images of several architectures have a content for each. */
function architectureOf(name: unknown, cluster: Cluster): string {
  const node = cluster.find('Node', '', undefined, text(name) ?? '');
  return text(valueAt(node, ['status', 'nodeInfo', 'architecture'])) ?? '';
}

/** Whether any pod says what content it runs. */
export function tellsContents(cluster: Cluster): boolean {
  return cluster.given('Pod').some((pod) => listed(valueAt(pod, ['status', 'containerStatuses'])).some((status) => digestOf(text(valueAt(status, ['imageID'])) ?? '') !== undefined));
}
