import { refKey, refLabel, valueAt, type KubernetesObject, type ObjectRef, type Path } from '../../model/object.ts';
import { fields, type Fields } from '../../cluster/read.ts';
import { podTemplatesOf } from '../../cluster/templates.ts';
import type { ContainerPlace } from '../../attack/places.ts';
import { changeId, refuse, type Candidate, type Cuts } from '../candidate.ts';
import { word } from '../commands.ts';
import type { ChangeKind } from '../costs.ts';
import type { Objects } from '../objects.ts';
import type { World } from '../world.ts';

export interface PodChange {
  readonly kind: ChangeKind;
  /** What tells it from others of its kind on the same object. */
  readonly key: string;
  readonly title: string;
  readonly breaks: string;
  /** The pod spec with the change made; the same object where there is nothing to change. */
  readonly change: (spec: Fields) => Fields;
}

/** A change of the pods of a container: made where a person edits it, and followed by what its controller makes of it. */
export function changePod({ workload, state }: ContainerPlace, { kind, key, title, breaks, change }: PodChange, world: World): Cuts {
  const design = world.designs.get(state);
  const { ref } = workload;
  if (design !== undefined || workload.mirror) return refuse(`${refLabel(ref)} is ${design ?? 'a static pod of its node'} and needs it`);
  const { cluster } = world.context;
  const object = cluster.find(ref.kind, ref.apiGroup, ref.namespace, ref.name);
  if (object && changed(object, change) === object && cluster.given(ref.kind, ref.apiGroup, ref.namespace).filter(({ metadata }) => metadata.name === ref.name).length > 1) return refuse(`${refLabel(ref)} is there more than once: which of them is in the cluster, the files do not say`);
  if (object && changed(object, change) === object) return refuse(`the pods of ${refLabel(ref)} differ from its template: what changes them on their way in would have to be changed`);
  const candidate: Candidate = {
    id: changeId(kind, refKey(ref), key), kind, cost: world.costs[kind], title: `${title} in ${refLabel(ref)}`, breaks,
    ...commandsOf(ref),
    make: (objects) => apply(ref, change, objects),
  };
  return { changes: [candidate], refused: [] };
}

function apply(ref: ObjectRef, change: PodChange['change'], objects: Objects): void {
  for (const each of [ref, ...objects.madeBy(ref)]) {
    const object = objects.get(each);
    if (object) objects.put(each, changed(object, change), each === ref);
  }
}

function changed(object: KubernetesObject, change: PodChange['change']): KubernetesObject {
  return podTemplatesOf(object).reduce<KubernetesObject>((current, { specPath }) => {
    const spec = fields(valueAt(current, specPath));
    const after = spec && change(spec);
    return after === undefined || after === spec ? current : (withValue(current, specPath, after) as KubernetesObject);
  }, object);
}

function withValue(root: unknown, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined) return value;
  if (Array.isArray(root)) return root.map((item: unknown, index) => (index === Number(step) ? withValue(item, rest, value) : item));
  const map = fields(root) ?? {};
  return { ...map, [step]: withValue(map[step], rest, value) };
}

function commandsOf({ kind, namespace = '', name }: ObjectRef): Partial<Candidate> {
  if (!['Deployment', 'StatefulSet', 'DaemonSet'].includes(kind)) return {};
  const target = `${namespace === '' ? '' : `-n ${word(namespace)} `}rollout`;
  return { verify: `kubectl ${target} status ${kind.toLowerCase()}/${word(name)}`, undo: `kubectl ${target} undo ${kind.toLowerCase()}/${word(name)}` };
}

const lists = ['containers', 'initContainers', 'ephemeralContainers'] as const;

/** The spec with one container changed; others stay the same objects. */
export function inContainer(spec: Fields, name: string, change: (container: Fields) => Fields): Fields {
  let current = spec;
  for (const list of lists) {
    const all = current[list];
    if (!Array.isArray(all)) continue;
    const after = all.map((item: unknown) => {
      const container = fields(item);
      return container && container['name'] === name ? change(container) : item;
    });
    if (after.some((item, index) => item !== all[index])) current = { ...current, [list]: after };
  }
  return current;
}

/** The map with a field set, the same where it is so already. */
export function withField(map: Fields, name: string, value: unknown): Fields {
  return map[name] === value ? map : { ...map, [name]: value };
}

export function withoutField(map: Fields, name: string): Fields {
  if (map[name] === undefined) return map;
  const { [name]: _gone, ...rest } = map;
  return rest;
}
