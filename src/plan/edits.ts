import { isDeepStrictEqual } from 'node:util';
import type { PlanEdit } from '../model/plan.ts';
import { fieldOf, withoutOrigin, type KubernetesObject, type ObjectRef, type Path } from '../model/object.ts';
import type { Touched } from './objects.ts';
import { shownValue } from './shown-value.ts';

/** One field of one object, before and after; an empty path is the object as a whole. Null: it is not there. */
export interface FieldChange {
  readonly ref: ObjectRef;
  readonly path: Path;
  readonly from: unknown;
  readonly to: unknown;
}

/** What was done, field by field, in the order in which it is to be done. */
export function fieldChanges(touched: readonly Touched[]): readonly FieldChange[] {
  return touched.filter(({ told }) => told).flatMap(({ ref, before, after }): readonly FieldChange[] => {
    if (!before || !after) return before || after ? [{ ref, path: [], from: before ? shown(before) : null, to: after ?? null }] : [];
    return differences(before, after, []).map(({ path, from, to }) => ({ ref, path, from, to }));
  });
}

/** Maps are compared key by key, lists of one length item by item; others change as a whole. */
function differences(before: unknown, after: unknown, path: Path): readonly Omit<FieldChange, 'ref'>[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) return before.flatMap((item: unknown, index) => differences(item, after[index], [...path, index]));
  if (isMap(before) && isMap(after)) return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => differences(before[key], after[key], [...path, key]));
  return [{ path, from: before ?? null, to: after ?? null }];
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** A deleted object, without what the server wrote. */
function shown({ apiVersion, kind, metadata: { name, namespace, labels }, ...rest }: KubernetesObject): unknown {
  const { status: _status, ...spec } = rest;
  return { apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }), ...(labels === undefined ? {} : { labels }) }, ...spec };
}

export function editOf({ ref, path, from, to }: FieldChange): PlanEdit {
  const { kind, namespace, name, apiGroup, apiVersion = `${apiGroup === '' ? '' : `${apiGroup}/`}v1` } = withoutOrigin(ref);
  return { object: { apiVersion, kind, ...(namespace === undefined ? {} : { namespace }), name }, field: fieldOf(path), from: shownValue(from), to: shownValue(to) };
}
