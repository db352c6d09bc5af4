import { readFileSync } from 'node:fs';
import { toolOf } from '../assess.ts';
import { judged } from '../attack/invariants.ts';
import { nounOf } from '../attack/words.ts';
import { readInvariants } from '../decisions/invariants.ts';
import type { Invariant } from '../model/invariant.ts';
import { assertFormats } from '../report/assert-formats.ts';
import type { AssertReport } from '../report/assert.ts';
import { readAttack } from './attack.ts';
import { demandNoFault } from './decisions.ts';
import { exit, UsageError } from './exit.ts';
import { outputsOf, type Word } from './outputs.ts';
import { print, screenFor } from './print.ts';
import type { ReadOptions } from './read.ts';
import { shownPath } from './shown-path.ts';

export interface AssertOptions extends ReadOptions {
  readonly format?: readonly Word[];
  readonly output?: readonly Word[];
  readonly require?: string;
  readonly verbose?: boolean;
}

/** `glacis assert FILE`: paths that must not exist, kept or broken. */
export async function assertInvariants(file: string, sources: readonly string[], options: AssertOptions): Promise<number> {
  const outputs = outputsOf(options.format ?? options.output ?? []);
  const invariants = invariantsIn(file);
  const { graph, locate, status } = await readAttack(sources, options);
  const results = invariants.map((invariant) => judged(graph, invariant, locate));
  const report: AssertReport = {
    tool: toolOf(), file,
    invariants: results.map((result) => ({ result, path: result.path && shownPath(result.path, options.verbose === true), offenders: result.offenders.map(nounOf) })),
  };
  for (const output of outputs) print(assertFormats[output.format]?.(report, screenFor(output.file)) ?? '', output.file);
  if (results.some(({ verdict }) => verdict === 'fail')) return exit.failOn;
  return options.require === 'known' && results.some(({ verdict }) => verdict === 'unknown') ? exit.input : status;
}

/** @throws UsageError for a file that cannot be used */
function invariantsIn(file: string): readonly Invariant[] {
  const { invariants, faults } = readInvariants(textOf(file), file);
  demandNoFault(file, faults);
  return invariants;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, 'FILE comes first: glacis assert FILE [SOURCE...]');
  }
}
