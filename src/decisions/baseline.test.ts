import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assess } from '../assess.ts';
import { collectText } from '../collect/index.ts';
import { jsonReport } from '../report/json.ts';
import type { Assessment } from '../model/assessment.ts';
import { baselineOf, sinceBaseline, type Baseline } from './baseline.ts';

const pod = (fields: string): Assessment => assess(collectText(`apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: b}\nspec: {${fields}, containers: [{name: c, image: d}]}\n`).snapshot);

function known(assessment: Assessment): Baseline {
  return baselineOf(JSON.parse(jsonReport(assessment))) ?? assert.fail();
}

test('baseline: nothing is new in the same', () => {
  const now = sinceBaseline(pod('hostPID: true'), known(pod('hostPID: true')), 'f');
  assert.deepEqual([now.findings.length, now.baseline?.gone, now.summary.objects], [0, 0, 0]);
  assert.ok((now.baseline?.known ?? 0) > 3);
});

test('baseline: what came is new, what went is gone', () => {
  const now = sinceBaseline(pod('hostIPC: true'), known(pod('hostPID: true')), 'f');
  assert.deepEqual(now.findings.map(({ rule }) => rule), ['host-ipc']);
  assert.equal(now.baseline?.gone, 1);
  assert.equal(Object.values(now.summary.findings).reduce((sum, count) => sum + count, 0), 1);
});

test('baseline: what became graver is new, what became lighter is not', () => {
  const now = pod('hostPID: true');
  const before = known(now);
  const one = now.findings.find(({ rule }) => rule === 'host-pid') ?? assert.fail();
  const with_ = (severity: 'low' | 'critical'): Baseline => new Map([...before, [one.id, { rule: one.rule, severity, accepted: false }]]);
  assert.deepEqual(sinceBaseline(now, with_('low'), 'f').findings.map(({ id }) => id), [one.id]);
  assert.deepEqual(sinceBaseline(now, with_('critical'), 'f').findings, []);
});

test('baseline: what was accepted and is no more is new', () => {
  const now = pod('hostPID: true');
  const one = now.findings[0] ?? assert.fail();
  const before = new Map([...known(now), [one.id, { rule: one.rule, severity: one.severity, accepted: true }]]);
  assert.deepEqual(sinceBaseline(now, before, 'f').findings.map(({ id }) => id), [one.id]);
});

test('baseline: of rules that were not asked nothing is gone', () => {
  const now = pod('hostIPC: true');
  const asked = { ...now, rules: now.rules.filter(({ id }) => id !== 'host-pid') };
  assert.equal(sinceBaseline(asked, known(pod('hostPID: true')), 'f').baseline?.gone, 0);
});

for (const report of [null, [], {}, { schema: 'glacis.report/v2', findings: [] }, { schema: 'glacis.report/v1' }, { schema: 'glacis.report/v1', findings: [{ id: 1 }] }, { schema: 'glacis.report/v1', findings: [{ id: 'a', rule: 'b', severity: 'grave' }] }]) {
  test(`baseline: ${JSON.stringify(report)} is no report`, () => {
    assert.equal(baselineOf(report), undefined);
  });
}
