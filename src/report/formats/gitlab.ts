import type { Finding, Severity } from '../../model/assessment.ts';
import { openFindings, pathOf, sentenceOf, type Format } from '../format.ts';
import { safeJson } from '../json.ts';
import { printable } from '../screen.ts';

const severityOf: Readonly<Record<Severity, string>> = { critical: 'blocker', high: 'critical', medium: 'major', low: 'minor' };

function issue(finding: Finding): unknown {
  const { id, rule, title, severity, location } = finding;
  return {
    type: 'issue',
    check_name: rule,
    description: `${title}: ${sentenceOf(finding)}`,
    categories: ['Security'],
    fingerprint: id,
    severity: severityOf[severity],
    // GitLab takes no path that begins with ./
    location: { path: printable(pathOf(finding)).replace(/^(?:\.\/)+/, ''), lines: { begin: location?.line ?? 1 } },
  };
}

const gitlab: Format = {
  what: 'Code Quality of GitLab merge requests',
  *chunks(assessment) {
    let before = '[';
    for (const finding of openFindings(assessment)) {
      yield `${before}\n  ${safeJson(issue(finding), '  ')}`;
      before = ',';
    }
    yield before === '[' ? '[]\n' : '\n]\n';
  },
};
export default gitlab;
