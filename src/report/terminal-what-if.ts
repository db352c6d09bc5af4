import type { Difference, StateFinding, ThreatChange } from '../model/difference.ts';
import { movement } from './diff.ts';
import { many, printable, styled, wrapped, type Screen } from './screen.ts';
import { labelOf } from './view.ts';

export interface WhatIfView {
  readonly head: string;
  readonly changes: readonly string[];
  readonly closed: readonly string[];
  readonly opened: readonly string[];
  readonly findings: Difference['findings'];
  readonly threats: Difference['threats'];
  readonly left: { readonly starts: number; readonly pairs: number };
}

const mostShown = 30;

/** The screen of `glacis what-if`. */
export function whatIfScreen({ head, changes, closed, opened, findings, threats, left }: WhatIfView, screen: Screen): string {
  const list = (title: string, all: readonly string[]): readonly string[] => (all.length === 0 ? [] : ['', styled(`${title}, ${all.length}`, 'bold', screen), ...all.slice(0, mostShown).flatMap((text) => wrapped(printable(text), screen.columns - 2, '  ').map((line) => `  ${line}`)), ...(all.length > mostShown ? [`  and ${all.length - mostShown} more: --format json`] : [])]);
  return `${[
    ...wrapped(head, screen.columns), ...list('changes', changes), ...list('paths that open', opened), ...list('findings that come', findings.new.map(findingText)), ...list('threats that come or grow', threats.filter(({ worse }) => worse).map(threatText)),
    ...list('paths that close', closed), ...list('findings that go', findings.gone.map(findingText)), ...list('findings that change', findings.changed.map((each) => `${findingText(each.after)} (was ${each.before.severity === each.after.severity ? each.before.message : each.before.severity})`)),
    ...list('threats that go or change', threats.filter(({ worse }) => !worse).map(threatText)),
    '', `left: ${many(left.starts, 'starting point')}, ${many(left.pairs, 'pair')}`,
  ].join('\n')}\n`;
}

function findingText({ severity, object, container, message }: StateFinding): string {
  return `${severity} ${labelOf(object)}${container === null ? '' : `, container ${container}`}: ${message}`;
}

function threatText(change: ThreatChange): string {
  return `${change.id.slice('threat/'.length)} ${change.title}: ${movement(change)}`;
}
