import type { Gap } from '../model/gap.ts';
import { many, printable, shortened, styled, wide, wrapped, type Screen } from './screen.ts';

/** A step of a path as it is printed. */
export interface ShownStep {
  /** What is reached: `into pod shop/web`. */
  readonly what: string;
  readonly reasons: readonly string[];
  /** `file:line`, the first that is known. */
  readonly place?: string;
  readonly counted: boolean;
  readonly certain: boolean;
  /** Commands that show whether it is there, where they were asked for. */
  readonly checks: readonly string[];
}

export interface ShownPath {
  readonly from: string;
  readonly to: string;
  readonly length: number;
  readonly certain: boolean;
  readonly steps: readonly ShownStep[];
  /** How many footholds of the kind reach the goal. */
  readonly others: number;
}

/** One row of who reaches what. */
export interface ShownRow {
  readonly who: string;
  /** By goal: the steps of the cheapest way; null where it is not reached; negative where only something unknown leads there. */
  readonly steps: readonly (number | null)[];
}

export interface PathsView {
  readonly title: string;
  readonly goals: readonly string[];
  readonly rows: readonly ShownRow[];
  readonly paths: readonly ShownPath[];
  readonly left: readonly string[];
  readonly byDesign: readonly string[];
  readonly gaps: readonly Gap[];
  readonly next: readonly string[];
}

const column = 10;
const numberWidth = 4;

