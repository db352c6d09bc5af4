import { Option, type Command } from 'commander';
import { graphFormats } from '../../report/graph-formats.ts';
import type { AssertOptions } from '../assert.ts';
import type { BlastOptions } from '../blast.ts';
import type { ExportOptions } from '../export.ts';
import type { PathsOptions } from '../paths.ts';
import type { PlanOptions } from '../plan.ts';
import type { WhatIfOptions } from '../what-if.ts';
import { below, format, planning, reading, repeated, writing } from './options.ts';

const ends = 'END: internet, pod:NAMESPACE/NAME (a pod or its workload), container:NAMESPACE/POD/NAME, node:NAME, user:NAME, group:NAME, serviceaccount:NAMESPACE/NAME, secret:NAMESPACE/NAME, image:NAME, registry:HOST, cluster-admin, all-secrets, node-root:*, etcd, cloud:ID.';
const assertFormats: readonly string[] = ['terminal', 'json', 'junit', 'sarif'];

const seenBy = 'SelfSubjectRulesReviews: the token they were made with is user:REVIEWED, in the namespace of each or --namespace; may be said again';

/** Who reaches what, and what cuts that. */
export function addAttackCommands(program: Command, ended: (status: number) => void): void {
  reading(program.command('paths [source...]'))
    .description('attack paths: who reaches what, and how, step by step')
    .option('--as-seen-by <file>', seenBy, repeated)
    .option('--from <end>', 'only paths from there')
    .option('--to <end>', 'only paths to there')
    .option('--avoid <end>', 'no path through there; may be said again', repeated)
    .option('--unknown', 'paths that rest on something that is not known as well')
    .option('--limit <number>', 'how many paths between two ends; 5 where none is given')
    .option('--verbose', 'with each step the commands that show whether it is there; they read and change nothing')
    .addOption(format())
    .option('--output <file>', 'write there instead of standard output')
    .addHelpText('after', below(`\n${ends}\nglacis paths examples/shop\nglacis paths --from internet --to cluster-admin examples/shop`))
    .action(async (sources: string[], options: PathsOptions) => {
      const { paths } = await import('../paths.ts');
      ended(await paths(sources, options));
    });
  reading(program.command('blast <end> [source...]'))
    .description('what a stolen identity, a compromised pod or node reaches, in how many steps')
    .option('--as-seen-by <file>', seenBy, repeated)
    .option('--all', 'every end, not only the nearest of each kind')
    .addOption(format())
    .option('--output <file>', 'write there instead of standard output')
    .addHelpText('after', below(`\n${ends}\nglacis blast serviceaccount:monitoring/grafana examples/shop\nglacis blast shop/storefront examples/shop`))
    .action(async (end: string, sources: string[], options: BlastOptions) => {
      const { blast } = await import('../blast.ts');
      ended(await blast(end, sources, options));
    });
  writing(reading(program.command('assert <file> [source...]')), assertFormats)
    .description('invariants as code: paths that must not exist, kept or broken (exit 1)')
    .addOption(new Option('--require <coverage>', 'exit 3 while it is not known whether an invariant is kept').choices(['known']))
    .option('--verbose', 'with each step the commands that show whether it is there; they read and change nothing')
    .addHelpText('after', below('\nFILE holds invariants, and may be glacis.yaml:\n\n  invariants:\n    - from: internet\n      to: secrets in payments\n    - only: [group:platform]\n      reaches: cluster-admin\n\nFROM, TO, ONLY and EXCEPT take ends and: any container [in NAMESPACE], any service account [in NAMESPACE], any node, any person, any start, secrets in NAMESPACE.\nglacis assert examples/invariants.yaml examples/shop'))
    .action(async (file: string, sources: string[], options: AssertOptions) => {
      const { assertInvariants } = await import('../assert.ts');
      ended(await assertInvariants(file, sources, options));
    });
  reading(program.command('export [source...]'))
    .description('the attack graph between footholds and goals, for other programs')
    .addOption(new Option('--format <format>', 'json where none is given').choices(Object.keys(graphFormats)))
    .option('--output <file>', 'write there instead of standard output')
    .option('--from <end>', 'only what follows from there')
    .option('--to <end>', 'only what leads there')
    .option('--unknown', 'steps that rest on something that is not known as well')
    .addHelpText('after', below(`\n${ends}\nglacis export --format dot examples/shop\nglacis export --format attack-flow --from internet --to cluster-admin examples/shop`))
    .action(async (sources: string[], options: ExportOptions) => {
      const { exportGraph } = await import('../export.ts');
      ended(await exportGraph(sources, options));
    });
  planning(reading(program.command('plan [source...]'))
    .description('the fewest changes after which no attack path is left, with what they may break, proved')
    .option('--from <end>', 'only paths from there')
    .option('--to <end>', 'only paths to there'))
    .addOption(format())
    .option('--output <file>', 'write there instead of standard output')
    .addHelpText('after', below(`\n${ends}\nKinds of change and their costs: docs/plan.md. Nothing is written or sent.\nglacis plan examples/shop\nglacis plan --from internet --to cluster-admin --cost take-right=1 examples/shop`))
    .action(async (sources: string[], options: PlanOptions) => {
      const { plan } = await import('../plan.ts');
      ended(await plan(sources, options));
    });
  reading(program.command('what-if [source...]'))
    .description('which attack paths a change closes and opens, and which findings and threats go and come, without making it')
    .option('--change <change>', 'the id of a change that plan shows, a file of manifests that take the place of those of their names, KIND/NAMESPACE/NAME:FIELD=VALUE, or -KIND/NAMESPACE/NAME to delete; may be said again', repeated)
    .addOption(format())
    .option('--output <file>', 'write there instead of standard output')
    .addHelpText('after', below('\nA KIND without namespace is written KIND/NAME. VALUE is JSON, or else a text; without one the field is taken away.\nglacis what-if --change Deployment/ci/runner:spec.template.spec.hostUsers=false examples/shop\nglacis what-if --change -ClusterRoleBinding/ci-deployer examples/shop'))
    .action(async (sources: string[], options: WhatIfOptions) => {
      const { whatIf } = await import('../what-if.ts');
      ended(await whatIf(sources, options));
    });
}
