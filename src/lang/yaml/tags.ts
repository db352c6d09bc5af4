import { YamlFault } from './cursor.ts';
import type { Scanner } from './scanner.ts';
import type { Token } from './token.ts';

/** What stands before a value: an anchor, a tag, both or neither. */
export interface Properties {
  readonly start: number;
  readonly end: number;
  readonly anchor: string;
  readonly tag: string;
  readonly any: boolean;
}

const standard: readonly (readonly [string, string])[] = [['!', '!'], ['!!', 'tag:yaml.org,2002:']];

/** The handles of tags that a document may use. */
export class Tags {
  readonly #prefixes = new Map<string, string>(standard);
  readonly #scanner: Scanner;

  constructor(scanner: Scanner) {
    this.#scanner = scanner;
  }

  /** Takes the directives before a document. @throws YamlFault */
  directives(): void {
    let version = false;
    const own = new Set<string>();
    for (let token = this.#scanner.peek(); token.kind === 'version' || token.kind === 'tag directive'; token = this.#scanner.peek()) {
      if (token.kind === 'version') {
        if (version) throw new YamlFault(token.start, 'a second %YAML line');
        if (token.value !== '1.1') throw new YamlFault(token.start, `kubectl reads YAML 1.1 and refuses a document that says it is ${token.value}`);
        version = true;
      } else {
        if (own.has(token.value)) throw new YamlFault(token.start, `a second %TAG line for ${token.value}`);
        own.add(token.value);
        this.#prefixes.set(token.value, token.suffix);
      }
      this.#scanner.next();
    }
  }

  /** Takes anchor and tag, in either order. @throws YamlFault */
  properties(first: Token): Properties {
    let anchor = '';
    let tag: string | undefined;
    let token = first;
    let end = first.start;
    let any = false;
    for (let turn = 0; turn < 2; turn++) {
      if (token.kind === 'anchor' && anchor === '') anchor = token.value;
      else if (token.kind === 'tag' && tag === undefined) tag = this.#resolved(token);
      else break;
      any = true;
      end = token.end;
      this.#scanner.next();
      token = this.#scanner.peek();
    }
    return { start: first.start, end, anchor, tag: tag ?? '', any };
  }

  #resolved(token: Token): string {
    if (token.value === '') return token.suffix;
    const prefix = this.#prefixes.get(token.value);
    if (prefix === undefined) throw new YamlFault(token.start, `the tag ${token.value} is declared nowhere`);
    return prefix + token.suffix;
  }
}
