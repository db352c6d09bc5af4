import { YamlFault } from './cursor.ts';
import { float32Key } from './float-key.ts';
import type { YamlAlias, YamlMap, YamlNode } from './node.ts';
import { resolve } from './resolve.ts';

export interface Decoded {
  readonly value: unknown;
  /** Keys that stand twice in one map, by the place of the later one, which holds. */
  readonly repeated: readonly { readonly key: string; readonly offset: number }[];
}

type Plain = Record<string, unknown>;

/** The value of a tree as kubectl turns it into JSON. @throws YamlFault */
export function decodeYaml(root: YamlNode): Decoded {
  const decoder = new Decoder();
  // The document itself counts as one step of the limit on aliases.
  decoder.count = 1;
  const value = decoder.node(root);
  decoder.checkJson(value, root.start);
  return { value, repeated: decoder.repeated };
}

/** The text that a key becomes in JSON; undefined for a null, a huge number, a list or a map, which cannot be keys. */
export function keyText(node: YamlNode): string | undefined {
  if (node.is === 'alias') return keyText(node.target);
  if (node.is !== 'scalar') return undefined;
  const { type, value, exact } = resolve(node);
  if (type === 'null' || type === 'large') return undefined;
  return type === 'float' ? float32Key(Number(value)) : (exact ?? String(value));
}

export function isMergeKey(node: YamlNode): boolean {
  return node.is === 'scalar' && node.text === '<<' && (node.plain || node.tag === 'tag:yaml.org,2002:merge');
}

class Decoder {
  readonly repeated: { readonly key: string; readonly offset: number }[] = [];
  count: number = 0;
  #aliased = 0;
  readonly #open = new Set<YamlAlias>();
  /** Maps with a key that JSON cannot have: a fault only if they are part of the value in the end. */
  readonly #badKeys = new Map<object, number>();
  #notFinite = false;

  node(node: YamlNode): unknown {
    this.#step(node);
    switch (node.is) {
      case 'alias':
        return this.#alias(node, () => this.node(node.target));
      case 'map': {
        const map: Plain = {};
        this.#fill(node, map, true);
        return map;
      }
      case 'list':
        return node.items.map((item) => this.node(item));
      case 'scalar': {
        const { value } = resolve(node);
        if (typeof value !== 'number') return value;
        if (!Number.isFinite(value)) this.#notFinite = true;
        // In JSON kubectl takes -0 for the integer, and drops its sign.
        return value + 0;
      }
    }
  }

  #step(node: YamlNode): void {
    this.count++;
    if (this.#open.size > 0) this.#aliased++;
    if (this.#aliased > 100 && this.count > 1000 && this.#aliased / this.count > allowedRatio(this.count)) {
      throw new YamlFault(node.start, 'aliases repeat so much that the document would fill the memory (an alias bomb); kubectl refuses it too');
    }
  }

  #alias<T>(node: YamlAlias, read: () => T): T {
    if (this.#open.has(node)) throw new YamlFault(node.start, `*${node.name} stands inside the value that it names`);
    this.#open.add(node);
    const value = read();
    this.#open.delete(node);
    return value;
  }

  /** `fresh`: the map is this node's own, and not one that it is merged into. */
  #fill(node: YamlMap, map: Plain, fresh: boolean): void {
    // What a merge brought may be written over; until there is one, all keys of the map are its own.
    let own: Set<string> | undefined;
    for (let index = 0; index < node.parts.length; index += 2) {
      const key = node.parts[index];
      const part = node.parts[index + 1];
      if (!key || !part) continue;
      if (isMergeKey(key)) {
        if (fresh) own ??= new Set(Object.keys(map));
        this.#merge(part, map);
        continue;
      }
      const name = this.#key(key, map);
      const value = this.node(part);
      if (name === undefined) continue;
      // Of what aliases repeat, the first reading has told already.
      if (fresh && this.#open.size === 0 && (own?.has(name) ?? Object.hasOwn(map, name))) this.repeated.push({ key: name, offset: key.start });
      own?.add(name);
      if (name === '__proto__') Object.defineProperty(map, name, { value, enumerable: true, writable: true, configurable: true });
      else map[name] = value;
    }
  }

  #key(key: YamlNode, map: Plain): string | undefined {
    this.#step(key);
    const target = key.is === 'alias' ? this.#alias(key, () => (this.#step(key.target), key.target)) : key;
    if (target.is !== 'scalar') throw new YamlFault(key.start, 'a list or a map as the key of a map');
    const name = keyText(target);
    if (name === undefined) this.#badKeys.set(map, key.start);
    return name;
  }

  /** A merge key writes over the keys before it, as those after it write over what it brought. */
  #merge(node: YamlNode, map: Plain): void {
    const sources = node.is === 'list' ? node.items.toReversed() : [node];
    for (const source of sources) {
      const target = source.is === 'alias' ? source.target : source;
      if (target.is !== 'map') throw new YamlFault(node.start, '<< merges maps, and this is none');
      this.#step(source);
      if (source.is === 'alias') this.#alias(source, () => (this.#step(target), this.#fill(target, map, false)));
      else this.#fill(target, map, false);
    }
  }

  /** @throws YamlFault where JSON has no word for the value */
  checkJson(value: unknown, start: number): void {
    if (this.#badKeys.size === 0 && !this.#notFinite) return;
    const pending = [value];
    for (let next = pending.pop(); pending.length > 0 || next !== undefined; next = pending.pop()) {
      if (typeof next === 'number' && !Number.isFinite(next)) throw new YamlFault(start, 'a number that is infinite or none (.inf, .nan), for which JSON has no word');
      if (next === null || typeof next !== 'object') continue;
      const bad = this.#badKeys.get(next);
      if (bad !== undefined) throw new YamlFault(bad, 'a key that is null or a huge number: put it in quotes');
      pending.push(...Object.values(next).filter((part) => part !== undefined && part !== null));
    }
  }
}

/** go-yaml's limit: small documents may consist of aliases nearly whole, large ones hardly. */
function allowedRatio(count: number): number {
  const [low, high] = [400_000, 4_000_000];
  if (count <= low) return 0.99;
  return count >= high ? 0.1 : 0.99 - 0.89 * ((count - low) / (high - low));
}
