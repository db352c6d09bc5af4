import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { nounOf } from '../src/attack/words.ts';
import { cart, everywhere, rule } from '../src/attack/examples.ts';
import { compare, stateOf, worsened } from '../src/decisions/compare.ts';
import { reportState } from '../src/decisions/report-state.ts';
import { toolOf } from '../src/assess.ts';
import { jsonReport } from '../src/report/json.ts';
import { diffMarkdown, diffScreen } from '../src/report/diff.ts';
import type { Difference, State } from '../src/model/difference.ts';
import { glacis } from './support/command.ts';
import { assessedText } from './support/formats.ts';

const pod = (fields: string, name = 'a'): string => JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'b' }, spec: { containers: [{ name: 'c', image: 'd' }], ...(JSON.parse(fields) as object) } });
const state = (text: string): State => stateOf(assessedText(text));
const difference = (before: string, now: string): Difference => compare(state(before), state(now), toolOf());

test('diff: the same has no difference', () => {
  const { findings, threats, rules, recommendations } = difference(pod('{"hostPID":true}'), pod('{"hostPID":true}'));
  assert.deepEqual([findings.new, findings.gone, findings.changed, threats, rules, recommendations], [[], [], [], [], [], []]);
  assert.ok(findings.same > 3);
});

test('diff: a finding that came is new, one that went is gone, and threats and verdicts follow', () => {
  const found = difference(pod('{"hostIPC":true}'), pod('{"hostNetwork":true}'));
  assert.ok(found.findings.gone.some(({ rule }) => rule === 'host-ipc'));
  assert.ok(found.findings.new.some(({ rule }) => rule === 'host-network'));
  assert.deepEqual(found.rules.find(({ id }) => id === 'host-ipc'), { id: 'host-ipc', before: 'fail', after: 'pass' });
  assert.ok(worsened(found).length >= 1);
});

test('diff: what is accepted is no cause to fail; what is no longer accepted is', () => {
  const now = state(pod('{"hostPID":true}'));
  const accepted: State = { ...now, findings: now.findings.map((finding) => ({ ...finding, accepted: true })) };
  const none: State = { ...now, findings: [] };
  assert.deepEqual(worsened(compare(none, accepted, toolOf())), []);
  const reopened = compare(accepted, now, toolOf());
  assert.equal(reopened.findings.changed.filter(({ worse }) => worse).length, now.findings.length);
  assert.equal(worsened(reopened).length, now.findings.length);
});

test('diff: rules that only one version knows are no change of the cluster', () => {
  const now = state(pod('{"hostPID":true}'));
  const older: State = { ...now, findings: now.findings.filter(({ rule }) => rule !== 'host-pid'), rules: now.rules.filter(({ id }) => id !== 'host-pid') };
  assert.deepEqual([compare(older, now, toolOf()).findings.new, compare(now, older, toolOf()).findings.gone], [[], []]);
});

test('diff: a JSON report says the same as what it was made of', () => {
  const assessment = assessedText(pod('{"hostPID":true}'));
  const read = reportState(JSON.parse(jsonReport(assessment)), 'f') ?? assert.fail();
  const { findings, threats, recommendations } = compare(read, stateOf(assessment), toolOf());
  assert.deepEqual([findings.new, findings.gone, findings.changed, threats, recommendations], [[], [], [], [], []]);
  for (const broken of [{}, { schema: 'glacis.report/v1' }, { ...(JSON.parse(jsonReport(assessment)) as object), threats: [{ id: 1 }] }]) assert.equal(reportState(broken, 'f'), undefined);
});

