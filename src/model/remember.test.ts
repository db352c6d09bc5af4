import assert from 'node:assert/strict';
import { test } from 'node:test';
import { remember, rememberMany } from './remember.ts';

for (const [name, kept] of Object.entries({ remember, rememberMany })) {
  test(`${name} works out each answer once, the undefined one too`, () => {
    const asked: string[] = [];
    const answer = kept((key: string) => {
      asked.push(key);
      return key === 'none' ? undefined : key.length;
    });
    assert.deepEqual(['a', 'none', 'a', 'none', 'bb'].map(answer), [1, undefined, 1, undefined, 2]);
    assert.deepEqual(asked, ['a', 'none', 'bb']);
  });
}

test('what lives as long as the process forgets before it fills the memory', () => {
  let asked = 0;
  const answer = rememberMany((key: number) => {
    asked++;
    return key;
  });
  for (let key = 0; key <= 100_000; key++) answer(key);
  assert.equal(asked, 100_001);
  answer(100_000);
  assert.equal(asked, 100_001);
  answer(0);
  assert.equal(asked, 100_002);
});
