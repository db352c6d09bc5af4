import type { Assessment, Finding, Located, Location, Severity } from '../../model/assessment.ts';
import type { Replacement, TextFix } from '../../model/text-fix.ts';
import { pathOf, sentenceOf, type Format, type FormatView, type RuleText } from '../format.ts';
import { safeJson } from '../json.ts';
import { many, printable } from '../screen.ts';
import { problemText, severities } from '../view.ts';

const levelOf: Readonly<Record<Severity, string>> = { critical: 'error', high: 'error', medium: 'warning', low: 'note' };
// GitHub reads this number from the rule: above 9 is critical, from 7 high, from 4 medium.
const scoreOf: Readonly<Record<Severity, string>> = { critical: '9.5', high: '8.0', medium: '5.5', low: '2.0' };
// GitHub refuses a file with more; the gravest come first.
const mostResults = 25_000;
const mostTags = 20;
const mostPlaces = 10;
// Each is found by reading its file again: the gravest come first.
const mostFixes = 1000;

/** Brackets make links and numbers in braces are replaced, in messages of SARIF too. */
export function message(text: string): { readonly text: string } {
  return { text: printable(text).replaceAll(/[\\[\]]/g, '\\$&').replaceAll(/\{(\d+)\}/g, '{{$1}}') };
}

/** A path as a URI: relative ones from the root of the sources, with every odd character encoded. */
export function artifact(path: string): Readonly<Record<string, string>> {
  const encoded = (path === '-' ? 'standard-input' : path).toWellFormed().replace(/^(?:\.\/)+/, '').split('/').map(encodeURIComponent).join('/');
  return path.startsWith('/') ? { uri: `file://${encoded}` } : { uri: encoded, uriBaseId: '%SRCROOT%' };
}

function physical(path: string, location: Location | null): unknown {
  return { artifactLocation: artifact(path), ...(location ? { region: { startLine: location.line, startColumn: location.column } } : {}) };
}

function descriptor({ id, theme, title, why, fix, severity, references }: RuleText, gravest: Severity, version: string): unknown {
  return {
    id,
    name: id.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(''),
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: `${why}\n\n${fix}`, markdown: `${why}\n\n**What to do**: ${fix}\n\n\`glacis explain ${id}\` says more.` },
    // The page that this version of the package carries; rules that people wrote have none.
    ...(theme === 'custom' ? {} : { helpUri: `pkg:npm/glacis@${version}#docs/rules/${id}.md` }),
    defaultConfiguration: { level: levelOf[severity] },
    properties: { tags: ['security', theme, ...references].slice(0, mostTags), precision: 'high', 'security-severity': scoreOf[gravest], 'problem.severity': levelOf[gravest] === 'note' ? 'recommendation' : levelOf[gravest] },
  };
}

function result(finding: Finding, ruleIndex: number, fix: TextFix | null): unknown {
  const { id, rule, severity, factors, object, container, instances, field, value, expected, managedBy, byDesign, assumed, change, location, decision } = finding;
  const others = finding.evidence.filter((each) => each.location && !same(each.location, location)).slice(0, mostPlaces);
  return {
    ruleId: rule,
    ruleIndex,
    level: levelOf[severity],
    message: message(sentenceOf(finding)),
    locations: [{ physicalLocation: physical(pathOf(finding), location), logicalLocations: [logical(finding)] }],
    ...(others.length === 0 ? {} : { relatedLocations: others.map(related) }),
    partialFingerprints: { 'glacisFinding/v1': id },
    ...(fix && change ? { fixes: [{ description: message(`${change.title}. May break: ${change.breaks}`), artifactChanges: [{ artifactLocation: artifact(fix.file), replacements: fix.replacements.map(replacement) }] }] } : {}),
    suppressions: decision === null ? [] : [{ kind: decision.source.startsWith('annotation') ? 'inSource' : 'external', status: 'accepted', justification: printable(`${decision.reason} (${decision.owner}${decision.until === null ? '' : `, until ${decision.until}`})`) }],
    properties: { severity, factors, object, container, instances, field, value, expected, managedBy, byDesign, assumed, ...(change === null ? {} : { change: { title: change.title, breaks: change.breaks } }) },
  };
}

function replacement({ text, ...deletedRegion }: Replacement): unknown {
  return { deletedRegion, ...(text === '' ? {} : { insertedContent: { text } }) };
}

function same(a: Location, b: Location | null): boolean {
  return b !== null && a.file === b.file && a.line === b.line && a.column === b.column;
}

