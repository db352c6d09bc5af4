import type { Assessment } from '../model/assessment.ts';
import { cut, many, printable, styled, type Screen } from './screen.ts';
import { severityCounts } from './view.ts';

const widestName = 40;

/** A line for each cluster, then the screen of each. */
export function* severalScreens(assessments: readonly Assessment[], screen: Screen, screenOf: (assessment: Assessment) => string): Iterable<string> {
  const names = assessments.map(({ input }) => cut(printable(input.name), widestName));
  const width = Math.max(...names.map(({ length }) => length));
  yield `${styled('CLUSTERS', 'bold', screen)}  ${assessments.length}\n`;
  for (const [index, { input, summary }] of assessments.entries()) {
    const counts = severityCounts(summary.findings, screen);
    yield `${(names[index] ?? '').padEnd(width)}  ${input.objects === 0 ? 'no Kubernetes object found' : `${many(input.objects, 'object')}: ${counts === '' ? 'no findings' : counts}; ${many(summary.threats.present, 'threat')} present`}\n`;
  }
  for (const assessment of assessments) {
    if (assessment.input.objects === 0) continue;
    yield `\n${styled('─'.repeat(screen.columns), 'dim', screen)}\n`;
    yield screenOf(assessment);
  }
}
