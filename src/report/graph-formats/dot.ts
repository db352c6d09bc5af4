import { plainGraph, type GraphFormat } from '../graph-format.ts';
import { printable } from '../screen.ts';

/** In quotes a backslash begins an escape that Graphviz fills in. */
function quoted(text: string): string {
  return `"${printable(text).replaceAll(/[\\"]/g, '\\$&').replaceAll('\n', ' ')}"`;
}

const format: GraphFormat = {
  what: 'DOT, for Graphviz',
  write(report) {
    const { vertices, edges } = plainGraph(report);
    const numbers = new Map(vertices.map(({ id }, index) => [id, `n${index}`]));
    return [
      'digraph glacis {\n  rankdir=LR;\n  node [shape=box];\n',
      ...vertices.map(({ id, kind, label, foothold, goal }) => `  ${numbers.get(id)} [label=${quoted(label)}${kind === 'all-of' ? ', shape=diamond' : goal ? ', shape=doubleoctagon' : foothold === null ? '' : ', style=bold'}];\n`),
      ...edges.map(({ from, to, step }) => `  ${numbers.get(from)} -> ${numbers.get(to)}${step ? ` [label=${quoted(step.technique.slice('technique/'.length))}${step.verdict === 'possible' ? ', style=dashed' : ''}]` : ''};\n`),
      '}\n',
    ].join('');
  },
};
export default format;
