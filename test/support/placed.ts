// Random values, written as JSON or YAML in many ways, with the place of every field.
import fc from 'fast-check';

export type Path = readonly (string | number)[];

export interface Part {
  readonly kind: 'map' | 'list' | 'text';
  /** `flow`, or block with an empty line, a comment or an anchor somewhere. */
  readonly style: number;
  readonly entries: readonly (readonly [string, Part])[];
  readonly text: string;
}

const keyNames: fc.Arbitrary<string> = fc.constantFrom('a', 'spec', 'a.b/c', 'x y', 'é', '😀', '- d', 'q"q', '404', 'true', '#c', '__proto__', 'a\\b');
const { part: anyPart } = fc.letrec<{ part: Part }>((tie) => ({
  part: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.record({ kind: fc.constant('text' as const), style: fc.nat(5), entries: fc.constant([]), text: fc.constantFrom('v', 'a b', '1', '', 'é: #', 'x\ny\n') }),
    fc.record({ kind: fc.constantFrom('map' as const, 'list' as const), style: fc.nat(5), entries: fc.uniqueArray(fc.tuple(keyNames, tie('part')), { maxLength: 4, selector: ([key]) => key }), text: fc.constant('') }),
  ),
}));

export const part: fc.Arbitrary<Part> = anyPart;

/** Writes parts and remembers where each key went. */
export class Writer {
  text = '';
  readonly places: { readonly path: Path; readonly index: number }[] = [];

  json(node: Part, path: Path, gap: string): void {
    if (node.kind === 'text') return this.put(JSON.stringify(node.text));
    this.put(node.kind === 'map' ? '{' : '[');
    node.entries.forEach(([key, value], position) => {
      this.put(position === 0 ? gap : `,${gap}`);
      const step = [...path, node.kind === 'map' ? key : position];
      this.places.push({ path: step, index: this.text.length });
      if (node.kind === 'map') this.put(`${JSON.stringify(key)}:${gap.trimStart()} `);
      this.json(value, step, gap);
    });
    this.put(`${gap}${node.kind === 'map' ? '}' : ']'}`);
  }

  /** A block value at the end of a line that so far has its key or dash. */
  yaml(node: Part, path: Path, indent: number): void {
    if (node.kind === 'text' && node.style === 1 && node.text.endsWith('\n')) return this.put(` |\n${node.text.replaceAll(/^(?=.)/gm, ' '.repeat(indent + 1)).slice(0, -1)}`);
    if (node.kind === 'text' || node.style === 0 || node.entries.length === 0) {
      this.put(node.style === 2 ? ' &n ' : ' ');
      return this.json(node, path, '');
    }
    if (node.style === 3) this.put(' # c: d');
    node.entries.forEach(([key, value], position) => {
      this.put(`\n${node.style === 4 ? '\n# x\n' : ''}${' '.repeat(indent)}`);
      const step = [...path, node.kind === 'map' ? key : position];
      if (node.kind === 'list') this.put('-');
      else {
        this.places.push({ path: step, index: this.text.length });
        this.put(/^[a-z]+$/.test(key) && key !== 'true' ? `${key}:` : `${JSON.stringify(key)}:`);
      }
      this.yaml(value, step, indent + 1 + (node.style % 2));
    });
  }

  put(text: string): void {
    this.text += text;
  }
}
