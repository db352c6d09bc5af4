import { guideNote, recommendations } from '../guide/index.ts';
import { rules } from '../rules/registry.ts';
import { threats } from '../threats/index.ts';
import { wrapped } from '../report/screen.ts';
import { exit, nearest, UsageError } from './exit.ts';
import { print, screenOf } from './print.ts';

/** `glacis explain ID`: a rule, threat or recommendation, its reason and what to do. */
export function explain(id: string): number {
  const text = ruleText(id) ?? threatText(id) ?? recommendationText(id);
  if (!text) {
    const known = [...rules.map((rule) => rule.id), ...threats.map((threat) => threat.id), ...recommendations.map((each) => each.id)];
    const near = nearest(id, known);
    throw new UsageError(`${id} is no id of a rule, threat or recommendation`, near ? `Did you mean ${near}?` : 'glacis rules lists the rules.');
  }
  print(`${text.join('\n')}\n`);
  return exit.done;
}

/** `glacis rules`: one line a rule. */
export function listRules(): number {
  const width = Math.max(...rules.map(({ id }) => id.length));
  print(`${rules.map(({ id, title }) => `${id.padEnd(width)}  ${title}`).join('\n')}\n`);
  return exit.done;
}

function ruleText(id: string): readonly string[] | undefined {
  const rule = rules.find((each) => each.id === id);
  if (!rule) return undefined;
  const guide = recommendations.filter(({ decidedBy }) => decidedBy.includes(id));
  const factors = Object.entries(rule.severity).map(([name, value]) => `${name} ${value}`).join(', ');
  return [`${rule.id}  ${rule.title}`, '', ...lines(rule.why), '', ...section('FIX', rule.fix), ...section('SEVERITY', factors), ...section('GUIDE', guide.map((each) => `${each.id} ${each.title}`).join('; '))];
}

function threatText(id: string): readonly string[] | undefined {
  const wanted = id.startsWith('threat/') ? id : `threat/${id}`;
  const threat = threats.find((each) => each.id === wanted);
  if (!threat) return undefined;
  const decided = threat.decide ? 'by this version' : 'not by this version';
  return [
    `${threat.id}  ${threat.title}`, `${threat.category} · ${threat.level} · STRIDE ${threat.stride.join('')} · ${threat.elements.join(', ')}`, '',
    ...section('PRESENT WHEN', threat.presentWhen), ...section('SHOWS', threat.shows), ...section('FIX', threat.fix),
    ...section('GUIDE', threat.mitigatedBy.join(', ')), ...section('DECIDED', decided),
  ];
}

function recommendationText(id: string): readonly string[] | undefined {
  const wanted = id.startsWith('nsa/') ? id : `nsa/${id}`;
  const found = recommendations.find((each) => each.id === wanted);
  if (!found) return undefined;
  return [`${found.id}  ${found.title}`, found.section, '', ...lines(found.why), '', ...section('DECIDED BY', found.decidedBy.join(', ')), ...section('QUESTION', found.question ?? ''), '', ...lines(guideNote)];
}

function lines(text: string): readonly string[] {
  return wrapped(text, screenOf().columns);
}

const margin = 14;

function section(name: string, text: string): readonly string[] {
  if (text === '') return [];
  const [first = '', ...rest] = wrapped(text, screenOf().columns - margin);
  return [`${name.padEnd(margin)}${first}`, ...rest.map((line) => ' '.repeat(margin) + line)];
}
