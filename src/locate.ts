import { closeSync, openSync, readSync } from 'node:fs';
import { locateJson } from './lang/json/locate.ts';
import { parseDocument, isMap, isSeq, isScalar, LineCounter } from 'yaml';
import type { Located, Location } from './model/assessment.ts';
import type { Evidence } from './model/evidence.ts';
import type { Locate } from './model/locate.ts';
import { fieldOf, withoutOrigin, type Origin, type Path } from './model/object.ts';

// Documents kept for the next field; more would hold a large tree in memory.
const mostDocuments = 500;

/**
 * Finds fields again in the files they came from, when a report prints them: positions are computed for what is shown only.
 * @param paths the file, or its bytes, by the name that origins carry
 */
export function locator(paths: ReadonlyMap<string, string | Uint8Array>): Locate {
  // Findings and threats show the same fields, and items of one list share their document.
  const places = new Map<string, Location>();
  const documents = new Map<string, YamlPlaces>();
  return ({ object, path, seen }: Evidence): Located => {
    const field = fieldOf(path);
    const origin = object.origin;
    const source = origin && paths.get(origin.file);
    const shown = withoutOrigin(object);
    if (!origin || source === undefined) return { object: shown, field, seen, location: null };
    // A terminal shows a few places of thousands: each is looked up when it is read.
    return {
      object: shown,
      field,
      seen,
      get location(): Location {
        const key = `${origin.file}:${origin.start}:${fieldOf(origin.at ?? [])}:${field}`;
        const found = places.get(key) ?? (origin.format === 'json' ? jsonPlace(origin, source, path) : yamlPlace(origin, source, path, documents));
        places.set(key, found);
        return found;
      },
    };
  };
}

function jsonPlace(origin: Origin, source: string | Uint8Array, path: Path): Location {
  const bytes = bytesOf(origin, source);
  const offset = locateJson(bytes, [...(origin.at ?? []), ...path]) ?? 0;
  const before = bytes.toString('utf8', 0, offset);
  const lines = before.split('\n');
  return { file: origin.file, line: origin.line + lines.length - 1, column: (lines.at(-1) ?? '').length + 1 };
}

interface YamlPlaces {
  readonly root: unknown;
  readonly lines: LineCounter;
}

function yamlPlace(origin: Origin, source: string | Uint8Array, path: Path, documents: Map<string, YamlPlaces>): Location {
  const key = `${origin.file}:${origin.start}`;
  let document = documents.get(key);
  if (!document) {
    const lines = new LineCounter();
    const parsed = parseDocument(bytesOf(origin, source).toString('utf8'), { lineCounter: lines, version: '1.1', strict: false, uniqueKeys: false, logLevel: 'silent' });
    document = { root: parsed.contents, lines };
    if (documents.size >= mostDocuments) documents.clear();
    documents.set(key, document);
  }
  const offset = offsetOf(document.root, [...(origin.at ?? []), ...path]);
  const { line, col } = offset === undefined ? { line: 1, col: 1 } : document.lines.linePos(offset);
  return { file: origin.file, line: origin.line + line - 1, column: col };
}

function bytesOf(origin: Origin, source: string | Uint8Array): Buffer {
  if (typeof source !== 'string') return Buffer.from(source.subarray(origin.start, origin.end));
  const file = openSync(source, 'r');
  try {
    const bytes = Buffer.alloc(origin.end - origin.start);
    readSync(file, bytes, 0, bytes.length, origin.start);
    return bytes;
  } finally {
    closeSync(file);
  }
}

/** Where the key of the last step stands; for a missing field the nearest parent that is there. */
function offsetOf(root: unknown, path: Path): number | undefined {
  let node = root;
  let offset: number | undefined;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step));
      if (!pair || !isScalar(pair.key)) return offset;
      offset = pair.key.range?.[0];
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      const range = node !== null && typeof node === 'object' && 'range' in node ? (node.range as readonly number[] | undefined) : undefined;
      if (!range) return offset;
      offset = range[0];
    } else return offset;
  }
  return offset;
}
