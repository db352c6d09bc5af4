import { contextOf as contextOfSnapshot, type AssessOptions } from '../../src/assess.ts';
import { collectText } from '../../src/collect/index.ts';
import type { Context } from '../../src/rules/context.ts';

/** The context of YAML text, read as a file would be. */
export function contextOf(yaml: string, options: AssessOptions = {}): Context {
  return contextOfSnapshot(collectText(yaml).snapshot, options);
}
