import { valueEnd } from './scan.ts';

// How far into an object its `kind` is looked for; lists name their kind or items among their first fields.
const headLength = 512;
// Of an object that names its items first, kubectl's order, its kind decides: so much of it is waited for.
const itemsFirst = 1 << 16;

/** Whether the object at `at` is a list of Kubernetes objects, told from its first fields. */
export function listHead(bytes: Buffer, at: number): 'list' | 'object' | 'more' | 'list or more' {
  const head = bytes.toString('latin1', at, at + headLength);
  const before = /^\{\s*((?:"(?:apiVersion|kind)"\s*:\s*"[^"]*"\s*,\s*|"metadata"\s*:\s*\{[^{}]*\}\s*,\s*)*)"items"\s*:\s*\[/.exec(head)?.[1];
  if (before !== undefined) {
    const kind = /"kind"\s*:\s*"([^"]*)"/.exec(before)?.[1];
    if (kind !== undefined) return kind.endsWith('List') ? 'list' : 'object';
    const end = valueEnd(bytes.subarray(0, at + itemsFirst), at);
    if (end === undefined) return bytes.length - at < itemsFirst ? 'list or more' : 'list';
    const value = parsed(bytes.toString('utf8', at, end));
    return value !== undefined && 'kind' in value && typeof value.kind === 'string' && !value.kind.endsWith('List') ? 'object' : 'list';
  }
  if (/^\{\s*(?:"apiVersion"\s*:\s*"[^"]*"\s*,\s*)?"kind"\s*:\s*"\w*List"/.test(head)) return 'list';
  return bytes.length - at < headLength && valueEnd(bytes, at) === undefined ? 'more' : 'object';
}

/** The object that a text is; undefined where it is none. */
export function parsed(text: string): object | undefined {
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}
