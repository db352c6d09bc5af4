import { Option, type Command } from 'commander';
import type { DiffOptions } from '../diff.ts';
import type { ExplainOptions } from '../explain.ts';
import type { InitOptions } from '../init.ts';
import type { RulesOptions } from '../rules.ts';
import type { ScanOptions, ThreatOptions } from '../scan.ts';
import type { SnapshotOptions } from '../snapshot.ts';
import { below, collected, deciding, format, gating, planning, reading, repeated, writing } from './options.ts';

/** What is here, what is wrong with it, and what changed. */
export function addAssessCommands(program: Command, ended: (status: number) => void): void {
  planning(writing(gating(deciding(reading(program.command('scan [source...]')))))
    .description('the assessment, most important first')
    .option('--cluster-per <directory>', 'each subdirectory of it is a cluster of its own; may be said again', repeated)
    .option('--all', 'every finding with its factors and every question, not only the gravest')
    .addOption(new Option('--verbose', 'the same as --all').hideHelp())
    .option('--select <rules>', 'only these rules: ids, themes such as rbac, recommendations such as nsa/P11, or a standard such as cis-2.0 or cis-2.0/5.2; with commas, or said again', collected)
    .option('--theme <themes>', 'only rules of these themes, such as workload,secrets', collected)
    .option('--group-by <what>', 'findings by who answers for them: codeowners, codeowners=FILE, or label:KEY, a label of the namespace')
    .option('--plan', 'the fewest changes that cut every attack path as well, in formats that can show them; on a large cluster it takes a while. The next three shape it'))
    .option('--profile', 'on stderr, how long each stage, rule and threat took')
    .option('--baseline <file>', 'a report of an earlier --format json: only what is new is shown and counts')
    .action(async (sources: string[], options: ScanOptions) => {
      const { scan } = await import('../scan.ts');
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
      const { threats } = await import('../scan.ts');
      ended(await threats(sources, options));
    });
  reading(program.command('snapshot [source...]'))
    .description('what was read of a cluster as one compressed file, credentials gone; every command takes it as a SOURCE')
    .requiredOption('-o, --output <file>', 'the file, such as prod.glacis; - for standard output')
    .addHelpText('after', below('\nglacis snapshot -o prod.glacis dump/\nglacis scan prod.glacis'))
    .action(async (sources: string[], options: SnapshotOptions) => {
      const { snapshot } = await import('../snapshot.ts');
      ended(await snapshot(sources, options));
    });
  deciding(reading(program.command('diff <before> <after>')))
    .description('what got worse, what got better and what changed between two states')
    .option('--all', 'every change, the verdicts of rules included')
    .addOption(new Option('--format <format>', 'how it is printed').choices(['terminal', 'json', 'markdown']))
    .option('--output <file>', 'write there instead of standard output')
    .addOption(new Option('--fail-on <severity>', 'exit 1 where something of that severity or above is new or got worse').choices(['low', 'medium', 'high', 'critical']))
    .addHelpText('after', below('\nBEFORE and AFTER: a directory, a file of manifests, a report of scan --format json, or git:REV or git:REV:PATH with PATH from the root of the repository.\nglacis diff git:main:deploy deploy\nglacis diff examples/shop examples/shop-hardened'))
    .action(async (before: string, after: string, options: DiffOptions) => {
      const { diff } = await import('../diff.ts');
      ended(await diff(before, after, options));
    });
  deciding(reading(program.command('explain <id> [source...]')))
    .description('a rule, threat, technique, recommendation, component, word, standard, question or finding')
    .addOption(format())
    .addHelpText('after', below('\nID: privileged, threat/KUB-04 or KUB-04, technique/pod-exec or D1, nsa/P11, component/kubelet, "pod security", cis-2.0/5.2.2, T1611, gap/rbac, severity.\nWith a SOURCE also what is so there, and the id of a finding: glacis explain ee925b9b57ed examples/shop'))
    .action(async (id: string, sources: string[], options: ExplainOptions) => {
      const { explain } = await import('../explain.ts');
      ended(await explain(id, sources, options));
    });
  const rules = deciding(program.command('rules'))
    .description('every rule by theme, with its severity; those of glacis.yaml as well')
    .addOption(format())
    .action(async (options: RulesOptions) => {
      const { listRules } = await import('../rules.ts');
      ended(listRules(options));
    });
  rules
    .command('test [file]')
    .description('judge the examples of the rules of glacis.yaml (exit 1 where one does not hold)')
    .action(async (file: string | undefined) => {
      const { testRules } = await import('../rules-test.ts');
      ended(testRules(file));
    });
  program
    .command('init [file]')
    .description('a file for decisions, glacis.yaml: accepted risks and answers to questions')
    .option('--force', 'write over a file that is there')
    .action(async (file: string | undefined, options: InitOptions) => {
      const { init } = await import('../init.ts');
      ended(init(file, options));
    });
}
