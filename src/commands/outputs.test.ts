import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outputsOf, type Output, type Word } from './outputs.ts';

const f = (format: string): Word => ({ format });
const o = (output: string): Word => ({ output });

const cases: readonly { readonly name: string; readonly words: readonly Word[]; readonly outputs: readonly Output[] }[] = [
  { name: 'nothing is the terminal', words: [], outputs: [{ format: 'terminal' }] },
  { name: 'a file alone takes the terminal', words: [o('a')], outputs: [{ format: 'terminal', file: 'a' }] },
  { name: 'a file after its format', words: [f('json'), f('sarif'), o('a')], outputs: [{ format: 'json' }, { format: 'sarif', file: 'a' }] },
  { name: 'a file before its format', words: [o('a'), f('json')], outputs: [{ format: 'json', file: 'a' }] },
  { name: 'pairs', words: [f('json'), o('a'), f('sarif'), o('b')], outputs: [{ format: 'json', file: 'a' }, { format: 'sarif', file: 'b' }] },
  { name: 'files by =', words: [{ format: 'json', output: 'a' }, f('markdown')], outputs: [{ format: 'json', file: 'a' }, { format: 'markdown' }] },
  { name: '- is standard output', words: [f('json'), o('-')], outputs: [{ format: 'json' }] },
];
for (const { name, words, outputs } of cases) {
  test(`outputs: ${name}`, () => {
    assert.deepEqual(outputsOf(words), outputs);
  });
}

const refused: readonly { readonly words: readonly Word[]; readonly says: RegExp }[] = [
  { words: [f('json'), f('sarif')], says: /json and sarif would both go to standard output/ },
  { words: [{ format: 'json', output: 'a' }, { format: 'csv', output: './a' }], says: /two formats would be written to \.\/a/ },
  { words: [{ format: 'json', output: '' }], says: /no file/ },
];
for (const { words, says } of refused) {
  test(`outputs: ${says.source} is said`, () => {
    assert.throws(() => outputsOf(words), says);
  });
}
