import { keyText } from './decode.ts';
import { EditRefused, type EditText, type Splice } from './edit-text.ts';
import type { YamlNode } from './node.ts';
import { blockLines, fieldLines, inline, isNested, itemLines } from './render.ts';

type Step = string | number;

/** A value that is there, and what stands before it. */
interface Slot {
  readonly value: YamlNode;
  /** After the `:` or `-`; undefined where none is written, or where the value is the whole document. */
  readonly after: number | undefined;
  readonly container: YamlNode | undefined;
  readonly key: YamlNode | undefined;
}

/** What to write so that the field has the value; missing maps and lists on the way are made. @throws EditRefused */
export function setSplices(text: EditText, root: YamlNode, path: readonly Step[], value: unknown): readonly Splice[] {
  let slot: Slot = { value: root, after: undefined, container: undefined, key: undefined };
  for (const [depth, step] of path.entries()) {
    const node = slot.value;
    if (node.is === 'alias') throw new EditRefused(`*${node.name} stands where the field is: change the value that it names, with everything that repeats it`);
    const next = slotIn(node, step);
    if (next) {
      slot = next;
      continue;
    }
    const rest = path.slice(depth + 1).reduceRight<unknown>((inner, each) => (typeof each === 'number' ? [inner] : { [each]: inner }), value);
    if (node.is === 'map' && node.parts.length > 0 && typeof step === 'string') return [entrySplice(text, node, step, rest)];
    if (node.is === 'list' && node.items.length > 0 && typeof step === 'number') return [appendSplice(text, node, rest)];
    return replace(text, slot, typeof step === 'number' ? [rest] : { [step]: rest });
  }
  return replace(text, slot, value);
}

/** Where a step leads within one node, the last of repeated keys; nothing that merges bring. */
export function slotIn(node: YamlNode, step: Step): Slot | undefined {
  if (node.is === 'list' && typeof step === 'number') {
    const value = node.items[step];
    const dash = node.dashes[step];
    return value && { value, after: dash === undefined ? undefined : dash + 1, container: node, key: undefined };
  }
  if (node.is !== 'map') return undefined;
  for (let index = node.parts.length - 2; index >= 0; index -= 2) {
    const [key, value, colon] = [node.parts[index], node.parts[index + 1], node.colons[index / 2]];
    if (key && value && keyText(key) === String(step)) return { value, after: colon === undefined ? undefined : colon + 1, container: node, key };
  }
  return undefined;
}

function entrySplice(text: EditText, map: YamlNode & { is: 'map' }, key: string, value: unknown): Splice {
  const [first, last] = [map.parts[0], map.parts.at(-1)];
  if (!first || !last) throw new EditRefused('the map is empty');
  if (map.flow) return flowEntry(text, last, `${inline(key)}: ${inline(value)}`);
  return text.insertAfter(last.end >= (map.parts.at(-2)?.end ?? 0) ? last : first, fieldLines(key, value, text.column(first.start), text.style));
}

/** Another item at the end of a list that has some. */
export function appendSplice(text: EditText, list: YamlNode & { is: 'list' }, value: unknown): Splice {
  const last = list.items.at(-1);
  if (!last) throw new EditRefused('the list is empty');
  if (list.flow) return flowEntry(text, last, inline(value));
  return text.insertAfter(last, itemLines(value, text.column(list.dashes[0] ?? list.start), text.style));
}

function flowEntry(text: EditText, last: YamlNode, entry: string): Splice {
  const at = text.contentEnd(last);
  return { from: at, to: at, text: `${last.is === 'scalar' && last.empty ? ' ' : ''}, ${entry}` };
}

function replace(text: EditText, slot: Slot, value: unknown): readonly Splice[] {
  const { value: old, after, container } = slot;
  const inBlock = container === undefined || (container.is !== 'alias' && container.is !== 'scalar' && !container.flow);
  const oldBlock = (old.is === 'map' || old.is === 'list') && !old.flow;
  const wantsBlock = isNested(value) && inBlock && !((old.is === 'map' && old.parts.length > 0 && old.flow) || (old.is === 'list' && old.items.length > 0 && old.flow));
  if (oldBlock && /^[&!]/.test(text.text.slice(old.start, old.start + 1))) throw new EditRefused('the value has an anchor or a tag');
  if (wantsBlock) return asBlock(text, slot, value);
  const end = text.contentEnd(old);
  if (after === undefined) {
    if (container !== undefined && old.is === 'scalar' && old.empty) return [{ from: slot.key?.end ?? old.end, to: slot.key?.end ?? old.end, text: `: ${inline(value)}` }];
    return [{ from: old.start, to: end, text: inline(value) }];
  }
  if (old.is === 'scalar' && old.empty) return [{ from: after, to: after, text: ` ${inline(value)}` }];
  if (text.sameLine(after, old.start)) return [{ from: old.start, to: end, text: inline(value) }];
  return [{ from: after, to: after, text: ` ${inline(value)}` }, inBlock && text.startsLine(firstMark(old)) ? text.withoutLines(firstMark(old), old) : { from: old.start, to: end, text: '' }];
}

/** A map or list on lines of its own, under its key or after its dash. */
function asBlock(text: EditText, { value: old, after, container, key }: Slot, value: object): readonly Splice[] {
  const { newline, mapIndent, listIndent } = text.style;
  const end = text.contentEnd(old);
  const written = (column: number): string => blockLines(value, column, text.style).join(newline);
  if (!container) return [{ from: firstMark(old), to: end, text: written(text.column(firstMark(old))) }];
  if (after === undefined) throw new EditRefused('the key stands without its ":"');
  if (!key) {
    const column = old.is === 'scalar' || !text.sameLine(after, old.start) ? text.column(after - 1) + 2 : text.column(firstMark(old));
    if (/#/.test(text.text.slice(after, firstMark(old)))) throw new EditRefused('a comment stands between the dash and its value');
    return [{ from: after, to: Math.max(end, after), text: ' '.repeat(Math.max(1, column - text.column(after))) + written(column) }];
  }
  if (!text.startsLine(key.start) && text.text.slice(text.lineStart(key.start), key.start).includes('?')) throw new EditRefused('the key is written with "?"');
  const column = text.column(key.start) + (Array.isArray(value) ? listIndent : mapIndent);
  const lines = `${newline}${' '.repeat(column)}${written(column)}`;
  if (old.is === 'scalar' && old.empty) {
    const at = text.lineEnd(after);
    return [{ from: at, to: at, text: lines }];
  }
  if (text.sameLine(after, old.start)) {
    const at = text.lineEnd(end);
    return [{ from: after, to: end, text: '' }, { from: at, to: at, text: lines }];
  }
  const from = firstMark(old);
  return text.startsLine(from) ? [{ from: text.lineStart(from), to: end, text: ' '.repeat(column) + written(column) }] : [{ from, to: end, text: inline(value) }];
}

/** A list starts at its first dash. */
function firstMark(node: YamlNode): number {
  return node.is === 'list' && !node.flow ? Math.min(node.dashes[0] ?? node.start, node.start) : node.start;
}
