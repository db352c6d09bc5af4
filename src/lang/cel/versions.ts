import type { ASTNode } from '@marcbachmann/cel-js';
import { environment } from './environment.ts';
import { nodesIn } from './prepare.ts';
import { isTwoVariable, twoVariablesFrom } from './two-variables.ts';

/** Minors of the API server from which functions are known; all others are as old as policies. */
const functions: Readonly<Record<string, number>> = { quantity: 28, isQuantity: 28, ip: 30, isIP: 30, cidr: 30, isCIDR: 30, semver: 33, isSemver: 33 };
const optionalFrom = 28;
const setsFrom = 29;
const stringFormatFrom = 29;
const formatsFrom = 31;

interface Newness {
  readonly name: string;
  readonly from: number;
}

const known = new Map<string, readonly Newness[]>();
const mostKnown = 10_000;

/** The first thing in an expression that an API server of that minor does not know: it takes no policy that uses it. */
export function newerThan(expression: string, minor: number): Newness | undefined {
  let found = known.get(expression);
  if (!found) {
    if (known.size >= mostKnown) known.clear();
    known.set(expression, (found = newnessOf(expression)));
  }
  return found.find(({ from }) => from > minor);
}

function newnessOf(expression: string): readonly Newness[] {
  try {
    return allIn(environment().parse(expression).ast);
  } catch {
    return [];
  }
}

function allIn(node: ASTNode): readonly Newness[] {
  const own = newness(node);
  return [...(own ? [own] : []), ...nodesIn(node.args).flatMap(allIn)];
}

function newness(node: ASTNode): Newness | undefined {
  if (node.op === '.?' || node.op === '[?]') return { name: 'optional fields', from: optionalFrom };
  if (node.op === 'call') {
    const [name] = node.args;
    const from = Object.hasOwn(functions, name) ? functions[name] : undefined;
    return from === undefined ? undefined : { name, from };
  }
  if (node.op === 'id') return node.args === 'sets' ? { name: 'sets', from: setsFrom } : undefined;
  if (node.op !== 'rcall') return undefined;
  const [name, receiver, given] = node.args;
  if (isTwoVariable(name, given.length)) return { name: `${name} with two variables`, from: twoVariablesFrom };
  if (receiver.op === 'id' && receiver.args === 'format') return { name: `format.${name}`, from: formatsFrom };
  return name === 'format' ? { name, from: stringFormatFrom } : undefined;
}
