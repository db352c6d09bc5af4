import { plainGraph, type GraphFormat } from '../graph-format.ts';
import { printable } from '../screen.ts';

/** All but letters, digits and plain marks as numbered entities: nothing of a name can be markup. */
function label(text: string): string {
  return printable(text).replaceAll(/[^\p{L}\p{N} .,_/-]/gu, (character) => `#${character.codePointAt(0)};`);
}

const format: GraphFormat = {
  what: 'Mermaid, for Markdown pages',
  write(report) {
    const { vertices, edges } = plainGraph(report);
    const numbers = new Map(vertices.map(({ id }, index) => [id, `n${index}`]));
    return [
      'flowchart LR\n',
      ...vertices.map(({ id, kind, label: text, foothold, goal }) => {
        const [open, close] = kind === 'all-of' ? ['{{', '}}'] : goal ? ['([', '])'] : ['[', ']'];
        return `  ${numbers.get(id)}${open}"${label(text)}"${close}${goal ? ':::goal' : foothold === null ? '' : ':::foothold'}\n`;
      }),
      ...edges.map(({ from, to, step }) => `  ${numbers.get(from)} ${step?.verdict === 'possible' ? '-.->' : '-->'}${step ? `|"${label(step.technique.slice('technique/'.length))}"|` : ''} ${numbers.get(to)}\n`),
      '  classDef goal stroke:#b00,stroke-width:3px\n  classDef foothold stroke-width:2px\n',
    ].join('');
  },
};
export default format;
