import { xml } from '../formats/junit.ts';
import { plainGraph, type GraphFormat } from '../graph-format.ts';

const keys: readonly (readonly [id: string, of: string, type: string])[] = [
  ['kind', 'node', 'string'], ['label', 'node', 'string'], ['foothold', 'node', 'string'], ['goal', 'node', 'boolean'], ['technique', 'edge', 'string'], ['title', 'edge', 'string'], ['verdict', 'edge', 'string'],
];

const data = (key: string, value: string): string => `      <data key="${key}">${xml(value)}</data>\n`;

const format: GraphFormat = {
  what: 'GraphML, for yEd, Gephi and graph libraries',
  write(report) {
    const { vertices, edges } = plainGraph(report);
    const numbers = new Map(vertices.map(({ id }, index) => [id, `n${index}`]));
    return [
      '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n',
      ...keys.map(([id, of, type]) => `  <key id="${id}" for="${of}" attr.name="${id}" attr.type="${type}"/>\n`),
      '  <graph edgedefault="directed">\n',
      ...vertices.map(({ id, kind, label, foothold, goal }) => `    <node id="${numbers.get(id)}">\n${data('kind', kind)}${data('label', label)}${foothold === null ? '' : data('foothold', foothold)}${data('goal', String(goal))}    </node>\n`),
      ...edges.map(({ from, to, step }) => `    <edge source="${numbers.get(from)}" target="${numbers.get(to)}">\n${step ? data('technique', step.technique) + data('title', step.title) + data('verdict', step.verdict) : ''}    </edge>\n`),
      '  </graph>\n</graphml>\n',
    ].join('');
  },
};
export default format;
