import { Command, InvalidArgumentError, Option } from 'commander';
import { formats } from '../report/formats.ts';
import { graphFormats } from '../report/graph-formats.ts';
import { printable } from '../report/screen.ts';
import { toolVersion } from '../version.ts';
import type { Word } from './outputs.ts';
import type { AskOptions, CanOptions } from './access.ts';
import type { AdmitOptions } from './admit.ts';
import type { AssertOptions } from './assert.ts';
import type { ScanOptions, ThreatOptions } from './scan.ts';
import type { InitOptions } from './init.ts';
import type { DiffOptions } from './diff.ts';
import type { ExportOptions } from './export.ts';
import type { ExplainOptions } from './explain.ts';
import type { BlastOptions } from './blast.ts';
import type { PathsOptions } from './paths.ts';
import type { PlanOptions } from './plan.ts';
import type { PodSecurityOptions } from './pod-security.ts';
import type { RulesOptions } from './rules.ts';
import type { ReachOptions } from './reach.ts';
import type { SnapshotOptions } from './snapshot.ts';
import type { WhatIfOptions } from './what-if.ts';

const help = `
SOURCE is a file, directory or glob of manifests or dumps, a snapshot, a support bundle (tar, gz, zstd), kustomize:DIR, helm:CHART, or - for standard input.
Without one: the current directory.
Exit status: 0 done, 1 --fail-on was met or the answer is no, 2 wrong command line or glacis.yaml, 3 nothing could be read or --require was not met, 4 internal error.`;

