import type { Environment } from '@marcbachmann/cel-js';
import { Failed, Unsupported } from './outcome.ts';
import { bound } from './strings.ts';

/** A piece of text that takes the place of another in an expression. */
export interface Edit {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}

/** What a loop over keys and values is written as: a loop over pairs, and what is made of its result. */
const loops: Readonly<Record<string, { readonly name: string; readonly made?: string; readonly keyed?: boolean }>> = {
  all: { name: 'all' }, exists: { name: 'exists' }, existsOne: { name: 'exists_one' }, exists_one: { name: 'exists_one' },
  transformList: { name: 'map' }, transformMap: { name: 'map', made: 'k8s_mapOfPairs', keyed: true }, transformMapEntry: { name: 'map', made: 'k8s_mapOfEntries' },
};

/** Loops with two variables, by name and number of arguments: those of one variable have fewer. */
export function isTwoVariable(name: string, count: number): boolean {
  return Object.hasOwn(loops, name) && (count === 3 || (count === 4 && name.startsWith('transform')));
}

/** Minor from which the API server knows the loop. */
export const twoVariablesFrom = 32;

/**
 * The edits that make a loop with two variables one with a single variable, a pair. @param at where the name of the loop stands
 */
export function pairLoop(expression: string, name: string, at: number): readonly Edit[] {
  const { name: loop, made, keyed = false } = loops[name] ?? { name };
  const open = expression.indexOf('(', at);
  const [key, value, ...bodies] = argumentsAt(expression, open + 1);
  const last = bodies.at(-1);
  if (!key || !value || !last) throw new Unsupported(`${name} is written in a way that is not read here`);
  const [first, second] = [key, value].map(({ from, to }) => expression.slice(from, to).trim());
  const pair = `k8s_pair_${at}`;
  const before = `cel.bind(${first}, ${pair}[0], cel.bind(${second}, ${pair}[1], (`;
  return [
    { at, remove: name.length, insert: `k8s_pairs().${loop}` },
    { at: key.from, remove: value.to - key.from, insert: pair },
    ...bodies.flatMap(({ from, to }) => [
      { at: from, remove: 0, insert: keyed && to === last.to ? `[${pair}[0], ${before}` : before },
      { at: to, remove: 0, insert: keyed && to === last.to ? ')))]' : ')))' },
    ]),
    ...(made === undefined ? [] : [{ at: last.to + 1, remove: 0, insert: `.${made}()` }]),
  ];
}

interface Argument {
  readonly from: number;
  readonly to: number;
}

// A string of any kind, a comment, a bracket, a comma.
const token = /[rRbB]{0,2}("""|''')(?:\\[^]|(?!\1)[^])*\1|[rR][bB]?"[^"\n]*"|[rR][bB]?'[^'\n]*'|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\/\/[^\n]*|[()[\]{},]/g;

/** The arguments of a call from behind its bracket on. */
function argumentsAt(expression: string, start: number): readonly Argument[] {
  const found: Argument[] = [];
  let [from, depth] = [start, 0];
  token.lastIndex = start;
  for (let match = token.exec(expression); match; match = token.exec(expression)) {
    const [text] = match;
    if (text === '(' || text === '[' || text === '{') depth++;
    else if (text === ')' || text === ']' || text === '}') {
      if (depth === 0) return [...found, { from, to: match.index }];
      depth--;
    } else if (text === ',' && depth === 0) {
      found.push({ from, to: match.index });
      from = match.index + 1;
    }
  }
  return [];
}

/** What the loops are made of. Their names cannot be written in an expression that is given. */
export function registerPairs(environment: Environment): void {
  const { registerFunction } = bound(environment);
  registerFunction('dyn.k8s_pairs(): list<dyn>', pairsOf);
  registerFunction('list.k8s_mapOfPairs(): dyn', (pairs: readonly (readonly [unknown, unknown])[]) => new Map(pairs));
  registerFunction('list.k8s_mapOfEntries(): dyn', (maps: readonly unknown[]) => {
    const merged = new Map<unknown, unknown>();
    for (const [key, value] of maps.flatMap(entriesOf)) {
      if (merged.has(key)) throw new Failed(`insert failed: key ${String(key)} already exists`);
      merged.set(key, value);
    }
    return merged;
  });
}

function pairsOf(holder: unknown): readonly (readonly [unknown, unknown])[] {
  return Array.isArray(holder) ? holder.map((each: unknown, index) => [BigInt(index), each] as const) : entriesOf(holder);
}

/** Maps that an expression writes itself are objects to the library. */
function entriesOf(map: unknown): readonly (readonly [unknown, unknown])[] {
  if (map instanceof Map) return [...(map as Map<unknown, unknown>)];
  if (map !== null && typeof map === 'object' && Object.getPrototypeOf(map) === Object.prototype) return Object.entries(map);
  throw new Failed('no such overload');
}
