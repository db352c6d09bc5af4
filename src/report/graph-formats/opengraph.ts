import { createHash } from 'node:crypto';
import { plainGraph, type GraphFormat } from '../graph-format.ts';
import { safeJson } from '../json.ts';

/** `serviceaccount` is `Glacis_Serviceaccount`, `technique/pod-exec` is `Glacis_PodExec`: letters, digits and underscores only. */
export function bloodhoundKind(word: string): string {
  return `Glacis_${word.replace(/^technique\//, '').split(/[^a-zA-Z0-9]+/).map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('')}`;
}

/** BloodHound makes ids upper case: names that differ in case alone would be one. */
function idOf(end: string): string {
  return createHash('sha256').update(end.toWellFormed()).digest('hex').slice(0, 32).toUpperCase();
}

const format: GraphFormat = {
  what: 'BloodHound OpenGraph; opengraph-schema defines its kinds',
  write(report) {
    const { vertices, edges } = plainGraph(report);
    const end = (id: string): object => ({ value: idOf(id), match_by: 'id' });
    return `${safeJson({
      metadata: { source_kind: 'Glacis_Base' },
      graph: {
        nodes: vertices.map(({ id, kind, label, foothold, goal }) => ({ id: idOf(id), kinds: [bloodhoundKind(kind), 'Glacis_Base'], properties: { name: label, end: id, goal, ...(foothold === null ? {} : { foothold }) } })),
        edges: edges.map(({ from, to, step }) => ({ kind: bloodhoundKind(step?.technique ?? 'needed-with-others'), start: end(from), end: end(to), properties: step ? { title: step.title, verdict: step.verdict, attack: step.attack } : {} })),
      },
    })}\n`;
  },
};
export default format;
