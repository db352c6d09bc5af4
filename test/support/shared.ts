// The reference corpora lie beside the checkout, not in it. A suite that needs them skips elsewhere and says so;
// where CI=true a missing one fails instead.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';

const shared = resolve(import.meta.dirname, '../../../shared');

/** The absolute path of a file of the corpora, or undefined where the checkout stands alone. */
export function sharedPath(path: string): string | undefined {
  const full = resolve(shared, path);
  return existsSync(full) ? full : undefined;
}

export function readShared(path: string): string {
  return readFileSync(resolve(shared, path), 'utf8');
}

/** Registers `define` when `path` is there; else one skipped (in CI: failing) test that names what is missing. */
export function withShared(path: string, define: () => void): void {
  skippable(`shared/${path} is not beside this checkout`, sharedPath(path) !== undefined, define);
}

/** Registers `define` when `available`, else one test that skips with the reason, or fails where CI=true. */
export function skippable(reason: string, available: boolean, define: () => void): void {
  if (available) return define();
  test(reason, { skip: process.env['CI'] === 'true' ? false : reason }, () => {
    throw new Error(`${reason}, and CI=true allows no skipped suite`);
  });
}
