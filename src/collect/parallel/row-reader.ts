import type { KubernetesObject, Origin } from '../../model/object.ts';
import type { Fields } from '../read.ts';
import { isPart, noShape, sections, type Rows } from './rows.ts';

interface Shape {
  readonly names: readonly string[];
  readonly last: Fields;
}

/** Reads what a `RowWriter` wrote, all of it in the same order. */
export class RowReader {
  readonly #shapes: Shape[] = [];
  readonly #parts: object[] = [];
  #cells: readonly unknown[] = [];
  #at = 0;

  read({ objects, cells, shapes }: Rows, file: string, onObject: (object: KubernetesObject, origin: Origin) => void): void {
    // Copies of a map that JSON.parse made take less memory than maps that grow.
    for (const names of shapes) this.#shapes.push({ names, last: JSON.parse(`{${names.map((name) => `${JSON.stringify(name)}:null`).join(',')}}`) as Fields });
    this.#cells = cells;
    this.#at = 0;
    for (let count = 0; count < objects; count++) {
      const origin = this.#origin(file);
      onObject(this.#object(), origin);
    }
  }

  #origin(file: string): Origin {
    const first = this.#cells[this.#at++];
    if (typeof first !== 'number') return first as Origin;
    return { file, line: first, start: this.#number(), end: this.#number(), format: 'json' };
  }

  #object(): KubernetesObject {
    const object = this.#map();
    if (!object) return this.#cells[this.#at++] as KubernetesObject;
    for (const name of sections) {
      const section = this.#map();
      if (section) object[name] = section;
    }
    return object as KubernetesObject;
  }

  #map(): Fields | undefined {
    const number = this.#number();
    if (number === noShape) return undefined;
    const { names, last } = this.#shapes[number] ?? { names: [], last: {} };
    for (let changes = this.#number(); changes > 0; changes--) {
      const code = this.#number();
      const cell = this.#cells[this.#at++];
      const value = code % 2 === 1 ? this.#parts[cell as number] : cell;
      if (code % 2 === 0 && isPart(value)) this.#parts.push(value);
      last[names[code >> 1] ?? ''] = value;
    }
    return { ...last };
  }

  #number(): number {
    return this.#cells[this.#at++] as number;
  }
}