/** The screen of `glacis paths`: who reaches what, then the cheapest paths step by step. */
export function pathsScreen({ title, goals, rows, paths, left, byDesign, gaps, next }: PathsView, screen: Screen): string {
  const parts = [
    wrapped(title, screen.columns),
    rows.length === 0 ? [] : reachTable(goals, rows, screen),
    ...paths.map((path, index) => pathLines(path, index + 1, screen)),
    left.flatMap((line) => wrapped(line, screen.columns)),
    byDesign.length === 0 ? [] : wrapped(`As strong as the cluster by design, and not counted: ${printable(byDesign.join(', '))}.`, screen.columns),
    gaps.length === 0 ? [] : ['what would decide the steps marked with ?', ...gaps.flatMap(({ ask }) => wrapped(printable(ask), screen.columns - 2).map((line) => `  ${line}`))],
    next.map((line) => styled(line, 'dim', screen)),
  ];
  return `${parts.filter((lines) => lines.length > 0).map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** Who reaches what, and in how many steps of the cheapest way: what takes least of an attacker may be longer than another. */
export function reachTable(goals: readonly string[], rows: readonly ShownRow[], screen: Screen): readonly string[] {
  const room = Math.max(20, screen.columns - goals.length * column);
  const cells = (words: readonly string[]): string => words.map((word) => word.padStart(column)).join('');
  const heads = goals.map((goal) => wrapped(goal.replace('cluster-admin', 'cluster- admin'), column - 1));
  const height = Math.max(...heads.map((lines) => lines.length));
  const head = Array.from({ length: height }, (_, line) => (line === height - 1 ? 'steps, from' : line === 0 ? 'WHO REACHES WHAT' : '').padEnd(room) + cells(heads.map((lines) => lines[line - height + lines.length] ?? '')));
  if (height === 1) head.unshift('WHO REACHES WHAT');
  const body = rows.map(({ who, steps }) => shortened(printable(who), room - 1).padEnd(room) + cells(steps.map((count) => (count === null ? '·' : count < 0 ? '?' : String(count)))));
  return [...head.map((line) => styled(line.trimEnd(), 'bold', screen)), ...body, ...wrapped('a number: the steps of the cheapest way; ?: only if something that is not known is so; ·: no way', screen.columns)];
}

function pathLines({ from, to, length, certain, steps, others }: ShownPath, number: number, screen: Screen): readonly string[] {
  const more = others > 1 ? `; ${many(others - 1, 'other start')} like it` : '';
  const head = `path ${number}: ${printable(from)} → ${printable(to)}, ${many(length, 'step')}${certain ? '' : ', if what is marked ? is so'}${more}`;
  return [...wrapped(head, screen.columns, '  ').map((line) => styled(line, 'bold', screen)), ...pathSteps(steps, screen)];
}

/** The steps of a path, numbered where somebody does something. */
export function pathSteps(steps: readonly ShownStep[], screen: Screen): readonly string[] {
  let count = 0;
  // Who holds the goal from the start does nothing on the way: it is one step all the same, as the head says.
  const isHeld = steps.every(({ counted }) => !counted);
  return steps.flatMap((step, index) => [...stepLines(step, step.counted || (isHeld && index === steps.length - 1) ? ++count : 0, screen), ...checkLines(step)]);
}

function stepLines({ what, reasons, place, certain }: ShownStep, number: number, screen: Screen): readonly string[] {
  const mark = `${number === 0 ? '' : String(number)}${certain ? '' : '?'}`.padStart(numberWidth - 1);
  const words = printable(what);
  const reason = printable(reasons.join('; '));
  const where = place === undefined ? '' : printable(place);
  if (screen.columns < wide) {
    const lines = wrapped(`${words}${reason === '' ? '' : `: ${reason}`}`, screen.columns - numberWidth);
    return [...lines.map((line, index) => `${index === 0 ? `${mark} ` : ' '.repeat(numberWidth)}${line}`), ...(where === '' ? [] : [' '.repeat(numberWidth) + styled(shortened(where, screen.columns - numberWidth), 'dim', screen)])];
  }
  const left = 42;
  const right = 34;
  const middle = screen.columns - numberWidth - left - right - 2;
  const lines = wrapped(reason, middle);
  return (lines.length === 0 ? [''] : lines).map((line, index) => {
    const start = index === 0 ? `${mark} ${shortened(words, left - 1).padEnd(left)}` : ' '.repeat(numberWidth + left);
    return `${start}${line.padEnd(middle)}  ${index === 0 ? styled(tail(where, right), 'dim', screen) : ''}`.trimEnd();
  });
}

/** What is to be copied is never cut. */
function checkLines({ checks }: ShownStep): readonly string[] {
  return checks.map((command, index) => `${' '.repeat(numberWidth)}${index === 0 ? 'check' : '     '}  ${printable(command)}`);
}

/** The end of a place tells most. */
function tail(text: string, width: number): string {
  return text.length <= width ? text : `…${text.slice(text.length - width + 1)}`;
}

/** Something that is reached. */
export interface BlastEnd {
  readonly to: string;
  readonly length: number;
  readonly certain: boolean;
  /** Only through a flaw in a program, which nothing shows. */
  readonly flaw: boolean;
}

/** What a stolen identity, a pod or a node reaches, in how many steps. */
export interface BlastView {
  readonly from: string;
  readonly goals: readonly BlastEnd[];
  /** By kind of end: how many, and the first few. */
  readonly groups: readonly { readonly kind: string; readonly ends: readonly BlastEnd[] }[];
  readonly all: boolean;
  readonly next: readonly string[];
}

const shownEnds = 8;

function markOf({ certain, flaw }: BlastEnd): string {
  return certain ? (flaw ? '~' : ' ') : '?';
}

/** The screen of `glacis blast`. */
export function blastScreen({ from, goals, groups, all, next }: BlastView, screen: Screen): string {
  const total = groups.reduce((sum, { ends }) => sum + ends.length, 0);
  const head = total + goals.length === 0 ? `${printable(from)} reaches nothing else that was given.` : `${printable(from)} reaches ${many(total, 'thing')}${goals.length === 0 ? ', none of them the cluster, a node or all Secrets' : ''}.`;
  const lines = [...wrapped(head, screen.columns)];
  if (goals.length > 0) lines.push('', ...goals.map((end) => `${markOf(end)} ${styled(printable(end.to), 'red', screen)}  ${many(end.length, 'step')}`));
  for (const { kind, ends } of groups) {
    const shown = all ? ends : ends.slice(0, shownEnds);
    const left = ends.length - shown.length;
    lines.push('', styled(`${kind}, ${ends.length}`, 'bold', screen), ...shown.map((end) => `${markOf(end)} ${String(end.length).padStart(2)}  ${shortened(printable(end.to), screen.columns - 6)}`), ...(left > 0 ? [`      and ${left} more: --all`] : []));
  }
  if (total > 0) lines.push('', ...wrapped('the number: fewest steps; ~: only through a flaw or a weak login of a program, which nothing shows; ?: only if something that is not known is so', screen.columns), '', ...next.map((line) => styled(line, 'dim', screen)));
  return `${lines.join('\n')}\n`;
}
