import { posix } from 'node:path';
import { entries, fields, text, type Fields } from '../../cluster/read.ts';
import { known, unknown, type Fact } from '../../model/fact.ts';
import { gap, type Gap } from '../../model/gap.ts';
import { valueAt } from '../../model/object.ts';
import type { AttackContext } from '../context.ts';
import { podIn } from '../examples.ts';
import type { ContainerPlace } from '../places.ts';
import { fileIn, runFilesOf, volumeMountsOf } from '../run-files.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const ownerGap: Gap = gap('person', 'gap/shared-file-owner', 'May the user of the writing container change the program in the shared volume? ls -l of it in the pod.');

const claim = 'volumes: [{name: v, persistentVolumeClaim: {claimName: tools}}]';
const writes = (more = '', user = 0): string => podIn('shop', `securityContext: {runAsUser: ${user}}, volumeMounts: [{name: v, mountPath: /data${more}}]`, claim);
const runs = (command: string, more = ''): string => podIn('shop', `command: ${command}, volumeMounts: [{name: v, mountPath: /tools, readOnly: true${more}}]`, claim).replace('name: web', 'name: other');
const ends = { from: 'container:shop/web/app', to: 'container:shop/other/app' };
const init = podIn('shop', 'command: [/shared/app], volumeMounts: [{name: e, mountPath: /shared}]', 'volumes: [{name: e, emptyDir: {}}], initContainers: [{name: copy, image: registry.example/copy:1, securityContext: {runAsUser: 0}, volumeMounts: [{name: e, mountPath: /out}]}]');
const set = 'apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: web, namespace: shop}\nspec: {volumeClaimTemplates: [{metadata: {name: d}}], template: {spec: {containers: [{name: app, image: a, command: [/d/bin/app], volumeMounts: [{name: d, mountPath: /d}]}, {name: copy, image: b, securityContext: {runAsUser: 0}, volumeMounts: [{name: d, mountPath: /d}]}]}}}\n---\n';
const onNode = (run: string, written: string): string => [writes().replace('persistentVolumeClaim: {claimName: tools}', `hostPath: {path: ${written}}`), runs('[/tools/bin/app]').replace('persistentVolumeClaim: {claimName: tools}', `hostPath: {path: ${run}}`)].join('');

const technique: Technique = defineTechnique({
  id: 'technique/shared-volume',
  title: 'changes a program in a shared volume',
  why: 'Where one container writes a volume out of which another runs a program, whoever is in the first chooses what the second runs. Volumes outlive pods, and are shared by all that name their claim.',
  aliases: ['F5'],
  attack: ['T1080', 'T1005'],
  microsoft: ['MS-TA9041'],
  effort: 2,
  detects: 'Changed programs in volumes that are shared.',
  removes: 'Keep programs in images, or mount the volume read-only in all containers but the one that has to write it.',
  *steps(context) {
    for (const places of shared(context)) {
      for (const to of places.flatMap((place) => place.runs.map((file) => ({ ...place, file })))) {
        for (const from of places) {
          if (from.place === to.place || !from.writes || !reaches(from.subPath, to.file)) continue;
          const able = mayChange(from.place);
          yield { needs: [from.place.inside], gives: to.place.inside, certain: able.known, because: () => ({ text: `it writes the volume that holds ${to.file}, which the other runs`, evidence: [from.place.container.at('volumeMounts', from.index), to.place.container.at('command')], gaps: able.known ? [] : able.gaps }) };
        }
      }
    }
  },
  examples: {
    present: [{ objects: writes() + runs('[/tools/bin/app]'), ...ends }, { objects: init, from: 'container:shop/web/copy', to: 'container:shop/web/app' }, { objects: writes(', subPath: bin') + runs('[sh, /tools/bin/app]'), ...ends }, { objects: set, from: 'container:shop/web/copy', to: 'container:shop/web/app' }, { objects: onNode('/srv/tools', '/srv'), ...ends }, { objects: onNode('/srv/tools', '/srv/tools/bin'), ...ends }],
    absent: [
      { objects: onNode('/srv/tools', '/srv/other'), ...ends },
      { objects: onNode('/srv/tools', '/srv').replace('nodeName: worker', 'nodeName: elsewhere'), ...ends },
      { objects: writes(', readOnly: true') + runs('[/tools/bin/app]'), ...ends },
      { objects: writes(', subPath: var') + runs('[/tools/bin/app]'), ...ends },
      { objects: writes() + runs('[app, /tools/data]'), ...ends },
      { objects: writes() + runs('[cp, /tools/run.sh, /tmp]'), ...ends },
      { objects: writes() + runs('[/tools/bin/app]').replace('claimName: tools', 'claimName: others'), ...ends },
      { objects: writes() + runs('[/tools/bin/app]').replace('namespace: shop', 'namespace: blog'), from: ends.from, to: 'container:blog/other/app' },
    ],
    unknown: [{ objects: writes('', 1000) + runs('[/tools/bin/app]'), ...ends }],
  },
});

