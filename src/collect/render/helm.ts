import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import type { Origin } from '../../model/object.ts';
import type { ManifestDocument } from '../../lang/manifests.ts';
import { fields, text } from '../read.ts';
import { SourceError } from '../sources.ts';
import { documentsOf, type Built } from './kustomize.ts';
import { run } from './run.ts';

export interface HelmOptions {
  readonly cwd: string;
  readonly allowRemote: boolean;
  readonly namespace?: string;
  readonly values?: readonly string[];
}

const remedy = 'Install helm, or render it elsewhere: helm template NAME CHART > rendered.yaml';

/**
 * Renders a chart by the user's own helm, without a cluster. Only a chart in a directory or a packed one is taken unless fetching is allowed.
 * @throws SourceError
 */
export async function helmRendered(source: string, chart: string, options: HelmOptions): Promise<readonly Built[]> {
  const { cwd, allowRemote, namespace, values = [] } = options;
  const path = resolve(cwd, chart);
  const isHere = existsSync(path);
  if (!isHere && (!allowRemote || !/^(?:oci|https?):\/\//.test(chart))) throw new SourceError(`${source}: no chart is there`, /:\/\//.test(chart) ? 'Pull it first and give the directory, or let helm fetch it: --allow-remote' : `Looked in ${cwd}.`);
  if (isHere && statSync(path).isDirectory() && !existsSync(join(path, 'Chart.yaml'))) throw new SourceError(`${source}: no Chart.yaml is there`, `Looked in ${path}.`);
  for (const file of values) if (!existsSync(resolve(cwd, file))) throw new SourceError(`--helm-values ${file}: no such file`, `Looked in ${cwd}.`);
  // A name that no text of a chart can be taken for; the chart's own where it is one.
  const release = /^[a-z0-9][a-z0-9-]{0,40}$/.exec(basename(path).replace(/-\d.*\.tgz$|\.tgz$/, ''))?.[0] ?? 'release';
  const args = ['template', release, isHere ? path : chart, '--include-crds', ...(namespace === undefined ? [] : ['--namespace', namespace]), ...values.flatMap((file) => ['--values', resolve(cwd, file)])];
  const rendered = await run('helm', args, source, { allowRemote, remedy });
  const root = isHere && statSync(path).isDirectory() ? path : undefined;
  return documentsOf(rendered, (document) => originOf(document, rendered, root, source, cwd));
}

/** Each rendered document says from which template it is. */
function originOf({ value, start, end }: ManifestDocument, rendered: Buffer, root: string | undefined, source: string, cwd: string): Origin {
  const said = /^# Source: (.+)$/m.exec(rendered.toString('utf8', start, end))?.[1] ?? /# Source: (.+)\n(?!.*# Source: )[^#]*$/s.exec(rendered.toString('utf8', Math.max(0, start - 2000), start))?.[1];
  const [, ...inside] = (said ?? '').trim().split('/');
  const file = root === undefined || inside.length === 0 || inside.includes('..') ? undefined : join(root, ...inside);
  if (file === undefined || !existsSync(file)) return { file: said ?? source, line: 1, start, end, format: 'none', built: true };
  return { file: relative(cwd, file), line: lineOf(file, text(fields(value)?.['kind'])), start, end, format: 'none', built: true };
}

function lineOf(template: string, kind: string | undefined): number {
  const lines = readFileSync(template, 'utf8').split('\n');
  const index = lines.findIndex((line) => /^\s*kind:\s*(\S+)/.exec(line)?.[1]?.replaceAll(/["']/g, '') === kind);
  return index < 0 ? 1 : index + 1;
}
