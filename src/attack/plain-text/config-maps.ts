import { posix } from 'node:path';
import { entries, fields, text, textMap, type Fields } from '../../cluster/read.ts';
import type { Container } from '../../cluster/workload.ts';
import { evidence } from '../../model/evidence.ts';
import type { AttackContext } from '../context.ts';
import type { PlainText } from '../plain-text.ts';
import { fileIn, volumeMountsOf, type VolumeMount } from '../run-files.ts';
import { volumesState, type State } from '../states.ts';
import { nodeReaders } from './nodes.ts';
import { configMapData } from './readings.ts';

/** Values of ConfigMaps. */
export function* configMaps(context: AttackContext, interesting: RegExp): Generator<PlainText> {
  for (const object of context.cluster.given('ConfigMap')) {
    const ref = context.cluster.ref(object);
    const { name, namespace = '' } = ref;
    for (const [key, value] of Object.entries(textMap(object['data']))) {
      if (!interesting.test(value)) continue;
      yield { value, holders: () => holdersOf(namespace, name, key, context), readings: [{ resource: configMapData, namespace, object: name }], where: `${key} of ConfigMap ${namespace}/${name}`, at: evidence(ref, ['data', key]) };
    }
  }
}

/** Containers that get the value, and the nodes that their pods run on. */
function holdersOf(namespace: string, name: string, key: string, context: AttackContext): readonly State[] {
  const found = new Set<State>();
  for (const { container, workload, inside } of context.containersIn(namespace)) {
    const how = inVariable(container, name, key) ? 'variable' : inFile(container, name, key) ? 'file' : undefined;
    if (how === undefined) continue;
    found.add(inside);
    for (const state of nodeReaders(workload)) found.add(state);
    if (how === 'file') for (const node of workload.nodes) found.add(volumesState(node));
  }
  return [...found];
}

function inVariable({ spec }: Container, name: string, key: string): boolean {
  if (entries(spec['envFrom']).some(({ value }) => fields(value['configMapRef'])?.['name'] === name)) return true;
  return entries(spec['env']).some(({ value }) => {
    const ref = fields(fields(value['valueFrom'])?.['configMapKeyRef']);
    return ref?.['name'] === name && ref['key'] === key;
  });
}

function inFile(container: Container, name: string, key: string): boolean {
  const files = new Map(entries(container.workload.spec['volumes']).map(({ value }) => [text(value['name']) ?? '', configMapsOf(value).flatMap((source) => (source.name === name ? filesOf([key], source.items) : []))]));
  const mounts = volumeMountsOf(container);
  return mounts.some((mount) => (files.get(mount.volume) ?? []).some((file) => isSeen(mount, file, mounts)));
}

/** Whether the file of the volume stands in the container, and nothing is mounted over it. */
function isSeen(mount: VolumeMount, file: string, all: readonly VolumeMount[]): boolean {
  const { mountPath, subPath } = mount;
  // Variables of the container decide.
  if (subPath.includes('$(')) return true;
  const below = posix.relative(posix.join('/', subPath), posix.join('/', file));
  return !below.startsWith('..') && fileIn(mount, posix.join(mountPath, below).replace(/(.)\/$/, '$1'), all) === file;
}

export interface MapSource {
  readonly name: string;
  readonly items: readonly Fields[];
}

/** The ConfigMaps of which a volume has files. */
export function configMapsOf(volume: Fields): readonly MapSource[] {
  const parts = [volume['configMap'], ...entries(fields(volume['projected'])?.['sources']).map(({ value }) => value['configMap'])];
  return parts.flatMap((part) => {
    const name = text(fields(part)?.['name']);
    return name === undefined ? [] : [{ name, items: entries(fields(part)?.['items']).map(({ value }) => value) }];
  });
}

/** The files that a volume makes of these keys. */
export function filesOf(keys: readonly string[], items: readonly Fields[]): readonly string[] {
  return items.length === 0 ? keys : items.flatMap(({ key, path }) => (typeof key === 'string' && keys.includes(key) ? [text(path) ?? key] : []));
}
