import { resolve } from 'node:path';
import type { Snapshot } from '../model/snapshot.ts';
import { Collector } from './collector.ts';
import { readBytes, readInput } from './read-file.ts';
import { resolveSource, SourceError, type ResolvedSource } from './sources.ts';

export { SourceError } from './sources.ts';

export interface CollectOptions {
  /** Where relative sources start; the process' directory when left out. */
  readonly cwd?: string;
  /** The namespace of objects that name none. */
  readonly namespace?: string;
  /** The bytes of standard input, for the source `-`. */
  readonly stdin?: Uint8Array;
  /** Called after each file, for a progress line. */
  readonly onProgress?: (progress: { readonly files: number; readonly objects: number; readonly file: string }) => void;
}

/** Files that are read, by the names that origins carry, so that a field can be found again when a person asks. */
export interface Collected {
  readonly snapshot: Snapshot;
  readonly paths: ReadonlyMap<string, string | Uint8Array>;
}

/**
 * Reads sources (files, directories, globs, `-`) into a snapshot: the objects, Secret values gone, and what could not be read.
 * @throws SourceError where a source leads nowhere
 */
export async function collect(sources: readonly string[], options: CollectOptions = {}): Promise<Snapshot> {
  return (await collectWithPaths(sources, options)).snapshot;
}

/** As `collect`, with what is needed to locate fields again. @throws SourceError */
export async function collectWithPaths(sources: readonly string[], options: CollectOptions = {}): Promise<Collected> {
  const cwd = resolve(options.cwd ?? '.');
  const collector = new Collector(options.namespace);
  const paths = new Map<string, string | Uint8Array>();
  let files = 0;
  for (const source of sources) {
    if (source === '-') {
      readStdin(options.stdin, collector, paths);
      continue;
    }
    const resolved = resolveSource(source, cwd);
    const before = { objects: collector.objects, documents: collector.documents };
    collector.bundle = resolved.kind !== 'manifests';
    for (const { file, reason } of resolved.skipped) collector.skip(file, 1, reason);
    for (const file of resolved.files) {
      paths.set(file.name, file.path);
      await readInput(file, collector);
      options.onProgress?.({ files: ++files, objects: collector.objects, file: file.name });
    }
    collector.bundle = false;
    collector.source(summaryOf(resolved, collector, before));
  }
  return { snapshot: collector.snapshot(), paths };
}

/** Reads text that is in memory, as a file of that name. */
export function collectText(text: string, options: { readonly name?: string; readonly namespace?: string } = {}): Collected {
  const name = options.name ?? 'input.yaml';
  const bytes = Buffer.from(text);
  const collector = new Collector(options.namespace);
  readBytes(name, bytes, collector);
  collector.source({ source: name, kind: 'manifests', files: 1, documents: collector.documents, objects: collector.objects });
  return { snapshot: collector.snapshot(), paths: new Map([[name, bytes]]) };
}

function readStdin(stdin: Uint8Array | undefined, collector: Collector, paths: Map<string, string | Uint8Array>): void {
  if (!stdin) throw new SourceError('-: nothing came on standard input', 'Pipe something in: kubectl get all -A -o yaml | glacis scan -');
  const before = { objects: collector.objects, documents: collector.documents };
  paths.set('-', stdin);
  readBytes('-', stdin, collector);
  collector.source({ source: '-', kind: 'stdin', files: 1, documents: collector.documents - before.documents, objects: collector.objects - before.objects });
}

function summaryOf(resolved: ResolvedSource, collector: Collector, before: { objects: number; documents: number }): Snapshot['sources'][number] {
  return {
    source: resolved.source,
    kind: resolved.kind,
    files: resolved.files.length,
    documents: collector.documents - before.documents,
    objects: collector.objects - before.objects,
  };
}
