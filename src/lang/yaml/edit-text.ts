import type { YamlNode } from './node.ts';
import type { YamlStyle } from './render.ts';

/** Some of the text replaced. */
export interface Splice {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** An edit that would change more than it says; the message says why. */
export class EditRefused extends Error {}

/** A text with what the writers need to know of lines. */
export class EditText {
  readonly text: string;
  readonly style: YamlStyle;

  constructor(text: string, root: YamlNode) {
    this.text = text;
    this.style = styleOf(text, root);
  }

  lineStart(at: number): number {
    return this.text.lastIndexOf('\n', at - 1) + 1;
  }

  /** Before the line end. */
  lineEnd(at: number): number {
    const end = this.text.indexOf('\n', at);
    if (end < 0) return this.text.length;
    return this.text[end - 1] === '\r' && end > at ? end - 1 : end;
  }

  /** After the line end. */
  nextLine(at: number): number {
    const end = this.text.indexOf('\n', at);
    return end < 0 ? this.text.length : end + 1;
  }

  column(at: number): number {
    return at - this.lineStart(at);
  }

  startsLine(at: number): boolean {
    return this.text.slice(this.lineStart(at), at).trim() === '';
  }

  sameLine(a: number, b: number): boolean {
    return !this.text.slice(a, b).includes('\n');
  }

  /** Where the last character of a node stands, without empty lines that belong to a block of text. */
  contentEnd(node: YamlNode): number {
    const text = this.text.slice(0, Math.min(node.end, this.text.length));
    return Math.max(text.trimEnd().length, node.start);
  }

  /** Lines put in after a node: after the rest of its last line, or after all that a block of text holds. */
  insertAfter(node: YamlNode, lines: readonly string[]): Splice {
    const { newline } = this.style;
    const last = lastLeaf(node);
    if (last.is === 'scalar' && last.style === 'block') {
      const at = Math.min(last.end, this.text.length);
      if (at > 0 && this.text[at - 1] === '\n') return { from: at, to: at, text: lines.map((line) => line + newline).join('') };
    }
    const at = this.lineEnd(this.contentEnd(node));
    return { from: at, to: at, text: lines.map((line) => newline + line).join('') };
  }

  /** Whole lines taken out. */
  withoutLines(from: number, node: YamlNode): Splice {
    const last = lastLeaf(node);
    const end = last.is === 'scalar' && last.style === 'block' && last.end > from ? Math.min(last.end, this.text.length) : this.nextLine(this.contentEnd(node));
    const start = this.lineStart(from);
    // The last line of a text may have no line end: then the one before it goes.
    if (end === this.text.length && !this.text.endsWith('\n') && start > 0) return { from: this.lineEnd(start - 1), to: end, text: '' };
    return { from: start, to: end, text: '' };
  }
}

export function applySplices(text: string, splices: readonly Splice[]): string {
  return splices.toSorted((a, b) => b.from - a.from).reduce((current, { from, to, text: put }) => current.slice(0, from) + put + current.slice(to), text);
}

function lastLeaf(node: YamlNode): YamlNode {
  const last = node.is === 'map' && !node.flow ? node.parts.at(-1) : node.is === 'list' && !node.flow ? node.items.at(-1) : undefined;
  return last ? lastLeaf(last) : node;
}

function styleOf(text: string, root: YamlNode): YamlStyle {
  const found: { map?: number; list?: number } = {};
  const column = (at: number): number => at - (text.lastIndexOf('\n', at - 1) + 1);
  const pending: YamlNode[] = [root];
  for (let node = pending.pop(); node !== undefined && (found.map === undefined || found.list === undefined); node = pending.pop()) {
    if (node.is === 'list') pending.push(...node.items.toReversed().slice(-50));
    if (node.is !== 'map' || node.flow) continue;
    for (let index = 0; index < node.parts.length; index += 2) {
      const [key, value] = [node.parts[index], node.parts[index + 1]];
      if (!key || !value || value.is === 'alias' || value.is === 'scalar' || value.flow || /^[&!]/.test(text.slice(value.start, value.start + 1))) continue;
      const inner = column(value.is === 'list' ? (value.dashes[0] ?? value.start) : value.start) - column(key.start);
      if (value.is === 'list') found.list ??= inner;
      else if (inner > 0) found.map ??= inner;
    }
    pending.push(...node.parts.filter((_, index) => index % 2 === 1).toReversed());
  }
  return { newline: text.includes('\r\n') ? '\r\n' : '\n', mapIndent: found.map ?? 2, listIndent: found.list ?? 0 };
}