function logical({ object, container }: Finding): unknown {
  const name = container ?? object.name;
  const parts = [object.namespace ?? '', object.kind, object.name, ...(container === null ? [] : [container])];
  return { name: printable(name), fullyQualifiedName: printable(parts.filter((part) => part !== '').join('/')), kind: 'resource' };
}

function related({ object, field, seen, location }: Located, index: number): unknown {
  return { id: index + 1, physicalLocation: physical(location?.file ?? '-', location), message: message(`${object.kind} ${object.name}, ${field}: ${seen ?? 'not set'}`) };
}

/** What was not read or left out: a run that says nothing of it would pass for a whole one. */
function notifications({ input, summary, findings }: Assessment): readonly unknown[] {
  const left = findings.length - mostResults;
  return [
    ...input.problems.map((problem) => ({ level: 'warning', message: message(problemText(problem)), locations: [{ physicalLocation: physical(problem.file, { file: problem.file, line: problem.line, column: 1 }) }] })),
    ...input.skipped.map(({ reason, count }) => ({ level: 'note', message: message(`not read: ${reason} (${count})`) })),
    ...(left > 0 ? [{ level: 'warning', message: message(`${many(left, 'finding')} left out: the gravest ${mostResults} are here, all are in the JSON report`) }] : []),
    ...(summary.questions > 0 ? [{ level: 'note', message: message(`${many(summary.questions, 'question')} hold up ${many(summary.blocked, 'verdict')} that are unknown`) }] : []),
  ];
}

function* listChunks(items: Iterable<unknown>, indent: string): Iterable<string> {
  let before = '[';
  for (const item of items) {
    yield `${before}\n${indent}  ${safeJson(item, `${indent}  `)}`;
    before = ',';
  }
  yield before === '[' ? '[]' : `\n${indent}]`;
}

function* chunks(assessments: readonly Assessment[], view: FormatView): Iterable<string> {
  yield '{\n  "$schema": "https://json.schemastore.org/sarif-2.1.0.json",\n  "version": "2.1.0",\n  "runs": [';
  for (const [index, assessment] of assessments.entries()) {
    yield index === 0 ? '\n' : ',\n';
    yield* runChunks(assessment, view);
  }
  yield '\n  ]\n}\n';
}

function* runChunks(assessment: Assessment, { rule, textFix }: FormatView): Iterable<string> {
  const { tool, input, findings, rules } = assessment;
  const ids = rules.map(({ id }) => id);
  const indexes = new Map(ids.map((id, index) => [id, index]));
  const gravest = new Map<string, Severity>();
  for (const { rule: id, severity } of findings) {
    const known = gravest.get(id);
    if (known === undefined || severities.indexOf(severity) < severities.indexOf(known)) gravest.set(id, severity);
  }
  const head = { name: tool.name, version: tool.version, semanticVersion: tool.version, informationUri: `pkg:npm/glacis@${tool.version}` };
  yield '    {\n      "tool": {\n        "driver": {\n';
  for (const [key, value] of Object.entries(head)) yield `          ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`;
  yield '          "rules": ';
  yield* listChunks(ids.map((id) => descriptor(rule(id), gravest.get(id) ?? rule(id).severity, tool.version)), '          ');
  yield `\n        }\n      },\n      "automationDetails": { "id": ${safeJson(`glacis/${encodeURIComponent(input.name.toWellFormed())}/`)} },\n      "columnKind": "utf16CodeUnits",\n      "invocations": `;
  yield* listChunks([{ executionSuccessful: true, toolExecutionNotifications: notifications(assessment) }], '      ');
  yield ',\n      "results": ';
  yield* listChunks(resultsOf(findings, indexes, textFix), '      ');
  yield '\n    }';
}

function* resultsOf(findings: readonly Finding[], indexes: ReadonlyMap<string, number>, textFix: FormatView['textFix']): Iterable<unknown> {
  let left = mostFixes;
  for (const finding of findings.slice(0, mostResults)) {
    const fix = left > 0 ? textFix(finding) : null;
    if (fix) left--;
    yield result(finding, indexes.get(finding.rule) ?? -1, fix);
  }
}

const sarif: Format = {
  what: 'SARIF 2.1.0, for code scanning',
  chunks: (assessment, view) => chunks([assessment], view),
  // A run for each cluster, told apart by the id of its automation.
  several: chunks,
};
export default sarif;
