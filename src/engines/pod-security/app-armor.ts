import { isDeepStrictEqual } from 'node:util';
import { entries, fields, text, textMap, type Fields } from '../../cluster/read.ts';
import type { Pod } from './pod.ts';

const prefix = 'container.apparmor.security.beta.kubernetes.io/';
const lists = ['initContainers', 'containers', 'ephemeralContainers'];
const longestProfile = 4095;

const fieldsFrom = 30;

/** From 1.30 the API server writes AppArmor annotations of containers that have no such field into the field, before Pod Security looks. */
export function withAppArmorFields<T extends Pod>(pod: T, minor: number): T {
  if (minor < fieldsFrom) return pod;
  const annotations = textMap(fields(pod.metadata)?.['annotations']);
  const spec = fields(pod.spec);
  if (!spec || fields(spec['os'])?.['name'] === 'windows' || !Object.keys(annotations).some((key) => key.startsWith(prefix))) return pod;
  const ofPod = fields(fields(spec['securityContext'])?.['appArmorProfile']);
  const changed = lists.flatMap((list) => (Array.isArray(spec[list]) ? [[list, entries(spec[list]).map(({ value }) => synced(value, annotations, ofPod))]] : []));
  return { ...pod, spec: { ...spec, ...(Object.fromEntries(changed) as Fields) } };
}

function synced(container: Fields, annotations: Readonly<Record<string, string>>, ofPod: Fields | undefined): Fields {
  const context = fields(container['securityContext']) ?? {};
  const annotation = annotations[`${prefix}${text(container['name']) ?? ''}`];
  if (annotation === undefined || fields(context['appArmorProfile'])) return container;
  const profile = profileOf(annotation);
  return profile && !isDeepStrictEqual(profile, ofPod) ? { ...container, securityContext: { ...context, appArmorProfile: profile } } : container;
}

/** The field that says the same; undefined where there is none, and the annotation stays alone. */
function profileOf(annotation: string): Fields | undefined {
  if (annotation === 'unconfined') return { type: 'Unconfined' };
  if (annotation === 'runtime/default') return { type: 'RuntimeDefault' };
  const name = annotation.startsWith('localhost/') ? annotation.slice('localhost/'.length) : '';
  return name !== '' && name.trim() === name && Buffer.byteLength(name) <= longestProfile ? { type: 'Localhost', localhostProfile: name } : undefined;
}
