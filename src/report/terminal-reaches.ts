import type { Assessment } from '../model/assessment.ts';
import { footholdNames } from './footholds.ts';
import { planSentence } from './plan.ts';
import { many, printable, styled, wrapped, type Screen } from './screen.ts';
import { reachTable, type ShownRow } from './terminal-paths.ts';
import type { View } from './view.ts';

/** How a scan opens: who reaches what, in how many steps. */
export function reachLines({ graph, paths, plan }: Pick<Assessment, 'graph' | 'paths' | 'plan'>, screen: Screen, { nounOf }: View): readonly string[] {
  const sum = (of: 'reaching' | 'possible'): number => graph.footholds.reduce((total, each) => total + each[of], 0);
  const [reaching, possible] = [sum('reaching'), sum('possible')];
  if (paths.length === 0) return graph.footholds.length === 0 ? [] : wrapped(`Nothing that was given leads an attacker to ${graph.goals.map(nounOf).join(', ')}.`, screen.columns);
  const first = paths.find(({ verdict, to }) => verdict === 'certain' && to === 'cluster-admin') ?? paths[0];
  const worst = first === undefined ? '' : `From ${printable(nounOf(first.from))} to ${printable(nounOf(first.to))} in ${many(first.length, 'step')}${first.verdict === 'certain' ? '' : ', if something that is not known is so'}.`;
  const count = `${many(reaching, 'starting point')} ${reaching === 1 ? 'reaches' : 'reach'} something that matters${possible > 0 ? `; ${possible} more may, if something that is not known is so` : ''}.`;
  return [...wrapped(worst, screen.columns).map((line) => styled(line, 'bold', screen)), ...wrapped(count, screen.columns), ...(plan ? wrapped(planSentence(plan), screen.columns) : []), '', ...reachTable(graph.goals.map(nounOf), rowsOf({ graph, paths }), screen)];
}

/** One row a kind that has any. */
export function rowsOf({ graph, paths }: Pick<Assessment, 'graph' | 'paths'>): readonly ShownRow[] {
  return graph.footholds.filter(({ all }) => all > 0).map(({ kind, all, reaching }) => {
    const count = kind === 'internet' ? '' : `, ${reaching === all ? 'all' : reaching} of ${all}`;
    const steps = graph.goals.map((goal) => {
      const path = paths.find((each) => each.kind === kind && each.to === goal);
      return path === undefined ? null : path.verdict === 'certain' ? path.length : -1;
    });
    return { who: `${footholdNames[kind] ?? kind}${count}`, steps };
  });
}
