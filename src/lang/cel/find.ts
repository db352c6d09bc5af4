import type { Environment } from '@marcbachmann/cel-js';
import { Unsupported } from './outcome.ts';
import { bound, matches } from './strings.ts';

// What RE2 and JavaScript read alike; `.` is rewritten, since JavaScript's leaves out more line ends.
const piece = /\\[dDwW.\\/+*?()[\]{}|^$-]|\[\^?(?:\\[dDwW.\\/\]^-]|[^\\\][&~^\n-]|(?<=[A-Za-z0-9])-(?=[A-Za-z0-9]))+-?\]|\(\?:|[()|^$.]|(?:[*+?]|\{\d{1,3}(?:,\d{0,3})?\})\??|[^\\()[\]{}|^$.*+?\n]/guy;
// Backtracking costs the length of the text to the power of its open repetitions.
const mostRepetitions = 3;
const longestText = 300;

const translated = new Map<string, RegExp | undefined>();

/** `find` and `findAll`: the text itself, where the expression matches at all, by an engine that tells where. */
export function registerFind(environment: Environment): void {
  const { registerFunction } = bound(environment);
  registerFunction('string.k8s_find(string): string', (text: string, pattern: string) => all(text, pattern, 1)[0] ?? '');
  registerFunction('string.k8s_findAll(string): list<string>', (text: string, pattern: string) => all(text, pattern, Infinity));
  registerFunction('string.k8s_findAll(string, int): list<string>', (text: string, pattern: string, most: bigint) => all(text, pattern, most < 0n ? Infinity : Number(most)));
}

/** The matches one after the other; an empty one right behind another does not count. */
function all(text: string, pattern: string, most: number): string[] {
  if (!matches(text, pattern)) return [];
  const expression = expressionOf(pattern);
  if (!expression || text.length > longestText) throw new Unsupported(`find of ${pattern} is not evaluated here`);
  const found: string[] = [];
  let [at, before] = [0, -1];
  while (found.length < most && at <= text.length) {
    expression.lastIndex = at;
    const match = expression.exec(text);
    if (!match) break;
    const end = match.index + match[0].length;
    const accepted = end > at || match.index !== before;
    at = end > at ? end : at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
    before = end;
    if (accepted) found.push(match[0]);
  }
  return found;
}

function expressionOf(pattern: string): RegExp | undefined {
  if (!translated.has(pattern)) translated.set(pattern, translate(pattern));
  return translated.get(pattern);
}

function translate(pattern: string): RegExp | undefined {
  const pieces = pattern.match(piece) ?? [];
  if (pieces.join('') !== pattern) return undefined;
  const open = pieces.filter((each) => /^[*+]|^\{\d+,\}/.test(each)).length;
  if (open > mostRepetitions || repeatsRepetition(pieces)) return undefined;
  try {
    return new RegExp(pieces.map((each) => (each === '.' ? '[^\\n]' : each)).join(''), 'gu');
  } catch {
    return undefined;
  }
}

/** A group with a repetition in it that is itself repeated. */
function repeatsRepetition(pieces: readonly string[]): boolean {
  const groups: boolean[] = [];
  let closed = false;
  for (const each of pieces) {
    const repeats = /^[*+?{]/.test(each);
    if (repeats && closed) return true;
    closed = false;
    if (each === '(' || each === '(?:') groups.push(false);
    else if (each === ')') {
      closed = groups.pop() ?? false;
      if (closed && groups.length > 0) groups[groups.length - 1] = true;
    } else if (repeats && groups.length > 0) groups[groups.length - 1] = true;
  }
  return false;
}
