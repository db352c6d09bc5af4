import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareReleases, fixedBy, parseRelease } from './release.ts';

function release(text: string): NonNullable<ReturnType<typeof parseRelease>> {
  const found = parseRelease(text);
  assert.ok(found, text);
  return found;
}

test('versions are ordered as releases are', () => {
  const ordered = ['0.9', '1.0.0-alpha.2', '1.0.0-beta.0', '1.0.0-rc3', '1.0.0-rc10', '1.0.0', '1.0.1', '1.2', '1.10.0', '2.0.0-rc.1', '2.0'];
  for (const [index, text] of ordered.entries()) {
    for (const later of ordered.slice(index + 1)) assert.ok(compareReleases(release(text), release(later)) < 0, `${text} ${later}`);
  }
  assert.equal(compareReleases(release('v1.7.23-k3s2'), release('1.7.23')), 0);
  assert.equal(compareReleases(release('1.2'), release('1.2.0')), 0);
});

test('what is no version is none', () => {
  for (const text of ['', 'latest', 'main-abc', 'sha-1', 'v', '1.2.3.4.5']) assert.equal(parseRelease(text), undefined, text);
});

test('a range takes its first and leaves out its fixed version', () => {
  const ranges = '0<1.6.38 1.7.0-beta.0<1.7.27 2.0.0<2.0.4';
  const expected: readonly (readonly [string, string | undefined])[] = [['1.5.0', '1.6.38'], ['1.6.38', undefined], ['1.6.99', undefined], ['1.7.0-beta.0', '1.7.27'], ['1.7.26', '1.7.27'], ['1.7.27', undefined], ['2.0.3', '2.0.4'], ['2.1.0', undefined], ['2.0.0-rc.1', undefined], ['1.0.0-rc1', '1.6.38']];
  for (const [text, fixed] of expected) assert.equal(fixedBy(release(text), ranges), fixed, text);
});
