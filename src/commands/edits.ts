import { closeSync, openSync, readSync } from 'node:fs';
import { blockLines } from '../lang/yaml/render.ts';
import { fieldOf, refLabel, type Origin } from '../model/object.ts';
import type { FieldChange } from '../plan/edits.ts';
import { FileDrafts } from '../remediate/file-diff.ts';
import type { ShownEdit } from '../report/terminal-plan.ts';
import type { ReadAttack } from './attack.ts';

export interface Files {
  readonly drafts: FileDrafts;
  readonly paths: ReadonlyMap<string, string | Uint8Array>;
}

/** The user's files, for edits to be shown in them. */
export function filesOf({ paths }: ReadAttack): Files {
  return { paths, drafts: new FileDrafts((origin) => bytesOf(origin, paths.get(origin.file))) };
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

const style = { newline: '\n', mapIndent: 2, listIndent: 0 } as const;

/** Edits as a diff of the user's file, or of the fields of the object where no file can be edited. */
export function editsShown(fields: readonly FieldChange[], { drafts }: Files): readonly ShownEdit[] {
  return [...Map.groupBy(fields, ({ ref }) => ref)].flatMap(([ref, list]): readonly ShownEdit[] => {
    const { origin } = ref;
    const place = origin && `${origin.file}:${origin.line}`;
    const [first] = list;
    if (first?.path.length === 0) {
      if (first.to === null) return [{ where: `${place === undefined ? '' : `${place}  `}delete ${refLabel(ref)}`, lines: [] }];
      return [{ where: `new: ${refLabel(ref)}`, lines: blockLines(Object(first.to), 0, style).map((text) => ({ sign: '+', text })) }];
    }
    const diff = origin && drafts.edit(origin, list);
    if (diff) return [{ where: `${diff.file}:${diff.line}`, lines: diff.lines }];
    return [{ where: `${place === undefined ? '' : `${place}  `}${refLabel(ref)}`, lines: list.flatMap(({ path, from, to }) => [...(from === null ? [] : [{ sign: '-' as const, text: `${fieldOf(path)}: ${JSON.stringify(from)}` }]), ...(to === null ? [] : [{ sign: '+' as const, text: `${fieldOf(path)}: ${JSON.stringify(to)}` }])]) }];
  });
}
