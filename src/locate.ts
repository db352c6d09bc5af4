import { closeSync, openSync, readSync } from 'node:fs';
import { parseDocument, isMap, isSeq, isScalar, LineCounter } from 'yaml';
import type { Located } from './model/assessment.ts';
import type { Evidence } from './model/evidence.ts';
import type { Locate } from './model/locate.ts';
import { fieldOf, type Origin, type Path } from './model/object.ts';

/**
 * Finds fields again in the files they came from, when a report prints them: positions are computed for what is shown only.
 * @param paths the file, or its bytes, by the name that origins carry
 */
export function locator(paths: ReadonlyMap<string, string | Uint8Array>): Locate {
  // Items of one list share their document.
  const documents = new Map<string, { line: number; column: number; of: (path: Path) => number | undefined; lines: LineCounter }>();
  return ({ object, path, seen }: Evidence): Located => {
    const field = fieldOf(path);
    const origin = object.origin;
    if (!origin || origin.format === 'none') return { object, field, seen, location: null };
    let document = documents.get(`${origin.file}:${origin.start}`);
    if (!document) {
      document = readDocument(origin, paths.get(origin.file));
      documents.set(`${origin.file}:${origin.start}`, document);
    }
    const offset = document.of([...(origin.at ?? []), ...path]);
    const { line, col } = offset === undefined ? { line: 1, col: 1 } : document.lines.linePos(offset);
    return { object, field, seen, location: { file: origin.file, line: origin.line + line - 1, column: col } };
  };
}

function readDocument(origin: Origin, source: string | Uint8Array | undefined): { line: number; column: number; of: (path: Path) => number | undefined; lines: LineCounter } {
  const lines = new LineCounter();
  if (source === undefined) return { line: 1, column: 1, of: () => undefined, lines };
  // JSON is YAML too, so one reader of positions serves both.
  const document = parseDocument(bytesOf(origin, source).toString('utf8'), { lineCounter: lines, version: '1.1', strict: false, uniqueKeys: false, logLevel: 'silent' });
  return { line: 1, column: 1, lines, of: (path) => offsetOf(document.contents, path) };
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
