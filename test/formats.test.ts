import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { changedFinding } from '../src/decisions/decided-finding.ts';
import type { Assessment, Finding } from '../src/model/assessment.ts';
import { formats } from '../src/report/formats.ts';
import { csvRows, xmlElements } from './support/readers.ts';
import { assessed, assessedText, written } from './support/formats.ts';
import { readShared, withShared } from './support/shared.ts';

let shop: Assessment;
before(async () => {
  shop = await assessed('examples/shop');
});

type Json = { [key: string]: unknown };

/** The fields of a finding, those that are made when they are read included. */
function plain(finding: Finding | undefined): Finding {
  assert.ok(finding);
  return changedFinding(finding, {});
}

/** Copies of the findings, so many that every limit of a format is passed. */
function many(assessment: Assessment, count: number): Assessment {
  const findings = Array.from({ length: count }, (_, index): Finding => ({ ...plain(assessment.findings[index % assessment.findings.length]), id: index.toString(16).padStart(12, '0') }));
  return { ...assessment, findings: findings.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity)) };
}
const order = ['critical', 'high', 'medium', 'low'];

/** The first finding of the shop as a person accepted it. */
function accepted(assessment: Assessment): Assessment {
  const [first, ...rest] = assessment.findings;
  assert.ok(first);
  const decision = { kind: 'exception', reason: 'until the move', owner: 'dana', until: '2027-01-31', source: 'glacis.yaml:3' } as const;
  return { ...assessment, findings: [changedFinding(first, { decision }), ...rest], summary: { ...assessment.summary, accepted: 1 } };
}

test('formats: the plan is in every format that can show it where it was asked for, and says what it cuts', async () => {
  const planned = await assessed('examples/shop', true);
  const { changes, before: all, after, remaining } = planned.plan ?? assert.fail('no plan');
  assert.ok(changes.length > 2 && after.pairs < all.pairs / 5);
  for (const format of ['terminal', 'markdown', 'html', 'json']) {
    const [text, without] = [await written(format, planned), await written(format, shop)];
    for (const { title } of changes.slice(0, 5)) assert.ok(text.replaceAll(/\s+/g, ' ').includes(title), `${format}: ${title}`);
    assert.ok(!without.includes(changes[0]?.title ?? ''), format);
  }
  // Looking for it changes nothing else of the report.
  assert.deepEqual([planned.paths, planned.graph], [shop.paths, shop.graph]);
  // Each certain path is cut by some change, at steps that it has, or said to remain.
  const cut = new Set(changes.flatMap(({ paths = [] }) => paths.map(({ path }) => path)));
  const left = new Set(remaining.map(({ from, to }) => `${from} ${to}`));
  assert.deepEqual(planned.paths.flatMap(({ verdict, from, to }, index) => (verdict === 'certain' && !cut.has(index) && !left.has(`${from} ${to}`) ? [index] : [])), []);
  for (const { path, step } of changes.flatMap(({ paths = [] }) => paths)) assert.ok(planned.paths[path]?.steps[step], `${path} ${step}`);
});

for (const format of Object.keys(formats)) {
  test(`formats: ${format} is the same for the same input, and not empty where nothing was found`, async () => {
    const empty = assessedText('apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n');
    assert.equal(await written(format, shop), await written(format, await assessed('examples/shop')));
    assert.ok((await written(format, { ...empty, findings: [] })).length > 1);
  });

  test(`formats: ${format} says what it is for`, async () => {
    const { default: { what } } = await (formats[format] ?? assert.fail())();
    assert.match(what, /^\S.{10,70}[^.]$/);
  });
}

interface SarifResult {
  ruleId: string;
  ruleIndex: number;
  level: string;
  message: { text: string };
  partialFingerprints: Record<string, string>;
  suppressions: { justification: string }[];
  fixes?: { description: { text: string }; artifactChanges: { artifactLocation: { uri: string }; replacements: { deletedRegion: { startLine: number; endLine: number }; insertedContent?: { text: string } }[] }[] }[];
  locations: { physicalLocation: { artifactLocation: { uri: string }; region?: { startLine: number } } }[];
}
interface Sarif {
  runs: { tool: { driver: { rules: { id: string; properties: Record<string, string> }[] } }; results: SarifResult[]; invocations: { toolExecutionNotifications: { message: { text: string } }[] }[] }[];
}

