import { CORE_SCHEMA, load, mergeTag } from 'js-yaml';
import { parseDocument, type ScalarTag } from 'yaml';
import type { TextProblem } from '../problem.ts';

export interface YamlResult {
  /** What kubectl would read; null for a document of comments only; undefined where it cannot be read. */
  readonly value: unknown;
  readonly problems: readonly TextProblem[];
}

const mostAliases = 1000;

/**
 * Plain scalars that YAML 1.1, as kubectl reads it, and 1.2 take differently: `yes`, `n`, `0644`, `1_000`. Text without any
 * of them, in quotes or not, reads the same in both, and the faster reader serves.
 */
const ambiguous = /(?:^|[\s[{,:-])(?:[yYnN]|[yY]es|YES|[nN]o|NO|[oO]n|ON|[oO]ff|OFF|[+-]?0[\d_ob]\w*|[+-]?[\d.]*\d_[\d_.]*|<<)(?=\s*(?:$|[:,\]}#]))/m;

/** Reads one document. `firstLine` is the line of the file at which the text starts, so that problems name lines of the file. */
export function readYaml(text: string, firstLine: number = 1): YamlResult {
  if (!ambiguous.test(text)) {
    try {
      return { value: withTextKeys(load(text, { schema: CORE_SCHEMA.withTags(mergeTag) }) ?? null), problems: [] };
    } catch {
      // The other reader decides, and words the problem: it takes some documents that this one refuses and kubectl reads.
    }
  }
  return readAsKubectl(text, firstLine);
}

function readAsKubectl(text: string, firstLine: number): YamlResult {
  const document = parseDocument(text, {
    version: '1.1', schema: 'yaml-1.1', merge: true, uniqueKeys: false, strict: false, logLevel: 'silent',
    customTags: (tags) => [newOctal, ...tags.filter((tag) => typeof tag === 'string' || !unknownToKubectl(tag.tag, 'format' in tag ? tag.format : undefined))],
  });
  const [error] = document.errors;
  if (error) return invalid(text, error.message.split('\n')[0] ?? 'not YAML', firstLine + (error.linePos?.[0].line ?? 1) - 1);
  try {
    return { value: withTextKeys(document.toJS({ maxAliasCount: mostAliases }) ?? null), problems: [] };
  } catch (problem) {
    return invalid(text, problem instanceof Error ? problem.message : String(problem), firstLine);
  }
}

/** kubectl's reader knows no dates and no base 60: `12:30:45` and `2026-01-01` are text. */
function unknownToKubectl(tag: string, format: string | undefined): boolean {
  return tag === 'tag:yaml.org,2002:timestamp' || format === 'TIME';
}

/** `0o644` is octal too, though YAML 1.1 does not know the form. */
const newOctal: ScalarTag = { tag: 'tag:yaml.org,2002:int', default: true, test: /^[+-]?0o[0-7]+$/, resolve: (text) => parseInt(text.replace('0o', ''), 8) };

function invalid(text: string, message: string, line: number): YamlResult {
  const template = /\{\{[^}]*\}\}/.test(text);
  return {
    value: undefined,
    problems: [
      template
        ? { line, message: 'an unrendered template', remedy: 'Render it first: helm template CHART | glacis scan -', severity: 'invalid', cause: 'template' }
        : { line, message, remedy: 'Correct the YAML at this line.', severity: 'invalid', cause: 'syntax' },
    ],
  };
}

/** JSON, which kubectl turns everything into, has text for keys; and maps must not reach a prototype. */
function withTextKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withTextKeys);
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, part]) => [String(key), withTextKeys(part)]));
  if (typeof value === 'bigint') return Number(value);
  if (value === null || typeof value !== 'object') return value;
  const map = value as Record<string, unknown>;
  for (const key of Object.keys(map)) {
    const part = map[key];
    if (part !== null && (typeof part === 'object' || typeof part === 'bigint')) Object.defineProperty(map, key, { value: withTextKeys(part), enumerable: true, writable: true, configurable: true });
  }
  return map;
}
