import { Command, Option } from 'commander';
import { printable } from '../report/screen.ts';
import { toolVersion } from '../version.ts';
import { addAskCommands } from './program/ask-commands.ts';
import { addAssessCommands } from './program/assess-commands.ts';
import { addAttackCommands } from './program/attack-commands.ts';
import { below } from './program/options.ts';

const help = `
SOURCE is a file, directory or glob of manifests or dumps, a snapshot, a support bundle (tar, gz, zstd), kustomize:DIR, helm:CHART, or - for standard input.
Without one: the current directory.
Exit status: 0 done, 1 --fail-on was met or the answer is no, 2 wrong command line or glacis.yaml, 3 something could not be read or --require was not met, 4 internal error.`;

/** The command line as a tree, for parsing and for completion alike. Each command is loaded when it is asked for. */
export function programOf(ended: (status: number) => void): Command {
  const program = new Command('glacis')
    .description('Computes the threat model of a Kubernetes cluster, with evidence for every statement.')
    .version(toolVersion)
    .exitOverride()
    // Options of the program before the command only: pod-security still takes a --version of its own.
    .enablePositionalOptions()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'glacis: ').split('\n').map(printable).join('\n')) })
    .showSuggestionAfterError()
    .showHelpAfterError('glacis COMMAND --help lists arguments and options.')
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .addHelpText('after', below(help));
  addAssessCommands(program, ended);
  addAskCommands(program, ended);
  addAttackCommands(program, ended);
  program
    .command('mcp [source...]')
    .description('a read-only Model Context Protocol server on standard input and output, for language models')
    .addHelpText('after', below('\nTools: scan, threats, explain, can, who_can, reach, paths, blast. They read what the server was started for and what lies below, and nothing else.\nIn the client: command npx, arguments glacis mcp DIRECTORY'))
    .action(async (sources: string[]) => {
      const { mcp } = await import('./mcp.ts');
      ended(await mcp(sources));
    });
  program
    .command('completion [bash|zsh|fish]')
    .description('the script that completes commands, options and ids in bash, zsh or fish')
    .addOption(new Option('--words <line>', 'the words typed so far, joined by unit separators').hideHelp())
    .addHelpText('after', below('\nbash: source <(glacis completion bash)\nzsh:  source <(glacis completion zsh)\nfish: glacis completion fish | source'))
    .action(async (shell: string | undefined, options: { readonly words?: string }) => {
      const { completion } = await import('./completion.ts');
      ended(completion(shell, options.words, program));
    });
  return program;
}
