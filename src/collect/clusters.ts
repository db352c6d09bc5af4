import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import { contentOf, type Content, type Packed } from './archive/unpack.ts';
import { SourceError } from './sources.ts';

/** One thing to read into a cluster. */
export interface Part {
  readonly source: string;
  readonly kind: 'files' | 'stdin' | 'archive' | 'snapshot' | 'kustomize' | 'helm';
  /** What an archive or a snapshot is packed as. */
  readonly content?: Content;
  /** Directories below that are clusters of their own. */
  readonly without?: readonly string[];
}

/** What is read into one assessment. */
export interface ClusterPlan {
  readonly name: string;
  readonly parts: readonly Part[];
  /** Found by splitting a directory: where nothing stands in it, nobody asked for it. */
  readonly found: boolean;
}

export interface PlanOptions {
  readonly cwd: string;
  readonly stdin?: Uint8Array;
  /** Directories whose subdirectories are clusters of their own. */
  readonly clusterPer?: readonly string[];
}

/**
 * Which clusters the sources describe: snapshots, support bundles, kustomizations and charts are each one of their own, and all files,
 * directories and standard input together are one. @throws SourceError for a directory to split that is under no source
 */
export function plannedClusters(sources: readonly string[], options: PlanOptions): readonly ClusterPlan[] {
  const plans: { name: string; parts: Part[]; found: boolean }[] = [];
  let shared: { name: string; parts: Part[]; found: boolean } | undefined;
  const split = new Set<string>();
  for (const source of sources) {
    const part = partOf(source, options);
    if (part.kind !== 'files' && part.kind !== 'stdin') {
      plans.push({ name: nameOf(part), parts: [part], found: false });
      continue;
    }
    const below = part.kind === 'files' ? subdirectories(source, options, split) : [];
    for (const path of below) plans.push({ name: basename(path), parts: [{ source: path, kind: 'files' }], found: true });
    const rest: Part = below.length === 0 ? part : { ...part, without: below };
    if (shared) shared.parts.push(rest);
    else plans.push((shared = { name: nameOf(part), parts: [rest], found: below.length > 0 }));
    if (below.length === 0) shared.found = false;
  }
  const idle = options.clusterPer?.find((directory) => !split.has(directory));
  if (idle !== undefined) throw new SourceError(`--cluster-per ${idle}: no directory with subdirectories of that name is under a SOURCE`, 'Give a directory whose subdirectories are one cluster each: --cluster-per environments');
  return distinct(plans);
}

function partOf(source: string, { cwd, stdin }: PlanOptions): Part {
  if (source === '-') return stdin === undefined ? { source, kind: 'stdin' } : packedPart(source, stdin, 'stdin');
  const path = resolve(cwd, source);
  const isThere = existsSync(path);
  const scheme = /^(kustomize|helm):/.exec(source)?.[1];
  if (!isThere && (scheme === 'kustomize' || scheme === 'helm')) return { source, kind: scheme };
  return isThere && statSync(path).isFile() ? packedPart(source, path, 'files') : { source, kind: 'files' };
}

function packedPart(source: string, packed: Packed, otherwise: 'files' | 'stdin'): Part {
  const content = headOf(source, packed);
  if (content === undefined) return { source, kind: otherwise };
  if (content.packing === 'unreadable') throw new SourceError(`${source}: this version unpacks gzip and zstd only`, 'Unpack it first, and give the directory: tar xf FILE');
  if (content.is === 'snapshot') return { source, kind: 'snapshot', content };
  return content.is === 'tar' ? { source, kind: 'archive', content } : { source, kind: otherwise, ...(content.packing === 'none' ? {} : { content }) };
}

/** Undefined where it cannot be opened, which is said when it is read. */
function headOf(_source: string, packed: Packed): Content | undefined {
  try {
    return contentOf(packed);
  } catch {
    return undefined;
  }
}

function nameOf({ source, kind }: Part): string {
  if (source === '-') return 'standard input';
  const name = basename(resolve(source.replace(/^(?:kustomize|helm):/, '')));
  return kind === 'archive' || kind === 'snapshot' ? name.replace(/(?:\.tar)?\.(?:gz|zst|tgz|tar)$|\.tgz$|\.glacis$/i, '') : name;
}

/** The subdirectories that `--cluster-per` makes clusters of, as a person would write them. */
function subdirectories(source: string, { cwd, clusterPer = [] }: PlanOptions, split: Set<string>): readonly string[] {
  const root = resolve(cwd, source);
  return clusterPer.flatMap((directory) => {
    const path = [resolve(cwd, directory), resolve(root, directory)].find((each) => (each === root || each.startsWith(root + sep)) && statSync(each, { throwIfNoEntry: false })?.isDirectory() === true);
    if (path === undefined) return [];
    const names = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name !== '.git' && entry.name !== 'node_modules').map(({ name }) => name).toSorted();
    if (names.length > 0) split.add(directory);
    return names.map((name) => join(source, relative(root, path), name));
  });
}

/** Two of one name are called by their sources. */
function distinct(plans: readonly ClusterPlan[]): readonly ClusterPlan[] {
  const byName = Map.groupBy(plans, ({ name }) => name);
  const taken = new Set<string>();
  return plans.map((plan) => {
    let name = (byName.get(plan.name)?.length ?? 0) > 1 ? (plan.parts[0]?.source ?? plan.name) : plan.name;
    for (let number = 2; taken.has(name); number++) name = `${plan.parts[0]?.source ?? plan.name} #${number}`;
    taken.add(name);
    return { ...plan, name };
  });
}
