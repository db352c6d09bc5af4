// The page in a browser: what axe-core finds, what it asks the network for, what it does without JavaScript.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { chromium, type Browser, type Page } from 'playwright-core';
import { formats } from '../src/report/formats.ts';
import { assessed, view, written } from './support/formats.ts';

const executablePath = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => path !== undefined && existsSync(path));
// Where CI=true a browser that is missing is a failure.
const skip = executablePath === undefined && process.env['CI'] !== 'true' ? 'no Chromium here: set CHROMIUM to its path' : false;

const directory = mkdtempSync(join(tmpdir(), 'glacis-page-'));
const file = join(directory, 'shop.html');
const severalFile = join(directory, 'several.html');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let started: Promise<Browser> | undefined;

/** Not in a hook: one that fails would fail the tests of every file. */
function browser(): Promise<Browser> {
  return (started ??= start());
}

async function start(): Promise<Browser> {
  assert.ok(executablePath !== undefined, 'no Chromium here: set CHROMIUM to its path');
  const shop = await assessed('examples/shop', true);
  writeFileSync(file, await written('html', shop));
  const hardened = await assessed('examples/shop-hardened');
  const nothing = await assessed('test/support');
  writeFileSync(severalFile, [...(await (formats['html'] ?? assert.fail())()).default.several([shop, hardened, nothing], view)].join(''));
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

after(async () => {
  await (await started)?.close();
  rmSync(directory, { recursive: true, force: true });
});

/** Opens the page; whatever it asks for beside its own file, and whatever it complains of, is a fault. */
async function opened(options: { readonly width?: number; readonly theme?: 'light' | 'dark'; readonly scripts?: boolean; readonly of?: string }, work: (page: Page) => Promise<void>): Promise<void> {
  const context = await (await browser()).newContext({ viewport: { width: options.width ?? 1440, height: 900 }, colorScheme: options.theme ?? 'light', javaScriptEnabled: options.scripts ?? true, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const faults: string[] = [];
  const { of = file } = options;
  page.on('console', (message) => faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('request', (request) => {
    if (request.url() !== `file://${of}` && !request.url().startsWith('data:')) faults.push(request.url());
  });
  await page.goto(`file://${of}`);
  assert.deepEqual(faults, []);
  await work(page);
  await context.close();
}

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

for (const [width, theme] of [[1440, 'light'], [800, 'dark'], [390, 'light']] as const) {
  for (const [what, of] of [['one cluster', file], ['several clusters', severalFile]] as const) {
    test(`page: axe-core finds nothing on that of ${what} at ${width}, ${theme}`, { skip }, () => opened({ width, theme, of }, async (page) => {
      const violations = (await page.evaluate(`${axe};axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)`)) as readonly Violation[];
      assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('\n')}`), []);
      assert.ok(Number(await page.evaluate('document.documentElement.scrollWidth')) <= width, 'wider than the screen');
    }));
  }
}

for (const [what, of] of [['one cluster', file], ['several clusters', severalFile]] as const) {
  test(`page: every link leads to a place of the page of ${what}`, { skip }, () => opened({ of }, async (page) => {
    assert.deepEqual(await page.evaluate(`[...document.querySelectorAll('a')].map((a) => a.getAttribute('href').slice(1)).filter((id) => !document.getElementById(id))`), []);
    assert.deepEqual(await page.evaluate(`(() => { const ids = [...document.querySelectorAll('[id]')].map((e) => e.id); return ids.filter((id, index) => ids.indexOf(id) !== index); })()`), []);
  }));
}

test('page: filters work without JavaScript', { skip }, () => opened({ scripts: false }, async (page) => {
  const unknown = page.locator('details.t.unknown').first();
  assert.equal(await unknown.isVisible(), false);
  await page.locator('label[for=t-unknown]').click();
  assert.equal(await unknown.isVisible(), true);
  await page.locator('label[for=fs-critical]').click();
  assert.equal(await page.locator('details.o.critical').first().isVisible(), false);
  assert.equal(await page.locator('#tq').isVisible(), false);
}));

test('page: the search, the cells and links into what is folded work with it', { skip }, () => opened({}, async (page) => {
  await page.keyboard.press('/');
  assert.equal(await page.evaluate('document.activeElement.type'), 'search');
  await page.locator('#fq').fill('Deployment shop/image-resizer');
  const found = Number(await page.evaluate(`[...document.querySelectorAll('details.o')].filter((e) => e.textContent.toLowerCase().includes('deployment shop/image-resizer')).length`));
  assert.ok(found >= 1 && found < (await page.locator('details.o').count()));
  assert.equal(await page.locator('details.o:visible').count(), found);
  assert.equal(await page.locator('#fq-n').textContent(), `${found} ${found === 1 ? 'object' : 'objects'}`);
  const cell = page.locator('.heat a[data-c="etcd"][data-k="malicious-actor"]');
  await cell.click();
  assert.equal(await page.locator('details.t:visible').count(), await page.locator('details.t[data-c*="etcd"][data-k="malicious-actor"]').count());
  await cell.click();
  assert.equal(await page.locator('details.t.absent:visible').count(), 0);
  const row = page.locator('details.t.absent').first();
  await page.evaluate(`location.hash = ${JSON.stringify(await row.getAttribute('id'))}`);
  await row.waitFor({ state: 'visible' });
  assert.equal(await row.getAttribute('open'), '');
}));

test('page: a change of the plan and the steps that it cuts lead to each other', { skip }, () => opened({}, async (page) => {
  const first = page.locator('#change-1');
  assert.match(String(await first.textContent()), /May break[^]*Verify[^]*Undo[^]*starting points \d+ → \d+/);
  assert.ok((await first.locator('pre .removed, pre .added').count()) > 0);
  // One that closes what no path of the page shows leads to none.
  const cutting = page.locator('[id^="change-"]').filter({ has: page.locator('a[href^="#path-"]') }).first();
  const [change, path] = [String(await cutting.getAttribute('id')), String(await cutting.locator('a[href^="#path-"]').first().getAttribute('href'))];
  assert.ok((await page.locator(`${path} .cx a[href="#${change}"]`).count()) > 0, `${path} ${change}`);
  assert.equal(await page.locator('.do a[href="#change-1"]').count(), 1);
}));

test('page: the choice of colours holds against the system', { skip }, () => opened({ theme: 'dark' }, async (page) => {
  const paper = (): Promise<unknown> => page.evaluate('getComputedStyle(document.body).backgroundColor');
  const dark = await paper();
  await page.locator('label[for=th-l]').click();
  assert.notEqual(await paper(), dark);
}));
