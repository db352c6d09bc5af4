import type { Collector } from '../collector.ts';
import { helmRendered } from './helm.ts';
import { kustomized } from './kustomize.ts';

interface Options {
  readonly cwd: string;
  readonly namespace?: string;
  readonly allowRemote?: boolean;
  readonly helmValues?: readonly string[];
}

/** Builds `kustomize:DIR` or `helm:CHART` by the user's own program, and reads what it gives. @throws SourceError */
export async function readBuilt(kind: 'kustomize' | 'helm', source: string, collector: Collector, { cwd, namespace, allowRemote = false, helmValues }: Options): Promise<number> {
  const place = source.slice(kind.length + 1) || '.';
  const built = kind === 'kustomize' ? await kustomized(source, place, { cwd, allowRemote }) : await helmRendered(source, place, { cwd, allowRemote, ...(namespace === undefined ? {} : { namespace }), ...(helmValues ? { values: helmValues } : {}) });
  for (const { value, origin } of built) collector.add(value, origin);
  return new Set(built.map(({ origin }) => origin.file)).size;
}
