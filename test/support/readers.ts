import assert from 'node:assert/strict';

/** The rows of a CSV text as RFC 4180 reads them. @throws where a quote stands out of place */
export function csvRows(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/y;
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const found = cell.exec(text);
    assert.ok(found, `no cell at ${text.slice(at, at + 80)}`);
    row.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    if (found[3] !== ',') {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The elements of an XML text without comments, CDATA or namespaces. @throws where it is not well-formed */
export function xmlElements(xml: string): readonly Element[] {
  // What XML 1.0 allows as characters.
  assert.doesNotMatch(xml, /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
  const found: { name: string; attributes: Record<string, string>; text: string }[] = [];
  const open: (typeof found)[number][] = [];
  const token = /<\?xml [^<>]*\?>|<(\/?)([\w.-]+)((?:\s+[\w.-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/y;
  while (token.lastIndex < xml.length) {
    const at = token.lastIndex;
    const match = token.exec(xml);
    assert.ok(match, `not well-formed at ${xml.slice(at, at + 80)}`);
    const [, end, name, attributes = '', empty, text] = match;
    if (text !== undefined) {
      const parent = open.at(-1);
      assert.ok(parent || text.trim() === '', 'text outside of the root');
      if (parent) parent.text += decoded(text);
    } else if (name === undefined) continue;
    else if (end === '/') assert.equal(open.pop()?.name, name);
    else {
      const element = { name, attributes: Object.fromEntries([...attributes.matchAll(/([\w.-]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, decoded(value)])), text: '' };
      found.push(element);
      if (empty !== '/') open.push(element);
    }
  }
  assert.equal(open.length, 0, 'an element is not closed');
  return found;
}

function decoded(text: string): string {
  assert.doesNotMatch(text, /&(?!(?:amp|lt|gt|quot|apos);)/);
  return text.replaceAll(/&(\w+);/g, (_, name: string) => entities[name] ?? '');
}

const voids: ReadonlySet<string> = new Set(['meta', 'link', 'input', 'br', 'img']);
const rawTexts: ReadonlySet<string> = new Set(['style', 'script']);

/** The elements of a page as strictly as it is to be written: every attribute quoted or without value, every element closed. @throws where it is not */
export function htmlElements(page: string): readonly Element[] {
  const found: { name: string; attributes: Record<string, string>; text: string }[] = [];
  const open: string[] = [];
  const token = /<!doctype html>|<(\/?)([a-z][a-z0-9]*)((?: [\w:-]+(?:="[^"<>]*")?)*)(\/?)>|([^<]+)/iy;
  while (token.lastIndex < page.length) {
    const at = token.lastIndex;
    const match = token.exec(page);
    assert.ok(match, `no element and no text at ${page.slice(at, at + 80)}`);
    const [, end, name, attributes = '', empty, text] = match;
    if (text !== undefined) assert.doesNotMatch(text, /&(?!(?:amp|lt|gt|quot|#39|#96);)/);
    else if (name === undefined) continue;
    else if (end === '/') assert.equal(open.pop(), name, `at ${page.slice(at, at + 80)}`);
    else {
      const element = { name, attributes: Object.fromEntries([...attributes.matchAll(/ ([\w:-]+)(?:="([^"]*)")?/g)].map(([, key = '', value = '']) => [key, value])), text: '' };
      found.push(element);
      if (rawTexts.has(name)) {
        const close = page.indexOf(`</${name}>`, token.lastIndex);
        element.text = page.slice(token.lastIndex, close);
        token.lastIndex = close;
      }
      if (empty !== '/' && !voids.has(name)) open.push(name);
    }
  }
  assert.deepEqual(open, []);
  return found;
}
