import type { ContainerPlace } from '../../attack/places.ts';
import { entries, type Fields } from '../../cluster/read.ts';
import { refuse, type Cuts } from '../candidate.ts';
import type { World } from '../world.ts';
import { changePod, withoutField } from './pods.ts';

const lists = ['containers', 'initContainers'] as const;

/** A door that the pod opens on its node by itself. */
export function offTheNode(place: ContainerPlace, field: string, world: World): Cuts {
  if (field === 'hostNetwork') {
    return changePod(place, {
      kind: 'close-door', key: field, title: 'Leave hostNetwork unset', breaks: 'whoever reaches it at the address of its node, and what it does with the network of the node',
      // The API server fills in a hostPort for each port of such a pod.
      change: (spec) => (spec['hostNetwork'] === true ? withoutHostPorts(withoutField(spec, 'hostNetwork'), true) : spec),
    }, world);
  }
  if (place.workload.hostNetwork) return refuse('its ports are those of its node, since it is on the network of it');
  return changePod(place, {
    kind: 'close-door', key: field, title: 'Open no port of the node', breaks: 'whoever reaches it at the address of its node: give them a Service',
    change: (spec) => withoutHostPorts(spec, false),
  }, world);
}

/** @param same only those that are the port of the container itself */
function withoutHostPorts(spec: Fields, same: boolean): Fields {
  return lists.reduce<Fields>((current, list) => {
    const containers = current[list];
    if (!Array.isArray(containers)) return current;
    const after = entries(containers).map(({ value: container }) => {
      const ports = entries(container['ports']);
      if (!ports.some(({ value }) => isOpen(value, same))) return container;
      return { ...container, ports: ports.map(({ value }) => (isOpen(value, same) ? withoutField(value, 'hostPort') : value)) };
    });
    return after.some((container, index) => container !== containers[index]) ? { ...current, [list]: after } : current;
  }, spec);
}

function isOpen(port: Fields, same: boolean): boolean {
  return port['hostPort'] !== undefined && (!same || port['hostPort'] === port['containerPort']);
}
