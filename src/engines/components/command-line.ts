import { entries, text, texts } from '../../cluster/read.ts';
import type { Container } from '../../cluster/workload.ts';
import type { Path } from '../../model/object.ts';

/** One flag of a command line and where it stands below the container. */
export interface WrittenFlag {
  readonly value: string;
  readonly path: Path;
}

interface Word {
  readonly word: string;
  readonly path: Path;
}

/** One program that a container starts, with its words. */
export interface CommandLine {
  /** The last part of its path; empty where the image decides. */
  readonly program: string;
  readonly words: readonly Word[];
}

/**
 * The programs that a container's command and args start. Shells are looked into: each simple command of their script is a
 * line of its own. Wrappers (`exec`, `timeout 3m`, `watch-termination … --`) and the many programs of `hyperkube` are seen through.
 */
export function commandLinesOf(container: Container): readonly CommandLine[] {
  const environment = new Map(entries(container.spec['env']).map(({ value }) => [text(value['name']) ?? '', text(value['value']) ?? '']));
  const words = ['command', 'args'].flatMap((list) => texts(container.spec[list]).map((word, index): Word => ({ word: expanded(word, environment), path: [list, index] })));
  if (texts(container.spec['command']).length === 0) return [{ program: '', words }];
  if (!isShell(words[0]?.word ?? '')) return [lineOf(words)];
  const script = words.findIndex(({ word }, index) => index > 0 && !word.startsWith('-') && !/^(pipefail|errexit|nounset)$/.test(word));
  const found = words[script];
  return found ? simpleCommands(found) : [lineOf(words)];
}

/** The flags of the container that starts a program. A flag given twice takes its last value, a boolean without value is true. */
export function flagsOf(container: Container, { words }: CommandLine): ReadonlyMap<string, WrittenFlag> {
  const flags = new Map<string, WrittenFlag>();
  for (const [index, { word, path }] of words.entries()) {
    const match = /^(--?[a-zA-Z][\w.-]*)(?:=([\s\S]*))?$/.exec(word);
    if (!match?.[1]) continue;
    const next = words[index + 1]?.word;
    const value = match[2] ?? (next !== undefined && !next.startsWith('-') ? next : 'true');
    flags.set(match[1].replace(/^-(?!-)/, '--'), { value: unquoted(value), path });
  }
  // etcd takes every flag from its environment too; a flag beats it.
  for (const { index, value } of entries(container.spec['env'])) {
    const name = /^ETCD_([A-Z_]+)$/.exec(text(value['name']) ?? '')?.[1];
    const flag = `--${(name ?? '').toLowerCase().replaceAll('_', '-')}`;
    const written = text(value['value']);
    if (name !== undefined && written !== undefined && !flags.has(flag)) flags.set(flag, { value: written, path: ['env', index, 'value'] });
  }
  return flags;
}

function isShell(word: string): boolean {
  return /(^|\/)(ba|da|a|z|k)?sh$/.test(word);
}

/** Commands end at a line, a semicolon or an operator; a backslash before a line's end joins it with the next. */
function simpleCommands({ word, path }: Word): readonly CommandLine[] {
  return word
    .replaceAll(/\\\n/g, ' ')
    .split(/\n|;|&&|\|\|?|&(?!\d|>)/)
    .map((command) => lineOf((command.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? []).map((each) => ({ word: unquoted(each), path }))))
    .filter(({ words }) => words.length > 0);
}

const wrappers = /^(exec|timeout|nice|ionice|nohup|env|tini|dumb-init|sudo|then|else|do|if)$/;

function lineOf(words: readonly Word[]): CommandLine {
  const behind = words.findIndex(({ word }) => word === '--');
  const wrapped = behind < 0 ? words : words.slice(behind + 1);
  const start = wrapped.findIndex(({ word }) => !wrappers.test(baseOf(word)) && !/^\d+[smhd]?$|^-|^[A-Za-z_]\w*=/.test(word));
  const own = start < 0 ? wrapped : wrapped.slice(start);
  const rest = baseOf(own[0]?.word ?? '') === 'hyperkube' ? own.slice(1) : own;
  return { program: baseOf(rest[0]?.word ?? ''), words: rest };
}

function baseOf(word: string): string {
  return word.split('/').at(-1) ?? '';
}

/** `$(VAR)` is replaced by the container's own environment. */
function expanded(word: string, environment: ReadonlyMap<string, string>): string {
  return word.replaceAll(/\$\((\w+)\)/g, (whole, name: string) => environment.get(name) ?? whole);
}

function unquoted(value: string): string {
  return /^(["']).*\1$/s.test(value) ? value.slice(1, -1) : value;
}
