import { nearest } from '../lang/nearest.ts';
import type { Problem } from '../model/snapshot.ts';
import { valueAt, type KubernetesObject, type Origin, type Path } from '../model/object.ts';
import { everywhere, type Exception } from './file.ts';
import { isDay } from './fields.ts';
import type { Vocabulary } from './read.ts';
import { templates } from './scope.ts';

const annotationPaths: readonly Path[] = templates.map((path) => [...path, 'annotations']);

/** `glacis.dev/accept.host-path: "reason; owner; 2027-03-31"` on an object accepts that rule for that object. */
export const acceptPrefix = 'glacis.dev/accept.';

export interface Annotated {
  /** Key of the object that carries it. */
  readonly key: string;
  readonly exception: Exception;
}

interface Annotations {
  readonly objects: readonly KubernetesObject[];
  readonly keyOf: (object: KubernetesObject) => string;
  readonly originOf: (object: KubernetesObject) => Origin | undefined;
}

/**
 * The exceptions that stand as annotations on objects. One that says no reason, no owner or no rule is a problem and accepts nothing:
 * whoever may write an object must not be able to stop a scan either.
 */
export function annotatedExceptions({ objects, keyOf, originOf }: Annotations, words: Vocabulary): { readonly exceptions: readonly Annotated[]; readonly problems: readonly Problem[] } {
  const exceptions: Annotated[] = [];
  const problems: Problem[] = [];
  for (const object of objects) {
    for (const [name, value] of acceptances(object)) {
      const origin = originOf(object);
      const rule = name.slice(acceptPrefix.length);
      const read = readAcceptance(rule, value, words);
      if (typeof read === 'string') problems.push({ file: origin?.file ?? '-', line: origin?.line ?? 1, message: `annotation ${name} accepts nothing: ${read}`, remedy: `Write it as ${acceptPrefix}RULE: "reason; owner; 2027-03-31", the day left out where it has no end.` });
      else exceptions.push({ key: keyOf(object), exception: { rules: [rule], findings: [], scope: everywhere, upTo: null, value: null, ...read, source: `annotation ${name} on ${object.kind} ${object.metadata.namespace === undefined ? '' : `${object.metadata.namespace}/`}${object.metadata.name}` } });
    }
  }
  return { exceptions, problems };
}

const none: readonly (readonly [string, unknown])[] = [];

function acceptances(object: KubernetesObject): readonly (readonly [string, unknown])[] {
  let found = none;
  for (const path of annotationPaths) {
    const annotations = valueAt(object, path);
    if (annotations === null || typeof annotations !== 'object') continue;
    // Most objects of a cluster carry none: their annotations are looked at and nothing is made.
    for (const name in annotations) if (name.startsWith(acceptPrefix)) found = [...found, [name, valueAt(annotations, [name])]];
  }
  return found;
}

function readAcceptance(rule: string, value: unknown, { rules }: Vocabulary): { readonly reason: string; readonly owner: string; readonly until: string | null } | string {
  if (!rules.has(rule)) {
    const near = nearest(rule, rules);
    return `there is no rule ${rule}${near === undefined ? '' : `, did you mean ${near}`}`;
  }
  const parts = (typeof value === 'string' ? value : '').split(';').map((part) => part.trim()).filter((part) => part !== '');
  const last = parts.at(-1) ?? '';
  const until = /^\d{4}-/.test(last) ? last : null;
  if (until !== null && !isDay(until)) return `${until} is no day`;
  const said = until === null ? parts : parts.slice(0, -1);
  const owner = said.at(-1);
  const reason = said.slice(0, -1).join('; ');
  return owner === undefined || reason === '' ? 'a reason and an owner are needed' : { reason, owner, until };
}
