import { entries, text, texts } from '../../cluster/read.ts';
import type { Container } from '../../cluster/workload.ts';
import type { Path } from '../../model/object.ts';

/** One flag of a command line and where it stands below the container. */
export interface WrittenFlag {
  readonly value: string;
  readonly path: Path;
}

/**
 * The flags of a container's command and args. A flag given twice takes its last value, a boolean without value is true,
 * `--flag value` and `--flag=value` are the same, `$(VAR)` is replaced by the container's own environment.
 */
export function flagsOfContainer(container: Container): ReadonlyMap<string, WrittenFlag> {
  const flags = new Map<string, WrittenFlag>();
  const environment = new Map(entries(container.spec['env']).map(({ value }) => [text(value['name']) ?? '', text(value['value']) ?? '']));
  const words = ['command', 'args'].flatMap((list) =>
    texts(container.spec[list]).flatMap((word, index) => split(word).map((part) => ({ word: expanded(part, environment), path: [list, index] as Path }))),
  );
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

/** A word of a shell script holds a whole command line. */
function split(word: string): readonly string[] {
  return /\s--[a-z]/.test(word) ? word.split(/[\s\\]+/).filter((part) => part !== '') : [word];
}

function expanded(word: string, environment: ReadonlyMap<string, string>): string {
  return word.replaceAll(/\$\((\w+)\)/g, (whole, name: string) => environment.get(name) ?? whole);
}

function unquoted(value: string): string {
  return /^(["']).*\1$/s.test(value) ? value.slice(1, -1) : value;
}

/** The program a container's command starts: the last part of the first word that is no shell; empty where the image decides. */
export function programOf(container: Container): string {
  const command = texts(container.spec['command']);
  if (command.length === 0) return '';
  const words = [...command, ...texts(container.spec['args'])];
  const first = words.flatMap(split).find((word) => !/^-|(^|\/)(sh|bash|timeout|exec|tini|dumb-init)$|^\d+$/.test(word));
  return (first ?? '').split('/').at(-1) ?? '';
}
