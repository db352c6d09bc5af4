import { hash } from 'node:crypto';
import type { Assessment, Finding, Severity } from '../../model/assessment.ts';
import { merged, openFindings, pathOf, sentenceOf, type Format } from '../format.ts';
import { safeJson } from '../json.ts';
import { printable } from '../screen.ts';

const severityOf: Readonly<Record<Severity, string>> = { critical: 'blocker', high: 'critical', medium: 'major', low: 'minor' };

function issue(finding: Finding, cluster?: string): unknown {
  const { id, rule, title, severity, location } = finding;
  return {
    type: 'issue',
    check_name: rule,
    description: `${cluster === undefined ? '' : `${printable(cluster)}: `}${title}: ${sentenceOf(finding)}`,
    categories: ['Security'],
    // The id of a finding says nothing of the cluster, and no two issues may have one fingerprint.
    fingerprint: cluster === undefined ? id : hash('sha256', `${cluster}/${id}`).slice(0, 12),
    severity: severityOf[severity],
    // GitLab takes no path that begins with ./
    location: { path: printable(pathOf(finding)).replace(/^(?:\.\/)+/, ''), lines: { begin: location?.line ?? 1 } },
  };
}

function* listOf(issues: Iterable<unknown>): Iterable<string> {
  let before = '[';
  for (const each of issues) {
    yield `${before}\n  ${safeJson(each, '  ')}`;
    before = ',';
  }
  yield before === '[' ? '[]\n' : '\n]\n';
}

function* issuesOf(assessments: readonly Assessment[]): Iterable<unknown> {
  for (const { cluster, finding } of merged(assessments)) yield issue(finding, cluster);
}

const gitlab: Format = {
  what: 'Code Quality of GitLab merge requests',
  chunks: (assessment) => listOf(openFindings(assessment).map((finding) => issue(finding))),
  several: (assessments) => listOf(issuesOf(assessments)),
};
export default gitlab;
