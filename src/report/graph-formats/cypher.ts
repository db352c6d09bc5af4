import { plainGraph, type GraphFormat } from '../graph-format.ts';
import { printable } from '../screen.ts';

/** A text of Cypher: everything that could end it or begin an escape is written by its number. */
function text(value: string): string {
  return `'${printable(value).replaceAll(/[\\'"`\n]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)}'`;
}

const format: GraphFormat = {
  what: 'Cypher, for Neo4j and Memgraph',
  write(report) {
    const { vertices, edges } = plainGraph(report);
    return [
      ...vertices.map(({ id, kind, label, foothold, goal }) => `MERGE (n:Glacis {id: ${text(id)}}) SET n.kind = ${text(kind)}, n.label = ${text(label)}, n.foothold = ${foothold === null ? 'null' : text(foothold)}, n.goal = ${goal};\n`),
      ...edges.map(({ from, to, step }) => `MATCH (a:Glacis {id: ${text(from)}}), (b:Glacis {id: ${text(to)}}) MERGE (a)-[:STEP {technique: ${text(step?.technique ?? 'all-of')}, title: ${text(step?.title ?? 'all of')}, verdict: ${text(step?.verdict ?? 'certain')}}]->(b);\n`),
    ].join('');
  },
};
export default format;
