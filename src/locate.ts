import { closeSync, openSync, readSync } from 'node:fs';
import { locateJson } from './lang/json/locate.ts';
import { placeAt } from './lang/place.ts';
import { YamlPlaces } from './lang/yaml/locate.ts';
import type { Located, Location } from './model/assessment.ts';
import type { Evidence } from './model/evidence.ts';
import type { Locate } from './model/locate.ts';
import { fieldOf, withoutOrigin, type Origin, type Path } from './model/object.ts';

// Documents kept for the next field; more would hold a large tree in memory.
const mostDocuments = 500;

/** Where evidence was read, for those who show the lines around it. */
export interface EvidenceSource {
  readonly origin: Origin;
  readonly path: Path;
  /** The bytes of the document or item. @throws Error where the file is gone */
  readonly bytes: () => Buffer;
}

const sources = new WeakMap<Located, EvidenceSource>();

/** Undefined for what stands in no file. */
export function sourceOf(located: Located): EvidenceSource | undefined {
  return sources.get(located);
}

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
    if (!origin || origin.line === 0) return { object: shown, field, seen, location: null };
    // What came out of an archive, a snapshot or another program is known by the line it starts at.
    if (source === undefined || origin.format === 'none') return { object: shown, field, seen, location: { file: origin.file, line: origin.line, column: 1 } };
    // A terminal shows a few places of thousands: each is looked up when it is read.
    const located: Located = {
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
    sources.set(located, { origin, path, bytes: () => bytesOf(origin, source) });
    return located;
  };
}

function jsonPlace(origin: Origin, source: string | Uint8Array, path: Path): Location {
  const bytes = bytesOf(origin, source);
  const offset = locateJson(bytes, [...(origin.at ?? []), ...path]) ?? 0;
  return placeIn(origin, bytes.toString('utf8', 0, offset), offset);
}

function yamlPlace(origin: Origin, source: string | Uint8Array, path: Path, documents: Map<string, YamlPlaces>): Location {
  const key = `${origin.file}:${origin.start}`;
  let document = documents.get(key);
  if (!document) {
    document = new YamlPlaces(bytesOf(origin, source).toString('utf8'));
    if (documents.size >= mostDocuments) documents.clear();
    documents.set(key, document);
  }
  return placeIn(origin, document.text, document.indexOf([...(origin.at ?? []), ...path]) ?? 0);
}

function placeIn(origin: Origin, text: string, index: number): Location {
  const { line, column } = placeAt(text, Math.min(index, text.length));
  return { file: origin.file, line: origin.line + line - 1, column };
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
