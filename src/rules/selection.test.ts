import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assess } from '../assess.ts';
import { collectText } from '../collect/index.ts';
import { rules } from './registry.ts';
import { optionalThemes, rulesOf } from './selection.ts';
import { themes } from './themes.ts';

test('reliability is left out unless it is asked for', () => {
  const without = rulesOf(rules).map(({ id }) => themes[id]);
  assert.ok(!without.includes('reliability') && without.includes('workload'));
  assert.equal(rulesOf(rules, ['reliability']).length, rules.length);
});

test('every optional theme exists', () => assert.deepEqual([...optionalThemes].filter((theme) => !Object.values(themes).includes(theme)), []));

test('an assessment has findings of reliability only when it is asked for them', () => {
  const { snapshot } = collectText('apiVersion: v1\nkind: Pod\nmetadata: {name: app, namespace: shop}\nspec: {containers: [{name: app, image: app}]}\n');
  const found = (themesAsked: readonly string[]): boolean => assess(snapshot, { themes: themesAsked }).findings.some(({ rule }) => rule === 'naked-pod');
  assert.deepEqual([found([]), found(['reliability'])], [false, true]);
});
