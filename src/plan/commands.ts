import type { Holder } from '../engines/rights.ts';
import type { ObjectRef, Path } from '../model/object.ts';
import type { FieldChange } from './edits.ts';
import { isOpen } from './shown-value.ts';

/** A word of a command line as every shell takes it. */
export function word(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Options of kubectl that ask as somebody else. */
export function asUser({ kind, namespace = '', name }: Holder): string {
  if (kind === 'ServiceAccount') return `--as ${word(`system:serviceaccount:${namespace}:${name}`)}`;
  return kind === 'User' ? `--as ${word(name)}` : `--as nobody --as-group ${word(name)}`;
}

/** `kubectl -n shop get deployment cart`, without the verb: `['-n', 'shop', 'deployment', 'cart']`. */
function target({ kind, apiGroup, namespace, name }: ObjectRef): string {
  const resource = apiGroup === '' ? kind.toLowerCase() : `${kind.toLowerCase()}.${apiGroup}`;
  return `${resource} ${word(name)}${namespace === undefined || namespace === '' ? '' : ` -n ${word(namespace)}`}`;
}

/** A command that shows the change. */
export function verifyOf([first]: readonly FieldChange[]): string {
  if (!first) return '';
  if (first.path.length === 0) return `kubectl get ${target(first.ref)}`;
  return `kubectl get ${target(first.ref)} -o ${word(`jsonpath={${first.path.map(jsonPathStep).join('')}}`)}`;
}

function jsonPathStep(step: string | number): string {
  if (typeof step === 'number') return `[${step}]`;
  return `.${step.replaceAll('.', '\\.')}`;
}

const longest = 900;

/** Commands that take the change back, where one line can hold them and they repeat no credential. */
export function undoOf(changes: readonly FieldChange[]): string {
  const text = changes.toReversed().map(undone).join(' && ');
  return text.length <= longest && changes.every(({ from }) => isOpen(from)) ? text : `kubectl apply -f FILE, with ${[...new Set(changes.map(({ ref }) => `${ref.kind} ${ref.name}`))].join(', ')} as it was`;
}

function undone({ ref, path, from, to }: FieldChange): string {
  if (path.length === 0) return from === null ? `kubectl delete ${target(ref)}` : `echo ${word(JSON.stringify(from))} | kubectl apply -f -`;
  const pointer = pointerOf(path);
  const operation = from === null ? { op: 'remove', path: pointer } : { op: to === null ? 'add' : 'replace', path: pointer, value: from };
  return `kubectl patch ${target(ref)} --type=json -p ${word(JSON.stringify([operation]))}`;
}

function pointerOf(path: Path): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
