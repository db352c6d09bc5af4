import type { Finding } from '../../model/assessment.ts';
import type { Format } from '../format.ts';
import { printable } from '../screen.ts';

type Column = readonly [name: string, value: (finding: Finding) => string | number | null | undefined];

const columns: readonly Column[] = [
  ['id', ({ id }) => id],
  ['severity', ({ severity }) => severity],
  ['rule', ({ rule }) => rule],
  ['title', ({ title }) => title],
  ['apiVersion', ({ object }) => object.apiVersion],
  ['kind', ({ object }) => object.kind],
  ['namespace', ({ object }) => object.namespace],
  ['name', ({ object }) => object.name],
  ['container', ({ container }) => container],
  ['message', ({ message }) => message],
  ['instances', ({ instances }) => instances],
  ['field', ({ field }) => field],
  ['value', ({ value }) => value],
  ['expected', ({ expected }) => expected],
  ['change', ({ change }) => change?.title],
  ['managedBy', ({ managedBy }) => managedBy],
  ['byDesign', ({ byDesign }) => byDesign],
  ['references', ({ references }) => references.join(' ')],
  ['file', ({ location }) => location?.file],
  ['line', ({ location }) => location?.line],
  ['accepted', ({ decision }) => decision?.reason],
  ['owner', ({ decision }) => decision?.owner],
  ['until', ({ decision }) => decision?.until],
];

// A spreadsheet takes a cell that starts so for a formula, the full-width forms included.
const formula = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/;
const number = /^[+-]?\d+(?:\.\d+)?$/;

/** A cell that no spreadsheet computes and no quote ends. */
export function cell(value: string | number | null | undefined): string {
  const text = printable(String(value ?? ''));
  const plain = formula.test(text) && !number.test(text) ? `'${text}` : text;
  return /^[\w./:-]*$/.test(plain) ? plain : `"${plain.replaceAll('"', '""')}"`;
}

const ownersColumn: Column = ['owners', ({ owners }) => owners?.join(' ')];

const csv: Format = {
  what: 'a row a finding, for spreadsheets',
  *chunks({ findings }) {
    const shown = findings.some(({ owners }) => owners !== undefined) ? [...columns, ownersColumn] : columns;
    yield `${shown.map(([name]) => name).join(',')}\n`;
    for (const finding of findings) yield `${shown.map(([, value]) => cell(value(finding))).join(',')}\n`;
  },
  *several(assessments) {
    yield `${['cluster', ...columns.map(([name]) => name)].join(',')}\n`;
    for (const { input, findings } of assessments) for (const finding of findings) yield `${[input.name, ...columns.map(([, value]) => value(finding))].map(cell).join(',')}\n`;
  },
};
export default csv;
