// Builds kube-apiserver, kube-controller-manager and etcd from their Go modules, a folder per Kubernetes minor below `.cache/servers`.
// Only the binaries are worth keeping: Go's own build cache can be emptied after each.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Where modules and binaries are kept; git ignores it. */
export const cache: string = resolve(import.meta.dirname, '../../.cache/servers');

const etcdVersion = 'v3.7.3';

/** The release read for each minor. Not every release's modules are served; `go list -m -versions k8s.io/kubernetes` tells. */
export const releases: Readonly<Record<number, string>> = {
  37: '1.37.2',
  36: '1.36.3',
  35: '1.35.4',
  34: '1.34.4',
  33: '1.33.13',
  32: '1.32.13',
  31: '1.31.14',
  30: '1.30.14',
  29: '1.29.6',
};

/** Modules that are not served of a release, and the release to take instead. None of them holds what is read here. */
const standIns: Readonly<Record<string, { readonly modules: readonly string[]; readonly release: string }>> = {
  '1.31.14': { modules: ['endpointslice', 'kube-controller-manager', 'kube-proxy', 'kube-scheduler'], release: '1.31.11' },
};

export type Server = 'kube-apiserver' | 'kube-controller-manager';

/** The path of that server of that minor, built unless it is in the cache. */
export async function buildServer(server: Server, minor: number): Promise<string> {
  const release = releases[minor];
  if (release === undefined) throw new Error(`no release is listed for 1.${minor}`);
  const folder = join(cache, `1.${minor}`);
  const binary = join(folder, `${server}-${release}`);
  if (existsSync(binary)) return binary;
  await writeModule(folder, release);
  await goBuild(folder, `k8s.io/kubernetes/cmd/${server}`, binary, `-X k8s.io/component-base/version.gitVersion=v${release}`);
  return binary;
}

/** The path of etcd, built unless it is in the cache. */
export async function buildEtcd(): Promise<string> {
  const folder = join(cache, 'etcd');
  const binary = join(folder, `etcd-${etcdVersion}`);
  if (existsSync(binary)) return binary;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'go.mod'), `module glacis.invalid/etcd\n\ngo 1.26.0\n\nrequire go.etcd.io/etcd/server/v3 ${etcdVersion}\n`);
  await writeFile(join(folder, 'main.go'), etcdMain);
  await rm(join(folder, 'go.sum'), { force: true });
  await goBuild(folder, '.', binary);
  return binary;
}

const etcdMain = `package main

import (
	"os"

	"go.etcd.io/etcd/server/v3/etcdmain"
)

func main() { etcdmain.Main(os.Args) }
`;

/**
 * A module that stands where Kubernetes' own stands: the same requirements, `go` and `godebug` lines, with the staging
 * folders, which the published module lacks, replaced by the modules published from them. The samples are named in the
 * module graph only; an empty module stands for them, as they are not published for every release.
 */
async function writeModule(folder: string, release: string): Promise<void> {
  const { stdout } = await run('go', ['mod', 'download', '-json', `k8s.io/kubernetes@v${release}`], { cwd: '/' });
  const { Dir: source } = JSON.parse(stdout) as { Dir: string };
  const standIn = standIns[release];
  const staging = (name: string): string => (standIn?.modules.includes(name) ? standIn.release : release).replace(/^1\./, 'v0.');
  const module = (await readFile(join(source, 'go.mod'), 'utf8'))
    .replace(/^module .*$/m, 'module glacis.invalid/kubernetes')
    .replaceAll(/^(\s*(?:replace )?)(k8s\.io\/sample-\S+) => \.\/staging\/\S+$/gm, '$1$2 => ./$2')
    .replaceAll(/^(\s*(?:replace )?)(k8s\.io\/(\S+)) => \.\/staging\/\S+$/gm, (_, start: string, path: string, name: string) => `${start}${path} => ${path} ${staging(name)}`);
  await mkdir(folder, { recursive: true });
  for (const [, sample] of module.matchAll(/ => \.\/(k8s\.io\/sample-\S+)$/gm)) {
    await mkdir(join(folder, sample!), { recursive: true });
    await writeFile(join(folder, sample!, 'go.mod'), `module ${sample}\n`);
  }
  await writeFile(join(folder, 'go.mod'), `${module}\nrequire k8s.io/kubernetes v${release}\n`);
  await writeFile(join(folder, 'go.sum'), await readFile(join(source, 'go.sum')));
}

async function goBuild(folder: string, target: string, binary: string, flags = ''): Promise<void> {
  // Up to 1.30 a server holds the old cloud providers, whose modules are large and not always served. They add no object.
  const args = ['build', '-mod=mod', '-trimpath', '-tags=providerless', '-ldflags', `-s -w ${flags}`.trim(), '-o', `${binary}.part`, target];
  const env = { ...process.env, CGO_ENABLED: '0', GOWORK: 'off', GOTOOLCHAIN: 'local' };
  await run('nice', ['-n', '19', 'go', ...args], { cwd: folder, env, maxBuffer: 64 << 20 });
  await rename(`${binary}.part`, binary);
}
