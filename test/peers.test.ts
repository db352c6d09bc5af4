// The small cases that glacis and its peers are asked: bench/peers.ts asks all of them, this file glacis alone.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { caseFile, cases, judge, type Case } from '../bench/peers/cases.ts';
import { assess } from '../src/assess.ts';
import { collectText } from '../src/collect/index.ts';
import { rules } from '../src/rules/registry.ts';

const today = new Date('2026-11-28');

function found(file: string): readonly string[] {
  return assess(collectText(readFileSync(caseFile(file), 'utf8')).snapshot, { today }).findings.map(({ rule }) => rule);
}

function sentence(file: string): string {
  return readFileSync(caseFile(file), 'utf8').split('\n')[0]?.replace(/^# /, '') ?? '';
}

for (const each of cases.filter(({ checks }) => checks['glacis'] !== undefined)) {
  test(`${each.file}: ${sentence(each.file)}`, () => assert.equal(judge(each, 'glacis', found(each.file), found), 'right'));
}

test('every file is a case, and says in its first line what is right', () => {
  assert.deepEqual(globSync('*.yaml', { cwd: resolve(import.meta.dirname, 'peers') }).toSorted(), cases.map(({ file }) => `${file}.yaml`).toSorted());
  const words = { alarm: /^Alarm: .+\.$/, silence: /^Silence: .+\.$/, otherwise: /^Otherwise: .+\.$/ };
  for (const { file, right } of cases) assert.match(sentence(file), words[typeof right === 'string' ? right : 'otherwise'], file);
});

test('the rules of ours that speak of a case exist', () => {
  const ids = new Set<string>(rules.map(({ id }) => id));
  for (const { checks } of cases) for (const id of checks['glacis'] ?? []) assert.ok(ids.has(id), id);
});

test('what tools say is judged by the checks that speak of the case alone', () => {
  const of = (right: Case['right']): Case => ({ file: 'any', right, checks: { tool: ['A', 'B'] } });
  const none = (): readonly string[] => [];
  const table: readonly (readonly [right: Case['right'], found: readonly string[], verdict: string])[] = [
    ['alarm', ['B', 'C'], 'right'], ['alarm', ['C'], 'missed'], ['silence', ['C'], 'right'], ['silence', ['A', 'C'], 'false alarm'],
    [{ otherThan: 'other' }, ['A'], 'right'], [{ otherThan: 'other' }, ['C'], 'not told apart'],
  ];
  for (const [right, ids, verdict] of table) assert.equal(judge(of(right), 'tool', ids, none), verdict);
  assert.equal(judge(of('alarm'), 'another', ['A'], none), 'not judged');
});
