import type { Assessment } from '../model/assessment.ts';
import type { PlanChange } from '../model/plan.ts';
import { cut, many, printable, styled, wrapped, wrappedCommand, type Screen } from './screen.ts';

export interface PlanView {
  readonly head: string;
  readonly before: { readonly starts: number; readonly pairs: number };
  readonly changes: readonly PlanChange[];
  readonly left: readonly { readonly title: string; readonly lines: readonly string[] }[];
  readonly next: readonly string[];
}

const barWidth = 22;
const numberWidth = 3;
const textColumn = 13;
const mostLines = 40;

/** The screen of `glacis plan`. */
export function planScreen({ head, before, changes, left, next }: PlanView, screen: Screen): string {
  const lines = [...wrapped(head, screen.columns)];
  if (changes.length > 0) lines.push('', ...bars(before, changes, screen));
  for (const { title, lines: each } of left) lines.push('', styled(title, 'bold', screen), ...each.flatMap((text) => wrapped(printable(text), screen.columns - 2, '  ').map((line) => `  ${line}`)));
  if (next.length > 0) lines.push('', ...next.map((line) => styled(printable(line), 'dim', screen)));
  return `${lines.join('\n')}\n`;
}

function bars(before: PlanView['before'], changes: readonly PlanChange[], screen: Screen): readonly string[] {
  const width = screen.columns - barWidth - 5 - 6;
  const row = (text: string, { starts, pairs }: PlanView['before']): string => {
    const bar = '━'.repeat(before.starts === 0 ? 0 : Math.ceil((starts / before.starts) * (barWidth - 4)));
    return `${text.padEnd(width)} ${`${bar}${bar === '' ? '' : ' '}${starts}`.padEnd(barWidth + 3)}${String(pairs).padStart(6)}`;
  };
  const heads = `${' '.repeat(width)} ${'starting points left'.padEnd(barWidth + 3)}${'pairs'.padStart(6)}`;
  return [
    styled(heads, 'dim', screen), row('   now', before),
    ...changes.flatMap((change, index) => {
      const [first = '', ...more] = wrapped(printable(change.title), width - numberWidth);
      return [styled(row(`${String(index + 1).padStart(2)} ${first}`, change.left), 'bold', screen), ...more.map((line) => ' '.repeat(numberWidth) + line), ...details(change, screen)];
    }),
  ];
}

const mostTitles = 7;

/** What a scan says of the plan, where it was asked for: the changes in their order, what each leaves, and where it is made. */
export function planLines({ plan }: Pick<Assessment, 'plan'>, screen: Screen): readonly string[] {
  if (!plan || plan.changes.length === 0) return [];
  const { before, changes } = plan;
  const width = screen.columns - numberWidth - leftWidth;
  const row = (text: string, left: number): string => `${text.padEnd(width + numberWidth)} ${String(left).padStart(leftWidth - 1)}`;
  const shown = changes.slice(0, mostTitles);
  const rest = changes.length - shown.length;
  return [
    `${styled('DO FIRST'.padEnd(width + numberWidth - leftHead.length), 'bold', screen)} ${styled(leftHead.padStart(leftWidth + leftHead.length - 1), 'dim', screen)}`,
    row('   now', before.starts),
    ...shown.flatMap(({ title, left, diff: [first] }, index) => {
      const [line = '', ...more] = wrapped(printable(title), width);
      return [row(`${String(index + 1).padStart(2)} ${line}`, left.starts), ...more.map((text) => ' '.repeat(numberWidth) + text), ...(first ? [styled(' '.repeat(numberWidth) + cut(printable(first.where), screen.columns - numberWidth), 'dim', screen)] : [])];
    }),
    ...(rest > 0 ? [row(`   ${many(rest, 'more change')}`, plan.after.starts)] : []),
  ];
}

const leftHead = 'starting points left';
const leftWidth = 8;

function details({ id, cost, diff, breaks, verify, undo }: PlanChange, screen: Screen): readonly string[] {
  const pad = ' '.repeat(numberWidth);
  const row = (name: string, text: string, folded: typeof wrapped = wrapped): readonly string[] => folded(printable(text), screen.columns - numberWidth - textColumn).map((line, index) => `${pad}${(index === 0 ? name : '').padEnd(textColumn)}${line}`);
  return [
    ...diff.flatMap(({ where, lines }) => [
      ...wrapped(printable(where), screen.columns - numberWidth).map((line) => pad + styled(line, 'dim', screen)),
      ...lines.slice(0, mostLines).map((text) => pad + styled(cut(printable(text), screen.columns - numberWidth), text.startsWith('-') ? 'red' : 'cyan', screen)),
      ...(lines.length > mostLines ? [`${pad}  ${lines.length - mostLines} more lines`] : []),
    ]),
    ...row('may break', breaks), ...row('verify', verify, wrappedCommand), ...row('undo', undo, wrappedCommand), ...row('cost', `${cost}   ${id}`),
  ];
}
