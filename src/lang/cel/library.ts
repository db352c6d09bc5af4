import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);
let cel: typeof import('@marcbachmann/cel-js') | undefined;
let re2: typeof import('@bufbuild/re2') | undefined;

/** The evaluator, loaded by the first expression: most clusters have none, and its modules are a tenth of what a scan would load. */
export function celLibrary(): typeof import('@marcbachmann/cel-js') {
  return (cel ??= load('@marcbachmann/cel-js'));
}

/** The regular expressions that `matches` has, loaded by the first of them. */
export function re2Library(): typeof import('@bufbuild/re2') {
  return (re2 ??= load('@bufbuild/re2'));
}
