// Narrow readers for objects of unknown shape: a wrong type reads as "not set", never as an exception.

export type Fields = Readonly<Record<string, unknown>>;

/** The value as an object with fields; undefined for anything else, arrays included. */
export function fields(value: unknown): Fields | undefined {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Fields) : undefined;
}

/** The value as a list of objects; entries of another type are left out, positions kept by `index`. */
export function entries(value: unknown): readonly { readonly index: number; readonly value: Fields }[] {
  if (!Array.isArray(value)) return [];
  const found: { readonly index: number; readonly value: Fields }[] = [];
  for (let index = 0; index < value.length; index++) {
    const each = fields(value[index]);
    if (each) found.push({ index, value: each });
  }
  return found;
}

/** As `entries`, for those who do not ask where each stands. */
export function mapsIn(value: unknown): readonly Fields[] {
  if (!Array.isArray(value)) return none;
  const list: readonly unknown[] = value;
  return list.every(isMap) ? list : list.filter(isMap);
}

const none: readonly Fields[] = [];

function isMap(value: unknown): value is Fields {
  return fields(value) !== undefined;
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function number(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

export function flag(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

/** The strings of a list; anything else is left out. */
export function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** The string values of a map; anything else is left out. */
export function textMap(value: unknown): Readonly<Record<string, string>> {
  const map = fields(value);
  if (!map) return {};
  if (isTextMap(map)) return map;
  return Object.fromEntries(Object.entries(map).filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
}

function isTextMap(map: Fields): map is Readonly<Record<string, string>> {
  for (const key in map) if (typeof map[key] !== 'string') return false;
  return true;
}