const ends = 'END: internet, pod:NAMESPACE/NAME (a pod or its workload), container:NAMESPACE/POD/NAME, node:NAME, user:NAME, group:NAME,\nserviceaccount:NAMESPACE/NAME, secret:NAMESPACE/NAME, cluster-admin, all-secrets, node-root:*, etcd, cloud:ID.';

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
    .addHelpText('after', help);
  writing(gating(deciding(reading(program.command('scan [source...]')))))
    .description('the assessment, most important first')
    .option('--cluster-per <directory>', 'each subdirectory of it is a cluster of its own; may be said again', repeated)
    .option('--all', 'every finding with its factors and every question, not only the gravest')
    .addOption(new Option('--verbose', 'the same as --all').hideHelp())
    .option('--select <rules>', 'only these rules: ids, themes such as rbac, recommendations such as nsa/P11, or a standard such as cis-2.0 or cis-2.0/5.2; with commas, or said again', collected)
    .option('--theme <themes>', 'only rules of these themes, such as workload,secrets', collected)
    .option('--group-by <what>', 'findings by who answers for them: codeowners, codeowners=FILE, or label:KEY, a label of the namespace')
    .option('--plan', 'the fewest changes that cut every attack path as well, in formats that can show them; on a large cluster it takes a while')
    .option('--profile', 'on stderr, how long each stage, rule and threat took')
    .option('--baseline <file>', 'a report of an earlier --format json: only what is new is shown and counts')
    .action(async (sources: string[], options: ScanOptions) => {
      const { scan } = await import('./scan.ts');
      ended(await scan(sources, options));
    });
  gating(deciding(reading(program.command('threats [source...]'))))
    .description('the threat model')
    .addOption(format())
    .option('--output <file>', 'write there instead of standard output')
    .option('--cluster-per <directory>', 'each subdirectory of it is a cluster of its own; may be said again', repeated)
    .option('--all', 'every instance of every threat')
    .option('--component <name>', 'only threats of this component, such as kubelet')
    .addOption(new Option('--verdict <verdict>', 'only threats of this verdict').choices(['present', 'unknown', 'absent', 'mitigated', 'not-applicable']))
    .addOption(new Option('--category <category>', 'only threats of this category').choices(['supply-chain', 'malicious-actor', 'insider']))
    .action(async (sources: string[], options: ThreatOptions) => {
      const { threats } = await import('./scan.ts');
      ended(await threats(sources, options));
    });
  reading(program.command('snapshot [source...]'))
    .description('what was read of a cluster as one compressed file, credentials gone; every command takes it as a SOURCE')
    .requiredOption('-o, --output <file>', 'the file, such as prod.glacis; - for standard output')
    .addHelpText('after', '\nglacis snapshot -o prod.glacis dump/\nglacis scan prod.glacis')
    .action(async (sources: string[], options: SnapshotOptions) => {
      const { snapshot } = await import('./snapshot.ts');
      ended(await snapshot(sources, options));
    });
  deciding(reading(program.command('diff <before> <after>')))
    .description('what got worse, what got better and what changed between two states')
    .option('--all', 'every change, the verdicts of rules included')
    .addOption(new Option('--format <format>', 'how it is printed').choices(['terminal', 'json', 'markdown']))
    .option('--output <file>', 'write there instead of standard output')
    .addOption(new Option('--fail-on <severity>', 'exit 1 where something of that severity or above is new or got worse').choices(['low', 'medium', 'high', 'critical']))
    .addHelpText('after', '\nBEFORE and AFTER: a directory, a file of manifests, a report of scan --format json, or git:REV or git:REV:PATH with PATH from the root of the repository.\nglacis diff git:main:deploy deploy\nglacis diff examples/shop examples/shop-hardened')
    .action(async (before: string, after: string, options: DiffOptions) => {
      const { diff } = await import('./diff.ts');
      ended(await diff(before, after, options));
    });
  deciding(reading(program.command('explain <id> [source...]')))
    .description('a rule, threat, technique, recommendation, component, word, standard, question or finding')
    .addOption(format())
    .addHelpText('after', '\nID: privileged, threat/KUB-04 or KUB-04, technique/pod-exec or D1, nsa/P11, component/kubelet, "pod security", cis-2.0/5.2.2, T1611, gap/rbac, severity.\nWith a SOURCE also what is so there, and the id of a finding: glacis explain ee925b9b57ed examples/shop')
    .action(async (id: string, sources: string[], options: ExplainOptions) => {
      const { explain } = await import('./explain.ts');
      ended(await explain(id, sources, options));
    });
  const rules = deciding(program.command('rules'))
    .description('every rule by theme, with its severity; those of glacis.yaml as well')
    .addOption(format())
    .action(async (options: RulesOptions) => {
      const { listRules } = await import('./rules.ts');
      ended(listRules(options));
    });
  rules
    .command('test [file]')
    .description('judge the examples of the rules of glacis.yaml (exit 1 where one does not hold)')
    .action(async (file: string | undefined) => {
      const { testRules } = await import('./rules-test.ts');
      ended(testRules(file));
    });
  program
    .command('init [file]')
    .description('a file for decisions, glacis.yaml: accepted risks and answers to questions')
    .option('--force', 'write over a file that is there')
    .action(async (file: string | undefined, options: InitOptions) => {
      const { init } = await import('./init.ts');
      ended(init(file, options));
    });
  building(program.command('pod-security [source...]'))
    .description('ask Pod Security: the level of every namespace, what violates it, and the strictest that nothing given violates')
    .option('--kubernetes-version <version>', 'the version of the API server; the newest known where none is given or read')
    .addOption(new Option('--version <version>', 'the older name of --kubernetes-version').hideHelp())
    .addOption(format())
    .option('--output <file>', 'write there instead of standard output')
    .option('--namespace <name>', 'the namespace of objects that name none')
    .action(async (sources: string[], options: PodSecurityOptions) => {
      const { podSecurity } = await import('./pod-security.ts');
      ended(await podSecurity(sources, options));
    });
  reading(program.command('admit [source...]'))
    .description('ask admission: would these pods be let in, and who refuses them with which words (exit 1 for no)')
    .requiredOption('--pod <file>', 'a file of pods and workloads, or - for standard input; a workload is asked as the pod it makes')
    .option('--as <user>', 'who creates a bare pod; an administrator where nobody is given. Pods of a workload are created by its controller')
    .option('--as-group <group...>', 'groups beside those that every such user has')
    .addOption(format())
    .option('--output <file>', 'write there instead of standard output')
    .addHelpText('after', '\nNothing is sent anywhere. Webhooks, Kyverno and Gatekeeper are named and not evaluated; whether the user may create pods at all, glacis can tells.\nExit status: 0 every pod is admitted as far as that could be evaluated, 1 one is refused.\nglacis admit --pod deployment.yaml --namespace shop examples/shop')
    .action(async (sources: string[], options: AdmitOptions) => {
      const { admit } = await import('./admit.ts');
      ended(await admit(sources, options));
    });
  asking(program.command('can <verb> <resource> [source...]'))
    .description('ask RBAC: may this subject do that, and by which binding (exit 1 for no)')
    .requiredOption('--as <user>', 'such as system:serviceaccount:shop:cart')
    .option('--as-group <group...>', 'groups beside those that every such user has')
    .action(async (verb: string, resource: string, sources: string[], options: CanOptions) => {
      const { can } = await import('./access.ts');
      ended(await can(verb, resource, sources, options));
    });
  asking(program.command('who-can <verb> <resource> [source...]'))
    .description('ask RBAC: everybody who may do that, with the binding and role that let them')
    .action(async (verb: string, resource: string, sources: string[], options: AskOptions) => {
      const { whoCan } = await import('./access.ts');
      ended(await whoCan(verb, resource, sources, options));
    });
  reading(program.command('reach [end...]'))
    .usage('[options] FROM TO [source...]')
    .description('ask the network: who reaches whom, and which policy decides (exit 1 for no)')
    .option('--port <number>', 'the port of the destination pod, behind any Service; without it, any')
    .addOption(new Option('--protocol <protocol>', 'TCP where none is given').choices(['TCP', 'UDP', 'SCTP']))
    .option('--from <where>', '"internet": every workload that is open to the outside, by which object and port')
    .option('--map', 'the whole picture, workload by workload')
    .addOption(new Option('--format <format>', 'terminal or json; a map also as mermaid or svg').choices(['terminal', 'text', 'json', 'mermaid', 'svg']))
    .option('--output <file>', 'write there instead of standard output')
    .addHelpText('after', '\nFROM and TO: NAMESPACE/POD, NAMESPACE/WORKLOAD or ip:ADDRESS. With --from or --map every argument is a source.\nExit status: 0 reachable, 1 not.\nglacis reach shop/storefront payments/payments-db --port 5432 examples/shop\nglacis reach --from internet examples/shop\nglacis reach --map --format mermaid examples/shop')
    .action(async (words: string[], options: ReachOptions) => {
      const { reach } = await import('./reach.ts');
      ended(await reach(words, options));
    });
  reading(program.command('paths [source...]'))
    .description('attack paths: who reaches what, and how, step by step')
    .option('--as-seen-by <file>', 'a SelfSubjectRulesReview: the token it was made with is user:REVIEWED, in the namespace of the review or --namespace')
    .option('--from <end>', 'only paths from there')
    .option('--to <end>', 'only paths to there')
    .option('--avoid <end>', 'no path through there; may be said again', repeated)
    .option('--unknown', 'paths that rest on something that is not known as well')
    .option('--limit <number>', 'how many paths between two ends; 5 where none is given')
    .option('--verbose', 'with each step the commands that show whether it is there; they read and change nothing')
    .addOption(format())
    .option('--output <file>', 'write there instead of standard output')
    .addHelpText('after', `\n${ends}\nglacis paths examples/shop\nglacis paths --from internet --to cluster-admin examples/shop`)
    .action(async (sources: string[], options: PathsOptions) => {
      const { paths } = await import('./paths.ts');
      ended(await paths(sources, options));
    });
  reading(program.command('blast <end> [source...]'))
    .description('what a stolen identity, a compromised pod or node reaches, in how many steps')
    .option('--as-seen-by <file>', 'a SelfSubjectRulesReview: the token it was made with is user:REVIEWED, in the namespace of the review or --namespace')
    .option('--all', 'every end, not only the nearest of each kind')
    .addOption(format())
    .option('--output <file>', 'write there instead of standard output')
    .addHelpText('after', `\n${ends}\nglacis blast serviceaccount:monitoring/grafana examples/shop\nglacis blast shop/storefront examples/shop`)
    .action(async (end: string, sources: string[], options: BlastOptions) => {
      const { blast } = await import('./blast.ts');
      ended(await blast(end, sources, options));
    });
  writing(reading(program.command('assert <file> [source...]')), assertFormats)
    .description('invariants as code: paths that must not exist, kept or broken (exit 1)')
    .addOption(new Option('--require <coverage>', 'exit 3 while it is not known whether an invariant is kept').choices(['known']))
    .option('--verbose', 'with each step the commands that show whether it is there; they read and change nothing')
    .addHelpText('after', '\nFILE holds invariants, and may be glacis.yaml:\n\n  invariants:\n    - from: internet\n      to: secrets in payments\n    - only: [group:platform]\n      reaches: cluster-admin\n\nFROM, TO, ONLY and EXCEPT take ends and: any container [in NAMESPACE], any service account [in NAMESPACE], any node, any person, any start, secrets in NAMESPACE.\nglacis assert examples/invariants.yaml examples/shop')
    .action(async (file: string, sources: string[], options: AssertOptions) => {
      const { assertInvariants } = await import('./assert.ts');
      ended(await assertInvariants(file, sources, options));
    });
  reading(program.command('export [source...]'))
    .description('the attack graph between footholds and goals, for other programs')
    .addOption(new Option('--format <format>', 'json where none is given').choices(Object.keys(graphFormats)))
    .option('--output <file>', 'write there instead of standard output')
    .option('--from <end>', 'only what follows from there')
    .option('--to <end>', 'only what leads there')
    .option('--unknown', 'steps that rest on something that is not known as well')
    .addHelpText('after', `\n${ends}\nglacis export --format dot examples/shop\nglacis export --format attack-flow --from internet --to cluster-admin examples/shop`)
    .action(async (sources: string[], options: ExportOptions) => {
      const { exportGraph } = await import('./export.ts');
      ended(await exportGraph(sources, options));
    });
  reading(program.command('plan [source...]'))
    .description('the fewest changes after which no attack path is left, with what they may break, proved')
    .option('--from <end>', 'only paths from there')
    .option('--to <end>', 'only paths to there')
    .option('--unknown', 'cut paths that rest on something that is not known as well')
    .option('--cost <kind=number>', 'what a kind of change costs, in place of the usual; may be said again', repeated)
    .option('--owner <end>', 'who may lose no right, beside everybody who administers the cluster; may be said again', repeated)
    .addOption(format())
    .option('--output <file>', 'write there instead of standard output')
    .addHelpText('after', `\n${ends}\nKinds of change and their costs: docs/plan.md. Nothing is written or sent.\nglacis plan examples/shop\nglacis plan --from internet --to cluster-admin --cost take-right=1 examples/shop`)
    .action(async (sources: string[], options: PlanOptions) => {
      const { plan } = await import('./plan.ts');
      ended(await plan(sources, options));
    });
  reading(program.command('what-if [source...]'))
    .description('which attack paths a change closes and opens, and which findings and threats go and come, without making it')
    .option('--change <change>', 'the id of a change that plan shows, a file of manifests that take the place of those of their names, KIND/NAMESPACE/NAME:FIELD=VALUE, or -KIND/NAMESPACE/NAME to delete; may be said again', repeated)
    .addOption(format())
    .option('--output <file>', 'write there instead of standard output')
    .addHelpText('after', '\nA KIND without namespace is written KIND/NAME. VALUE is JSON, or else a text; without one the field is taken away.\nglacis what-if --change Deployment/ci/runner:spec.template.spec.hostUsers=false examples/shop\nglacis what-if --change -ClusterRoleBinding/ci-deployer examples/shop')
    .action(async (sources: string[], options: WhatIfOptions) => {
      const { whatIf } = await import('./what-if.ts');
      ended(await whatIf(sources, options));
    });
  program
    .command('mcp [source...]')
    .description('a read-only Model Context Protocol server on standard input and output, for language models')
    .addHelpText('after', '\nTools: scan, threats, explain, can, who_can, reach, paths, blast. They read what the server was started for and what lies below, and nothing else.\nIn the client: command npx, arguments glacis mcp DIRECTORY')
    .action(async (sources: string[]) => {
      const { mcp } = await import('./mcp.ts');
      ended(await mcp(sources));
    });
  program
    .command('completion [bash|zsh|fish]')
    .description('the script that completes commands, options and ids in bash, zsh or fish')
    .addOption(new Option('--words <line>', 'the words typed so far, joined by unit separators').hideHelp())
    .addHelpText('after', '\nbash: source <(glacis completion bash)\nzsh:  source <(glacis completion zsh)\nfish: glacis completion fish | source')
    .action(async (shell: string | undefined, options: { readonly words?: string }) => {
      const { completion } = await import('./completion.ts');
      ended(completion(shell, options.words, program));
    });
  return program;
}

