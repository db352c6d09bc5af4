import { entries, fields, text, textMap, type Fields } from '../../cluster/read.ts';
import type { Workload } from '../../cluster/workload.ts';
import { evidence } from '../../model/evidence.ts';
import { refLabel, type Path } from '../../model/object.ts';
import type { AttackContext } from '../context.ts';
import type { PlainText } from '../plain-text.ts';
import type { State } from '../states.ts';
import { nodeReaders } from './nodes.ts';
import { annotated, readingsOfTemplate } from './readings.ts';

// Nothing that is looked for is shorter.
const shortest = 15;
const copied = 'kubectl.kubernetes.io/last-applied-configuration';

/** Annotations of pods by their templates, and of objects that people annotate. What kubectl writes there is left out where manifests are read. */
export function* annotations(context: AttackContext, interesting: RegExp): Generator<PlainText> {
  for (const workload of context.cluster.workloads) {
    const path: Path = workload.object.kind === 'Pod' ? ['metadata'] : [...workload.specPath.slice(0, -1), 'metadata'];
    for (const { name, value } of found(workload.annotations, interesting)) {
      const ref = context.cluster.ref(workload.object);
      yield { value, holders: () => [...nodeReaders(workload), ...shownTo(workload, name, context)], readings: readingsOfTemplate(workload), where: `annotation ${name} of the pods of ${refLabel(workload.ref)}`, at: evidence(ref, [...path, 'annotations', name]) };
    }
  }
  for (const { kind, group, name: resource, clusterScoped } of annotated) {
    // Of pods and of what else a controller makes, their templates were asked.
    if (kind === 'Pod') continue;
    for (const object of context.cluster.given(kind, group)) {
      const { metadata } = object;
      if (metadata.annotations === undefined || metadata.ownerReferences !== undefined) continue;
      for (const { name, value } of found(textMap(metadata.annotations), interesting)) {
        const ref = context.cluster.ref(object);
        const namespace = clusterScoped ? '' : (ref.namespace ?? '');
        const more = kind === 'Deployment' && name !== copied ? [{ resource: 'replicasets', namespace }] : [];
        yield { value, holders: () => [], readings: [{ resource, namespace, object: ref.name }, ...more], where: `annotation ${name} of ${refLabel(ref)}`, at: evidence(ref, ['metadata', 'annotations', name]) };
      }
    }
  }
}

interface Found {
  readonly name: string;
  readonly value: string;
}

function found(all: Readonly<Record<string, string>>, interesting: RegExp): readonly Found[] {
  const list: Found[] = [];
  for (const name in all) {
    const value = all[name] ?? '';
    if (value.length > shortest) for (const part of partsOf(value)) if (interesting.test(part)) list.push({ name, value: part });
  }
  return list;
}

/** The texts in an annotation that is JSON, as the copy that kubectl keeps is: where nothing is escaped they stand there as they are. */
function partsOf(value: string): readonly string[] {
  if (!value.startsWith('{') || !value.includes('\\')) return [value];
  try {
    return [value, ...textsIn(JSON.parse(value))];
  } catch {
    return [value];
  }
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(textsIn) : [];
}

/** Containers that get the annotation as a file or a variable. */
function shownTo(workload: Workload, name: string, context: AttackContext): readonly State[] {
  const showing = new Set(entries(workload.spec['volumes']).flatMap(({ value }) => (itemsOf(value).some((item) => shows(item, name)) ? [text(value['name'])] : [])));
  const places = context.containersIn(workload.namespace).filter((place) => place.workload === workload);
  return places.flatMap(({ container: { spec }, inside }) => {
    const mounted = entries(spec['volumeMounts']).some(({ value }) => showing.has(text(value['name'])));
    return mounted || entries(spec['env']).some(({ value }) => shows(fields(value['valueFrom']), name)) ? [inside] : [];
  });
}

function itemsOf(volume: Fields): readonly Fields[] {
  const parts = [volume['downwardAPI'], ...entries(fields(volume['projected'])?.['sources']).map(({ value }) => value['downwardAPI'])];
  return parts.flatMap((part) => entries(fields(part)?.['items']).map(({ value }) => value));
}

function shows(item: Fields | undefined, name: string): boolean {
  const path = text(fields(item?.['fieldRef'])?.['fieldPath']);
  return path === 'metadata.annotations' || path === `metadata.annotations['${name}']`;
}
