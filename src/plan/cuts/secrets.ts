import type { ContainerPlace } from '../../attack/places.ts';
import type { Reason } from '../../attack/technique.ts';
import { entries, fields, text, type Fields } from '../../cluster/read.ts';
import { fieldOf, refKey, refLabel, type KubernetesObject, type ObjectRef, type Path } from '../../model/object.ts';
import { changeId, noCuts, refuse, type Candidate, type Cuts } from '../candidate.ts';
import { controllersAs } from '../controllers.ts';
import type { World } from '../world.ts';
import { changePod, inContainer, withoutField } from './pods.ts';

/** A Secret that a container gets as files or in its environment, given to it no more. */
export function dropSecret(place: ContainerPlace, { text: said }: Reason, world: World): Cuts {
  const { container, workload } = place;
  const secret = /^it gets Secret (.+)$/.exec(said)?.[1];
  if (secret === undefined) return noCuts;
  const [known] = controllersAs({ ...workload.serviceAccount, kind: 'ServiceAccount' }, world);
  if (known) return refuse(`${refLabel(workload.ref)} is ${known.name} and works with Secret ${secret}`);
  const mounted = new Set(entries(container.spec['volumeMounts']).map(({ value }) => value['name']));
  if (entries(workload.spec['volumes']).some(({ value }) => mounted.has(value['name']) && isShared(value, secret))) return refuse(`${refLabel(workload.ref)} mounts Secret ${secret} in one volume with others: take it out of there where ${container.name} does not need it`);
  return changePod(place, {
    kind: 'drop-secret', key: `${container.name} ${secret}`, title: `Give container ${container.name} Secret ${secret} no more`, breaks: `what ${container.name} does with it: give it one of its own with fewer rights where it needs any`,
    change: (spec) => {
      const volumes = new Set(entries(spec['volumes']).filter(({ value }) => holds(value, secret)).map(({ value }) => value['name']));
      return unused(inContainer(spec, container.name, (each) => without(without(without(each, 'volumeMounts', ({ name }) => volumes.has(name)), 'env', ({ valueFrom }) => fields(fields(valueFrom)?.['secretKeyRef'])?.['name'] === secret), 'envFrom', ({ secretRef }) => fields(secretRef)?.['name'] === secret)), volumes);
    },
  }, world);
}

function holds(volume: Fields, secret: string): boolean {
  return fields(volume['secret'])?.['secretName'] === secret || (sourcesOf(volume).length === 1 && sourcesOf(volume)[0] === secret);
}

/** Volumes with several sources are left to a person. */
function isShared(volume: Fields, secret: string): boolean {
  return sourcesOf(volume).length > 1 && sourcesOf(volume).includes(secret);
}

function sourcesOf(volume: Fields): readonly unknown[] {
  return entries(fields(volume['projected'])?.['sources']).map(({ value }) => fields(value['secret'])?.['name']);
}

function without(holder: Fields, list: string, goes: (item: Fields) => boolean): Fields {
  const items: readonly unknown[] = Array.isArray(holder[list]) ? holder[list] : [];
  const left = items.filter((item) => !goes(fields(item) ?? {}));
  return left.length === items.length ? holder : left.length === 0 ? withoutField(holder, list) : { ...holder, [list]: left };
}

/** Volumes of these that no container mounts any more go. */
function unused(spec: Fields, volumes: ReadonlySet<unknown>): Fields {
  const mounted = new Set(['containers', 'initContainers', 'ephemeralContainers'].flatMap((list) => entries(spec[list]).flatMap(({ value }) => entries(value['volumeMounts']).map((mount) => text(mount.value['name'])))));
  return without(spec, 'volumes', ({ name }) => volumes.has(name) && !mounted.has(text(name)));
}

/** A credential that stands in a ConfigMap, a variable or a Secret of its own: whoever reads it there reads it no more. */
export function dropCredential({ evidence: [seen] }: Reason, world: World): Cuts {
  if (!seen) return noCuts;
  const { object: ref, path } = seen;
  const key = path.at(-1);
  if (ref.kind === 'ConfigMap' && path[0] === 'data' && typeof key === 'string') return { changes: [gone(ref, `Take ${key} out of ${refLabel(ref)}`, key, world, (object) => ({ ...object, data: withoutField(fields(object['data']) ?? {}, key) }))], refused: [] };
  const object = world.context.cluster.find(ref.kind, ref.apiGroup, ref.namespace, ref.name);
  // What a controller made it makes again.
  if (path.at(-2) === 'annotations' && typeof key === 'string' && object?.metadata.ownerReferences === undefined) return { changes: [gone(ref, `Take annotation ${key} away from ${refLabel(ref)}`, fieldOf(path), world, (holder) => ({ ...holder, ...withoutAt(holder, path) }))], refused: [] };
  if (ref.kind !== 'Secret') return refuse(`${refLabel(ref)} has a credential in ${fieldOf(path)}: give it by a Secret that its program alone gets`);
  if (object?.['type'] === 'cluster.x-k8s.io/secret') return refuse(`Cluster API works with ${refLabel(ref)}: let nobody else read the Secrets of its namespace`);
  return { changes: [{ ...gone(ref, `Delete ${refLabel(ref)}`, '', world, () => undefined), undo: 'nothing brings it back but a copy of it: make a new login for what needs one' }], refused: [] };
}

function withoutAt(map: Fields, [name, ...rest]: Path): Fields {
  if (typeof name !== 'string') return map;
  return rest.length === 0 ? withoutField(map, name) : { ...map, [name]: withoutAt(fields(map[name]) ?? {}, rest) };
}

function gone(ref: ObjectRef, title: string, key: string, world: World, change: (object: KubernetesObject) => KubernetesObject | undefined): Candidate {
  return {
    id: changeId('drop-credential', refKey(ref), key), kind: 'drop-credential', cost: world.costs['drop-credential'], title,
    breaks: 'what logs in with it: give that program a login of its own with the rights that it needs; and change the old one, which may have been read',
    make: (objects) => {
      const object = objects.get(ref);
      if (object) objects.put(ref, change(object));
    },
  };
}
