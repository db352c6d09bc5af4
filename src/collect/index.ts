import { resolve } from 'node:path';
import type { Snapshot } from '../model/snapshot.ts';
import { readArchive } from './archive/read-archive.ts';
import { unpacked, type Packed } from './archive/unpack.ts';
import { plannedClusters, type ClusterPlan, type Part } from './clusters.ts';
import { Collector } from './collector.ts';
import { readStream } from './read-chunks.ts';
import { readBytes, readInput } from './read-file.ts';
import { readBuilt } from './render/index.ts';
import { readSnapshot } from './snapshot/read.ts';
import { resolveSource, SourceError } from './sources.ts';
import { unbuilt } from './unbuilt.ts';

export { SourceError } from './sources.ts';
export type { ClusterPlan } from './clusters.ts';
export { snapshotLines } from './snapshot/write.ts';

export interface CollectOptions {
  /** Where relative sources start; the process' directory when left out. */
  readonly cwd?: string;
  /** The namespace of objects that name none. */
  readonly namespace?: string;
  /** The bytes of standard input, for the source `-`. */
  readonly stdin?: Uint8Array;
  /** Directories whose subdirectories are clusters of their own. */
  readonly clusterPer?: readonly string[];
  /** Let kustomize and helm fetch what is not in the tree. */
  readonly allowRemote?: boolean;
  /** Files of values for `helm:CHART`. */
  readonly helmValues?: readonly string[];
  /** Called after each file, for a progress line. */
  readonly onProgress?: (progress: Progress) => void;
}

export interface Progress {
  readonly files: number;
  readonly objects: number;
  readonly file: string;
  /** How many files a directory was seen to hold while it is still walked. */
  readonly found?: number;
}

/** Files that are read, by the names that origins carry, so that a field can be found again when a person asks. */
export interface Collected {
  readonly snapshot: Snapshot;
  readonly paths: ReadonlyMap<string, string | Uint8Array>;
  /** What a snapshot calls its cluster. */
  readonly name?: string;
}

/**
 * Reads sources (files, directories, globs, `-`, snapshots, support bundles, `kustomize:DIR`, `helm:CHART`) into a snapshot of one cluster: the objects, Secret
 * values gone, and what could not be read.
 * @throws SourceError where a source leads nowhere, or where the sources describe several clusters
 */
export async function collect(sources: readonly string[], options: CollectOptions = {}): Promise<Snapshot> {
  return (await collectWithPaths(sources, options)).snapshot;
}

/** As `collect`, with what is needed to locate fields again. @throws SourceError */
export async function collectWithPaths(sources: readonly string[], options: CollectOptions = {}): Promise<Collected> {
  const plans = clustersOf(sources, options);
  const [plan] = plans;
  if (plan && plans.length > 1) throw new SourceError(`${sources.join(' ')}: these are ${plans.length} clusters (${plans.slice(0, 5).map(({ name }) => name).join(', ')}${plans.length > 5 ? ', …' : ''}), and this asks about one`, 'Give the source of one of them. glacis scan and glacis threats take several.');
  return collectCluster(plan ?? { name: '', parts: [], found: false }, options);
}

/** The clusters that the sources describe, for `collectCluster`. @throws SourceError */
export function clustersOf(sources: readonly string[], { cwd, stdin, clusterPer }: CollectOptions = {}): readonly ClusterPlan[] {
  return plannedClusters(sources, { cwd: resolve(cwd ?? '.'), ...(stdin ? { stdin } : {}), ...(clusterPer ? { clusterPer } : {}) });
}

/** Reads one cluster. @throws SourceError */
export async function collectCluster({ parts }: ClusterPlan, options: CollectOptions = {}): Promise<Collected> {
  const [first] = parts;
  if (first?.kind === 'snapshot' && first.content) {
    const { name, ...snapshot } = await readSnapshot(first.source, packedOf(first, options), first.content);
    options.onProgress?.({ files: 1, objects: snapshot.objects.length, file: first.source });
    return { snapshot, paths: new Map(), ...(name === undefined ? {} : { name }) };
  }
  const collector = new Collector(options.namespace);
  const paths = new Map<string, string | Uint8Array>();
  const progress = { files: 0 };
  for (const part of parts) await readPart(part, collector, paths, progress, options);
  return { snapshot: collector.snapshot(), paths };
}

async function readPart(part: Part, collector: Collector, paths: Map<string, string | Uint8Array>, progress: { files: number }, options: CollectOptions): Promise<void> {
  const { source, content } = part;
  const cwd = resolve(options.cwd ?? '.');
  const before = { objects: collector.objects, documents: collector.documents, skipped: collector.skipped.length };
  const read = (kind: Snapshot['sources'][number]['kind'], files: number): void => {
    collector.bundle = false;
    collector.source({ source, kind, files, documents: collector.documents - before.documents, objects: collector.objects - before.objects });
  };
  if (part.kind === 'archive' && content) {
    collector.bundle = true;
    const { kind, files } = await readArchive(source, packedOf(part, options), content, collector, {
      onFile: (file) => options.onProgress?.({ files: ++progress.files, objects: collector.objects, file }),
    });
    return read(kind, files);
  }
  if (part.kind === 'kustomize' || part.kind === 'helm') return read(part.kind, await readBuilt(part.kind, source, collector, { ...options, cwd }));
  if (content && content.packing !== 'none') {
    await readStream(source.replace(/\.(?:gz|zst)$/i, ''), unpacked(packedOf(part, options), content.packing), collector);
    return read(part.kind === 'stdin' ? 'stdin' : 'manifests', 1);
  }
  if (part.kind === 'stdin') {
    if (!options.stdin) throw new SourceError('-: nothing came on standard input', 'Pipe something in: kubectl get all -A -o yaml | glacis scan -');
    paths.set('-', options.stdin);
    readBytes('-', options.stdin, collector);
    return read('stdin', 1);
  }
  const resolved = resolveSource(source, { cwd, ...(part.without ? { without: part.without } : {}), onFound: (found) => options.onProgress?.({ files: progress.files, objects: collector.objects, file: source, found }) });
  collector.bundle = resolved.kind !== 'manifests';
  for (const { file, reason } of resolved.skipped) collector.skip(file, 1, reason);
  for (const problem of resolved.problems) collector.problem(problem);
  for (const file of resolved.files) {
    const once = await readInput(file, collector);
    paths.set(file.name, once ?? file.path);
    options.onProgress?.({ files: ++progress.files, objects: collector.objects, file: file.name });
  }
  for (const problem of unbuilt(collector.skipped.slice(before.skipped))) collector.problem(problem);
  read(resolved.kind, resolved.files.length);
}

function packedOf({ source }: Part, { cwd, stdin }: CollectOptions): Packed {
  return source === '-' && stdin ? stdin : resolve(cwd ?? '.', source);
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
