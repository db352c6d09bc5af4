import { basename, dirname } from 'node:path';
import type { Problem, Skipped } from '../model/snapshot.ts';

const kustomizations = new Set(['kustomization.yaml', 'kustomization.yml', 'Kustomization']);
const mostNamed = 3;

/** Kustomizations and charts whose files were read as they lie: what building them changes, and how to have it done. */
export function unbuilt(skipped: readonly Skipped[]): readonly Problem[] {
  const built = skipped.filter(({ file, reason }) => kustomizations.has(basename(file)) && (reason === 'kustomization' || reason === 'no file of manifests'));
  const charts = skipped.filter(({ file, reason }) => basename(file) === 'Chart.yaml' && reason === 'Helm chart metadata');
  const roots = new Set(charts.map(({ file }) => dirname(file)));
  return [
    ...problemOf(built, 'kustomization', 'its patches, generators and changed names are not in what was judged', 'kustomize'),
    // A chart in the charts/ of another is built with that.
    ...problemOf(charts.filter(({ file }) => !roots.has(dirname(dirname(dirname(file))))), 'chart', 'its templates are not in what was judged', 'helm'),
  ];
}

function problemOf(found: readonly Skipped[], what: string, lacks: string, scheme: string): readonly Problem[] {
  const [first] = found;
  if (!first) return [];
  const named = found.slice(0, mostNamed).map(({ file }) => `${scheme}:${dirname(file)}`);
  const one = `this ${what} was read as plain files and not built: ${lacks}`;
  const more = found.length === 1 ? '' : ` (and so with ${found.length - 1} more)`;
  return [{ file: first.file, line: first.line, message: `${one}${more}`, remedy: `Give what is deployed as a SOURCE of its own: ${named.join(', ')}${found.length > mostNamed ? ', …' : ''}` }];
}
