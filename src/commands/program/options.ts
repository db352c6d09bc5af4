import { InvalidArgumentError, Option, type Command } from 'commander';
import { formats } from '../../report/formats.ts';
import { wrapped } from '../../report/screen.ts';
import type { Word } from '../outputs.ts';

/** Help that stands below the options, folded to the screen that it is read on; what is indented is an example. */
export function below(text: string): () => string {
  return () => {
    const columns = Math.min(process.stdout.columns || 80, widest);
    return text.split('\n').flatMap((line) => (line.startsWith(' ') || line.length <= columns ? [line] : wrapped(line, columns))).join('\n');
  };
}

const widest = 120;

export function format(): Option {
  return new Option('--format <format>', 'how it is printed').choices(['terminal', 'json']);
}

/** The options of every command that reads a cluster. */
export function reading(command: Command): Command {
  return building(command
    .option('--namespace <name>', 'the namespace of objects that name none')
    .option('--kubernetes-version <version>', 'decides facts that differ between versions')
    .option('--open-world', 'do not take a namespace that appears as given whole'));
}

/** How kustomize:DIR and helm:CHART are built. */
export function building(command: Command): Command {
  return command
    .option('--allow-remote', 'let kustomize and helm fetch what is not in the tree')
    .option('--helm-values <file>', 'values for helm:CHART; may be said again', repeated);
}

/** The options of every command that hears what people decided. */
export function deciding(command: Command): Command {
  return command
    .option('--config <file>', 'what people decided; without it, glacis.yaml of this directory')
    .option('--no-config', 'as if nobody had decided anything: neither glacis.yaml nor annotations');
}

/** The options of every command whose exit status a pipeline looks at. */
export function gating(command: Command): Command {
  return command
    .addOption(new Option('--fail-on <severity>', 'exit 1 on a finding of that severity or above').choices(['low', 'medium', 'high', 'critical']))
    .addOption(new Option('--require <coverage>', 'exit 3 while a rule is unknown').choices(['known']));
}

/** Formats and files as they stand on the command line, since a file belongs to the format beside it. */
export function writing(command: Command, names: readonly string[] = Object.keys(formats)): Command {
  const words: Word[] = [];
  const asked = new Option('--format <format>', 'how it is printed; FORMAT=FILE writes a file, and it may be said again').choices(names).argParser((text: string) => {
    const at = text.indexOf('=');
    const name = at < 0 ? text : text.slice(0, at);
    if (!names.includes(name)) throw new InvalidArgumentError(`Allowed choices are ${names.join(', ')}.`);
    words.push(at < 0 ? { format: name } : { format: name, output: text.slice(at + 1) });
    return words;
  });
  const file = new Option('--output <file>', 'write the format beside it there instead of standard output').argParser((text: string) => {
    words.push({ output: text });
    return words;
  });
  return command.addOption(asked).addOption(file);
}

/** The options of every command that finds a plan. */
export function planning(command: Command): Command {
  return command
    .option('--unknown', 'cut paths that rest on something that is not known as well')
    .option('--cost <kind=number>', 'what a kind of change costs, in place of the usual; may be said again', repeated)
    .option('--owner <end>', 'who may lose no right, beside everybody who administers the cluster; may be said again', repeated);
}

/** The options of every question to RBAC. */
export function asking(command: Command): Command {
  return building(command)
    .option('-n, --namespace <name>', 'the namespace asked about', 'default')
    .option('-A, --all-namespaces', 'ask for all namespaces at once')
    .option('--name <name>', 'the name of the object asked about')
    .option('--kubernetes-version <version>', 'decides what differs between versions')
    .addOption(format())
    .option('--output <file>', 'write there instead of standard output')
    .addHelpText('after', below('\nRESOURCE as kubectl writes it: pods, po, pods/exec, deployments, certificates.cert-manager.io, /metrics. Further arguments are sources.'));
}

export function repeated(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

export function collected(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...value.split(',').map((word) => word.trim()).filter((word) => word !== '')];
}
