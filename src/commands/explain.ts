import { assess } from '../assess.ts';
import { collectText, SourceError } from '../collect/index.ts';
import type { Assessment } from '../model/assessment.ts';
import type { Explanation } from '../report/explanation.ts';
import { safeJson } from '../report/json.ts';
import { explainScreen } from '../report/terminal-explain.ts';
import { exit, nearest, UsageError } from './exit.ts';
import { print, screenOf } from './print.ts';
import { readAndAssess, type ReadOptions } from './read.ts';
import { ruleOf } from '../rules/custom-rule.ts';
import { decisionsOf } from './decisions.ts';
import { findingExplained } from './topics/finding.ts';
import { gapExplained } from './topics/gap.ts';
import { ruleExplained } from './topics/rule.ts';
import { topicNames, topicsNamed } from './topics/index.ts';
import { sayUnread, whyNothing } from './unread.ts';

export interface ExplainOptions extends ReadOptions {
  readonly format?: string;
}

/** `glacis explain ID [SOURCE...]`: what an id or a word means; with a cluster, what is so there. */
export async function explain(id: string, sources: readonly string[], options: ExplainOptions): Promise<number> {
  const found = await explanations(id, sources, options);
  const json = (): string => `${safeJson({ schema: 'glacis.explanation/v1', explanations: found })}\n`;
  print(options.format === 'json' ? json() : found.map((each) => explainScreen(each, screenOf())).join('\n'));
  return exit.done;
}

async function explanations(id: string, sources: readonly string[], options: ExplainOptions): Promise<readonly Explanation[]> {
  // Words of several words need no quotes: `glacis explain pod security`.
  const phrase = sources.length === 0 ? [] : topicsNamed([id, ...sources].join(' '));
  if (phrase.length > 0) return phrase.map((topic) => topic.explain());
  const topics = topicsNamed(id);
  if (topics.length > 0) {
    const here = sources.length === 0 ? undefined : await read(sources, options);
    return topics.map((topic) => topic.explain(here));
  }
  const custom = (decisionsOf(options.config)?.rules ?? []).find((rule) => rule.id === id);
  if (custom) return [ruleExplained(ruleOf(custom), sources.length === 0 ? undefined : await read(sources, options))];
  if (id.startsWith('gap/')) return [gapNamed(id, sources.length === 0 ? nothingRead() : await read(sources, options))];
  if (/^[0-9a-f]{6,12}$/.test(id)) return findingsNamed(id, sources, await read(sources, options));
  const near = nearest(id, topicNames());
  throw new UsageError(`${id} is no id or word that this version knows`, near === undefined ? 'glacis rules lists the rules, glacis threats --all the threats; the id of a finding is 12 hexadecimal digits.' : `Did you mean ${near}?`);
}

async function read(sources: readonly string[], options: ExplainOptions): Promise<Assessment> {
  const assessment = await readAndAssess(sources, options);
  if (assessment.input.objects === 0) throw new SourceError(`${assessment.input.name}: no Kubernetes object found`, `${whyNothing(assessment.input)}\nGive the SOURCE that was scanned: glacis explain ID SOURCE`);
  sayUnread(assessment.input);
  return assessment;
}

/** Every question there is: those that open where nothing was read. */
function nothingRead(): Assessment {
  return assess(collectText('').snapshot);
}

function gapNamed(id: string, here: Assessment): Explanation {
  const gap = here.gaps.find((each) => each.id === id);
  if (gap) return gapExplained(gap, here);
  const near = nearest(id, here.gaps.map((each) => each.id));
  throw new UsageError(`no verdict waits for ${id}`, near === undefined ? 'Questions about an object are known with the SOURCE that holds it: glacis explain GAP SOURCE' : `Did you mean ${near}?`);
}

function findingsNamed(id: string, sources: readonly string[], here: Assessment): readonly Explanation[] {
  const found = here.findings.filter((finding) => finding.id.startsWith(id));
  if (found.length > 0) return found.map((finding) => findingExplained(finding, here));
  const where = sources.length === 0 ? 'the current directory' : sources.join(' ');
  const near = nearest(id, here.findings.map((finding) => finding.id));
  throw new UsageError(`no finding ${id} in ${where}`, near === undefined ? 'It may be mended, or its object is in another SOURCE: glacis explain ID SOURCE' : `Did you mean ${near}?`);
}
