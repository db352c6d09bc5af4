import type { Change, Edit } from '../model/change.ts';
import { refKey, type KubernetesObject, type ObjectRef, type Origin, type Path } from '../model/object.ts';
import type { FieldFault, SecretFacts, Snapshot } from '../model/snapshot.ts';
import { refOf } from './identity.ts';

/** The snapshot with the edits made; objects that no change names are the same objects. Applying twice changes nothing more. */
export function applyChanges(snapshot: Snapshot, changes: readonly Change[], refTo: (object: KubernetesObject) => ObjectRef): Snapshot {
  const edits = new Map<string, Edit[]>();
  for (const change of changes) {
    for (const edit of change.edits) {
      const key = refKey(edit.op === 'create' ? refOf(edit.object) : change.target);
      edits.set(key, [...(edits.get(key) ?? []), edit]);
    }
  }
  const objects: KubernetesObject[] = [];
  const origins = new Map<KubernetesObject, Origin>();
  const faults = new Map<KubernetesObject, readonly FieldFault[]>();
  const secrets = new Map<KubernetesObject, SecretFacts>();
  const seen = new Set<string>();
  for (const object of snapshot.objects) {
    const key = refKey(refTo(object));
    seen.add(key);
    const changed = (edits.get(key) ?? []).reduce<KubernetesObject | undefined>(editObject, object);
    if (!changed) continue;
    objects.push(changed);
    const origin = snapshot.origins.get(object);
    if (origin) origins.set(changed, origin);
    const wrong = snapshot.faults?.get(object);
    if (wrong) faults.set(changed, wrong);
    const facts = snapshot.secrets.get(object);
    if (facts) secrets.set(changed, facts);
  }
  for (const [key, list] of edits) {
    for (const edit of list) if (edit.op === 'create' && !seen.has(key)) objects.push(edit.object);
  }
  return { ...snapshot, objects, origins, secrets, faults };
}

function editObject(object: KubernetesObject | undefined, edit: Edit): KubernetesObject | undefined {
  if (object === undefined || edit.op === 'delete') return undefined;
  if (edit.op === 'create') return edit.object;
  const copy = structuredClone(object);
  editAt(copy, edit.path, edit);
  return copy;
}

type Container = Record<string | number, unknown> | Record<string, unknown>;

function editAt(root: KubernetesObject, path: Path, edit: Exclude<Edit, { op: 'create' | 'delete' }>): void {
  const last = path.at(-1);
  if (last === undefined) return;
  const parent = parentOf(root, path, edit.op !== 'remove');
  if (!parent) return;
  if (edit.op === 'set') parent[last] = edit.value;
  else if (edit.op === 'append') append(parent, last, edit.value);
  else if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else delete parent[last];
}

function append(parent: Container, last: string | number, value: unknown): void {
  const list = Array.isArray(parent[last]) ? (parent[last] as unknown[]) : [];
  const there = list.some((item) => JSON.stringify(item) === JSON.stringify(value));
  parent[last] = there ? list : [...list, value];
}

/** The object that holds the last step of the path; missing ones are made on the way where asked. */
function parentOf(root: KubernetesObject, path: Path, make: boolean): Container | undefined {
  let parent: Container = root as Container;
  for (const [depth, step] of path.slice(0, -1).entries()) {
    const next = parent[step];
    if (next !== null && typeof next === 'object') {
      parent = next as Container;
      continue;
    }
    if (!make) return undefined;
    const made: Container | unknown[] = typeof path[depth + 1] === 'number' ? [] : {};
    parent[step] = made;
    parent = made as Container;
  }
  return parent;
}
