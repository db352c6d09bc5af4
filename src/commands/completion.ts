import type { Command, Option } from 'commander';
import { components } from '../knowledge/glossary/index.ts';
import { apiResources, bootstrapMinors } from '../knowledge/bootstrap/index.ts';
import { standards } from '../knowledge/standards/index.ts';
import { usualCosts } from '../plan/costs.ts';
import { rules } from '../rules/registry.ts';
import { themes } from '../rules/themes.ts';
import { exit, UsageError } from './exit.ts';
import { print } from './print.ts';
import { verbs } from './verbs.ts';
import { topicNames } from './topics/index.ts';

/** Between the words typed so far: no shell and no id uses it. */
export const separator = '\u001f';

const shells: Readonly<Record<string, string>> = {
  bash: `# glacis completion for bash: source <(glacis completion bash)
_glacis() {
  local IFS=$'\\x1f'
  local typed="\${COMP_WORDS[*]:1:COMP_CWORD}"
  IFS=$'\\n'
  COMPREPLY=($(glacis completion --words="$typed" 2>/dev/null))
}
complete -o default -F _glacis glacis
`,
  zsh: `#compdef glacis
# glacis completion for zsh: source <(glacis completion zsh)
_glacis() {
  local typed="\${(pj:\\x1f:)\${(@Q)words[2,CURRENT]}}"
  local -a found
  found=("\${(@f)$(glacis completion --words="$typed" 2>/dev/null)}")
  if [[ -n "\${found[1]}" ]]; then compadd -Q -- "\${found[@]}"; else _files; fi
}
compdef _glacis glacis
`,
  fish: `# glacis completion for fish: glacis completion fish | source
function __glacis_words
    set -l tokens (commandline -opc) (commandline -ct)
    set -l found (glacis completion --words=(string join \\x1f -- $tokens[2..-1]) 2>/dev/null)
    if test -n "$found"
        printf '%s\\n' $found
    else
        __fish_complete_path (commandline -ct)
    end
end
complete -c glacis -f -a '(__glacis_words)'
`,
};

/** `glacis completion SHELL`: a script that asks back, so that it is never older than the tool. */
export function completion(shell: string | undefined, words: string | undefined, program: Command): number {
  if (words !== undefined) {
    print(candidates(words.split(separator), program).map((word) => `${word}\n`).join(''));
    return exit.done;
  }
  const script = shell === undefined ? undefined : shells[shell];
  if (script === undefined) throw new UsageError(shell === undefined ? 'which shell?' : `${shell} is no shell that is known`, `One of: glacis completion ${Object.keys(shells).join(', glacis completion ')}`);
  print(script);
  return exit.done;
}

/** What could stand in the place of the last word; nothing where a file belongs, so that the shell offers files. */
export function candidates(words: readonly string[], program: Command): readonly string[] {
  const current = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const command = program.commands.find((each) => each.name() === before.find((word) => !word.startsWith('-')));
  const found = command ? inCommand(command, before, current) : [...program.commands.map((each) => each.name()), 'help', ...(current.startsWith('-') ? ['--help', '--version'] : [])];
  return found.filter((word) => word.toLowerCase().startsWith(current.toLowerCase()) && !/\s/.test(word));
}

function inCommand(command: Command, before: readonly string[], current: string): readonly string[] {
  const option = awaiting(command, before.at(-1));
  if (option) return valuesOf(option, current);
  if (current.startsWith('-')) return [...command.options.filter((each) => !each.hidden).flatMap((each) => each.long ?? []), '--help'];
  const place = operands(command, before) - 1;
  if (command.name() === 'explain') return place === 0 ? topicNames() : [];
  if (command.name() === 'completion') return place === 0 ? Object.keys(shells) : [];
  if (command.name() === 'can' || command.name() === 'who-can') return [verbs, resources()][place] ?? [];
  return [];
}

/** How many words are no option and no value of one, the command itself included. */
function operands(command: Command, before: readonly string[]): number {
  return before.filter((word, index) => !word.startsWith('-') && !awaiting(command, before[index - 1])).length;
}

/** The option that the word names, where it takes a value. */
function awaiting(command: Command, word: string | undefined): Option | undefined {
  return word === undefined ? undefined : command.options.find((each) => (each.long === word || each.short === word) && (each.required || each.optional));
}

function valuesOf(option: Option, current: string): readonly string[] {
  if (option.argChoices) return option.argChoices;
  if (option.long === '--cost') return Object.keys(usualCosts).map((kind) => `${kind}=`);
  if (option.long === '--component') return components.filter(({ named }) => named).map(({ id }) => id.slice('component/'.length));
  if (option.long !== '--select' && option.long !== '--theme') return [];
  const done = current.slice(0, current.lastIndexOf(',') + 1);
  const known = new Set(Object.values(themes));
  return (option.long === '--theme' ? [...known] : [...rules.map(({ id }) => id), ...known, ...standards.map(({ id }) => id)]).map((word) => done + word);
}

function resources(): readonly string[] {
  return [...new Set(apiResources(bootstrapMinors.newest).map(({ resource }) => resource))];
}
