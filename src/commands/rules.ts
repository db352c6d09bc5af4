import { safeJson } from '../report/json.ts';
import { styled, wide } from '../report/screen.ts';
import { severityCell } from '../report/view.ts';
import { rules } from '../rules/registry.ts';
import { themes } from '../rules/themes.ts';
import { exit } from './exit.ts';
import { print, screenOf } from './print.ts';
import { baseSeverity } from './topics/severity.ts';
import { guideOf, threatsOf } from './topics/references.ts';

export interface RulesOptions {
  readonly format?: string;
}

/** `glacis rules`: every rule by theme, with the severity it has before the cluster adds exposure and spread. */
export function listRules({ format }: RulesOptions): number {
  print(format === 'json' ? json() : screen());
  return exit.done;
}

function screen(): string {
  const out = screenOf();
  const width = Math.max(...rules.map(({ id }) => id.length));
  // A pipe gets a line a rule, whole; a narrow terminal two.
  const narrow = process.stdout.isTTY && out.columns < wide;
  const blocks = [...Map.groupBy(rules, ({ id }) => themes[id] ?? 'other')].map(([theme, list]) => {
    const rows = list.map(({ id, title, severity }) => `${severityCell(baseSeverity(severity), out)} ${narrow ? `${id}\n${' '.repeat(10)}${styled(title, 'dim', out)}` : `${id.padEnd(width)}  ${title}`}`);
    return [styled(theme.toUpperCase(), 'bold', out), ...rows].join('\n');
  });
  return `${blocks.join('\n\n')}\n`;
}

function json(): string {
  const rows = rules.map(({ id, on, title, why, fix, severity }) => ({
    id, theme: themes[id] ?? 'other', judges: on, title, why, fix, severity: baseSeverity(severity), factors: severity, recommendations: guideOf(id).map((each) => each.id), threats: threatsOf(id).map((each) => each.id),
  }));
  return `${safeJson({ schema: 'glacis.rules/v1', rules: rows })}\n`;
}
