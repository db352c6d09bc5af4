import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { UsageError } from './exit.ts';

const manifest = /\.(?:ya?ml|json)$/i;
const mostBytes = 1 << 30;
const slowest = 120_000;

export interface GitTree {
  /** Where the files of that revision stand for now. */
  readonly directory: string;
  /** The part of the tree that was asked for. */
  readonly path: string;
  readonly remove: () => void;
}

/**
 * The manifests of a revision, `REV` or `REV:PATH`, in a directory of their own: the work tree and the index are left alone, and
 * nothing is fetched. @throws UsageError where git does not know them
 */
export function gitTree(revision: string, cwd: string = '.'): GitTree {
  const [rev = '', path = '.'] = split(revision);
  const commit = git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${rev}^{commit}`], cwd, `git knows no revision ${rev} here`).toString().trim();
  const listed = git(['ls-tree', '-r', '-z', '--full-tree', commit, '--', path === '.' ? './' : path], cwd, `git cannot list ${revision}`).toString();
  // 100644 and 100755 are files; links and other repositories are left out.
  const files = listed.split('\0').flatMap((entry) => {
    const found = /^100\d{3} blob ([0-9a-f]+)\t(.*)$/s.exec(entry);
    return found?.[1] !== undefined && found[2] !== undefined && manifest.test(found[2]) ? [{ hash: found[1], name: found[2] }] : [];
  });
  if (files.length === 0) throw new UsageError(`git:${revision} holds no manifest`, 'PATH is counted from the root of the repository: git:main:deploy');
  const directory = mkdtempSync(join(tmpdir(), 'glacis-git-'));
  const remove = (): void => rmSync(directory, { recursive: true, force: true });
  try {
    const contents = git(['cat-file', '--batch'], cwd, `git cannot read ${revision}`, `${files.map(({ hash }) => hash).join('\n')}\n`);
    unpack(contents, files, directory);
  } catch (error) {
    remove();
    throw error;
  }
  return { directory, path, remove };
}

/** `REV:PATH`; a revision may hold a colon in braces only. */
function split(revision: string): readonly string[] {
  const at = revision.indexOf(':');
  return at < 0 ? [revision] : [revision.slice(0, at), revision.slice(at + 1).replace(/\/+$/, '') || '.'];
}

function unpack(contents: Buffer, files: readonly { readonly name: string }[], directory: string): void {
  let at = 0;
  for (const { name } of files) {
    const end = contents.indexOf(0x0a, at);
    const size = Number(/ blob (\d+)$/.exec(contents.toString('utf8', at, end))?.[1]);
    if (end < 0 || !Number.isInteger(size)) throw new UsageError(`git gave no content of ${name}`, 'Is the repository whole? git fsck');
    const file = join(directory, name);
    // A tree that was made by hand may try to lead out.
    if (file.startsWith(directory + sep)) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, contents.subarray(end + 1, end + 1 + size));
    }
    at = end + 1 + size + 1;
  }
}

function git(args: readonly string[], cwd: string, wrong: string, input?: string): Buffer {
  const env = { ...process.env, GIT_LITERAL_PATHSPECS: '1', GIT_NO_LAZY_FETCH: '1', GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0' };
  const run = spawnSync('git', ['-c', 'core.fsmonitor=false', ...args], { cwd, env, timeout: slowest, maxBuffer: mostBytes, ...(input === undefined ? {} : { input }) });
  if (run.error && 'code' in run.error && run.error.code === 'ENOENT') throw new UsageError('git was not found', 'git:REV asks the git of this machine: install it, or give directories.');
  if (run.error || run.status !== 0) throw new UsageError(wrong, run.stderr.toString().trim().split('\n')[0] || 'git log --oneline shows revisions; PATH is counted from the root of the repository.');
  return run.stdout;
}
