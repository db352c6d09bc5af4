import { valueEnd, type Depth } from './json/scan.ts';
import type { TextProblem } from './problem.ts';
import { readYaml } from './yaml/read.ts';
import { withoutLogs } from './yaml/logs.ts';
import { splitYaml, yamlText } from './yaml/split.ts';

/** One document of a file, with what kubectl would make of it. */
export interface ManifestDocument {
  /** Null for a document that holds nothing. */
  readonly value: unknown;
  /** Byte range in the file, and the line at which it starts. */
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly format: 'yaml' | 'json';
}

export interface ManifestReader {
  readonly onDocument: (document: ManifestDocument) => void;
  readonly onProblem: (problem: TextProblem) => void;
  /** A log of a container that `kubectl cluster-info dump` wrote between documents, by its line. */
  readonly onLog?: (line: number) => void;
}

/**
 * Reads a file as kubectl does: JSON objects for as long as there are any, then YAML documents. Where kubectl would stop at a
 * document that it cannot read, this one becomes a problem and its neighbours are still given.
 */
export function readManifests(bytes: Buffer, { onDocument, onProblem, onLog }: ManifestReader): void {
  // kubectl takes one byte order mark from a file, and its YAML reader one from each document.
  const body = bytes.subarray(0, 3).equals(byteOrderMark) ? 3 : 0;
  const json = leadingJson(bytes, body);
  for (const document of json) onDocument(document);
  const from = json.length === 0 ? body : lineEnd(bytes, json.at(-1)?.end ?? body);
  const firstLine = json.length === 0 ? 1 : 1 + newlines(bytes, 0, from);
  const { bytes: yaml, lines: logs } = withoutLogs(bytes.subarray(from));
  if (json.length > 1 && skipSpace(bytes, from) < bytes.length) onProblem({ ...notJson, line: firstLine });
  for (const line of logs) onLog?.(line + firstLine - 1);
  const { documents, problems } = splitYaml(yaml);
  for (const problem of problems) onProblem({ ...problem, line: problem.line + firstLine - 1 });
  for (const document of documents) {
    const line = document.line + firstLine - 1;
    const { value, problems: own } = readYaml(yamlText(yaml, document), line, document.marked);
    for (const problem of own) onProblem(problem);
    if (value !== undefined) onDocument({ value, start: from + document.start, end: from + document.end, line, format: 'yaml' });
  }
}

const byteOrderMark: Buffer = Buffer.from([0xef, 0xbb, 0xbf]);

// After two objects kubectl is sure that the file is JSON to its end.
const notJson: Omit<TextProblem, 'line'> = {
  message: 'text that is no JSON after JSON objects: kubectl stops reading the file here', remedy: 'Write the file as YAML documents with --- lines between, or all of it as JSON.', severity: 'invalid', cause: 'not json',
};

function leadingJson(bytes: Buffer, from: number): readonly ManifestDocument[] {
  const found: ManifestDocument[] = [];
  let line = 1;
  let counted = 0;
  for (let start = skipSpace(bytes, from); bytes[start] === 0x7b; start = skipSpace(bytes, found.at(-1)?.end ?? from)) {
    const depth: Depth = { exceeded: false };
    const end = valueEnd(bytes, start, depth);
    const value = end === undefined || depth.exceeded ? undefined : parsed(bytes.toString('utf8', start, end));
    if (end === undefined || value === undefined) break;
    line += newlines(bytes, counted, start);
    counted = start;
    found.push({ value, start, end, line, format: 'json' });
  }
  return found;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function skipSpace(bytes: Buffer, from: number): number {
  let at = from;
  for (let byte = bytes[at]; byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09; byte = bytes[at]) at++;
  return at;
}

/** After the white space that follows, up to and with the first line end. */
function lineEnd(bytes: Buffer, from: number): number {
  const to = skipSpace(bytes, from);
  const newline = bytes.subarray(from, to).indexOf(0x0a);
  return newline < 0 ? to : from + newline + 1;
}

function newlines(bytes: Buffer, from: number, to: number): number {
  let count = 0;
  for (let at = bytes.indexOf(0x0a, from); at >= 0 && at < to; at = bytes.indexOf(0x0a, at + 1)) count++;
  return count;
}
