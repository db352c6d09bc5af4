import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assessedText, view } from '../../../test/support/formats.ts';
import { htmlElements, type Element } from '../../../test/support/readers.ts';
import type { Assessment } from '../../model/assessment.ts';
import type { GraphResult, PathResult, StepResult } from '../../model/attack-path.ts';
import { pageChunks } from './page.ts';

const base = assessedText('apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}\nspec: {containers: [{name: c, image: i}]}\n');

function step(from: string, to: string, text: string, counted = true): StepResult {
  return { technique: 'technique/exposed-container', title: text, aliases: ['G1'], attack: [], microsoft: [], from, to, verdict: 'certain', counted, reasons: [text, text], evidence: [{ object: { apiGroup: '', kind: 'Pod', name: text }, field: text, seen: text, location: { file: text, line: 1, column: 1 } }], gaps: [{ id: 'gap/x', source: 'api', ask: text }], verify: [text], removes: text, detects: text };
}

function withPaths(text: string, verdict: PathResult['verdict'] = 'certain'): Assessment {
  const paths: readonly PathResult[] = [
    { kind: 'internet', from: 'internet', to: 'cluster-admin', verdict, length: 2, cost: 2, starts: 1, sources: ['internet'], steps: [step('internet', `container:shop/web/${text}`, text), step(`container:shop/web/${text}`, `serviceaccount:shop/${text}`, text), step(`serviceaccount:shop/${text}`, 'cluster-admin', text, false)] },
    { kind: text, from: text, to: text, verdict: 'possible', length: 1, cost: 1, starts: 3, sources: [text, text, text], steps: [step(text, text, text)] },
  ];
  const graph: GraphResult = { goals: ['cluster-admin', text], footholds: [{ kind: 'internet', all: 1, reaching: 1, possible: 0 }, { kind: text, all: 3, reaching: 0, possible: 3 }], byDesign: [{ from: text, reason: text }], nodes: [], steps: [], left: 0 };
  return Object.assign({ ...base }, { paths, graph });
}

function pageOf(assessment: Assessment): string {
  return [...pageChunks(assessment, view)].join('');
}

function shapeOf({ name, attributes }: Element): string {
  return [name, ...Object.keys(attributes)].join(' ');
}

test('paths: the answer is the heading', () => {
  assert.match(pageOf(withPaths('x')), /<h1[^>]*>From the Internet to cluster-admin in <span class="r">2 steps<\/span>/);
});

test('paths: a path that rests on what was not read is no heading, and its cell says so', () => {
  const page = pageOf(withPaths('x', 'possible'));
  assert.doesNotMatch(page, /<h1[^>]*>From the Internet/);
  assert.match(page, /<a class="su" href="#path-1">2\?/);
});

test('paths: hostile names stay text', () => {
  const plain = htmlElements(pageOf(withPaths('x'))).map(shapeOf);
  for (const text of ['"><script>alert(1)</script>', '\' onmouseover="x', '</svg><img src=x onerror=alert(1)>', '\u202e\u0000&lt;']) {
    assert.deepEqual(htmlElements(pageOf(withPaths(text))).map(shapeOf), plain, text);
  }
});
