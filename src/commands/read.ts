import { basename, resolve } from 'node:path';
import { assess } from '../assess.ts';
import { collectWithPaths } from '../collect/index.ts';
import { locator } from '../locate.ts';
import type { Assessment } from '../model/assessment.ts';
import { parseVersion } from '../lang/version.ts';
import { UsageError } from './exit.ts';

/** Options that every command which reads a cluster takes. */
export interface ReadOptions {
  readonly namespace?: string;
  readonly kubernetesVersion?: string;
  readonly openWorld?: boolean;
}

const quietFor = 1000;

/** Reads the sources and assesses them; progress goes to stderr once it takes longer than a second. */
export async function readAndAssess(sources: readonly string[], options: ReadOptions): Promise<Assessment> {
  if (options.kubernetesVersion !== undefined && !parseVersion(options.kubernetesVersion)) {
    throw new UsageError(`--kubernetes-version ${options.kubernetesVersion} is no Kubernetes version`, 'Such as: --kubernetes-version 1.34');
  }
  const given = sources.length === 0 ? ['.'] : sources;
  const started = performance.now();
  const progress = process.stderr.isTTY === true;
  const { snapshot, paths } = await collectWithPaths(given, {
    ...(options.namespace === undefined ? {} : { namespace: options.namespace }),
    ...(await stdinIfAsked(given)),
    onProgress: ({ files, objects }) => {
      if (progress && performance.now() - started > quietFor) process.stderr.write(`\r${files} files, ${objects} objects`);
    },
  });
  if (progress && performance.now() - started > quietFor) process.stderr.write('\r\u001b[K');
  return assess(snapshot, {
    name: basename(resolve(given[0] ?? '.')),
    locate: locator(paths),
    ...(options.kubernetesVersion === undefined ? {} : { kubernetesVersion: options.kubernetesVersion }),
    ...(options.openWorld === true ? { openWorld: true } : {}),
  });
}

/** The bytes of standard input where `-` is among the sources. */
export async function stdinIfAsked(sources: readonly string[]): Promise<{ readonly stdin?: Uint8Array }> {
  return sources.includes('-') ? { stdin: await readStdin() } : {};
}

async function readStdin(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}
