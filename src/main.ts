import { Command, CommanderError } from 'commander';
import type { AskOptions, CanOptions } from './commands/access.ts';
import { exit, UsageError } from './commands/exit.ts';
import { toolVersion } from './version.ts';

/** The command line: parses, loads only the command that was asked for, and turns every outcome into an exit status. */
export async function main(argv: readonly string[]): Promise<number> {
  let status: number = exit.done;
  const program = programOf((code) => {
    status = code;
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return status;
  } catch (error) {
    return failed(error);
  }
}

function programOf(ended: (status: number) => void): Command {
  const program = new Command('glacis')
    .description('Computes the threat model of a Kubernetes cluster, with evidence for every statement.')
    .version(toolVersion)
    .exitOverride()
    .showSuggestionAfterError()
    .addHelpText('after', '\nSOURCE is a file, directory or glob of manifests or dumps, or - for standard input. Without one: the current directory.\nExit status: 0 done, 1 --fail-on was met, 2 wrong command line, 3 nothing could be read or --require was not met, 4 internal error.');
  for (const view of ['scan', 'threats'] as const) {
    program
      .command(`${view} [source...]`)
      .description(view === 'scan' ? 'the assessment, most important first' : 'the threat model')
      .option('--format <format>', 'terminal or json')
      .option('--output <file>', 'write there instead of standard output')
      .option('--fail-on <severity>', 'exit 1 on a finding of low, medium, high or critical and above')
      .option('--require <coverage>', '"known": exit 3 while a rule is unknown')
      .option('--namespace <name>', 'the namespace of objects that name none')
      .option('--kubernetes-version <version>', 'decides facts that differ between versions')
      .option('--open-world', 'do not take a namespace that appears as given whole')
      .action(async (sources: string[], options: Record<string, string | boolean>) => {
        const { scan } = await import('./commands/scan.ts');
        ended(await scan(sources, options, view));
      });
  }
  asking(program.command('can <verb> <resource> [source...]'))
    .description('ask RBAC: may this subject do that, and by which binding (exit 1 for no)')
    .requiredOption('--as <user>', 'such as system:serviceaccount:shop:cart')
    .option('--as-group <group...>', 'groups beside those that every such user has')
    .action(async (verb: string, resource: string, sources: string[], options: CanOptions) => {
      const { can } = await import('./commands/access.ts');
      ended(await can(verb, resource, sources, options));
    });
  asking(program.command('who-can <verb> <resource> [source...]'))
    .description('ask RBAC: everybody who may do that, with the binding and role that let them')
    .action(async (verb: string, resource: string, sources: string[], options: AskOptions) => {
      const { whoCan } = await import('./commands/access.ts');
      ended(await whoCan(verb, resource, sources, options));
    });
  program
    .command('explain <id> [source...]')
    .description('a rule, threat, recommendation, component, word, standard, question or finding')
    .option('--format <format>', 'terminal or json')
    .option('--namespace <name>', 'the namespace of objects that name none')
    .option('--kubernetes-version <version>', 'decides facts that differ between versions')
    .option('--open-world', 'do not take a namespace that appears as given whole')
    .action(async (id: string, sources: string[], options: Record<string, string | boolean>) => {
      const { explain } = await import('./commands/explain.ts');
      ended(await explain(id, sources, options));
    });
  program
    .command('rules')
    .description('every rule, a line each')
    .action(async () => {
      const { listRules } = await import('./commands/rules.ts');
      ended(listRules());
    });
  return program;
}

/** The options of every question to RBAC. */
function asking(command: Command): Command {
  return command
    .option('-n, --namespace <name>', 'the namespace asked about', 'default')
    .option('-A, --all-namespaces', 'ask for all namespaces at once')
    .option('--name <name>', 'the name of the object asked about')
    .option('--kubernetes-version <version>', 'decides what differs between versions')
    .option('--format <format>', 'terminal or json')
    .addHelpText('after', '\nRESOURCE as kubectl writes it: pods, pods/exec, deployments, certificates.cert-manager.io, /metrics. Further arguments are sources.');
}

function failed(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exit.done : exit.usage;
  if (error instanceof UsageError) {
    process.stderr.write(`glacis: ${error.message}\n${error.hint}\n`);
    return exit.usage;
  }
  if (error instanceof Error && error.name === 'SourceError') {
    process.stderr.write(`glacis: ${error.message}\n${'hint' in error ? String(error.hint) : ''}\n`);
    return exit.input;
  }
  process.stderr.write(`glacis: internal error\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\nPlease report it with this text, without secrets.\n`);
  return exit.internal;
}
