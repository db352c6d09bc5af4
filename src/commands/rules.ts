import { safeJson } from '../report/json.ts';
import { styled, wide } from '../report/screen.ts';
import { severityCell } from '../report/view.ts';
import { customTheme, ruleOf } from '../rules/custom-rule.ts';
import type { AnyRule } from '../rules/define.ts';
import { rules } from '../rules/registry.ts';
import { themes } from '../rules/themes.ts';
import { decisionsOf } from './decisions.ts';
import { exit } from './exit.ts';
import { print, screenOf } from './print.ts';
import { baseSeverity } from './topics/severity.ts';
import { guideOf, threatsOf } from './topics/references.ts';

export interface RulesOptions {
  readonly format?: string;
  readonly config?: string | boolean;
}

/** `glacis rules`: every rule by theme, with the severity it has before the cluster adds exposure and spread. */
export function listRules({ format, config }: RulesOptions): number {
  const listed = [...rules.map((rule) => ({ rule, theme: themes[rule.id] ?? 'other' })), ...(decisionsOf(config)?.rules ?? []).map((custom) => ({ rule: ruleOf(custom), theme: customTheme }))];
  print(format === 'json' ? json(listed) : screen(listed));
  return exit.done;
}

interface Listed {
  readonly rule: AnyRule;
  readonly theme: string;
}

function screen(listed: readonly Listed[]): string {
  const out = screenOf();
  const width = Math.max(...listed.map(({ rule }) => rule.id.length));
  // A pipe gets a line a rule, whole; a narrow terminal two.
  const narrow = process.stdout.isTTY && out.columns < wide;
  const blocks = [...Map.groupBy(listed, ({ theme }) => theme)].map(([theme, list]) => {
    const rows = list.map(({ rule: { id, title, severity } }) => `${severityCell(baseSeverity(severity), out)} ${narrow ? `${id}\n${' '.repeat(10)}${styled(title, 'dim', out)}` : `${id.padEnd(width)}  ${title}`}`);
    return [styled(theme.toUpperCase(), 'bold', out), ...rows].join('\n');
  });
  return `${blocks.join('\n\n')}\n`;
}

function json(listed: readonly Listed[]): string {
  const rows = listed.map(({ rule: { id, on, title, why, fix, severity }, theme }) => ({
    id, theme, judges: on, title, why, fix, severity: baseSeverity(severity), factors: severity, recommendations: guideOf(id).map((each) => each.id), threats: threatsOf(id).map((each) => each.id),
  }));
  return `${safeJson({ schema: 'glacis.rules/v1', rules: rows })}\n`;
}
