import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { readManifests, type ManifestDocument } from '../../lang/manifests.ts';
import type { Origin } from '../../model/object.ts';
import { fields, text, type Fields } from '../read.ts';
import { SourceError } from '../sources.ts';
import { run } from './run.ts';

export interface Built {
  readonly value: unknown;
  readonly origin: Origin;
}

interface Options {
  readonly cwd: string;
  readonly allowRemote: boolean;
}

const fileNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];
const annotation = 'config.kubernetes.io/origin';
const remedy = 'Install kubectl or kustomize, or build it elsewhere: kubectl kustomize DIR > built.yaml';

/**
 * Builds a kustomization by the user's own kubectl, else kustomize. Nothing is fetched unless that is allowed: every kustomization below it is read
 * first. @throws SourceError
 */
export async function kustomized(source: string, directory: string, options: Options): Promise<readonly Built[]> {
  const root = resolve(options.cwd, directory);
  if (kustomizationOf(root) === undefined) throw new SourceError(`${source}: no kustomization.yaml is there`, `Looked in ${root}.`);
  if (!options.allowRemote) demandLocal(source, root, options.cwd);
  const overlay = realpathSync(mkdtempSync(join(tmpdir(), 'glacis-kustomize-')));
  try {
    writeFileSync(join(overlay, 'kustomization.yaml'), JSON.stringify({ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources: [relative(overlay, realpathSync(root))], buildMetadata: ['originAnnotations'] }));
    const running = { allowRemote: options.allowRemote, remedy };
    const built = await run('kubectl', ['kustomize', overlay], source, running).catch((error: unknown) => {
      if (error instanceof SourceError && error.message.endsWith('was not found')) return run('kustomize', ['build', overlay], source, running);
      throw error;
    });
    return documentsOf(built, (document) => originOf(document, overlay, join(root, kustomizationOf(root) ?? ''), options.cwd));
  } finally {
    rmSync(overlay, { recursive: true, force: true });
  }
}

/** The documents of what a program printed, each with where its source stands. */
export function documentsOf(bytes: Buffer, originOf: (document: ManifestDocument) => Origin): readonly Built[] {
  const found: Built[] = [];
  readManifests(bytes, { onDocument: (document) => found.push({ value: document.value, origin: originOf(document) }), onProblem: () => undefined });
  return found;
}

function kustomizationOf(directory: string): string | undefined {
  return fileNames.find((name) => existsSync(join(directory, name)));
}

/** Fields whose entries kustomize fetches where they are no paths. */
const fetching = ['resources', 'bases', 'components', 'configurations', 'crds', 'generators', 'transformers', 'validators'];

/** @throws SourceError for what is not in the tree: kustomize would fetch it */
function demandLocal(source: string, root: string, cwd: string): void {
  const seen = new Set<string>();
  const pending = [root];
  for (let directory = pending.pop(); directory !== undefined; directory = pending.pop()) {
    const name = kustomizationOf(directory);
    if (seen.has(directory) || name === undefined) continue;
    seen.add(directory);
    const file = join(directory, name);
    const refuse = (what: string): never => {
      throw new SourceError(`${source}: ${relative(cwd, file)} takes ${what}, which is not in the tree`, 'Fetch it first and point to it, or let kustomize fetch it: --allow-remote');
    };
    for (const map of mapsOf(file)) {
      if (map['helmCharts'] !== undefined || map['helmChartInflationGenerator'] !== undefined) refuse('a Helm chart');
      for (const entry of entriesOf(map)) {
        const path = resolve(directory, entry);
        if (entry.includes('://') || !existsSync(path)) refuse(entry);
        if (statSync(path).isDirectory()) pending.push(path);
      }
    }
  }
}

function mapsOf(file: string): readonly Fields[] {
  const maps: Fields[] = [];
  readManifests(readFileSync(file), { onDocument: ({ value }) => maps.push(...[fields(value)].filter((map) => map !== undefined)), onProblem: () => undefined });
  return maps;
}

function entriesOf(map: Fields): readonly string[] {
  const listed = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
  const isInline = (entry: string): boolean => entry.includes('\n') || entry.trimStart().startsWith('{');
  return [
    ...fetching.flatMap((name) => listed(map[name])),
    ...listed(map['patchesStrategicMerge']),
    ...[...listed(map['patches']), ...listed(map['patchesJson6902']), ...listed(map['replacements']), fields(map['openapi'])].map((each) => fields(each)?.['path']),
  ].filter((entry) => typeof entry === 'string').filter((entry) => !isInline(entry));
}

/** The annotation names the file; the document in it is the one of that kind whose name the built one holds. */
function originOf({ value, start, end }: ManifestDocument, overlay: string, kustomization: string, cwd: string): Origin {
  const object = fields(value);
  const metadata = fields(object?.['metadata']);
  const annotations = fields(metadata?.['annotations']);
  const said = text(annotations?.[annotation]) ?? '';
  if (metadata && annotations && annotation in annotations) {
    delete annotations[annotation];
    if (Object.keys(annotations).length === 0) delete metadata['annotations'];
  }
  const path = /^(?:path|configuredIn): (.+)$/m.exec(said)?.[1];
  const isRemote = /^repo: /m.test(said);
  const file = path === undefined || isRemote ? kustomization : resolve(overlay, path);
  const line = lineOf(file, text(object?.['kind']), text(metadata?.['name']));
  return { file: relative(cwd, existsSync(file) ? file : kustomization) || dirname(file), line, start, end, format: 'none', built: true };
}

function lineOf(file: string, kind: string | undefined, name: string | undefined): number {
  if (kind === undefined || name === undefined || !existsSync(file) || fileNames.some((each) => file.endsWith(`/${each}`))) return 1;
  let found: number | undefined;
  readManifests(readFileSync(file), {
    onDocument: ({ value, line }) => {
      const own = text(fields(fields(value)?.['metadata'])?.['name']);
      if (found === undefined && text(fields(value)?.['kind']) === kind && own !== undefined && name.includes(own)) found = line;
    },
    onProblem: () => undefined,
  });
  return found ?? 1;
}
