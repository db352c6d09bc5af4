import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { before, test } from 'node:test';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { techniques } from '../src/attack/registry.ts';
import { recommendations } from '../src/guide/index.ts';
import { escaped, explainMarkdown, fenced } from '../src/report/markdown-explain.ts';
import { screenSvg } from '../src/report/svg-screen.ts';
import { rules } from '../src/rules/registry.ts';
import { threats } from '../src/threats/index.ts';
import { outdated, pages, written } from '../scripts/docs.ts';
import { ruleThemes } from '../scripts/registry.ts';

let found: ReadonlyMap<string, string>;
before(async () => {
  found = await pages();
});

test('docs: every page is current (npm run docs)', async () => {
  assert.deepEqual(await outdated(), []);
});

test('docs: the themes of rules are current (npm run registry)', () => {
  assert.equal(readFileSync(resolve(import.meta.dirname, '../src/rules/themes.ts'), 'utf8'), ruleThemes());
});

test('docs: the same pages come out twice', async () => {
  assert.deepEqual(await pages(), found);
});

test('docs: every rule has a page, and every threat and recommendation a place', () => {
  assert.deepEqual(rules.filter(({ id }) => !found.has(`rules/${id}.md`)).map(({ id }) => id), []);
  const missing = [...threats.map(({ id }) => ['threats.md', id] as const), ...recommendations.map(({ id }) => ['guide.md', id] as const)].filter(([file, id]) => !found.get(file)?.includes(`### ${escaped(id)}: `));
  assert.deepEqual(missing, []);
});

test('docs: every technique has one line, with all its names', () => {
  const lines = (found.get('techniques.md') ?? '').split('\n');
  for (const { id, title, aliases, attack, microsoft } of techniques) {
    const own = lines.filter((line) => line.includes(`\`${id}\``));
    assert.equal(own.length, 1, id);
    assert.deepEqual([escaped(title), ...aliases, ...attack, ...microsoft].filter((part) => !own[0]?.includes(part)), [], id);
  }
});

test('docs: every link leads to a page and a place on it', () => {
  const dead: string[] = [];
  let links = 0;
  for (const [file, text] of found) {
    for (const [, target = ''] of text.matchAll(/\]\(([^)]+)\)/g)) {
      links++;
      const [path = '', place] = target.split('#');
      if (path.startsWith('../schema/') || (written.includes(path) && existsSync(resolve(import.meta.dirname, '../docs', path)))) continue;
      const page = found.get(join(dirname(file), path));
      if (page === undefined || (place !== undefined && !page.includes(`<a id="${place}"></a>`))) dead.push(`${file}: ${target}`);
    }
  }
  assert.ok(links > 1000, 'the walk found too few links to be right');
  assert.deepEqual(dead, []);
});

test('docs: a place is said once on a page', () => {
  for (const [file, text] of found) {
    const places = [...text.matchAll(/<a id="([^"]+)">/g)].map(([, place]) => place);
    assert.deepEqual(places.filter((place, index) => places.indexOf(place) !== index), [], file);
  }
});

const hostile: readonly { readonly text: string; readonly shows: string }[] = [
  { text: '<script>alert(1)</script>', shows: '&lt;script&gt;alert(1)&lt;/script&gt;' },
  { text: 'a | b', shows: 'a \\| b' },
  { text: '[x](javascript:alert(1))', shows: '\\[x\\](javascript:alert(1))' },
  { text: 'two\n\n# lines', shows: 'two \\# lines' },
  { text: '`code` *bold*', shows: '\\`code\\` \\*bold\\*' },
];
for (const { text, shows } of hostile) {
  test(`docs: Markdown shows ${JSON.stringify(text)} as it is`, () => {
    assert.equal(escaped(text), shows);
    const page = explainMarkdown({ id: text, kind: 'word', title: text, tags: [text], text, sections: [{ heading: text, text }, { heading: 'a', items: [{ id: text, text }] }, { heading: 'a', rows: [[text]], head: [text] }] }, 1, () => undefined);
    // What stands in code shows itself.
    assert.ok(!page.replaceAll(/`[^`]*`/g, '').includes('<script'));
    assert.ok(!/^# lines/m.test(page));
  });
}

test('docs: a fence is longer than any inside it', () => {
  assert.equal(fenced('a\n````\nb', 'yaml'), '`````yaml\na\n````\nb\n`````');
});

test('docs: a picture keeps text and colours, and nothing in it is markup', () => {
  const svg = screenSvg('\u001b[31m\u001b[1mcritical\u001b[22m\u001b[39m <b> & "q"\nnext', 40, 'a <title>');
  assert.match(svg, /<tspan [^>]*fill="#ff8a6b" font-weight="700">critical<\/tspan>/);
  assert.match(svg, /x="91.6"[^>]*>&lt;b&gt; &amp; &quot;q&quot;<\/tspan>/);
  assert.equal(svg.match(/<text /g)?.length, 2);
  assert.ok(!svg.includes('\u001b'));
});
