import { isDeepStrictEqual } from 'node:util';
import { YamlFault } from './cursor.ts';
import { decodeYaml } from './decode.ts';
import { removeSplices } from './edit-remove.ts';
import { appendSplice, setSplices } from './edit-set.ts';
import { applySplices, EditRefused, EditText, type Splice } from './edit-text.ts';
import { placeIn } from './locate.ts';
import type { YamlNode } from './node.ts';
import { parseYaml } from './parser.ts';
import type { YamlDocument } from './split.ts';

type Path = readonly (string | number)[];

/** A change of one field. `append` adds to a list what it does not hold yet. */
export type FieldEdit =
  | { readonly op: 'set' | 'append'; readonly path: Path; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: Path };

/** `refused` says why the text stays as it is: what it says could not be changed without changing more. */
export type Edited = { readonly bytes: Buffer; readonly refused?: undefined } | { readonly refused: string; readonly bytes?: undefined };

/**
 * Makes edits in one document of a YAML file. Every byte that an edit does not concern stays: comments, quotes, indentation,
 * line ends. The result is read again and must be what the edits make of the value; else nothing is changed.
 */
export function editYaml(bytes: Uint8Array, document: Pick<YamlDocument, 'start' | 'end'> & { readonly marked?: boolean }, edits: readonly FieldEdit[]): Edited {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = file.toString('utf8', document.start, document.end);
  try {
    const edited = edits.reduce((current, edit) => editText(current, edit, document.marked ?? false), text);
    return { bytes: Buffer.concat([file.subarray(0, document.start), Buffer.from(edited), file.subarray(document.end)]) };
  } catch (error) {
    if (error instanceof EditRefused || error instanceof YamlFault) return { refused: error.message };
    throw error;
  }
}

/** @throws EditRefused, YamlFault */
function editText(text: string, edit: FieldEdit, marked: boolean): string {
  let current = text;
  // Repeated keys go one after the other.
  for (let turn = 0; turn < 100; turn++) {
    const { root, aliased } = parseYaml(current, marked);
    if (!root) throw new EditRefused('the document is empty');
    const before = decodeYaml(root).value;
    const after = editedValue(before, edit);
    if (isDeepStrictEqual(before, after)) return current;
    const splices = splicesFor(new EditText(current, root), root, edit, before);
    for (const { from, to } of splices) {
      for (const name of aliased) if (new RegExp(`&${name}(?![\\w-])`).test(current.slice(from, to))) throw new EditRefused(`other places of the document repeat the value (&${name})`);
    }
    current = applySplices(current, splices);
    const { root: written } = parseYaml(current, marked);
    if (written && isDeepStrictEqual(decodeYaml(written).value, after)) return current;
    if (edit.op !== 'remove' || splices.length === 0) break;
  }
  throw new EditRefused('the text is written in a way that this edit cannot change safely');
}

function splicesFor(text: EditText, root: YamlNode, edit: FieldEdit, value: unknown): readonly Splice[] {
  if (edit.op === 'remove') return removeSplices(text, root, edit.path) ?? [];
  if (edit.op === 'set') return setSplices(text, root, edit.path, edit.value);
  const list = edit.path.reduce<YamlNode | undefined>((node, step) => (!node || node.is === 'alias' ? undefined : placeIn(node, step)?.value), root);
  if (list?.is === 'list' && list.items.length > 0) return [appendSplice(text, list, edit.value)];
  return setSplices(text, root, edit.path, valueAt(editedValue(value, edit), edit.path));
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((current, step) => (current !== null && typeof current === 'object' ? (current as Record<string | number, unknown>)[step] : undefined), value);
}

/** The value with an edit made; maps and lists that are not there are made for `set` and `append`. */
export function editedValue(value: unknown, edit: FieldEdit): unknown {
  return changed(value, edit.path, edit);
}

function changed(value: unknown, path: Path, edit: FieldEdit): unknown {
  const [step, ...rest] = path;
  if (step === undefined) {
    if (edit.op !== 'append') return edit.op === 'set' ? edit.value : value;
    const list: readonly unknown[] = Array.isArray(value) ? value : [];
    return list.some((item) => JSON.stringify(item) === JSON.stringify(edit.value)) ? list : [...list, edit.value];
  }
  const container = value !== null && typeof value === 'object' ? value : undefined;
  if (!container && edit.op === 'remove') return value;
  return Array.isArray(container) || (!container && typeof step === 'number') ? changedList(Array.isArray(container) ? container : [], step, rest, edit) : changedMap({ ...container }, String(step), rest, edit);
}

function changedList(list: readonly unknown[], step: string | number, rest: Path, edit: FieldEdit): unknown {
  const index = Number(step);
  if (edit.op === 'remove' && (rest.length === 0 || index >= list.length)) return list.filter((_, each) => each !== index);
  if (!(index <= list.length)) throw new EditRefused(`the list has ${list.length} items: there is no place for one at ${step}`);
  return [...list.slice(0, index), changed(list[index], rest, edit), ...list.slice(index + 1)];
}

function changedMap(map: Readonly<Record<string, unknown>>, key: string, rest: Path, edit: FieldEdit): unknown {
  const entries = Object.entries(map);
  if (edit.op === 'remove' && (rest.length === 0 || !Object.hasOwn(map, key))) return Object.fromEntries(entries.filter(([name]) => name !== key));
  const value = changed(Object.hasOwn(map, key) ? map[key] : undefined, rest, edit);
  return Object.fromEntries([...entries.filter(([name]) => name !== key), [key, value]]);
}
