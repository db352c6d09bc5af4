import { counts, pathText, questionsOf, sentenceOf, type AssertReport, type ShownInvariant } from './assert.ts';
import { xml } from './formats/junit.ts';
import { artifact, message } from './formats/sarif.ts';
import { safeJson } from './json.ts';
import { many, printable, styled, wrapped, type Screen } from './screen.ts';
import { pathSteps } from './terminal-paths.ts';

/** The formats of `glacis assert`. */
export const assertFormats: Readonly<Record<string, (report: AssertReport, screen: Screen) => string>> = { terminal, json, junit, sarif };

const margin = 9;
const words = { fail: 'broken', unknown: 'unknown', pass: 'kept' } as const;
const order = ['fail', 'unknown', 'pass'] as const;

function terminal({ invariants }: AssertReport, screen: Screen): string {
  const { pass, fail, unknown } = counts(invariants);
  const head = `${many(invariants.length, 'invariant')}: ${fail} broken, ${unknown} unknown, ${pass} kept`;
  const sorted = order.map((verdict) => invariants.filter(({ result }) => result.verdict === verdict));
  const grave = sorted.slice(0, 2).flat().map((each) => shown(each, screen).join('\n'));
  const kept = (sorted[2] ?? []).flatMap((each) => shown(each, screen)).join('\n');
  return `${[wrapped(head, screen.columns).join('\n'), ...grave, ...(kept === '' ? [] : [kept])].join('\n\n')}\n`;
}

function shown(each: ShownInvariant, screen: Screen): readonly string[] {
  const { invariant: { name, owner, reason, file, line }, verdict, notes } = each.result;
  const room = screen.columns - margin;
  const [first = '', ...rest] = wrapped(printable(name), room);
  const label = words[verdict].padEnd(margin);
  const lines = [`${verdict === 'fail' ? styled(styled(label, 'red', screen), 'bold', screen) : label}${styled(first, 'bold', screen)}`, ...rest.map(indented)];
  if (verdict === 'pass') return [...lines, ...notes.flatMap((note) => wrapped(printable(note), room).map(indented))];
  const why = [reason === null ? '' : reason, owner === null ? '' : owner].filter((text) => text !== '').join(', ');
  const texts = [sentenceOf(each), ...(each.path ? notes : []), why, `${file}:${line}`];
  return [...lines, ...texts.filter((text) => text !== '').flatMap((text) => wrapped(printable(text), room).map(indented)), ...(each.path ? pathSteps(each.path.steps, screen) : []), ...questionsOf(each).flatMap((ask) => wrapped(`? ${printable(ask)}`, room, '  ').map(indented))];
}

function indented(line: string): string {
  return ' '.repeat(margin) + line;
}

function json({ tool, file, invariants }: AssertReport): string {
  const all = invariants.map(({ result: { invariant, verdict, starts, offenders, path, notes } }) => {
    const { name, from, except, to, owner, reason, line } = invariant;
    const texts = (choices: typeof from): readonly string[] => choices.map(({ text }) => text);
    return { name, verdict, from: texts(from), except: texts(except), to: texts(to), owner, reason, line, starts, offenders, path, notes };
  });
  return `${safeJson({ schema: 'glacis.assert/v1', tool, file, summary: counts(invariants), invariants: all })}\n`;
}

function junit({ file, invariants }: AssertReport): string {
  const { fail, unknown } = counts(invariants);
  const attributes = `tests="${invariants.length}" failures="${fail}" errors="0" skipped="${unknown}"`;
  const cases = invariants.map((each) => {
    const { verdict, invariant } = each.result;
    const head = `    <testcase classname="glacis.invariants" name="${xml(invariant.name)}" file="${xml(invariant.file)}" line="${invariant.line}"`;
    if (verdict === 'pass') return `${head}/>\n`;
    const text = [...pathText(each), ...questionsOf(each)].map(xml).join('\n');
    return verdict === 'fail' ? `${head}>\n      <failure type="path" message="${xml(sentenceOf(each))}">${text}</failure>\n    </testcase>\n` : `${head}>\n      <skipped message="${xml(sentenceOf(each))}"/>\n    </testcase>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="glacis assert" ${attributes}>\n  <testsuite name="${xml(file)}" ${attributes}>\n${cases.join('')}  </testsuite>\n</testsuites>\n`;
}

function sarif({ tool, file, invariants }: AssertReport): string {
  const broken = invariants.filter(({ result }) => result.verdict === 'fail');
  const open = invariants.filter(({ result }) => result.verdict === 'unknown');
  const place = ({ result: { invariant } }: ShownInvariant): object => ({ physicalLocation: { artifactLocation: artifact(invariant.file), region: { startLine: invariant.line } } });
  const driver = {
    name: tool.name, version: tool.version, semanticVersion: tool.version, informationUri: `pkg:npm/glacis@${tool.version}`,
    rules: invariants.map(({ result: { invariant } }, index) => ({ id: `invariant-${index + 1}`, shortDescription: message(invariant.name), fullDescription: message(invariant.reason ?? invariant.name), defaultConfiguration: { level: 'error' }, properties: { tags: ['security', 'invariant'], 'security-severity': '9.0' } })),
  };
  const results = broken.map((each) => ({
    ruleId: `invariant-${invariants.indexOf(each) + 1}`, ruleIndex: invariants.indexOf(each), level: 'error',
    message: message([sentenceOf(each), ...pathText(each)].join(' ')),
    locations: [place(each)],
    ...relatedTo(each),
    partialFingerprints: { 'glacisInvariant/v1': `${each.result.invariant.name} ${each.result.path?.from ?? ''}`.replaceAll(/[^\p{L}\p{N} :/@._-]/gu, '_') },
  }));
  const notes = open.map((each) => ({ level: 'warning', message: message(`${each.result.invariant.name}: ${sentenceOf(each)}`), locations: [place(each)] }));
  return `${safeJson({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [{ tool: { driver }, automationDetails: { id: `glacis-assert/${encodeURIComponent(file.toWellFormed())}/` }, columnKind: 'utf16CodeUnits', invocations: [{ executionSuccessful: true, toolExecutionNotifications: notes }], results }] })}\n`;
}

/** Where the steps of the path are made. */
function relatedTo({ result: { path } }: ShownInvariant): object {
  const places = (path?.steps ?? []).flatMap(({ reasons, evidence }) => {
    const found = evidence.find(({ location }) => location !== null)?.location;
    return found ? [{ location: found, text: reasons.join('; ') }] : [];
  });
  if (places.length === 0) return {};
  return { relatedLocations: places.map(({ location, text }, index) => ({ id: index + 1, physicalLocation: { artifactLocation: artifact(location.file), region: { startLine: location.line, startColumn: location.column } }, message: message(text === '' ? 'a step of the path' : text) })) };
}