const assertFormats: readonly string[] = ['terminal', 'json', 'junit', 'sarif'];

function format(): Option {
  return new Option('--format <format>', 'how it is printed').choices(['terminal', 'json']);
}

/** The options of every command that reads a cluster. */
function reading(command: Command): Command {
  return building(command
    .option('--namespace <name>', 'the namespace of objects that name none')
    .option('--kubernetes-version <version>', 'decides facts that differ between versions')
    .option('--open-world', 'do not take a namespace that appears as given whole'));
}

/** How kustomize:DIR and helm:CHART are built. */
function building(command: Command): Command {
  return command
    .option('--allow-remote', 'let kustomize and helm fetch what is not in the tree')
    .option('--helm-values <file>', 'values for helm:CHART; may be said again', repeated);
}

/** The options of every command that hears what people decided. */
function deciding(command: Command): Command {
  return command
    .option('--config <file>', 'what people decided; without it, glacis.yaml of this directory')
    .option('--no-config', 'as if nobody had decided anything: neither glacis.yaml nor annotations');
}

/** The options of every command whose exit status a pipeline looks at. */
function gating(command: Command): Command {
  return command
    .addOption(new Option('--fail-on <severity>', 'exit 1 on a finding of that severity or above').choices(['low', 'medium', 'high', 'critical']))
    .addOption(new Option('--require <coverage>', 'exit 3 while a rule is unknown').choices(['known']));
}

/** Formats and files as they stand on the command line, since a file belongs to the format beside it. */
function writing(command: Command, names: readonly string[] = Object.keys(formats)): Command {
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

/** The options of every question to RBAC. */
function asking(command: Command): Command {
  return building(command)
    .option('-n, --namespace <name>', 'the namespace asked about', 'default')
    .option('-A, --all-namespaces', 'ask for all namespaces at once')
    .option('--name <name>', 'the name of the object asked about')
    .option('--kubernetes-version <version>', 'decides what differs between versions')
    .addOption(format())
    .addHelpText('after', '\nRESOURCE as kubectl writes it: pods, pods/exec, deployments, certificates.cert-manager.io, /metrics. Further arguments are sources.');
}

function repeated(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

function collected(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...value.split(',').map((word) => word.trim()).filter((word) => word !== '')];
}
