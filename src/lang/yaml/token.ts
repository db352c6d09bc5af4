export type TokenKind =
  | 'stream end' | 'version' | 'tag directive' | 'document start' | 'document end'
  | 'block sequence' | 'block mapping' | 'block end' | '[' | ']' | '{' | '}' | '-' | ',' | 'key' | 'value'
  | 'alias' | 'anchor' | 'tag' | 'scalar';

/** How a scalar is written; only `plain` ones are looked at for numbers and booleans. */
export type ScalarStyle = 'plain' | 'single' | 'double' | 'block';

/** A place where a mapping's key may have started: it has when a `:` follows on the same line. */
export interface SimpleKey {
  possible: boolean;
  /** The token waits for the `:` before it is handed out. */
  awaited: boolean;
  /** It must be one: nothing else may stand at this indentation. */
  readonly required: boolean;
  readonly number: number;
  readonly pos: number;
  readonly line: number;
  readonly column: number;
}

export class Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  /** Of a scalar, an anchor or an alias; the handle of a tag. */
  readonly value: string;
  /** The rest of a tag, or the prefix of a tag directive. */
  readonly suffix: string;
  readonly style: ScalarStyle;
  key: SimpleKey | undefined = undefined;

  constructor(kind: TokenKind, start: number, end: number, value: string = '', suffix: string = '', style: ScalarStyle = 'plain') {
    this.kind = kind;
    this.start = start;
    this.end = end;
    this.value = value;
    this.suffix = suffix;
    this.style = style;
  }
}
