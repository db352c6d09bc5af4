import { createReadStream, readFileSync } from 'node:fs';
import { readJsonItems, jsonItems, type JsonItem, type JsonSummary } from '../lang/json/items.ts';
import { readManifests } from '../lang/manifests.ts';
import type { TextProblem } from '../lang/problem.ts';
import type { Collector } from './collector.ts';
import { asListItem } from './classify.ts';
import type { InputFile } from './sources.ts';

const sniffed = 4096;

/** Reads one file into the collector. A fault of the file is a problem of the snapshot, never an exception. */
export async function readInput(file: InputFile, collector: Collector): Promise<void> {
  try {
    if (/\.json$/i.test(file.path)) return await readJsonFile(file, collector);
    readBytes(file.name, readFileSync(file.path), collector);
  } catch (error) {
    collector.skip(file.name, 1, 'unreadable');
    const message = error instanceof Error ? error.message : String(error);
    collector.problem({ file: file.name, line: 1, message: `cannot be read: ${message}`, remedy: 'Check that the file is there and readable.' });
  }
}

/** Reads bytes that are in memory: YAML, or JSON by its first character. */
export function readBytes(name: string, bytes: Uint8Array, collector: Collector): void {
  if (bytes.subarray(0, sniffed).includes(0) && !looksLikeUtf16(bytes)) return collector.skip(name, 1, 'binary file');
  if (startsAsJson(bytes) && !/\.ya?ml$/i.test(name)) {
    addJson(name, collector, (onItem) => jsonItems(bytes, onItem));
    return;
  }
  addYaml(name, bytes, collector);
}

async function readJsonFile(file: InputFile, collector: Collector): Promise<void> {
  const summary = await readJsonItems(createReadStream(file.path, { highWaterMark: 1 << 20 }), (item) => addItem(file.name, item, collector));
  finishJson(file.name, summary, collector);
}

function addJson(name: string, collector: Collector, read: (onItem: (item: JsonItem) => void) => JsonSummary): void {
  finishJson(name, read((item) => addItem(name, item, collector)), collector);
}

function addItem(name: string, { value, start, end, line, list }: JsonItem, collector: Collector): void {
  collector.add(list ? asListItem(value, { ...list }) : value, { file: name, line, start, end, format: 'json' });
}

function finishJson(name: string, summary: JsonSummary, collector: Collector): void {
  addProblems(name, summary.problems, collector);
  if (summary.items === 0 && summary.lists.length === 0 && summary.problems.length === 0) collector.skip(name, 1, 'empty document');
}

function addYaml(name: string, bytes: Uint8Array, collector: Collector): void {
  let found = 0;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  readManifests(buffer, ({ value, ...place }) => {
    found++;
    collector.add(value, { file: name, ...place });
  }, (problem) => {
    found++;
    addProblems(name, [problem], collector);
  });
  if (found === 0) collector.skip(name, 1, 'empty document');
}

function addProblems(name: string, problems: readonly TextProblem[], collector: Collector): void {
  for (const { line, message, remedy, severity, cause } of problems) {
    if (severity === 'invalid') collector.skip(name, line, cause === 'template' ? 'unrendered template' : 'not valid');
    collector.problem({ file: name, line, message, remedy });
  }
}

function startsAsJson(bytes: Uint8Array): boolean {
  const first = bytes.find((byte) => byte !== 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0xef && byte !== 0xbb && byte !== 0xbf);
  return first === 0x7b || first === 0x5b;
}

function looksLikeUtf16(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}
