import { CORE_SCHEMA, load, mergeTag } from 'js-yaml';
import type { TextProblem } from '../problem.ts';

export interface YamlResult {
  /** What kubectl would read; null for a document of comments only; undefined where it cannot be read. */
  readonly value: unknown;
  readonly problems: readonly TextProblem[];
}

/** Reads one document. `firstLine` is the line of the file at which the text starts, so that problems name lines of the file. */
export function readYaml(text: string, firstLine: number = 1): YamlResult {
  try {
    return { value: load(text, { schema: CORE_SCHEMA.withTags(mergeTag) }) ?? null, problems: [] };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const cause = text.includes('{{') ? 'template' : 'syntax';
    return { value: undefined, problems: [{ line: firstLine, message, remedy: 'Correct the YAML.', severity: 'invalid', cause }] };
  }
}
