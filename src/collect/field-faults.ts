import { fieldsOf, typeOfKind } from '../knowledge/fields/index.ts';
import { nearest } from '../lang/nearest.ts';
import type { FieldFault, FieldForm, FieldType } from '../model/snapshot.ts';
import { isOfForm, nameFaults, nameForm } from './name-faults.ts';
import { fields, text, type Fields } from './read.ts';

const none: readonly FieldFault[] = [];
/** One broken generator must not fill the report. */
const most = 100;
// What a program fills in before the object is applied.
const placeholder = /\{\{|\$\{|\$\(|\$[A-Z_]|<%|\[\[|^__[A-Z_]+__$|^<.*>$|^%\w+%$/;

/**
 * What the API server would not take of an object as it was read, by the fields of its kind. What one wrote, it took.
 * @param file what an object without a name is called after
 */
export function fieldFaults(object: Fields, file: string): readonly FieldFault[] {
  if (text(fields(object['metadata'])?.['uid']) !== undefined) return none;
  const type = typeOfKind(`${String(object['apiVersion'])}/${String(object['kind'])}`);
  if (type === undefined) return none;
  const walk = new Walk(type === 'core.v1.Secret');
  walk.at(object, type);
  const name = fields(object['metadata'])?.['name'];
  if (typeof name === 'string' && isGiven(name, object, file) && !isOfForm(name, nameForm(type))) walk.found.push({ path: ['metadata', 'name'], form: nameForm(type) });
  return walk.found.length === 0 ? none : walk.found;
}

function isGiven(name: string, object: Fields, file: string): boolean {
  return name !== '' && name !== file.slice(file.lastIndexOf('/') + 1) && text(fields(object['metadata'])?.['generateName']) === undefined && !placeholder.test(name);
}

class Walk {
  readonly found: FieldFault[] = [];
  readonly #path: (string | number)[] = [];
  readonly #secret: boolean;

  constructor(secret: boolean) {
    this.#secret = secret;
  }

  at(value: unknown, type: string): void {
    // Null is nothing, wherever it stands.
    if (value === null || value === undefined || type === '*' || this.found.length >= most) return;
    if (type === 's') return this.#scalar(value, typeof value === 'string', 'text');
    if (type === 'b') return this.#scalar(value, typeof value === 'boolean', 'true or false');
    if (type === 'n') return this.#scalar(value, Number.isInteger(value), 'whole number');
    if (type.startsWith('[')) return this.#list(value, type.slice(1));
    const map = fields(value);
    if (type.startsWith('{')) return map ? this.#map(map, type.slice(1)) : this.#wrong(value, 'map');
    const own = fieldsOf(type);
    if (!own) return;
    if (!map) return this.#wrong(value, 'map');
    nameFaults(map, type, (path, form) => this.#misnamed(map, path, form));
    for (const name in map) {
      this.#path.push(name);
      const inner = Object.hasOwn(own, name) ? own[name] : undefined;
      if (inner !== undefined) this.at(map[name], inner);
      // Of a patch: `$patch: delete`.
      else if (!name.startsWith('$') && !placeholder.test(name)) this.#unknown(name, Object.keys(own));
      this.#path.pop();
    }
  }

  #list(value: unknown, type: string): void {
    if (!Array.isArray(value)) return this.#wrong(value, 'list');
    for (const [index, each] of value.entries()) {
      this.#path.push(index);
      this.at(each, type);
      this.#path.pop();
    }
  }

  #map(map: Fields, type: string): void {
    const encoded = this.#path[0] === 'binaryData' || (this.#secret && this.#path[0] === 'data');
    for (const name in map) {
      this.#path.push(name);
      const value = map[name];
      if (encoded && typeof value === 'string') this.#scalar(value, isBase64(value), 'base64');
      else this.at(value, type);
      this.#path.pop();
    }
  }

  #scalar(value: unknown, right: boolean, wants: FieldType): void {
    if (!right) this.#wrong(value, wants);
  }

  #wrong(value: unknown, wants: FieldType): void {
    if (typeof value === 'string' && placeholder.test(value)) return;
    this.found.push({ path: [...this.#path], wants, has: typeOf(value) });
  }

  #misnamed(map: Fields, path: readonly string[], form: FieldForm): void {
    const [field = '', key = ''] = path;
    const within = fields(map[field]);
    const written = within ? [key, within[key]] : [map[field]];
    if (this.found.length < most && !written.some((each) => typeof each === 'string' && placeholder.test(each))) this.found.push({ path: [...this.#path, ...path], form });
  }

  #unknown(name: string, known: readonly string[]): void {
    if (this.found.length >= most) return;
    const near = nearest(name, known);
    this.found.push({ path: [...this.#path], ...(near === undefined ? {} : { near }) });
  }
}

function typeOf(value: unknown): FieldType {
  if (typeof value === 'string') return 'text';
  if (typeof value === 'boolean') return 'true or false';
  if (typeof value === 'number') return Number.isInteger(value) ? 'whole number' : 'number';
  return Array.isArray(value) ? 'list' : 'map';
}

/** As Go decodes it: with its padding, line ends passed over. */
function isBase64(value: string): boolean {
  const written = value.replaceAll(/[\r\n]/g, '');
  return written.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(written);
}
