import assert from 'node:assert/strict';
import { test } from 'node:test';
import { escapeHtml, html, numbered, raw } from './markup.ts';

const hostile = `"><script>alert('1')</script>\`&amp;\u202e\u0000`;

test('markup: text can leave neither an element nor a quoted attribute, and hides nothing', () => {
  assert.doesNotMatch(escapeHtml(hostile), /[<>"'`\u202e\u0000]|&(?!(?:amp|lt|gt|quot|#39|#96);)/);
});

test('markup: every part of a template is escaped unless it is markup', () => {
  assert.equal(html`<p title="${hostile}">${[hostile, raw('<b>')]}</p>`.toString(), `<p title="${escapeHtml(hostile)}">${escapeHtml(hostile)}<b></p>`);
});

test('markup: an object that only looks like markup is none', () => {
  const lookalike: unknown = { toString: () => '<b>' };
  assert.throws(() => html`${lookalike as string}`.toString());
});

test('markup: nothing is nothing, zero is zero', () => {
  assert.equal(html`a${null}${undefined}${false}${0}b`.toString(), 'a0b');
});

test('markup: numbers are read in thousands', () => {
  assert.deepEqual([1, 999, 1000, 1_234_567].map(numbered), ['1', '999', '1,000', '1,234,567']);
});