async function sarifRun(assessment: Assessment): Promise<Sarif['runs'][number]> {
  const { runs } = JSON.parse(await written('sarif', assessment)) as Sarif;
  assert.ok(runs[0]);
  return runs[0];
}

withShared('schemas/sarif/sarif-schema-2.1.0.json', () => {
  // The validator reads newer drafts; the schema uses nothing that differs but the name of its id.
  const { id: _id, $schema: _schema, ...schema } = JSON.parse(readShared('schemas/sarif/sarif-schema-2.1.0.json')) as Json;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  for (const name of ['the shop', 'the shop with a decision', 'problems while reading', 'nothing']) {
    test(`formats: the SARIF of ${name} is valid`, async () => {
      const assessments: Record<string, () => Assessment> = { 'the shop': () => shop, 'the shop with a decision': () => accepted(shop), 'problems while reading': () => assessedText('kind: [\n---\na: b\n', 'odd name %41#?.yaml'), nothing: () => assessedText('') };
      const report = JSON.parse(await written('sarif', assessments[name]?.() ?? assert.fail())) as unknown;
      assert.ok(validate(report), JSON.stringify(validate.errors?.slice(0, 5)));
    });
  }

  test('formats: SARIF with a level that there is not is refused', async () => {
    const report = JSON.parse(await written('sarif', shop)) as Sarif;
    (report.runs[0]?.results[0] ?? assert.fail()).level = 'high';
    assert.ok(!validate(report));
  });
});

test('formats: every result of SARIF points to its rule, its line and its finding', async () => {
  const { results, tool } = await sarifRun(shop);
  assert.deepEqual(results.map(({ partialFingerprints }) => partialFingerprints['glacisFinding/v1']), shop.findings.map(({ id }) => id));
  for (const { ruleId, ruleIndex } of results) assert.equal(tool.driver.rules[ruleIndex]?.id, ruleId);
  const runner = results.find(({ ruleId, message }) => ruleId === 'privileged' && message.text.startsWith('Deployment ci/runner'));
  assert.match(runner?.locations[0]?.physicalLocation.artifactLocation.uri ?? '', /^examples\/shop\/.*runner\.yaml$/);
  assert.ok((runner?.locations[0]?.physicalLocation.region?.startLine ?? 0) > 1);
});

test('formats: SARIF holds the change as a fix of the file where a finding has one', async () => {
  const { results } = await sarifRun(shop);
  const fixed = results.filter(({ fixes = [] }) => fixes.length > 0);
  assert.ok(fixed.length > 20, String(fixed.length));
  const runner = fixed.find(({ ruleId, message }) => ruleId === 'privileged' && message.text.startsWith('Deployment ci/runner'))?.fixes?.[0] ?? assert.fail('no fix for the runner');
  assert.match(runner.description.text, /\. May break: \S/);
  const [change] = runner.artifactChanges;
  assert.match(change?.artifactLocation.uri ?? '', /^examples\/shop\/.*runner\.yaml$/);
  for (const { deletedRegion, insertedContent } of change?.replacements ?? []) assert.ok(deletedRegion.endLine > deletedRegion.startLine || insertedContent?.text.endsWith('\n'));
});

test('formats: a rule of SARIF is as grave as its gravest finding', async () => {
  const { tool } = await sarifRun(shop);
  assert.equal(tool.driver.rules.find(({ id }) => id === 'cluster-admin-binding')?.properties['security-severity'], '9.5');
});

test('formats: an accepted finding is suppressed in SARIF and left out where others fail a pipeline', async () => {
  const decided = accepted(shop);
  const id = decided.findings[0]?.id ?? '';
  const { results } = await sarifRun(decided);
  assert.deepEqual(results.map(({ suppressions }) => suppressions.length), decided.findings.map((_, index) => (index === 0 ? 1 : 0)));
  assert.match(results[0]?.suppressions[0]?.justification ?? '', /until the move \(dana, until 2027-01-31\)/);
  for (const format of ['junit', 'github', 'gitlab', 'agent', 'terminal']) {
    assert.ok((await written(format, shop)).includes(format === 'terminal' ? decided.findings[0]?.object.name ?? '' : id), format);
    if (format !== 'terminal') assert.ok(!(await written(format, decided)).includes(id), format);
  }
  assert.match(await written('csv', decided), /until the move/);
});

