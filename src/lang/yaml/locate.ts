import { YamlFault } from './cursor.ts';
import { isMergeKey, keyText } from './decode.ts';
import type { YamlMap, YamlNode } from './node.ts';
import { parseYaml } from './parser.ts';

export interface YamlPlace {
  /** Of a field its key, of a list item itself. */
  readonly at: number;
  readonly value: YamlNode;
}

/** A document whose fields can be found: parsed once for many questions. Text that is no YAML has no places. */
export class YamlPlaces {
  readonly text: string;
  readonly root: YamlNode | undefined;

  constructor(text: string, marked: boolean = false) {
    this.text = text;
    this.root = rootOf(text, marked);
  }

  /**
   * The index in the text at which the key of the last step of a path stands; for a missing field that of the nearest parent
   * that is there; undefined where not even the first step is. What an alias or a merge key brings stands where it is written.
   */
  indexOf(path: readonly (string | number)[]): number | undefined {
    let node = this.root;
    let found: number | undefined;
    for (const step of path) {
      const next = node && placeIn(node, step);
      if (!next) return found;
      found = next.at;
      node = next.value;
    }
    return found;
  }
}

function rootOf(text: string, marked: boolean): YamlNode | undefined {
  try {
    return parseYaml(text, marked).root;
  } catch (error) {
    if (error instanceof YamlFault) return undefined;
    throw error;
  }
}

/** As `locateJson`: the byte in the document at which a field stands. `YamlPlaces` serves for several fields. */
export function locateYaml(bytes: Buffer, path: readonly (string | number)[], marked: boolean = false): number | undefined {
  const text = bytes.toString('utf8');
  const index = new YamlPlaces(text, marked).indexOf(path);
  return index === undefined ? undefined : Buffer.byteLength(text.slice(0, index));
}

/** Where one step of a path leads from a node. */
export function placeIn(node: YamlNode, step: string | number): YamlPlace | undefined {
  const target = node.is === 'alias' ? node.target : node;
  if (target.is === 'map') return member(target, String(step));
  const item = target.is === 'list' ? target.items[Number(step)] : undefined;
  return item && { at: item.start, value: item };
}

/** Of several that write the same field the last one holds. */
function member(map: YamlMap, key: string): YamlPlace | undefined {
  for (let index = map.parts.length - 2; index >= 0; index -= 2) {
    const [name, value] = [map.parts[index], map.parts[index + 1]];
    if (!name || !value) continue;
    const found = isMergeKey(name) ? merged(value, key) : keyText(name) === key ? { at: name.start, value } : undefined;
    if (found) return found;
  }
  return undefined;
}

/** Of merged maps the first one holds. */
function merged(node: YamlNode, key: string): YamlPlace | undefined {
  for (const source of node.is === 'list' ? node.items : [node]) {
    const target = source.is === 'alias' ? source.target : source;
    const found = target.is === 'map' ? member(target, key) : undefined;
    if (found) return found;
  }
  return undefined;
}
