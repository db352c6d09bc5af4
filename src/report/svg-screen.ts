import { escapeHtml } from '../draw/markup.ts';

const cell = { width: 8.4, height: 18 };
const padding = 16;
const paper = '#0f151a';
const ink = '#e6ecf0';

/** Colours of the styles that screens use; one escape code each. */
const colours: Readonly<Record<string, string>> = { '31': '#ff8a6b', '36': '#82bfff', '2': '#a2b1bc' };

/** Text of one style without gaps: pictures do not keep spaces that follow each other, so each run has its own column. */
interface Run {
  readonly text: string;
  readonly column: number;
  readonly fill: string;
  readonly bold: boolean;
}

/** A screen with its colours as a picture: what a terminal shows, for pages that cannot run one. */
export function screenSvg(screen: string, columns: number, title: string): string {
  const lines = screen.trimEnd().split('\n');
  const width = Math.ceil(columns * cell.width + 2 * padding);
  const height = lines.length * cell.height + 2 * padding;
  const rows = lines.map((line, index) => `<text y="${padding + (index + 0.75) * cell.height}">${runsOf(line).map(runSvg).join('')}</text>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeHtml(title)}">
<title>${escapeHtml(title)}</title>
<rect width="${width}" height="${height}" rx="4" fill="${paper}"/>
<g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14" fill="${ink}">
${rows.join('\n')}
</g>
</svg>
`;
}

/** Text between escape codes, with the style in force. */
function runsOf(line: string): readonly Run[] {
  const runs: Run[] = [];
  let fill = ink;
  let bold = false;
  let column = 0;
  for (const [, code, text] of line.matchAll(/\u001b\[(\d+)m|([^\u001b]+)/g)) {
    if (text !== undefined) {
      for (const [part] of text.matchAll(/ +|\S+(?: \S+)*/g)) {
        if (part.trim() !== '') runs.push({ text: part, column, fill, bold });
        column += Array.from(part).length;
      }
    } else if (code === '1') bold = true;
    else if (code === '22') {
      bold = false;
      if (fill === colours['2']) fill = ink;
    } else fill = colours[code ?? ''] ?? ink;
  }
  return runs;
}

function runSvg({ text, column, fill, bold }: Run): string {
  // Each run says its own place and width, so that columns stand even where another font is at hand.
  const length = `x="${(padding + column * cell.width).toFixed(1)}" textLength="${(Array.from(text).length * cell.width).toFixed(1)}"`;
  return `<tspan ${length} lengthAdjust="spacingAndGlyphs"${fill === ink ? '' : ` fill="${fill}"`}${bold ? ' font-weight="700"' : ''}>${escapeHtml(text)}</tspan>`;
}
