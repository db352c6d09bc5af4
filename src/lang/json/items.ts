import { JsonSplitter } from './splitter.ts';
import type { SelectiveReader } from './selective-reader.ts';
import type { TextProblem } from '../problem.ts';

/** The list around items: filled as far as it is known when an item is given, complete once the reading is done. */
export interface JsonList {
  apiVersion?: string;
  kind?: string;
  metadata?: unknown;
}

/** One object of a dump, parsed from its own bytes. */
export interface JsonItem {
  readonly value: unknown;
  /** Byte range in the whole input. */
  readonly start: number;
  readonly end: number;
  /** Line of its first byte, from 1. */
  readonly line: number;
  /** The innermost list that it stands in. */
  readonly list: JsonList | undefined;
}

export interface JsonProblem extends TextProblem {
  /** Byte of the input. */
  readonly start: number;
}

export interface JsonSummary {
  readonly items: number;
  readonly lists: readonly JsonList[];
  readonly problems: readonly JsonProblem[];
  /** Lines at which logs of containers start that `kubectl cluster-info dump` writes between its objects. */
  readonly logs: readonly number[];
  readonly bytes: number;
}

/**
 * Reads JSON of any size object by object: the elements of top-level arrays and of the `items` of lists at any depth, and every
 * other top-level value; documents may follow one another, by lines or `---`. Memory holds one item at a time. An item that is
 * no JSON becomes a problem and the others are still given. Logs of `kubectl
 * cluster-info dump` are passed over. Errors of the source and of `onItem` pass through. `reader`: for items of which not all is asked.
 */
export async function readJsonItems(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, onItem: (item: JsonItem) => void, reader?: SelectiveReader): Promise<JsonSummary> {
  const splitter = new JsonSplitter(onItem, reader);
  for await (const chunk of source) splitter.push(chunk);
  return splitter.end();
}

const piece = 1 << 20;

/** As `readJsonItems`, for bytes that are in memory already. */
export function jsonItems(bytes: Uint8Array, onItem: (item: JsonItem) => void, reader?: SelectiveReader): JsonSummary {
  const splitter = new JsonSplitter(onItem, reader);
  // The splitter copies what it is given: a piece at a time, so that no large input is held twice.
  for (let at = 0; at < bytes.length; at += piece) splitter.push(bytes.subarray(at, at + piece));
  return splitter.end();
}
