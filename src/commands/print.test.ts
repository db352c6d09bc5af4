import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { nearest } from './exit.ts';
import { screenOf } from './print.ts';
import { startProgress } from './progress.ts';

const kept = { ...process.env };
beforeEach(() => {
  for (const name of ['NO_COLOR', 'COLUMNS', 'TERM']) delete process.env[name];
});
afterEach(() => {
  for (const name of ['NO_COLOR', 'COLUMNS', 'TERM']) {
    const value = kept[name];
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

const screens: readonly { readonly name: string; readonly stream: { readonly isTTY?: boolean; readonly columns?: number }; readonly env?: Readonly<Record<string, string>>; readonly colour: boolean; readonly columns: number }[] = [
  { name: 'a terminal', stream: { isTTY: true, columns: 132 }, colour: true, columns: 132 },
  { name: 'a terminal with NO_COLOR', stream: { isTTY: true, columns: 80 }, env: { NO_COLOR: '1' }, colour: false, columns: 80 },
  { name: 'a terminal with an empty NO_COLOR', stream: { isTTY: true, columns: 80 }, env: { NO_COLOR: '' }, colour: true, columns: 80 },
  { name: 'a terminal that knows nothing', stream: { isTTY: true, columns: 80 }, env: { TERM: 'dumb' }, colour: false, columns: 80 },
  { name: 'a pipe', stream: {}, colour: false, columns: 100 },
  { name: 'a pipe with COLUMNS', stream: {}, env: { COLUMNS: '120' }, colour: false, columns: 120 },
  { name: 'a pipe with COLUMNS that are no number', stream: {}, env: { COLUMNS: 'wide' }, colour: false, columns: 100 },
  { name: 'a terminal of a few columns', stream: { isTTY: true, columns: 20 }, colour: true, columns: 60 },
];
for (const { name, stream, env, colour, columns } of screens) {
  test(`print: ${name}`, () => {
    Object.assign(process.env, env);
    assert.deepEqual(screenOf(stream), { columns, colour });
  });
}

function progressed(isTTY: boolean, calls: readonly (readonly [string, boolean?])[]): string {
  let written = '';
  const progress = startProgress({ isTTY, write: (text) => (written += text) });
  for (const call of calls) progress(...call);
  return written;
}

test('progress: nothing within the first second, nothing where nobody looks', () => {
  assert.equal(progressed(true, [['reading'], ['']]), '');
  assert.equal(progressed(false, [['judging', true], ['']]), '');
});

test('progress: what comes before a long silence is said at once and taken away', () => {
  assert.equal(progressed(true, [['judging', true], ['']]), '\r\u001b[Kjudging\r\u001b[K');
});

const words: readonly { readonly word: string; readonly is: string | undefined }[] = [
  { word: 'privilegd', is: 'privileged' },
  { word: 'HOST-PID', is: 'host-pid' },
  { word: 'hostpid', is: 'host-pid' },
  { word: 'entirely-else', is: undefined },
];
for (const { word, is } of words) {
  test(`nearest: ${word} is ${is ?? 'nothing'}`, () => {
    assert.equal(nearest(word, ['privileged', 'host-pid', 'host-ipc']), is);
  });
}
