import assert from 'node:assert/strict';
import { test } from 'node:test';
import { releases, releasesReadOn, supportedOn } from './releases.ts';

test('minors follow each other without a hole', () => {
  assert.deepEqual(
    releases.map(({ minor }) => minor),
    releases.map((_, index) => 19 + index),
  );
});

test('dates are days, and support ends after it began', () => {
  for (const { minor, released, endOfSupport } of releases) {
    for (const day of [released, endOfSupport]) {
      if (day !== undefined) assert.equal(new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10), day, `1.${minor}`);
    }
    if (released !== undefined && endOfSupport !== undefined) assert.ok(released < endOfSupport, `1.${minor}`);
  }
});

test('what ended had ended when the table was read', () => {
  for (const { minor, endOfSupport, ended } of releases) {
    assert.equal(endOfSupport !== undefined && endOfSupport < releasesReadOn, ended, `1.${minor}`);
  }
});

const rows: readonly { readonly minor: number; readonly day: string; readonly supported: boolean | undefined }[] = [
  { minor: 34, day: '2026-10-27', supported: true },
  { minor: 34, day: '2026-10-28', supported: false },
  { minor: 37, day: '2026-11-24', supported: true },
  { minor: 38, day: '2026-11-24', supported: undefined },
];
for (const { minor, day, supported } of rows) {
  test(`1.${minor} on ${day} is ${supported === undefined ? 'not known' : supported ? 'supported' : 'out of support'}`, () => {
    assert.equal(supportedOn(minor, day), supported);
  });
}
