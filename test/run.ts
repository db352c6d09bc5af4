// The test entry: imports every test file into one process (node:test without isolation) and makes sure that a file
// which throws, a missing file or an early exit fails the run instead of shortening it.
//
//   npm test                       everything
//   npm test -- src/lang rbac      files whose path contains one of the words
//   npm run test:oracle            questions to real API servers instead, which take minutes to build and to ask
import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from 'node:test';

const root = resolve(import.meta.dirname, '..');
const roots = process.env['GLACIS_TEST_ROOT'] ?? root;
const words = process.argv.slice(2).filter((word) => !word.startsWith('-'));

const pattern = process.argv.includes('--oracle') ? 'test/servers/*.oracle.ts' : '{src,test,scripts,bench}/**/*.test.ts';

const files = globSync(pattern, { cwd: roots })
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
  .toSorted();

let finished = false;
process.on('beforeExit', () => {
  finished = true;
});
process.on('exit', (code) => {
  if (finished || code !== 0) return;
  console.error('the run ended before its tests did: something called process.exit()');
  process.exitCode = 1;
});

if (files.length === 0) {
  test('test files', () => {
    throw new Error(`no test file matches: ${words.join(' ') || 'src, test, scripts, bench'}`);
  });
}
for (const file of files) {
  try {
    await import(pathToFileURL(resolve(roots, file)).href);
  } catch (error) {
    test(`${file} loads`, () => {
      throw error;
    });
  }
}
