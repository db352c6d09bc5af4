import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readShared, withShared } from '../../../test/support/shared.ts';
import { defaultPod, evaluatePodSecurity, type Level, type Pod } from './index.ts';

interface Fixture {
  readonly level: Level;
  readonly versions: readonly string[];
  readonly expect: 'pass' | 'fail';
  readonly name: string;
  readonly failed: readonly string[];
  readonly message: string;
  readonly needsApiDefaulting: boolean;
  readonly pod: Pod;
}

interface UnitCheck {
  readonly name: string;
  readonly check: string;
  readonly level: Level;
  readonly version: string;
  readonly allowed: boolean;
  readonly reason: string;
  readonly detail: string;
  readonly pod: Pod;
}

function lines<T>(file: string): readonly T[] {
  return readShared(`corpora/pss/${file}.jsonl`).trim().split('\n').map((line) => JSON.parse(line) as T);
}

withShared('corpora/pss/upstream-fixtures.jsonl', () => {
  test('every fixture of Kubernetes, at every version it holds for: verdict, checks and message', () => {
    let cases = 0;
    for (const { level, versions, expect, name, failed, message, needsApiDefaulting, pod } of lines<Fixture>('upstream-fixtures')) {
      for (const version of versions) {
        const wanted = { allowed: expect === 'pass', failed, message };
        const answer = (given: Pod): typeof wanted => {
          const result = evaluatePodSecurity(given, { level, version });
          return { ...result, failed: result.failed.map(({ id }) => id) };
        };
        assert.deepEqual(answer(defaultPod(pod)), wanted, `${name} at ${level}:${version}, defaulted`);
        if (!needsApiDefaulting) assert.deepEqual(answer(pod), wanted, `${name} at ${level}:${version}`);
        cases++;
      }
    }
    assert.equal(cases, 4537);
  });
});

withShared('corpora/pss/upstream-unit-checks.jsonl', () => {
  test("every row of the tables of Kubernetes' own tests of single checks: reason and detail", () => {
    const rows = lines<UnitCheck>('upstream-unit-checks');
    assert.equal(rows.length, 95);
    for (const { name, check, level, version, allowed, reason, detail, pod } of rows) {
      const found = evaluatePodSecurity(pod, { level, version }).failed.find(({ id }) => id === check);
      assert.deepEqual(found, allowed ? undefined : { id: check, reason, detail }, name);
    }
  });
});

test('what is no level or version is an error, never a pass', () => {
  assert.throws(() => evaluatePodSecurity({}, { level: 'Baseline' as Level, version: 'latest' }), /is no Pod Security level/);
  for (const version of ['1.25', 'v1.25.3', 'v1.025', 'Latest', '', 'v2.0', 'v1.99999999999999999999']) assert.throws(() => evaluatePodSecurity({}, { level: 'baseline', version }), /is no policy version/, version);
});