test('diff: hostile names are shown as what they are', () => {
  const found = difference(pod('{}', 'x'), pod('{"hostPID":true}', '\u001b[31m|`<img>@all\n::error::\u202e'));
  for (const text of [diffScreen(found, { columns: 100, colour: false }, true, nounOf), diffMarkdown(found, nounOf)]) {
    assert.doesNotMatch(text, /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    assert.doesNotMatch(text, /^::/m);
  }
  assert.doesNotMatch(diffMarkdown(found, nounOf).replaceAll(/`[^`\n]*`/g, ''), /<|@/);
});

const directory = mkdtempSync(join(tmpdir(), 'glacis-diff-'));
after(() => rmSync(directory, { recursive: true }));
function git(...args: readonly string[]): void {
  const run = spawnSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t.example', '-c', 'commit.gpgsign=false', ...args], { cwd: directory, encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
}

test('diff: two revisions of git, with places, exit status and no trace left', { skip: spawnSync('git', ['--version']).error !== undefined }, () => {
  git('init', '-q');
  mkdirSync(join(directory, 'deploy dir'));
  writeFileSync(join(directory, 'deploy dir', 'ä b.json'), pod('{}'));
  symlinkSync('/etc/passwd', join(directory, 'link.yaml'));
  git('add', '-A');
  git('commit', '-qm', 'one');
  writeFileSync(join(directory, 'deploy dir', 'ä b.json'), pod('{"hostPID":true}'));
  git('commit', '-qam', 'two');
  const before = readdirSync(tmpdir()).filter((name) => name.startsWith('glacis-git-'));
  const run = glacis(['diff', 'git:HEAD~1:deploy dir', 'git:HEAD', '--format', 'json', '--fail-on', 'high'], { cwd: directory });
  assert.equal(run.status, 1, run.stderr);
  const found = JSON.parse(run.stdout) as Difference;
  assert.deepEqual(found.findings.new.map(({ rule, location }) => [rule, location?.file]), [['host-pid', 'deploy dir/ä b.json']]);
  assert.equal(glacis(['diff', 'git:HEAD~1', 'git:HEAD', '--fail-on', 'critical'], { cwd: directory }).status, 0);
  assert.deepEqual(readdirSync(tmpdir()).filter((name) => name.startsWith('glacis-git-')), before);
});

for (const { args, says } of [
  { args: ['git:--upload-pack=x', '.'], says: /git knows no revision/ },
  { args: ['git:HEAD:../..', '.'], says: /git cannot list|holds no manifest/ },
  { args: ['git:no-such', '.'], says: /git knows no revision no-such/ },
]) {
  test(`diff: ${args.join(' ')} is refused`, () => {
    const run = glacis(['diff', ...args]);
    assert.equal(run.status, 2, run.stderr);
    assert.match(run.stderr, says);
  });
}

test('diff: a report that is cut or of another version is an error, not a source without objects', () => {
  const file = join(directory, 'report.json');
  writeFileSync(file, '{"schema":"glacis.report/v9","findings":[]}');
  const run = glacis(['diff', file, 'examples/shop']);
  assert.deepEqual([run.status, /no report that this version reads/.test(run.stderr)], [2, true]);
});

test('diff: a path that came has opened, one that went has closed, and one that is shorter is worse', () => {
  const [none, reader, admin] = [everywhere(rule('configmaps', 'list')), everywhere(rule('secrets', 'list')), everywhere('{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}')];
  const { paths: opened } = difference(none, reader);
  assert.deepEqual(opened?.opened, [{ kind: 'account', to: 'all-secrets', before: null, after: { from: cart, verdict: 'certain', length: 1, starts: 1 }, worse: true }]);
  assert.deepEqual([opened.closed, opened.changed], [[], []]);
  const { paths: closed } = difference(reader, none);
  assert.deepEqual(closed?.closed.map(({ kind, to, worse }) => [kind, to, worse]), [['account', 'all-secrets', false]]);
  assert.deepEqual(closed.opened, []);
  assert.ok(worsened(difference(none, reader)).includes('high'));
  const found = difference(none, admin);
  assert.match(diffScreen(found, { columns: 100, colour: false }, true, nounOf), /PATHS that opened, \d+\nworse +a service account to all Secrets: 1 step from ServiceAccount shop\/cart/);
  assert.match(diffMarkdown(found, nounOf), /\*\*Paths that opened\*\*[^]*\| a service account \| cluster-admin \| 1 step from/);
});

test('diff: paths that last longer, are surer or have more starts', () => {
  const path = { kind: 'internet', from: 'internet', to: 'etcd', verdict: 'certain', length: 3, starts: 1 } as const;
  const of = (before: object, now: object): NonNullable<Difference['paths']> => {
    const empty = state('');
    return compare({ ...empty, paths: [{ ...path, ...before }] }, { ...empty, paths: [{ ...path, ...now }] }, toolOf()).paths ?? assert.fail();
  };
  assert.deepEqual(of({}, {}), { opened: [], closed: [], changed: [], same: 1 });
  assert.deepEqual(of({}, { length: 2 }).changed.map(({ worse }) => worse), [true]);
  assert.deepEqual(of({}, { length: 4 }).changed.map(({ worse }) => worse), [false]);
  assert.deepEqual(of({}, { starts: 2 }).changed.map(({ worse }) => worse), [true]);
  assert.equal(of({ verdict: 'possible' }, {}).opened.length, 1);
  assert.deepEqual(of({}, { verdict: 'possible' }).closed.map(({ worse }) => worse), [false]);
});

test('diff: a report that holds paths says the same of them, and one of a version without them says nothing', () => {
  const assessment = assessedText(everywhere(rule('secrets', 'list')));
  const report = JSON.parse(jsonReport(assessment)) as Record<string, unknown>;
  const read = reportState(report, 'f') ?? assert.fail();
  assert.ok((read.paths?.length ?? 0) > 0);
  assert.deepEqual(compare(read, stateOf(assessment), toolOf()).paths, { opened: [], closed: [], changed: [], same: read.paths?.length });
  const { paths: _paths, ...older } = report;
  assert.equal(compare(reportState(older, 'f') ?? assert.fail(), stateOf(assessment), toolOf()).paths, null);
  assert.equal(reportState({ ...report, paths: [{ kind: 'internet' }] }, 'f'), undefined);
});
