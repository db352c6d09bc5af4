import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { readJsonItems, jsonItems, type JsonItem, type JsonSummary } from '../lang/json/items.ts';
import { readManifests } from '../lang/manifests.ts';
import type { TextProblem } from '../lang/problem.ts';
import { isUtf16 } from '../lang/yaml/split.ts';
import type { Collector } from './collector.ts';
import { asListItem } from './classify.ts';
import type { InputFile } from './sources.ts';

export const sniffed = 4096;
// Most manifests fit: opened once and read once, which is what a tree of a million files costs. It is kept by nobody who reads it.
const start: Buffer = Buffer.alloc(1 << 16);
// Node reads no larger file at once; dumps of that size are JSON, which is read in parts.
const largest = 2 ** 31 - 1;
/** One broken generator must not fill the screen: the rest of a file's problems is counted. */
const mostProblems = 20;

/**
 * Reads one file into the collector. A fault of the file is a problem of the snapshot, never an exception.
 * Gives the bytes of what can be read once only.
 */
export async function readInput(file: InputFile, collector: Collector): Promise<Uint8Array | undefined> {
  try {
    const open = openSync(file.path, 'r');
    try {
      const stat = fstatSync(open);
      // A pipe, such as <(...) of a shell, can be read once only.
      if (!stat.isFile()) {
        const bytes = readFileSync(open);
        readBytes(file.name, bytes, collector);
        return bytes;
      }
      const head = start.subarray(0, readSync(open, start, 0, start.length, 0));
      if (head.length < start.length) readBytes(file.name, head, collector);
      else if (contentOf(file.name, head.subarray(0, sniffed)) === 'json') await readJsonFile(file, collector);
      else if (stat.size > largest) throw new Error(`a file of ${Math.round(stat.size / 1e6)} MB that is no JSON`);
      else readBytes(file.name, readFileSync(file.path), collector);
    } finally {
      closeSync(open);
    }
  } catch (error) {
    collector.skip(file.name, 1, 'unreadable');
    const message = error instanceof Error ? error.message : String(error);
    collector.problem({ file: file.name, line: 1, message: `cannot be read: ${message}`, remedy: 'Check that the file is there and readable.' });
  }
  return undefined;
}

/** Reads bytes that are in memory: YAML, or JSON by its first character. */
export function readBytes(name: string, bytes: Uint8Array, collector: Collector): void {
  const content = contentOf(name, bytes.subarray(0, sniffed));
  if (content === 'binary') return collector.skip(name, 1, 'binary file');
  if (content === 'json') return finishJson(name, jsonItems(bytes, (item) => addItem(name, item, collector), collector.reader), collector);
  addYaml(name, bytes, collector);
}

/** Content decides, whatever the name says; a YAML file may hold JSON, and then kubectl's rules for YAML files hold. */
export function contentOf(name: string, head: Uint8Array): 'binary' | 'json' | 'yaml' {
  if (isUtf16(head)) return 'yaml';
  if (head.includes(0)) return 'binary';
  const first = head.find((byte) => byte !== 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0xef && byte !== 0xbb && byte !== 0xbf);
  return (first === 0x7b || first === 0x5b) && !/\.ya?ml$/i.test(name) ? 'json' : 'yaml';
}

/** The bytes of a file in pieces, each of which is gone when the next is asked for. */
function* chunksOf(path: string): Generator<Uint8Array> {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.allocUnsafeSlow(1 << 20);
    for (let length = readSync(file, bytes); length > 0; length = readSync(file, bytes)) yield bytes.subarray(0, length);
  } finally {
    closeSync(file);
  }
}

async function readJsonFile(file: InputFile, collector: Collector): Promise<void> {
  finishJson(file.name, await readJsonItems(chunksOf(file.path), (item) => addItem(file.name, item, collector), collector.reader), collector);
}

export function addItem(name: string, { value, start, end, line, list }: JsonItem, collector: Collector): void {
  collector.add(list ? asListItem(value, list) : value, { file: name, line, start, end, format: 'json' });
}

export function finishJson(name: string, summary: JsonSummary, collector: Collector): void {
  addProblems(name, summary.problems, collector);
  for (const line of summary.logs) collector.skip(name, line, 'log or text of a bundle');
  if (summary.items === 0 && summary.lists.length === 0 && summary.problems.length === 0) collector.skip(name, 1, 'empty document');
}

function addYaml(name: string, bytes: Uint8Array, collector: Collector): void {
  const problems: TextProblem[] = [];
  let documents = 0;
  readManifests(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
    onDocument: ({ value, ...place }) => {
      documents++;
      collector.add(value, { file: name, ...place });
    },
    onProblem: (problem) => problems.push(problem),
    onLog: (line) => collector.skip(name, line, 'log or text of a bundle'),
  });
  addProblems(name, problems, collector);
  if (documents === 0 && problems.length === 0) collector.skip(name, 1, 'empty document');
}

function addProblems(name: string, problems: readonly TextProblem[], collector: Collector): void {
  for (const { line, severity, cause } of problems) {
    if (severity === 'invalid') collector.skip(name, line, cause === 'template' ? 'unrendered template' : 'not valid');
  }
  for (const { line, message, remedy } of problems.slice(0, mostProblems)) collector.problem({ file: name, line, message, remedy });
  const next = problems[mostProblems];
  if (next) collector.problem({ file: name, line: next.line, message: `and ${problems.length - mostProblems} more like these`, remedy: 'Correct the ones before first.' });
}
