import { closeSync, openSync, readSync } from 'node:fs';
import { blockLines } from '../lang/yaml/render.ts';
import { YamlPlaces } from '../lang/yaml/locate.ts';
import { maskedText } from '../masked-text.ts';
import { fieldOf, refLabel, type ObjectRef, type Origin } from '../model/object.ts';
import type { PlanDiff } from '../model/plan.ts';
import type { FieldChange } from '../plan/edits.ts';
import type { DiffOf } from '../plan/result.ts';
import { shownValue } from '../plan/shown-value.ts';
import { FileDrafts } from '../remediate/file-diff.ts';

/** Shows edits in the user's files, the files or their bytes given by the names that origins carry. */
export function diffIn(paths: ReadonlyMap<string, string | Uint8Array>): DiffOf {
  const drafts = new FileDrafts((origin) => bytesOf(origin, paths.get(origin.file)), masked);
  return (fields) => [...Map.groupBy(fields, ({ ref }) => ref)].map(([ref, list]) => diffOf(ref, list, drafts));
}

function bytesOf({ start, end }: Origin, source: string | Uint8Array | undefined): Buffer | undefined {
  if (source === undefined) return undefined;
  if (typeof source !== 'string') return Buffer.from(source.subarray(start, end));
  const file = openSync(source, 'r');
  try {
    const bytes = Buffer.alloc(end - start);
    readSync(file, bytes, 0, bytes.length, start);
    return bytes;
  } finally {
    closeSync(file);
  }
}

function masked(text: string): string {
  const { root } = new YamlPlaces(text);
  return root ? maskedText(text, root) : '';
}

const style = { newline: '\n', mapIndent: 2, listIndent: 0 } as const;

/** Edits of one object as a diff of the user's file, or of its fields where no file can be edited. */
function diffOf(ref: ObjectRef, fields: readonly FieldChange[], drafts: FileDrafts): PlanDiff {
  const { origin } = ref;
  const place = origin ? `${origin.file}:${origin.line}  ` : '';
  const [first] = fields;
  if (first?.path.length === 0) {
    if (first.to === null) return { where: `${place}delete ${refLabel(ref)}`, lines: [] };
    return { where: `new: ${refLabel(ref)}`, lines: blockLines(Object(shownValue(first.to)), 0, style).map((text) => `+ ${text}`) };
  }
  const diff = origin && drafts.edit(origin, fields);
  if (diff) return { where: `${diff.file}:${diff.line}`, lines: diff.lines.map(({ sign, text }) => `${sign} ${text}`) };
  return { where: `${place}${refLabel(ref)}`, lines: fields.flatMap(({ path, from, to }) => [...(from === null ? [] : [`- ${fieldOf(path)}: ${JSON.stringify(shownValue(from))}`]), ...(to === null ? [] : [`+ ${fieldOf(path)}: ${JSON.stringify(shownValue(to))}`])]) };
}
