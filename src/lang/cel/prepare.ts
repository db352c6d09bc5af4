import type { ASTNode, Environment } from '@marcbachmann/cel-js';
import { Unsupported } from './outcome.ts';
import { isTwoVariable, pairLoop, type Edit } from './two-variables.ts';

// Functions whose answers are Kubernetes' own, here or in the library. All others are not evaluated.
const functions = new Set([
  'has', 'size', 'int', 'uint', 'double', 'string', 'bool', 'bytes', 'type', 'dyn', 'timestamp', 'duration',
  'quantity', 'isQuantity', 'ip', 'isIP', 'cidr', 'isCIDR', 'url', 'isURL', 'semver', 'isSemver',
]);
const methods = new Set([
  'size', 'startsWith', 'endsWith', 'contains', 'all', 'exists', 'exists_one', 'map', 'filter', 'hasValue', 'value', 'or', 'orValue', 'of', 'none', 'join',
  'getFullYear', 'getMonth', 'getHours', 'getMinutes', 'getSeconds', 'getDayOfWeek',
  'isInteger', 'asInteger', 'asApproximateFloat', 'sign', 'add', 'sub', 'isLessThan', 'isGreaterThan', 'compareTo',
  'equivalent', 'intersects', 'isSorted', 'sum', 'min', 'max', 'isCanonical', 'family', 'isLoopback', 'isUnspecified', 'isLinkLocalUnicast', 'isLinkLocalMulticast', 'isGlobalUnicast',
  'containsIP', 'containsCIDR', 'masked', 'prefixLength', 'ip', 'getScheme', 'getHost', 'getHostname', 'getPort', 'getEscapedPath', 'major', 'minor', 'patch', 'validate',
  'dns1123Label', 'dns1123Subdomain', 'dns1035Label', 'qualifiedName', 'labelValue', 'uuid', 'dns1123LabelPrefix', 'dns1123SubdomainPrefix', 'dns1035LabelPrefix', 'date',
  'path', 'group', 'serviceAccount', 'resource', 'subresource', 'namespace', 'name', 'check', 'allowed', 'reason', 'errored',
]);
/** Methods of the library that answer otherwise than Kubernetes' do, by ours. A name of ours cannot be written in an expression by mistake. */
const renamed: Readonly<Record<string, string>> = Object.fromEntries(
  ['matches', 'lowerAscii', 'upperAscii', 'trim', 'indexOf', 'lastIndexOf', 'substring', 'split', 'charAt', 'replace', 'format', 'find', 'findAll'].map((name) => [name, `k8s_${name}`]),
);
const macros = new Set(['all', 'exists', 'exists_one', 'existsOne', 'map', 'filter', 'transformList', 'transformMap', 'transformMapEntry']);
// Kubernetes ends an expression that costs too much; here nesting is bounded instead.
const deepest = 3;

/** The expression with our own functions in the place of those the library gets wrong. @throws Unsupported for what is not evaluated */
export function prepare(expression: string, environment: Environment): string {
  const edits: Edit[] = [];
  const placeOf = (name: string, from: number, pattern: RegExp): number => {
    const found = pattern.exec(expression.slice(from));
    if (!found) throw new Unsupported(`${name} is written in a way that is not read here`);
    return from + found[0].length - name.length;
  };
  const rename = (name: string, at: number): number => edits.push({ at, remove: name.length, insert: `k8s_${name}` });
  walk(environment.parse(expression).ast, 0, (node) => {
    // The library keeps literal maps in objects, where this key is none.
    if (node.op === 'map' && expression.includes('__proto__')) throw new Unsupported('a map with the key __proto__ is not evaluated here');
    if (node.op === 'call') {
      const [name] = node.args;
      if (name === 'has') edits.push(...presence(node));
      else if (name === 'matches') rename(name, placeOf(name, node.range.start, /^matches/));
      else if (!functions.has(name)) throw new Unsupported(`the function ${name} is not evaluated here`);
    } else if (node.op === 'rcall') {
      const [name, receiver, given] = node.args;
      const at = (): number => placeOf(name, receiver.range.end, new RegExp(`^[\\s)]*\\.\\s*${name}`));
      if (isTwoVariable(name, given.length)) edits.push(...pairLoop(expression, name, at()));
      else if (Object.hasOwn(renamed, name)) rename(name, at());
      else if (!methods.has(name)) throw new Unsupported(`the function ${name} is not evaluated here`);
    }
  });
  // What replaces a word goes before what is set in front of it.
  return edits.toSorted((a, b) => b.at - a.at || b.remove - a.remove).reduce((text, { at, remove, insert }) => text.slice(0, at) + insert + text.slice(at + remove), expression);
}

/** Kubernetes fails where `has` asks a list for a field; the library says no. */
function presence(node: ASTNode & { readonly op: 'call' }): readonly Edit[] {
  const [, [asked]] = node.args;
  const holder = asked?.op === '.' ? chainOf(asked.args[0]) : undefined;
  // The library says by itself what else it does not read.
  if (holder === undefined || asked?.op !== '.') return [];
  // It knows no `has` behind an index; whether an optional field is there is the same question.
  if (holder.includes('[')) return [{ at: node.range.start, remove: node.range.end - node.range.start, insert: `(k8s_hasFields(${holder}) ? ${holder}.?${asked.args[1]}.hasValue() : false)` }];
  return [{ at: node.range.start, remove: 'has'.length, insert: `(k8s_hasFields(${holder}) ? has` }, { at: node.range.end, remove: 0, insert: ' : false)' }];
}

function chainOf(node: ASTNode): string | undefined {
  if (node.op === 'id') return node.args;
  if (node.op === '[]') {
    const [list, index] = [chainOf(node.args[0]), keyOf(node.args[1])];
    return list === undefined || index === undefined ? undefined : `${list}[${index}]`;
  }
  if (node.op !== '.' && node.op !== '.?') return undefined;
  const holder = chainOf(node.args[0]);
  return holder === undefined ? undefined : `${holder}${node.op}${node.args[1]}`;
}

function keyOf(node: ASTNode): string | undefined {
  if (node.op !== 'value') return chainOf(node);
  const { args } = node;
  return typeof args === 'bigint' ? String(args) : typeof args === 'string' ? JSON.stringify(args) : undefined;
}

function walk(node: ASTNode, depth: number, visit: (node: ASTNode) => void): void {
  visit(node);
  const inside = node.op === 'rcall' && macros.has(node.args[0]) ? depth + 1 : depth;
  if (inside > deepest) throw new Unsupported('loops stand deeper in each other than is evaluated here');
  for (const child of nodesIn(node.args)) walk(child, inside, visit);
}

/** The nodes among the arguments of a node. */
export function nodesIn(value: unknown): readonly ASTNode[] {
  if (Array.isArray(value)) return value.flatMap(nodesIn);
  return isNode(value) ? [value] : [];
}

function isNode(value: unknown): value is ASTNode {
  return value !== null && typeof value === 'object' && 'op' in value && 'args' in value && 'range' in value;
}
