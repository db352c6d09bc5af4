import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileOwners } from './owners.ts';

// The examples of GitHub's documentation of the file, in our own words: pattern, path, whether it is owned.
const patterns: readonly (readonly [pattern: string, path: string, owned: boolean])[] = [
  ['*', 'a', true],
  ['*', 'a/b/c.yaml', true],
  ['*.yaml', 'a/b/c.yaml', true],
  ['*.yaml', 'a/b/c.yml', false],
  ['/deploy/', 'deploy/shop/web.yaml', true],
  ['/deploy/', 'other/deploy/web.yaml', false],
  ['deploy/', 'other/deploy/web.yaml', true],
  ['docs/*', 'docs/a.yaml', true],
  ['docs/*', 'docs/b/a.yaml', false],
  ['/docs/*', 'docs/a.yaml', true],
  ['/docs/*', 'docs/b/a.yaml', false],
  ['docs/**', 'docs/b/a.yaml', true],
  ['**/logs', 'deep/build/logs/a.yaml', true],
  ['/deploy/a.yaml', 'deploy/a.yaml', true],
  ['/deploy/a.yaml', 'deploy/a.yaml.bak', false],
  ['deploy', 'deploy/x/y.yaml', true],
];

for (const [pattern, path, owned] of patterns) {
  test(`CODEOWNERS: ${pattern} ${owned ? 'owns' : 'does not own'} ${path}`, () => assert.deepEqual(fileOwners(`${pattern} @a`)(path), owned ? ['@a'] : []));
}

test('CODEOWNERS: the last pattern that fits decides, and one without owners takes them away', () => {
  const owners = fileOwners('# who\n* @all   # everybody\n/deploy/ @a @org/b\r\n/deploy/free/\n\n[Section]\n!/deploy/ @c\n');
  assert.deepEqual(['x', 'deploy/y', 'deploy/free/z'].map(owners), [['@all'], ['@a', '@org/b'], []]);
});

test('CODEOWNERS: a blank behind a backslash belongs to the pattern', () => {
  assert.deepEqual(fileOwners('/my\\ dir/ @a')('my dir/x'), ['@a']);
});
