import type { Evidence } from '../model/evidence.ts';
import type { ObjectRef, Path } from '../model/object.ts';
import type { PathStep } from './path.ts';
import { anyNodeRoot } from './states.ts';
import type { AskedRight } from './technique.ts';

// What names of the API may hold; any other text is not put into a command that somebody copies.
const harmless = /^[\p{L}\p{N} ._:/@%+=,~*()[\]#&|;<>!?{}$`"\\^-]+$/u;
// Of a Secret nothing is shown but its kind: the values are what an attacker wants.
const hiddenFields: ReadonlySet<unknown> = new Set(['data', 'stringData']);
const mostCommands = 4;

/** Commands that read and change nothing, and show whether the step is there: what the API server says of the right, else the field that makes it. */
export function verifyOf({ from, asked, evidence }: Pick<PathStep, 'from' | 'asked' | 'evidence'>): readonly string[] {
  const actor = actorOf(from);
  const reviews = actor === undefined ? [] : asked.flatMap((each) => review(each, actor));
  const commands = reviews.length > 0 ? reviews : evidence.flatMap((each) => reading(each));
  return [...new Set(commands)].slice(0, mostCommands);
}

/** Who is asked about, as options of kubectl. The members of a group have names that nobody knows: any name will do. */
function actorOf(end: string): readonly string[] | undefined {
  const at = end.indexOf(':');
  const [kind, name] = [end.slice(0, at), end.slice(at + 1)];
  if (kind === 'user') return [`--as=${name}`];
  if (kind === 'group') return name === 'system:unauthenticated' ? ['--as=system:anonymous', `--as-group=${name}`] : ['--as=somebody', `--as-group=${name}`];
  if (kind === 'serviceaccount') return [`--as=system:serviceaccount:${name.replace('/', ':')}`];
  if (end === 'internet') return ['--as=system:anonymous', '--as-group=system:unauthenticated'];
  return kind === 'node' && name !== '*' && end !== anyNodeRoot ? [`--as=system:node:${name}`, '--as-group=system:nodes'] : undefined;
}

function review({ right, names, namespace }: AskedRight, actor: readonly string[]): readonly string[] {
  const { verb, group, resource, subresource } = right;
  if (/[ ]/.test(verb + resource)) return command(['kubectl', 'auth', 'can-i', '*', '*', ...where(namespace), ...actor]);
  const type = group === '' ? resource : `${resource}.${group}`;
  const sub = subresource === undefined || subresource === '' ? [] : [`--subresource=${subresource}`];
  return (names.length === 0 ? [''] : names).flatMap((name) => command(['kubectl', 'auth', 'can-i', verb, name === '' ? type : `${type}/${name}`, ...sub, ...where(namespace), ...actor]));
}

function where(namespace: string | null): readonly string[] {
  return namespace === null ? ['--all-namespaces'] : [`--namespace=${namespace}`];
}

/** The field that was seen, read again. */
function reading({ object, path }: Evidence): readonly string[] {
  if (object.name === '' || object.kind === '' || object.kind === 'Cluster' || path.some((step) => typeof step === 'string' && !/^[\w./-]+$/.test(step))) return [];
  const shown = object.kind === 'Secret' && hiddenFields.has(path[0]) ? ['type'] : path;
  const namespace = object.namespace === undefined || object.namespace === '' ? [] : [`--namespace=${object.namespace}`];
  return command(['kubectl', 'get', `${typeOf(object)}/${object.name}`, ...namespace, `--output=jsonpath={${jsonPath(shown)}}`]);
}

function typeOf({ kind, apiGroup }: ObjectRef): string {
  return apiGroup === '' ? kind.toLowerCase() : `${kind.toLowerCase()}.${apiGroup}`;
}

/** As kubectl reads it: a dot within a key has a backslash before it. */
function jsonPath(path: Path): string {
  return path.reduce<string>((text, step) => (typeof step === 'number' ? `${text}[${step}]` : `${text}.${step.replaceAll('.', '\\.')}`), '');
}

/** Nothing where a part could do more than name something. */
function command(words: readonly string[]): readonly string[] {
  return words.every((word) => harmless.test(word)) ? [words.map(quoted).join(' ')] : [];
}

function quoted(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word}'`;
}
