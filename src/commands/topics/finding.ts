import { blockLines, inline, isNested, type YamlStyle } from '../../lang/yaml/render.ts';
import type { Change, Edit } from '../../model/change.ts';
import type { Assessment, Finding, Located } from '../../model/assessment.ts';
import { fieldOf, type Path } from '../../model/object.ts';
import { filled, type Explanation, type Item } from '../../report/explanation.ts';
import { labelOf } from '../../report/view.ts';
import { rules } from '../../rules/registry.ts';
import { placeOf } from './here.ts';
import { guideOf, referenceSection, threatsOf } from './references.ts';
import { factorHead, factorRows } from './severity.ts';

/** The derivation of one finding: what was seen where, what was expected, how grave it is and why, and what to do. */
export function findingExplained(finding: Finding, here: Assessment): Explanation {
  const rule = rules.find(({ id }) => id === finding.rule);
  const { object, container, change } = finding;
  return {
    id: finding.id,
    kind: 'finding',
    title: `${labelOf(object)} ${finding.message}`,
    tags: [finding.severity, finding.rule, ...(finding.instances > 1 ? [`${finding.instances} instances`] : [])],
    text: rule?.why ?? '',
    sections: filled([
      { heading: 'Object', text: `${labelOf(object)}${object.apiVersion === undefined ? '' : ` (${object.apiVersion})`}` },
      { heading: 'Container', text: container ?? '' },
      { heading: 'Managed by', text: finding.managedBy ?? '' },
      { heading: 'Place', text: finding.location ? `${finding.location.file}:${finding.location.line}:${finding.location.column}` : 'no file: it follows from what other objects say, or the object was not given' },
      { heading: 'Field', text: finding.field },
      { heading: 'Value', text: finding.value ?? 'not set' },
      { heading: 'Expected', text: finding.expected ?? '' },
      { heading: 'Evidence', items: evidenceItems(finding.evidence) },
      { heading: 'Severity', rows: factorRows(finding.factors), head: factorHead },
      { heading: 'By design', text: finding.byDesign === null ? '' : `${finding.byDesign} cannot do its work without it, so it is listed last.` },
      { heading: 'Accepted', text: acceptedText(finding) },
      { heading: 'Assumed', text: finding.assumed ? here.input.assumptions.join(' ') || 'It rests on an assumption about what was not read.' : '' },
      { heading: 'Fix', text: rule?.fix ?? '' },
      change ? { heading: 'Change', code: [change.title, ...changeLines(change, finding.evidence)], language: 'diff' } : undefined,
      { heading: 'May break', text: change?.breaks ?? '' },
      { heading: 'Verify', text: change?.verify ?? (change ? `glacis scan --select ${finding.rule}` : '') },
      { heading: 'Guide', items: guideOf(finding.rule) },
      { heading: 'Threats', items: threatsOf(finding.rule) },
      referenceSection(finding.rule, here),
    ]),
  };
}

function acceptedText({ decision }: Finding): string {
  return decision === null ? '' : `${decision.reason} (${decision.owner}${decision.until === null ? '' : `, until ${decision.until}`}; ${decision.source})`;
}

const mostEvidence = 20;

function evidenceItems(evidence: readonly Located[]): readonly Item[] {
  const items = evidence.slice(0, mostEvidence).map(({ object, field, seen, location }): Item => ({ id: location ? placeOf(location) : labelOf(object), text: `${field} = ${seen ?? 'not set'}` }));
  return evidence.length > mostEvidence ? [...items, { id: `${evidence.length - mostEvidence} more`, text: 'in --format json' }] : items;
}

/** The edits as lines to take away and to add, under the object and field they stand in. Values now in place come from evidence alone, which is masked. */
function changeLines({ target, edits }: Change, evidence: readonly Located[]): readonly string[] {
  return edits.flatMap((edit) => {
    if (edit.op === 'create') return [`  ${labelOf(target)}, new`, ...yamlLines(edit.object).map((line) => `+ ${line}`)];
    if (edit.op === 'delete') return [`  ${labelOf(target)}`, '- the whole object'];
    return editLines(edit, labelOf(target), evidence);
  });
}

type FieldEdit = Extract<Edit, { readonly path: Path }>;

function editLines(edit: FieldEdit, target: string, evidence: readonly Located[]): readonly string[] {
  const parent = fieldOf(edit.path.slice(0, -1));
  const key = fieldOf(edit.path.slice(-1));
  const seen = evidence.find(({ field }) => field === fieldOf(edit.path))?.seen ?? null;
  const head = parent === '' ? [`  ${target}`] : [`  ${target}`, `  ${parent}`];
  const before = seen === null ? [] : [`- ${key}: ${seen}`];
  if (edit.op === 'remove') return [...head, ...(before.length > 0 ? before : [`- ${key}`])];
  if (edit.op === 'append') return [...head, `  ${key}:`, ...yamlLines([edit.value]).map((line) => `+   ${line}`)];
  return [...head, ...before, ...valueLines(key, edit.value)];
}

function valueLines(key: string, value: unknown): readonly string[] {
  if (value === null || typeof value !== 'object') return [`+ ${key}: ${String(value)}`];
  return [`+ ${key}:`, ...yamlLines(value).map((line) => `+   ${line}`)];
}

const style: YamlStyle = { newline: '\n', mapIndent: 2, listIndent: 0 };

function yamlLines(value: unknown): readonly string[] {
  return isNested(value) ? blockLines(value, 0, style) : [inline(value)];
}
