import type { Cluster } from '../../cluster/cluster.ts';
import { cleaned } from '../../cluster/mounts.ts';
import { valueAt } from '../../model/object.ts';
import { evidence } from '../../model/evidence.ts';
import { sensitiveHostPath } from '../../knowledge/host-paths.ts';
import { socketsReachedBy } from '../../knowledge/runtime-sockets.ts';
import { defineRule, type Rule } from '../define.ts';
import { documents, withVolume } from '../examples.ts';

const mounted = new WeakMap<Cluster, ReadonlySet<string>>();

/** The volumes whose paths containers mount. */
function mountedVolumes(cluster: Cluster): ReadonlySet<string> {
  let names = mounted.get(cluster);
  if (!names) {
    const paths = cluster.workloads.flatMap(({ containers }) => containers.flatMap(({ hostPaths }) => hostPaths));
    mounted.set(cluster, (names = new Set(paths.flatMap((mount) => (mount.via === 'persistentVolume' ? mount.evidence.object.name : [])))));
  }
  return names;
}

const volume = (path: string): string => `apiVersion: v1\nkind: PersistentVolume\nmetadata: {name: data}\nspec: {hostPath: {path: ${path}}, claimRef: {namespace: shop, name: data}}\n`;

const rule: Rule<'object'> = defineRule<'object'>({
  id: 'host-path-persistent-volume',
  on: 'object',
  kinds: ['/PersistentVolume'],
  title: 'PersistentVolume hands out a path of a node',
  why: 'Pod Security looks at pods, and a claim is a safe volume to it: whoever may claim this volume gets the path of the node even where hostPath is refused.',
  fix: 'Use a local volume with node affinity or a CSI driver. Delete the volume where nothing claims it.',
  severity: { gain: 'information', position: 'a user', effort: 'one more weakness' },
  // A path that a container mounts is named there, with what it reaches.
  appliesTo: ({ object }, { cluster }) =>
    valueAt(object, ['spec', 'hostPath']) === undefined ||
    !mountedVolumes(cluster).has(object.metadata.name),
  check: (subject) => {
    const path = valueAt(subject.object, ['spec', 'hostPath', 'path']);
    if (typeof path !== 'string') return [];
    const clean = cleaned(path);
    const gain = socketsReachedBy(clean).length > 0 ? 'node' : sensitiveHostPath(clean, false)?.gain;
    return [{ message: `hands out ${clean} of a node`, evidence: [evidence(subject.ref, ['spec', 'hostPath', 'path'], path)], expected: 'a CSI or local volume', ...(gain === undefined ? {} : { factors: { gain } }) }];
  },
  examples: {
    bad: [volume('/etc'), documents(volume('/srv/data'), withVolume('emptyDir: {}'))],
    good: ['apiVersion: v1\nkind: PersistentVolume\nmetadata: {name: data}\nspec: {local: {path: /mnt/disks/1}}\n'],
    unknown: [],
  },
});

export default rule;
