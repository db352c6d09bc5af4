import { AttackQuestionError, type AttackGraph } from '../attack/attack-graph.ts';
import { counted, goalsOf } from '../attack/counted.ts';
import { anyCloud, endOf } from '../attack/states.ts';
import { nounOf, writtenEnd } from '../attack/words.ts';
import { reachable } from '../graph/index.ts';
import { safeJson } from '../report/json.ts';
import { blastScreen } from '../report/terminal-paths.ts';
import { readAttack, seedsAt, type AttackOptions } from './attack.ts';
import { print, screenFor } from './print.ts';
import { quoted, sourceWords } from './shell-words.ts';

export interface BlastOptions extends AttackOptions {
  readonly all?: boolean;
  readonly format?: string;
  readonly output?: string;
}

const groups: readonly (readonly [kind: string, title: string])[] = [
  ['serviceaccount', 'service accounts'], ['user', 'users'], ['group', 'groups'], ['container', 'containers'], ['node', 'nodes, as root'], ['secret', 'Secrets'], ['role', 'Roles'], ['clusterrole', 'ClusterRoles'], ['cloud', 'cloud identities'], ['image', 'images'],
];

/** `glacis blast END`: all that a stolen identity, a pod or a node reaches, in how many steps. */
export async function blast(end: string, sources: readonly string[], options: BlastOptions): Promise<number> {
  const read = await readAttack(sources, options);
  const from = meant(end, read.graph);
  seedsAt(from, read);
  const sober = withoutFlaws(from, read.graph);
  const stand = read.graph.model.context.maybe?.to;
  const reached = read.graph.reach(from).filter(({ to }) => to !== stand).map((each) => ({ ...each, ...(each.verdict === 'possible' || sober.has(each.to) ? {} : { flaw: true }) }));
  if (options.format === 'json') {
    print(`${safeJson({ schema: 'glacis.blast/v1', from, reached, ...(read.notes.length > 0 ? { notes: read.notes } : {}) })}\n`, options.output);
    return read.status;
  }
  const goals = new Set(goalsOf(read.graph.model));
  const shown = reached.map(({ to, length, verdict, flaw = false }) => ({ to, length, certain: verdict === 'certain', flaw }));
  const view = {
    from: nounOf(from), all: options.all === true,
    goals: shown.filter(({ to }) => goals.has(to) && (to === anyCloud || !to.startsWith('cloud:'))).map((each) => ({ ...each, to: nounOf(each.to) })),
    groups: groups.map(([kind, title]) => ({ kind: title, ends: shown.filter(({ to }) => to.startsWith(`${kind}:`) && to !== anyCloud).map((each) => ({ ...each, to: writtenEnd(each.to).slice(kind.length + 1) })) })).filter(({ ends }) => ends.length > 0),
    next: [...read.notes, `next  glacis paths --from ${quoted(writtenEnd(from))}${sourceWords(sources)}   how`],
  };
  print(blastScreen(view, screenFor(options.output)), options.output);
  return read.status;
}

/** What is surely reached without a flaw in a program that nothing shows. */
function withoutFlaws(from: string, graph: AttackGraph): ReadonlySet<string> {
  const { model } = graph;
  return new Set([...reachable(counted(model), graph.seedsOf(from), 'certain')].map((state) => endOf(model.name(state))));
}

/** `NAMESPACE/NAME` alone is a workload, a pod or a service account, `NAME` a node, or one of those where its file names no namespace. */
function meant(end: string, graph: AttackGraph): string {
  if (end.includes(':')) return end;
  for (const kind of end.includes('/') ? ['pod', 'serviceaccount'] : ['node', 'user', 'group', 'pod', 'serviceaccount']) {
    try {
      graph.seedsOf(`${kind}:${end}`);
      return `${kind}:${end}`;
    } catch (error) {
      if (!(error instanceof AttackQuestionError)) throw error;
    }
  }
  return end;
}
