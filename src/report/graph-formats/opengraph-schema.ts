import { plainGraph, type GraphFormat } from '../graph-format.ts';
import { safeJson } from '../json.ts';
import { bloodhoundKind } from './opengraph.ts';

const format: GraphFormat = {
  what: 'the BloodHound extension that defines the kinds of this graph',
  write(report) {
    const { vertices, edges } = plainGraph(report);
    const kinds = [...new Set(vertices.map(({ kind }) => kind))].toSorted();
    const techniques = new Map(edges.map(({ step }) => [bloodhoundKind(step?.technique ?? 'needed-with-others'), step?.title ?? 'is needed together with others']));
    return `${safeJson({
      // A version without the letter in front is refused.
      schema: { name: 'glacis', display_name: 'Glacis: attack paths of a Kubernetes cluster', version: `v${report.tool.version}`, namespace: 'Glacis' },
      node_kinds: [...kinds, 'base'].map((kind) => ({ name: bloodhoundKind(kind), display_name: kind, description: kind === 'base' ? 'Everything that Glacis exports' : `An end of kind ${kind}`, is_display_kind: kind !== 'base' })),
      relationship_kinds: [...techniques].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, description]) => ({ name, description, is_traversable: true })),
    })}\n`;
  },
};
export default format;
