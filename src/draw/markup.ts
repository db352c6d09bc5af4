import { printable } from '../model/printable.ts';

/** Text that is HTML already. Only `html` and `raw` make it, so that no string of a cluster passes for it. */
export class Markup {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  static of(text: string): Markup {
    return new Markup(text);
  }

  toString(): string {
    return this.#text;
  }
}

/** What may stand in a template: text is escaped, markup is not, nothing is nothing. */
export type Part = string | number | Markup | null | undefined | false | readonly Part[];

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', '`': '&#96;' };

/** The one place where text becomes HTML: it can leave neither an element nor a quoted attribute, and hides nothing. */
export function escapeHtml(text: string): string {
  return printable(text).replaceAll(/[&<>"'`]/g, (character) => entities[character] ?? '');
}

/** A template whose parts are escaped unless they are markup. Attributes must stand in double quotes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  let text = strings[0] ?? '';
  for (const [index, part] of parts.entries()) text += written(part) + (strings[index + 1] ?? '');
  return Markup.of(text);
}

/** Constant text of our own that is HTML, a style or a script. */
export function raw(text: string): Markup {
  return Markup.of(text);
}

function written(part: Part): string {
  if (part === null || part === undefined || part === false) return '';
  if (part instanceof Markup) return part.toString();
  if (typeof part === 'number') return numbered(part);
  return typeof part === 'string' ? escapeHtml(part) : part.map(written).join('');
}

/** `1 node`, `12,345 nodes`. */
export function many(count: number, one: string, more: string = `${one}s`): string {
  return `${numbered(count)} ${count === 1 ? one : more}`;
}

/** `12,345`, the same on every machine. */
export function numbered(value: number): string {
  return Number.isInteger(value) ? String(value).replaceAll(/\B(?=(\d{3})+$)/g, ',') : String(value);
}
