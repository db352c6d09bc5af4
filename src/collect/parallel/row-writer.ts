import type { KubernetesObject, Origin } from '../../model/object.ts';
import type { Fields } from '../read.ts';
import { codeOf, isMap, isPart, noShape, sections, type Rows } from './rows.ts';

/** Kinds have few; maps whose keys are somebody's own have as many as there are maps, and are sent whole. */
const mostShapes = 4096;

interface Shape {
  readonly number: number;
  readonly names: readonly string[];
  readonly last: unknown[];
}

/**
 * Writes objects for another thread, which `RowReader` reads: of each only what differs from the one before, and parts that several
 * share once. Objects as they are would take the other thread nearly twice as long, and what those of several messages share would be lost.
 */
export class RowWriter {
  readonly #shapes = new Map<string, Shape>();
  /** The shape that was last in the same place. */
  readonly #expected: (Shape | undefined)[] = [];
  readonly #parts = new Map<object, number>();
  #cells: unknown[] = [];
  #new: (readonly string[])[] = [];
  #objects = 0;

  get objects(): number {
    return this.#objects;
  }

  add(object: KubernetesObject, origin: Origin): void {
    this.#objects++;
    if (origin.format === 'json' && origin.at === undefined && origin.built === undefined) this.#cells.push(origin.line, origin.start, origin.end);
    else this.#cells.push(origin);
    const root = this.#shapeOf(object, 0);
    if (!root) {
      this.#cells.push(noShape, object);
      return;
    }
    const metadata = this.#sectionOf(object, 0);
    const spec = this.#sectionOf(object, 1);
    const status = this.#sectionOf(object, 2);
    this.#map(root, object, metadata, spec, status);
    this.#section(metadata, object.metadata);
    this.#section(spec, object['spec']);
    this.#section(status, object['status']);
  }

  /** What was added since the last time. */
  take(): Rows {
    const rows: Rows = { objects: this.#objects, cells: this.#cells, shapes: this.#new };
    this.#cells = [];
    this.#new = [];
    this.#objects = 0;
    return rows;
  }

  #sectionOf(object: KubernetesObject, index: 0 | 1 | 2): Shape | undefined {
    const value = object[sections[index]];
    return isMap(value) ? this.#shapeOf(value, index + 1) : undefined;
  }

  #section(shape: Shape | undefined, value: unknown): void {
    if (shape) this.#map(shape, value as Fields);
    else this.#cells.push(noShape);
  }

  #map({ number, last }: Shape, map: Fields, metadata?: Shape, spec?: Shape, status?: Shape): void {
    const cells = this.#cells;
    const count = cells.push(number, 0) - 1;
    let changes = 0;
    let index = -1;
    for (const name in map) {
      const value = map[name];
      index++;
      if (Object.is(value, last[index]) || (metadata && name === 'metadata') || (spec && name === 'spec') || (status && name === 'status')) continue;
      last[index] = value;
      changes++;
      const part = isPart(value) ? this.#parts.get(value) : undefined;
      if (isPart(value) && part === undefined) this.#parts.set(value, this.#parts.size);
      cells.push(codeOf(index, part !== undefined), part ?? value);
    }
    cells[count] = changes;
  }

  #shapeOf(map: Fields, place: number): Shape | undefined {
    const expected = this.#expected[place];
    if (expected && hasNames(map, expected.names)) return expected;
    const names = Object.keys(map);
    const key = JSON.stringify(names);
    const known = this.#shapes.get(key);
    // A map gets its prototype where it is given a field of this name.
    if (!known && (this.#shapes.size >= mostShapes || names.includes('__proto__'))) return undefined;
    // As the other thread begins with it.
    const shape = known ?? { number: this.#shapes.size, names, last: names.map(() => null) };
    if (!known) {
      this.#shapes.set(key, shape);
      this.#new.push(names);
    }
    this.#expected[place] = shape;
    return shape;
  }
}

function hasNames(map: Fields, names: readonly string[]): boolean {
  let index = 0;
  for (const name in map) if (names[index++] !== name) return false;
  return index === names.length;
}
