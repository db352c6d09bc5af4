import { Option, type Command } from 'commander';
import type { AskOptions, CanOptions } from '../access.ts';
import type { AdmitOptions } from '../admit.ts';
import type { PodSecurityOptions } from '../pod-security.ts';
import type { ReachOptions } from '../reach.ts';
import { asking, below, building, format, reading } from './options.ts';

/** One question each, which an engine answers exactly. */
export function addAskCommands(program: Command, ended: (status: number) => void): void {
  building(program.command('pod-security [source...]'))
    .description('ask Pod Security: the level of every namespace, what violates it, and the strictest that nothing given violates')
    .option('--kubernetes-version <version>', 'the version of the API server; the newest known where none is given or read')
    .addOption(new Option('--version <version>', 'the older name of --kubernetes-version').hideHelp())
    .addOption(format())
    .option('--output <file>', 'write there instead of standard output')
    .option('--namespace <name>', 'the namespace of objects that name none')
    .action(async (sources: string[], options: PodSecurityOptions) => {
      const { podSecurity } = await import('../pod-security.ts');
      ended(await podSecurity(sources, options));
    });
  reading(program.command('admit [source...]'))
    .description('ask admission: would these pods be let in, and who refuses them with which words (exit 1 for no)')
    .requiredOption('--pod <file>', 'a file of pods and workloads, or - for standard input; a workload is asked as the pod it makes')
    .option('--as <user>', 'who creates a bare pod; an administrator where nobody is given. Pods of a workload are created by its controller')
    .option('--as-group <group...>', 'groups beside those that every such user has')
    .addOption(format())
    .option('--output <file>', 'write there instead of standard output')
    .addHelpText('after', below('\nNothing is sent anywhere. Webhooks, Kyverno and Gatekeeper are named and not evaluated; whether the user may create pods at all, glacis can tells.\nExit status: 0 every pod is admitted as far as that could be evaluated, 1 one is refused.\nglacis admit --pod deployment.yaml --namespace shop examples/shop'))
    .action(async (sources: string[], options: AdmitOptions) => {
      const { admit } = await import('../admit.ts');
      ended(await admit(sources, options));
    });
  asking(program.command('can <verb> <resource> [source...]'))
    .description('ask RBAC: may this subject do that, and by which binding (exit 1 for no)')
    .requiredOption('--as <user>', 'such as dana, or serviceaccount:shop/cart, which is system:serviceaccount:shop:cart')
    .option('--as-group <group...>', 'groups beside those that every such user has')
    .action(async (verb: string, resource: string, sources: string[], options: CanOptions) => {
      const { can } = await import('../access.ts');
      ended(await can(verb, resource, sources, options));
    });
  asking(program.command('who-can <verb> <resource> [source...]'))
    .description('ask RBAC: everybody who may do that, with the binding and role that let them')
    .action(async (verb: string, resource: string, sources: string[], options: AskOptions) => {
      const { whoCan } = await import('../access.ts');
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
    .addHelpText('after', below('\nFROM and TO: NAMESPACE/POD, NAMESPACE/WORKLOAD or ip:ADDRESS. With --from or --map every argument is a source.\nExit status: 0 reachable, 1 not.\nglacis reach shop/storefront payments/payments-db --port 5432 examples/shop\nglacis reach --from internet examples/shop\nglacis reach --map --format mermaid examples/shop'))
    .action(async (words: string[], options: ReachOptions) => {
      const { reach } = await import('../reach.ts');
      ended(await reach(words, options));
    });
}