export default technique;

interface Use {
  /** Equal for all that share it. */
  readonly key: string;
  readonly place: ContainerPlace;
  readonly index: number;
  readonly subPath: string;
  readonly writes: boolean;
  /** Files of the volume that the container runs. */
  readonly runs: readonly string[];
}

interface Shared {
  /** Equal for all that share it. */
  readonly key: string;
  readonly readOnly: boolean;
  /** Where in what is shared it begins. */
  readonly from: string;
}

/** A claim is shared by all pods that name it, a directory of a node by those that run there, all else within a pod. */
function sharedBy(volume: Fields, { workload, pod }: ContainerPlace): readonly Shared[] {
  const claimed = fields(volume['persistentVolumeClaim']);
  if (claimed) return [{ key: `${workload.namespace}/${text(claimed['claimName']) ?? ''}`, readOnly: claimed['readOnly'] === true, from: '' }];
  const host = text(fields(volume['hostPath'])?.['path']);
  if (host !== undefined) return [`pod ${pod}`, ...[...workload.nodes].map((node) => `node ${node}`)].map((where) => ({ key: `${where} /`, readOnly: false, from: posix.normalize(host) }));
  return volume['emptyDir'] === undefined && volume['ephemeral'] === undefined ? [] : [withinPod(pod, text(volume['name']) ?? '')];
}

function withinPod(pod: string, name: string): Shared {
  return { key: `${pod} ${name}`, readOnly: false, from: '' };
}

/** The volumes of a pod by their names, with those of a StatefulSet's claims, of which each pod has its own. */
function volumesOf(place: ContainerPlace): ReadonlyMap<string, readonly Shared[]> {
  const { workload: { spec, object }, pod } = place;
  const claims = object.kind === 'StatefulSet' ? entries(valueAt(object, ['spec', 'volumeClaimTemplates'])).map(({ value }) => text(fields(value['metadata'])?.['name']) ?? '') : [];
  return new Map([...claims.map((name) => [name, [withinPod(pod, name)]] as const), ...entries(spec['volumes']).map(({ value }) => [text(value['name']) ?? '', sharedBy(value, place)] as const)]);
}

/** Volumes out of which a container runs something. */
function shared({ containers }: AttackContext): readonly (readonly Use[])[] {
  const running = new Set(containers.filter(({ container }) => runFilesOf(container).size > 0).flatMap(usesOf).flatMap(({ key, runs }) => (runs.length > 0 ? [key] : [])));
  if (running.size === 0) return [];
  return [...Map.groupBy(containers.flatMap(usesOf).filter(({ key }) => running.has(key)), ({ key }) => key).values()];
}

/** What a container mounts of what others may mount as well. */
function usesOf(place: ContainerPlace): readonly Use[] {
  const mounts = volumeMountsOf(place.container);
  if (mounts.length === 0) return [];
  const volumes = volumesOf(place);
  const files = [...runFilesOf(place.container)];
  return mounts.flatMap((mount) => (volumes.get(mount.volume) ?? []).map(({ key, readOnly, from }) => {
    const runs = files.flatMap((path) => fileIn(mount, path, mounts) ?? []).map((file) => under(from, file));
    return { key, place, index: mount.index, subPath: under(from, mount.subPath), writes: !mount.readOnly && !readOnly, runs };
  }));
}

function under(from: string, path: string): string {
  return from === '' ? path : posix.join(from, path).replace(/^\//, '');
}

function reaches(subPath: string, file: string): boolean {
  const start = subPath.replace(/^\.?\/|\/$/g, '');
  return start === '' || file === start || file.startsWith(`${start}/`);
}

/** Root changes every file; who owns the file of another user no object shows. */
function mayChange({ container: { runsAsRoot } }: ContainerPlace): Fact<boolean> {
  return runsAsRoot.known && runsAsRoot.value ? known(true) : unknown(ownerGap);
}
