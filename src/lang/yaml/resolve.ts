import { YamlFault } from './cursor.ts';
import type { YamlScalar } from './node.ts';

/** What a scalar is; `large` is an integer beyond the 64 bits of a signed one, which no map takes for a key. */
export interface Resolved {
  readonly type: 'text' | 'int' | 'large' | 'float' | 'bool' | 'null' | 'time' | 'other';
  readonly value: unknown;
  /** All digits of an integer that JavaScript rounds: as a key it is text. */
  readonly exact?: string;
}

const prefix = 'tag:yaml.org,2002:';
const tagTypes: Readonly<Record<string, Resolved['type']>> = { bool: 'bool', int: 'int', float: 'float', null: 'null', timestamp: 'time' };

const words: ReadonlyMap<string, Resolved> = new Map(
  ([
    ['bool', true, 'y Y yes Yes YES true True TRUE on On ON'],
    ['bool', false, 'n N no No NO false False FALSE off Off OFF'],
    ['null', null, '~ null Null NULL'],
    ['float', NaN, '.nan .NaN .NAN'],
    ['float', Infinity, '.inf .Inf .INF +.inf +.Inf +.INF'],
    ['float', -Infinity, '-.inf -.Inf -.INF'],
  ] as const).flatMap(([type, value, list]) => list.split(' ').map((word): [string, Resolved] => [word, { type, value }])).concat([['', { type: 'null', value: null }]]),
);

/** The value of a scalar as kubectl reads it: YAML 1.1 without dates and base 60, and with `0o17`. @throws YamlFault */
export function resolve(scalar: YamlScalar): Resolved {
  const { tag, text } = scalar;
  if (tag === '') return scalar.plain ? plain(text) : { type: 'text', value: text };
  const name = tag.startsWith(prefix) ? tag.slice(prefix.length) : undefined;
  if (name === 'binary') return { type: 'text', value: binary(scalar) };
  const wanted = name === undefined ? undefined : tagTypes[name];
  if (wanted === undefined) return { type: 'text', value: text };
  const found = wanted === 'time' && isTime(text) ? ({ type: 'time', value: text } as const) : plain(text);
  if (found.type === wanted || (wanted === 'int' && found.type === 'large')) return found;
  if (wanted === 'float' && found.type === 'int') return { type: 'float', value: found.value };
  throw new YamlFault(scalar.start, `${JSON.stringify(text)} is no ${wanted === 'time' ? 'date' : wanted}, which its tag says it is`);
}

function plain(text: string): Resolved {
  const first = text.charCodeAt(0);
  // Most scalars start with a letter that begins no number and no word of the table.
  if (first > 0x2e ? first <= 0x39 : first === 0x2b || first === 0x2d) return words.get(text) ?? numeric(text);
  const word = text.length <= 5 ? words.get(text) : undefined;
  if (word) return word;
  return first === 0x2e ? dotted(text) : { type: 'text', value: text };
}

/** A number that starts with a point may have `_` between digits only, one that starts with a digit anywhere. */
function dotted(text: string): Resolved {
  const value = /^\.\d+(?:_\d+)*(?:[eE][-+]?\d+(?:_\d+)*)?$/.test(text) ? finite(text.replaceAll('_', '')) : undefined;
  return value === undefined ? { type: 'text', value: text } : { type: 'float', value };
}

function numeric(text: string): Resolved {
  const digits = text.includes('_') ? text.replaceAll('_', '') : text;
  const int = integer(digits);
  if (int) return int;
  const value = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(digits) ? finite(digits) : undefined;
  return value === undefined ? { type: 'text', value: text } : { type: 'float', value };
}

/** Undefined beyond the largest number, which kubectl takes for text. */
function finite(text: string): number | undefined {
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

const bases: readonly (readonly [RegExp, number])[] = [
  [/^0[xX]([0-9a-fA-F]+)$/, 16], [/^0[oO]?([0-7]+)$/, 8], [/^0[bB]([01]+)$/, 2], [/^([1-9]\d*|0)$/, 10],
];

function integer(text: string): Resolved | undefined {
  const short = /^[-+]?(?:[1-9]\d{0,14}|0)$/.test(text);
  if (short) return { type: 'int', value: Number(text) + 0 };
  // A sign after `0b` is let through by an oversight that manifests may rest on.
  const odd = /^0b([-+][01]+)$/.exec(text)?.[1];
  if (odd !== undefined) return integer(`${odd.startsWith('-') ? '-' : '+'}0b${odd.slice(1)}`);
  const [, sign = '', rest = ''] = /^([-+]?)(.*)$/s.exec(text) ?? [];
  for (const [pattern, base] of bases) {
    const digits = pattern.exec(rest)?.[1];
    if (digits !== undefined) return sized(sign, digits, base);
  }
  return undefined;
}

const literals: Readonly<Record<number, string>> = { 2: '0b', 8: '0o', 10: '', 16: '0x' };

function sized(sign: string, digits: string, base: number): Resolved | undefined {
  const value = BigInt(`${literals[base]}${digits}`) * (sign === '-' ? -1n : 1n);
  if (value >= -(2n ** 63n) && value < 2n ** 63n) return { type: 'int', value: Number(value) + 0, exact: value.toString() };
  // Go's reader takes no sign before an unsigned number.
  return sign === '' && value > 0n && value < 2n ** 64n ? { type: 'large', value: Number(value) } : undefined;
}

/** Base 64 with padding; line ends are let through. Bytes that are no UTF-8 read as the sign for that. */
function binary(scalar: YamlScalar): string {
  const text = scalar.text.replaceAll(/[\r\n]/g, '');
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) throw new YamlFault(scalar.start, 'the value is no base 64, which its tag says it is');
  return Buffer.from(text, 'base64').toString('utf8');
}

const time = /^\d{4}-(\d\d?)-(\d\d?)(?:(?:[Tt](\d\d?):(\d\d?):(\d\d?)(?:[.,]\d+)?(?:Z|[-+](\d\d):(\d\d)))| (\d\d?):(\d\d?):(\d\d?)(?:[.,]\d+)?)?$/;

function isTime(text: string): boolean {
  const parts = time.exec(text);
  if (!parts) return false;
  const [month = 0, day = 0, ...clock] = parts.slice(1).map((part) => Number(part ?? 0));
  const [hour = 0, minute = 0, second = 0, zoneHour = 0, zoneMinute = 0, otherHour = 0, otherMinute = 0, otherSecond = 0] = clock;
  const days = new Date(Date.UTC(Number(text.slice(0, 4)) || 2000, month, 0)).getUTCDate();
  return month >= 1 && month <= 12 && day >= 1 && day <= days && Math.max(hour, otherHour) < 24 && Math.max(minute, otherMinute) < 60 && Math.max(second, otherSecond) < 60 && zoneHour <= 24 && zoneMinute < 60;
}
