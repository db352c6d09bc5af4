import { nearest } from '../lang/nearest.ts';
import { placeAt } from '../lang/place.ts';
import { YamlPlaces } from '../lang/yaml/locate.ts';
import type { Fault } from './file.ts';

type Path = readonly (string | number)[];

/** Reads fields of unknown shape, and keeps what is wrong with each and in which line. */
export class FieldReader {
  readonly faults: Fault[] = [];
  readonly #places: YamlPlaces;

  constructor(text: string) {
    this.#places = new YamlPlaces(text);
  }

  lineOf(path: Path): number {
    return placeAt(this.#places.text, this.#places.indexOf(path) ?? 0).line;
  }

  fault(path: Path, message: string, hint: string): void {
    this.faults.push({ line: this.lineOf(path), message, hint });
  }

  /** A map of those keys only; undefined, and a fault, where it is none. A null is an empty map. */
  map(value: unknown, path: Path, keys: readonly string[]): Readonly<Record<string, unknown>> | undefined {
    if (value === null || value === undefined) return {};
    if (typeof value !== 'object' || Array.isArray(value)) {
      this.fault(path, `${named(path)} is no map`, `It takes ${keys.join(', ')}.`);
      return undefined;
    }
    for (const key of Object.keys(value)) {
      if (keys.includes(key)) continue;
      const near = nearest(key, keys);
      this.fault([...path, key], `${named(path)} has no field ${key}`, near === undefined ? `It takes ${keys.join(', ')}.` : `Did you mean ${near}?`);
    }
    return value as Readonly<Record<string, unknown>>;
  }

  list(value: unknown, path: Path): readonly unknown[] {
    if (value === null || value === undefined) return [];
    if (Array.isArray(value)) return value;
    this.fault(path, `${named(path)} is no list`, 'Begin each entry with a dash.');
    return [];
  }

  text(value: unknown, path: Path, hint: string): string {
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
    this.fault(path, value === undefined || value === null || value === '' ? `${named(path)} is missing` : `${named(path)} is no text`, hint);
    return '';
  }

  /** A text or a list of texts. */
  texts(value: unknown, path: Path, hint: string): readonly string[] {
    if (value === undefined) return [];
    if (typeof value === 'string') return [this.text(value, path, hint)];
    const list = this.list(value, path);
    if (Array.isArray(value) && list.length === 0) this.fault(path, `${named(path)} is empty`, 'Leave the field out where everything is meant.');
    return list.map((each, index) => this.text(each, [...path, index], hint));
  }

  oneOf<T extends string>(value: unknown, path: Path, words: readonly T[]): T | null {
    if (value === undefined || value === null) return null;
    const found = words.find((word) => word === value);
    if (found === undefined) this.fault(path, `${named(path)} is ${JSON.stringify(value)}`, `One of: ${words.join(', ')}`);
    return found ?? null;
  }

  day(value: unknown, path: Path): string | null {
    if (value === undefined || value === null) return null;
    if (typeof value === 'string' && isDay(value)) return value;
    this.fault(path, `${named(path)} is no day`, 'Such as: 2027-03-31, the last day on which it holds.');
    return null;
  }
}

/** A day that the calendar has. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** `exceptions[0].until`. */
function named(path: Path): string {
  if (path.length === 0) return 'the file';
  return path.reduce<string>((text, step) => (typeof step === 'number' ? `${text}[${step}]` : `${text === '' ? '' : `${text}.`}${step}`), '');
}
