import { slotIn, setSplices } from './edit-set.ts';
import { EditRefused, type EditText, type Splice } from './edit-text.ts';
import type { YamlNode } from './node.ts';

type Step = string | number;

/** What to cut so that the field is gone; undefined where it is not there. @throws EditRefused */
export function removeSplices(text: EditText, root: YamlNode, path: readonly Step[]): readonly Splice[] | undefined {
  let node = root;
  for (const step of path.slice(0, -1)) {
    const next = slotIn(node, step);
    if (node.is === 'alias') throw new EditRefused(`*${node.name} stands where the field is`);
    if (!next) return undefined;
    node = next.value;
  }
  if (node.is === 'alias') throw new EditRefused(`*${node.name} stands where the field is`);
  const last = path.at(-1);
  if (last === undefined || node.is === 'scalar') return undefined;
  const slot = slotIn(node, last);
  if (!slot) return undefined;
  const entries = node.is === 'map' ? node.parts.filter((_, index) => index % 2 === 0) : node.items;
  const index = entries.indexOf(slot.key ?? slot.value);
  if (entries.length === 1) return setSplices(text, root, path.slice(0, -1), node.is === 'map' ? {} : []);
  if (node.flow) return [flowCut(text, node, index)];
  return [blockCut(text, node, index, slot.value)];
}

function blockCut(text: EditText, node: YamlNode & { is: 'map' | 'list' }, index: number, value: YamlNode): Splice {
  const start = startOf(node, index);
  const line = text.text.slice(text.lineStart(start), start);
  if (/\?/.test(line)) throw new EditRefused('the key is written with "?"');
  const last = value.end > start ? value : { ...value, start, end: endOf(node, index) };
  if (line.trim() === '') return text.withoutLines(start, last);
  // The first field of a list item shares its line with the dash.
  const next = startOf(node, index + 1);
  const end = text.contentEnd(last);
  return { from: start, to: text.text.slice(end, next).includes('#') ? end : next, text: '' };
}

function flowCut(text: EditText, node: YamlNode & { is: 'map' | 'list' }, index: number): Splice {
  const count = node.is === 'map' ? node.parts.length / 2 : node.items.length;
  if (index < count - 1) return { from: startOf(node, index), to: startOf(node, index + 1), text: '' };
  return { from: endOf(node, index - 1), to: endOf(node, index), text: '' };
}

function startOf(node: YamlNode & { is: 'map' | 'list' }, index: number): number {
  return (node.is === 'map' ? node.parts[2 * index]?.start : (node.dashes[index] ?? node.items[index]?.start)) ?? node.end;
}

function endOf(node: YamlNode & { is: 'map' | 'list' }, index: number): number {
  if (node.is === 'list') return Math.max(node.items[index]?.end ?? 0, (node.dashes[index] ?? -1) + 1);
  return Math.max(node.parts[2 * index]?.end ?? 0, node.parts[2 * index + 1]?.end ?? 0, (node.colons[index] ?? -1) + 1);
}
