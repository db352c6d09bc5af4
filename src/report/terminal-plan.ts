import { cut, many, printable, styled, wrapped, type Screen } from './screen.ts';

export interface ShownEdit {
  /** `deploy/web.yaml:12`, or the object where no file is known. */
  readonly where: string;
  readonly lines: readonly { readonly sign: '-' | '+'; readonly text: string }[];
}

export interface ShownChange {
  readonly id: string;
  readonly title: string;
  readonly cost: number;
  readonly starts: number;
  readonly pairs: number;
  readonly edits: readonly ShownEdit[];
  readonly breaks: string;
  readonly verify: string;
  readonly undo: string;
}

export interface PlanView {
  readonly head: string;
  readonly before: { readonly starts: number; readonly pairs: number };
  readonly changes: readonly ShownChange[];
  readonly left: readonly { readonly title: string; readonly lines: readonly string[] }[];
  readonly next: readonly string[];
}

const barWidth = 22;
const numberWidth = 3;
const textColumn = 13;
const mostLines = 12;

/** The screen of `glacis plan`. */
export function planScreen({ head, before, changes, left, next }: PlanView, screen: Screen): string {
  const lines = [...wrapped(head, screen.columns)];
  if (changes.length > 0) lines.push('', ...bars(before, changes, screen));
  for (const { title, lines: each } of left) lines.push('', styled(title, 'bold', screen), ...each.flatMap((text) => wrapped(printable(text), screen.columns - 2, '  ').map((line) => `  ${line}`)));
  if (next.length > 0) lines.push('', ...next.map((line) => styled(printable(line), 'dim', screen)));
  return `${lines.join('\n')}\n`;
}

function bars(before: PlanView['before'], changes: readonly ShownChange[], screen: Screen): readonly string[] {
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
      return [styled(row(`${String(index + 1).padStart(2)} ${first}`, change), 'bold', screen), ...more.map((line) => ' '.repeat(numberWidth) + line), ...details(change, screen)];
    }),
  ];
}

function details({ id, cost, edits, breaks, verify, undo }: ShownChange, screen: Screen): readonly string[] {
  const pad = ' '.repeat(numberWidth);
  const row = (name: string, text: string): readonly string[] => wrapped(printable(text), screen.columns - numberWidth - textColumn).map((line, index) => `${pad}${(index === 0 ? name : '').padEnd(textColumn)}${line}`);
  return [
    ...edits.flatMap(({ where, lines }) => [
      ...wrapped(printable(where), screen.columns - numberWidth).map((line) => pad + styled(line, 'dim', screen)),
      ...lines.slice(0, mostLines).map(({ sign, text }) => pad + styled(cut(`${sign} ${printable(text)}`, screen.columns - numberWidth), sign === '-' ? 'red' : 'cyan', screen)),
      ...(lines.length > mostLines ? [`${pad}  ${lines.length - mostLines} more lines`] : []),
    ]),
    ...row('may break', breaks), ...row('verify', verify), ...row('undo', undo), ...row('cost', `${cost}   ${id}`),
  ];
}

export interface WhatIfView {
  readonly head: string;
  readonly changes: readonly string[];
  readonly closed: readonly string[];
  readonly opened: readonly string[];
  readonly left: { readonly starts: number; readonly pairs: number };
}

const mostShown = 30;

/** The screen of `glacis what-if`. */
export function whatIfScreen({ head, changes, closed, opened, left }: WhatIfView, screen: Screen): string {
  const list = (title: string, all: readonly string[]): readonly string[] => (all.length === 0 ? [] : ['', styled(`${title}, ${all.length}`, 'bold', screen), ...all.slice(0, mostShown).flatMap((text) => wrapped(printable(text), screen.columns - 2, '  ').map((line) => `  ${line}`)), ...(all.length > mostShown ? [`  and ${all.length - mostShown} more: --format json`] : [])]);
  return `${[...wrapped(head, screen.columns), ...list('changes', changes), ...list('paths that open', opened), ...list('paths that close', closed), '', `left: ${many(left.starts, 'starting point')}, ${many(left.pairs, 'pair')}`].join('\n')}\n`;
}
