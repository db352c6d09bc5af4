import type { ContainerPlace } from '../../attack/places.ts';
import type { Reason } from '../../attack/technique.ts';
import { evidenceOf } from '../../cluster/mounts.ts';
import { entries, fields, text, type Fields } from '../../cluster/read.ts';
import type { HostPath } from '../../cluster/workload.ts';
import { fieldOf } from '../../model/object.ts';
import { together, type Cuts } from '../candidate.ts';
import type { World } from '../world.ts';
import { changePod, inContainer, withoutField } from './pods.ts';

/** The mount that a step shows, made read-only or taken away. */
export function mountCuts(place: ContainerPlace, { evidence: [seen] }: Reason, readOnlyHelps: boolean, world: World): Cuts {
  const mount = seen && place.container.hostPaths.find((each) => fieldOf(evidenceOf(place.container, each)[0].path) === fieldOf(seen.path));
  if (!mount) return { changes: [], refused: [] };
  return together([dropMount(place, mount, world), ...(readOnlyHelps && !mount.readOnly ? [readOnly(place, mount, world)] : [])]);
}

function volumeOf({ container }: ContainerPlace, { mount }: HostPath): string {
  const [list = '', index = 0] = mount;
  return text(entries(container.spec[list]).find((each) => each.index === index)?.value['name']) ?? '';
}

function readOnly(place: ContainerPlace, mount: HostPath, world: World): Cuts {
  const { name } = place.container;
  const volume = volumeOf(place, mount);
  return changePod(place, {
    kind: 'read-only-mount', key: `${name} ${volume}`, title: `Mount ${mount.path} of the node read-only for container ${name}`, breaks: `what ${name} writes there`,
    change: (spec) => inContainer(spec, name, (container) => {
      const mounts: readonly unknown[] = Array.isArray(container['volumeMounts']) ? container['volumeMounts'] : [];
      const after = mounts.map((item) => (fields(item)?.['name'] === volume && fields(item)?.['readOnly'] !== true ? { ...fields(item), readOnly: true } : item));
      return after.some((item, index) => item !== mounts[index]) ? { ...container, volumeMounts: after } : container;
    }),
  }, world);
}

function dropMount(place: ContainerPlace, mount: HostPath, world: World): Cuts {
  const { name } = place.container;
  const volume = volumeOf(place, mount);
  const isIt = (item: unknown): boolean => fields(item)?.['name'] === volume;
  return changePod(place, {
    kind: 'drop-host-path', key: `${name} ${volume}`, title: `Do not mount ${mount.path} of the node in container ${name}`, breaks: `what ${name} reads and writes there`,
    change: (spec) => {
      const cut = inContainer(spec, name, (container) => ['volumeMounts', 'volumeDevices'].reduce<Fields>((current, list) => {
        const mounts = current[list];
        if (!Array.isArray(mounts) || !mounts.some(isIt)) return current;
        const left = mounts.filter((item) => !isIt(item));
        return left.length === 0 ? withoutField(current, list) : { ...current, [list]: left };
      }, container));
      if (cut === spec) return spec;
      const mounted = ['containers', 'initContainers', 'ephemeralContainers'].some((list) => entries(cut[list]).some(({ value }) => ['volumeMounts', 'volumeDevices'].some((each) => entries(value[each]).some(({ value: item }) => isIt(item)))));
      const left = Array.isArray(cut['volumes']) ? cut['volumes'].filter((item) => !isIt(item)) : [];
      return mounted ? cut : left.length === 0 ? withoutField(cut, 'volumes') : { ...cut, volumes: left };
    },
  }, world);
}

/** A volume that others run programs out of, mounted read-only. */
export function readOnlyVolume(place: ContainerPlace, { evidence: [seen] }: Reason, world: World): Cuts {
  const { name } = place.container;
  const index = seen?.path.at(-1);
  const mount = entries(place.container.spec['volumeMounts']).find((each) => each.index === index)?.value;
  const volume = text(mount?.['name']);
  if (mount === undefined || volume === undefined) return { changes: [], refused: [] };
  return changePod(place, {
    kind: 'read-only-mount', key: `${name} ${text(mount['mountPath']) ?? ''}`, title: `Mount volume ${volume} read-only for container ${name}`, breaks: `what ${name} writes there`,
    change: (spec) => inContainer(spec, name, (container) => {
      const mounts: readonly unknown[] = Array.isArray(container['volumeMounts']) ? container['volumeMounts'] : [];
      const after = mounts.map((item) => (fields(item)?.['name'] === volume && fields(item)?.['readOnly'] !== true ? { ...fields(item), readOnly: true } : item));
      return after.some((item, at) => item !== mounts[at]) ? { ...container, volumeMounts: after } : container;
    }),
  }, world);
}
