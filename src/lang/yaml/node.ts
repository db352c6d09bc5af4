/** A part of a YAML text with its place; offsets are of the text it was parsed from. */
export type YamlNode = YamlScalar | YamlMap | YamlList | YamlAlias;

interface Placed {
  /** With anchor and tag. */
  readonly start: number;
  /** After the last character; of block collections after their last value. */
  readonly end: number;
}

export interface YamlScalar extends Placed {
  readonly is: 'scalar';
  readonly text: string;
  /** Without quotes, so that it may be a number, a boolean or null; `!` alone before it counts as such too. */
  readonly plain: boolean;
  readonly tag: string;
  readonly style: 'plain' | 'single' | 'double' | 'block';
  /** Nothing is written there. */
  readonly empty: boolean;
}

export interface YamlMap extends Placed {
  readonly is: 'map';
  readonly flow: boolean;
  /** Key and value in turn, in the order of the text, merge keys and repeated keys included. */
  readonly parts: readonly YamlNode[];
  /** Where the `:` of each pair stands; undefined where none is written. */
  readonly colons: readonly (number | undefined)[];
}

export interface YamlList extends Placed {
  readonly is: 'list';
  readonly flow: boolean;
  readonly items: readonly YamlNode[];
  /** Where the `-` of each item of a block list stands. */
  readonly dashes: readonly number[];
}

export interface YamlAlias extends Placed {
  readonly is: 'alias';
  readonly name: string;
  readonly target: YamlNode;
}
