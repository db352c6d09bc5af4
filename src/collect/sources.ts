import { existsSync, globSync, lstatSync, readdirSync, realpathSync, statSync, type Dirent } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import type { Problem, SkipReason, SourceSummary } from '../model/snapshot.ts';

/** One file to read, under the name that reports print. */
export interface InputFile {
  /** As a person would write it, relative to where they stand. */
  readonly name: string;
  readonly path: string;
  /** Named by the user, so its content decides and not its ending. */
  readonly explicit: boolean;
}

export interface ResolvedSource {
  readonly source: string;
  readonly kind: SourceSummary['kind'];
  readonly files: readonly InputFile[];
  readonly skipped: readonly { readonly file: string; readonly reason: SkipReason }[];
  /** Said where a source holds more than is read. */
  readonly problems: readonly Problem[];
}

/** A SOURCE that leads nowhere. The message is one line; `hint` says what to try. */
export class SourceError extends Error {
  readonly hint: string;
  constructor(message: string, hint: string) {
    super(message);
    this.name = 'SourceError';
    this.hint = hint;
  }
}

const manifestName = /\.(ya?ml|json)$/i;
const bundleText = /\.(log|txt|gz|tgz|xz|html|pprof|journal)$/i;
/** How many files of one source are looked at, whatever they are. */
export const mostFiles = 1_000_000;
const toldEvery = 1000;
const ignoredDirectories = new Set(['.git', '.hg', '.svn', 'node_modules']);

/** Whether a file that nobody named is read. */
export function isManifestName(path: string): boolean {
  return manifestName.test(path);
}

/** Whether a file is one of those that bundles keep beside objects. */
export function isBundleText(path: string): boolean {
  return bundleText.test(path);
}

export interface ResolveOptions {
  readonly cwd: string;
  /** Directories below that are left out. */
  readonly without?: readonly string[];
  /** More files than these are not looked at, and that is said. */
  readonly most?: number;
  /** Hears now and then how many files were found: a walk over a million takes seconds. */
  readonly onFound?: (files: number) => void;
}

/**
 * The files under one SOURCE: a file, a directory, or a glob.
 * @throws SourceError where nothing is there, or a kind of source is asked for that this version cannot read.
 */
export function resolveSource(source: string, { cwd, without = [], most = mostFiles, onFound }: ResolveOptions): ResolvedSource {
  const scheme = /^(cluster|git)(:|$)/.exec(source)?.[1];
  if (scheme && !existsSync(resolve(cwd, source))) {
    throw new SourceError(`${source}: this version reads files and directories; sources of kind "${scheme}" are not built yet`, scheme === 'cluster' ? 'Try: kubectl get all,nodes,configmaps -A -o json > dump.json && glacis scan dump.json' : 'glacis diff git:REV SOURCE reads revisions.');
  }
  const path = resolve(cwd, source);
  if (existsSync(path)) {
    if (statSync(path).isDirectory()) return directory(source, path, { cwd, without, most, ...(onFound ? { onFound } : {}) });
    return { source, kind: 'manifests', files: [{ name: source, path, explicit: true }], skipped: [], problems: [] };
  }
  if (/[*?[{]/.test(source)) return glob(source, cwd, most);
  throw new SourceError(`${source}: no such file or directory`, `Looked in ${cwd}.`);
}

function glob(source: string, cwd: string, most: number): ResolvedSource {
  const names = globSync(source, { cwd }).toSorted();
  const files = names.slice(0, most).filter((name) => statSync(resolve(cwd, name), { throwIfNoEntry: false })?.isFile() === true).map((name) => ({ name, path: resolve(cwd, name), explicit: true }));
  if (files.length === 0) throw new SourceError(`${source}: no file matches`, 'Quote the pattern so that the shell leaves it alone.');
  return { source, kind: 'manifests', files, skipped: [], problems: names.length > most ? [tooMany(source, most)] : [] };
}

function tooMany(source: string, most: number): Problem {
  return { file: source, line: 1, message: `more than ${most} files: the rest was not read, and what it holds was not judged`, remedy: 'Give a directory below it as SOURCE.' };
}

function directory(source: string, root: string, { cwd, without = [], most = mostFiles, onFound }: ResolveOptions): ResolvedSource {
  const left = new Set(without.map((path) => resolve(cwd, path)));
  const files: InputFile[] = [];
  const skipped: { file: string; reason: SkipReason }[] = [];
  const folders: string[] = [];
  const real = realpathSync(root);
  const base = source === '.' ? '' : source.replace(/\/+$/, '');
  const nameOf = (path: string): string => join(base, relative(root, path)) || relative(cwd, path);
  const problems: Problem[] = [];
  const pending = [root];
  let seen = 0;
  walk: for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const entry of entriesOf(next)) {
      const path = join(next, entry.name);
      if (entry.isDirectory()) {
        if (next === root) folders.push(entry.name);
        if (!ignoredDirectories.has(entry.name) && !left.has(path)) pending.push(path);
        continue;
      }
      if (seen === most) {
        problems.push(tooMany(source, most));
        break walk;
      }
      if (++seen % toldEvery === 0) onFound?.(seen);
      if (entry.isSymbolicLink()) takeLink(path);
      else if (entry.isFile()) take(path);
      else skipped.push({ file: nameOf(path), reason: 'no file of manifests' });
    }
  }
  files.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return { source, kind: kindOf(root, folders), files, skipped, problems };

  function entriesOf(folder: string): readonly Dirent[] {
    try {
      return readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? 1 : -1));
    } catch {
      skipped.push({ file: nameOf(folder), reason: 'unreadable' });
      return [];
    }
  }

  /** A link inside the tree leads to what is read under its own name, unless that name would be passed over. */
  function takeLink(path: string): void {
    const target = linkTarget(path, real);
    if (target === 'outside') skipped.push({ file: nameOf(path), reason: 'link out of the tree' });
    else if (target === 'nothing') skipped.push({ file: nameOf(path), reason: 'unreadable' });
    else if (target === 'hidden file') take(path);
    else if (target === 'hidden directory') skipped.push({ file: nameOf(path), reason: 'no file of manifests' });
  }

  function take(path: string): void {
    if (isManifestName(path)) files.push({ name: nameOf(path), path, explicit: false });
    else skipped.push({ file: nameOf(path), reason: isBundleText(path) ? 'log or text of a bundle' : 'no file of manifests' });
  }
}

type LinkTarget = 'outside' | 'nothing' | 'walked' | 'hidden file' | 'hidden directory';

function linkTarget(path: string, root: string): LinkTarget {
  try {
    const target = realpathSync(path);
    if (target !== root && !target.startsWith(root + sep)) return 'outside';
    const hidden = relative(root, target).split(sep).some((part) => ignoredDirectories.has(part));
    if (!lstatSync(target).isFile()) return hidden ? 'hidden directory' : 'walked';
    return hidden || !manifestName.test(target) ? 'hidden file' : 'walked';
  } catch {
    return 'nothing';
  }
}

function kindOf(root: string, folders: readonly string[]): SourceSummary['kind'] {
  if (existsSync(join(root, 'kube-system', 'pods.json')) || existsSync(join(root, 'kube-system', 'pods.yaml'))) return 'cluster-info dump';
  const within = [root, ...folders.map((name) => join(root, name))];
  return within.some((path) => existsSync(join(path, 'cluster-scoped-resources'))) ? 'must-gather' : 'manifests';
}
