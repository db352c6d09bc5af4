import type { TextProblem } from '../problem.ts';
import { unprintable, YamlFault } from './cursor.ts';
import { decodeYaml } from './decode.ts';
import { parseYaml } from './parser.ts';

export interface YamlResult {
  /** What kubectl would read; null for a document of comments only; undefined where it cannot be read. */
  readonly value: unknown;
  readonly problems: readonly TextProblem[];
}

/**
 * Reads one document exactly as kubectl does: YAML 1.1 as the library under it has it, then JSON.
 * `firstLine` is the line of the file at which the text starts, so that problems name lines of the file;
 * `marked` says that a `---` line before it belongs to the document.
 */
export function readYaml(text: string, firstLine: number = 1, marked: boolean = false): YamlResult {
  const lineOf = (offset: number): number => firstLine + linesBefore(text, offset);
  try {
    const control = unprintable.exec(text);
    if (control) throw new YamlFault(control.index, `the control character ${JSON.stringify(control[0])}`);
    const { root } = parseYaml(text, marked);
    if (!root) return { value: null, problems: [] };
    const { value, repeated } = decodeYaml(root);
    return { value, problems: repeated.map(({ key, offset }) => repeatedKey(key, lineOf(offset))) };
  } catch (error) {
    if (!(error instanceof YamlFault)) throw error;
    return { value: undefined, problems: [invalid(text, error.message, lineOf(error.offset))] };
  }
}

function linesBefore(text: string, offset: number): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}

function repeatedKey(key: string, line: number): TextProblem {
  return { line, message: `the key ${JSON.stringify(key)} stands twice in one map; kubectl takes this later one`, remedy: 'Remove one of the two: other readers refuse the file or take the first.', severity: 'warning', cause: 'duplicate key' };
}

function invalid(text: string, message: string, line: number): TextProblem {
  if (/\{\{[^}]*\}\}/.test(text)) return { line, message: 'an unrendered template', remedy: 'Render it first: helm template CHART | glacis scan -', severity: 'invalid', cause: 'template' };
  return { line, message, remedy: 'Correct the YAML at this line.', severity: 'invalid', cause: 'syntax' };
}
