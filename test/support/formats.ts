import { assess } from '../../src/assess.ts';
import { nounOf } from '../../src/attack/words.ts';
import { collectText, collectWithPaths } from '../../src/collect/index.ts';
import { pageTexts, ruleTexts } from '../../src/commands/catalogue.ts';
import { diffIn } from '../../src/commands/edits.ts';
import { planWith } from '../../src/plan/result.ts';
import { factorLine } from '../../src/commands/topics/severity.ts';
import { locator } from '../../src/locate.ts';
import type { Assessment } from '../../src/model/assessment.ts';
import type { FormatView } from '../../src/report/format.ts';
import { formats } from '../../src/report/formats.ts';

export const view: FormatView = { all: false, factorLine, nounOf, sources: 'deploy', screen: { columns: 100, colour: false }, rule: ruleTexts([]), ...pageTexts };

/** A report in one format, its pieces joined. */
export async function written(format: string, assessment: Assessment): Promise<string> {
  const load = formats[format];
  if (!load) throw new Error(`no format ${format}`);
  return [...(await load()).default.chunks(assessment, view)].join('');
}

/** @param plan with the plan as well */
export async function assessed(directory: string, plan: boolean = false): Promise<Assessment> {
  const { snapshot, paths } = await collectWithPaths([directory], { cwd: `${import.meta.dirname}/../..` });
  return assess(snapshot, { name: directory, locate: locator(paths), ...(plan ? { plan: planWith(diffIn(paths)) } : {}) });
}

/** The assessment of a text, as of a file of that name. */
export function assessedText(text: string, name: string = 'input.yaml', plan: boolean = false): Assessment {
  const { snapshot, paths } = collectText(text, { name });
  return assess(snapshot, { name, locate: locator(paths), ...(plan ? { plan: planWith(diffIn(paths)) } : {}) });
}
