import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { test } from 'node:test';

const src = resolve(import.meta.dirname, '../src');

/** What each room may import, itself always among it. Data runs one way. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  model: [],
  knowledge: ['model'],
  lang: [],
  graph: [],
  collect: ['model', 'lang', 'knowledge'],
  cluster: ['model', 'lang', 'knowledge'],
  engines: ['model', 'lang', 'knowledge', 'cluster'],
  rules: ['model', 'knowledge', 'cluster', 'engines'],
  guide: ['model', 'knowledge', 'cluster', 'engines', 'rules'],
  threats: ['model', 'knowledge', 'cluster', 'engines', 'rules', 'guide', 'attack'],
  decisions: ['model', 'lang'],
  attack: ['model', 'knowledge', 'lang', 'cluster', 'engines', 'graph'],
  plan: ['model', 'knowledge', 'lang', 'cluster', 'engines', 'graph', 'attack'],
  remediate: ['model', 'lang', 'cluster'],
  draw: ['model'],
  report: ['model', 'draw'],
};

/** `room -> room` of every import between rooms; files that stand directly in src may import all. */
export function arrows(root: string): readonly { readonly file: string; readonly from: string; readonly to: string }[] {
  return globSync('**/*.ts', { cwd: root }).filter((file) => !file.endsWith('.test.ts') && file.includes('/')).flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    return [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+)'/g)].flatMap(([, target = '']) => {
      const path = join(dirname(file), target);
      const [from = '', to = ''] = [file.split('/')[0], path.includes('/') ? path.split('/')[0] : 'src'];
      return from === to || from === 'commands' ? [] : [{ file, from, to }];
    });
  });
}

test('data runs one way: no room imports one that comes after it', () => {
  const found = arrows(src);
  assert.ok(found.length > 100, 'the walk found too few imports to be right');
  assert.deepEqual(found.filter(({ from, to }) => !(allowed[from] ?? []).includes(to)), []);
});