test('formats: SARIF holds what GitHub takes and says what it left out', async () => {
  const { results, invocations } = await sarifRun(many(shop, 25_003));
  assert.equal(results.length, 25_000);
  assert.ok(invocations[0]?.toolExecutionNotifications.some(({ message }) => message.text.startsWith('3 findings left out')));
});

test('formats: JUnit has a suite for each theme and a case for each rule, and its counts are right', async () => {
  const elements = xmlElements(await written('junit', shop));
  const named = (name: string): readonly Record<string, string>[] => elements.filter((each) => each.name === name).map(({ attributes }) => attributes);
  assert.equal(named('testcase').length, shop.rules.length);
  assert.equal(Number(named('testsuites')[0]?.['failures']), shop.rules.filter(({ verdict }) => verdict === 'fail').length);
  for (const counted of ['tests', 'failures', 'skipped']) assert.equal(named('testsuite').reduce((sum, suite) => sum + Number(suite[counted]), 0), Number(named('testsuites')[0]?.[counted]), counted);
  assert.equal(named('failure').length, Number(named('testsuites')[0]?.['failures']));
});

test('formats: CSV has a row for each finding, all of one length', async () => {
  const rows = csvRows(await written('csv', shop));
  assert.deepEqual(new Set(rows.map(({ length }) => length)), new Set([23]));
  assert.deepEqual(rows.slice(1).map(([id]) => id), shop.findings.map(({ id }) => id));
});

test('formats: Markdown fits a comment, however much was found, and counts what it leaves out', async () => {
  const long = many(shop, 5000);
  const text = await written('markdown', { ...long, findings: long.findings.map((finding) => ({ ...plain(finding), message: '𝕏'.repeat(5000) })) });
  assert.ok(Buffer.byteLength(text) < 65_536, String(Buffer.byteLength(text)));
  const rows = text.split('\n').filter((line) => /^\| (critical|high) /.test(line)).length;
  assert.ok(rows >= 20);
  assert.match(text, new RegExp(`\n${5000 - rows} more findings left out`));
});

test('formats: GitHub is given ten annotations of a level, the last for the rest, and all findings in the log', async () => {
  const text = await written('github', shop);
  for (const level of ['error', 'warning', 'notice']) assert.equal(text.split('\n').filter((line) => line.startsWith(`::${level} `)).length, 10, level);
  const errors = shop.findings.filter(({ severity }) => severity === 'critical' || severity === 'high').length;
  assert.match(text, new RegExp(`::error title=${errors - 9} more findings::`));
  assert.equal(text.slice(text.indexOf('::group::')).split('\n').filter((line) => /^(critical|high|medium|low) /.test(line)).length, shop.findings.length);
});

test('formats: GitLab gets a fingerprint, a severity it knows and a place for each finding', async () => {
  const issues = JSON.parse(await written('gitlab', shop)) as { fingerprint: string; severity: string; location: { path: string; lines: { begin: number } } }[];
  assert.equal(new Set(issues.map(({ fingerprint }) => fingerprint)).size, shop.findings.length);
  for (const { severity, location } of issues) {
    assert.ok(['info', 'minor', 'major', 'critical', 'blocker'].includes(severity));
    assert.ok(!location.path.startsWith('./') && location.path !== '' && location.lines.begin >= 1);
  }
});

test('formats: a language model gets one line for each finding', async () => {
  const lines = (await written('agent', shop)).trimEnd().split('\n').filter((line) => !line.startsWith('#'));
  assert.equal(lines.length, shop.findings.length);
  for (const line of lines) assert.match(line, /^(?:critical|high|medium|low) [a-z0-9-]+(?: [a-z]+=(?:"(?:[^"\\]|\\.)*"|\d+))+ id=[0-9a-f]{12}$/);
});

test('formats: JSON in pieces is what it would be in one', async () => {
  const long = { ...shop, threats: shop.threats.map((threat, index) => (index === 0 ? { ...threat, instances: Array.from({ length: 600 }, () => shop.threats[0]?.instances[0] ?? assert.fail()) } : threat)) };
  for (const each of [shop, long, assessedText('')]) assert.equal(await written('json', each), `${JSON.stringify(each, null, 2)}\n`);
  const { jsonChunks } = await import('../src/report/json.ts');
  for (const piece of jsonChunks(long)) assert.ok(piece.length < 200_000);
});
