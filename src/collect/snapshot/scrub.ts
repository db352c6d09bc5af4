import { hash } from 'node:crypto';
import { credentialsOfFile, credentialsOfWords } from '../../knowledge/credential-text.ts';
import { credentialIn, formOf, kindNamed } from '../../knowledge/credentials.ts';
import { redactedSetting, withAnnounced } from '../../model/mask.ts';
import { fields } from '../read.ts';

/** What a form is told by stays, so that what was judged to be a credential is judged to be one again. */
const formFront = /AKIA|ASIA|gh[pousr]_|github_pat_|glpat-|xox[abprs]-|hooks\.slack\.com\/services\/T|(?<=\/)B(?=\w{6,}\/\w{16})|AIza|[sr]k_live_|SG\.|npm_|dckr_pat_|hvs\.|eyJ|AccountKey=|-----(?:BEGIN|END) (?:[A-Z]+ )*PRIVATE KEY-----/g;
const urlWithPassword = /\b([a-z][a-z0-9+.-]*:\/\/[^\s:@/"'<>]*:)([^\s@/"']+)(?=@)/gi;
const pem = /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----[\s\S]*?(?:-----END (?:[A-Z]+ )*PRIVATE KEY-----|$)/g;
const forms = /\b(?:(?:AKIA|ASIA)[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{22,}|glpat-[\w-]{16,}|xox[abprs]-[\w-]{10,}|AIza[\w-]{35}|[sr]k_live_\w{10,}|SG\.[\w-]{16,}\.[\w-]{16,}|npm_\w{36}|dckr_pat_[\w-]{20,}|hvs\.[\w-]{24,}|eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]+)?)|hooks\.slack\.com\/services\/T\w{6,}\/B\w{6,}\/\w{16,}|\bAccountKey=[A-Za-z0-9+/]{40,}={0,2}/g;
const bearer = /(\bBearer\s+)([\w.~+/-]{6,}=*)/gi;
// Names that join objects to one another: a form is taken out of them, and nothing because of the key it stands under.
const joining = new Set(['labels', 'matchLabels', 'selector', 'nodeSelector', 'name', 'namespace', 'kind', 'apiVersion', 'uid', 'secretName', 'key']);
const deepest = 1100;
const attempts = 16;

/**
 * Takes credentials out of everything that a snapshot keeps: environment, arguments, annotations, ConfigMaps and fields by whatever
 * name. Each is replaced by other characters of the same kinds and number, so that the rules see as much as they saw before.
 */
export class Scrubber {
  // Equal credentials stay equal and others stay different; the order of their appearance is all that a replacement is made from.
  readonly #ordinals = new Map<string, number>();
  readonly #made = new Set<string>();

  /** A copy without credentials; the value itself where it holds none. */
  value(value: unknown, name: string = '', depth: number = 0): unknown {
    if (typeof value === 'string') return joining.has(name) ? this.#forms(value) : this.text(name, value);
    if (value === null || typeof value !== 'object' || depth > deepest) return value;
    if (Array.isArray(value)) return this.#list(value, name, depth);
    const map = value as Record<string, unknown>;
    let changed: Record<string, unknown> | undefined;
    for (const key of Object.keys(map)) {
      const under = key === 'value' && typeof map['name'] === 'string' ? map['name'] : joining.has(name) ? name : key;
      const each = key === 'binaryData' && fields(map[key]) ? Object.fromEntries(Object.keys(map[key] as object).map((file) => [file, ''])) : this.value(map[key], under, depth + 1);
      if (each !== map[key]) (changed ??= { ...map })[key] = each;
    }
    return changed ?? value;
  }

  #list(list: readonly unknown[], name: string, depth: number): unknown {
    const words = list.every((each) => typeof each === 'string') && !joining.has(name) ? this.#words(list) : list.map((each) => this.value(each, name, depth + 1));
    return words.some((each, index) => each !== list[index]) ? words : list;
  }

  /** A command line, whose flags name the word after them. */
  #words(words: readonly string[]): readonly string[] {
    const found = new Set(credentialsOfWords(words).map(({ index }) => index));
    return words.map((word, index) => {
      const before = /^--?([A-Za-z][\w.-]*)$/.exec(words[index - 1] ?? '')?.[1];
      const assigned = /^(-{0,2}[A-Za-z][\w.-]*=)([\s\S]*)$/.exec(word);
      if (before !== undefined && !word.startsWith('-') && (found.has(index) || redactedSetting(before, word) !== word)) return this.text(before, word);
      if (assigned && !/\s/.test(assigned[2] ?? '')) return `${assigned[1] ?? ''}${this.text((assigned[1] ?? '').slice(0, -1), assigned[2] ?? '')}`;
      return this.text('', word);
    });
  }

  /** One text under a name, which may be a whole file. */
  text(name: string, value: string): string {
    if (value.length < 3) return value;
    const bare = value.trim();
    const kept = this.#forms(value);
    if (!bare.includes('\n') && kept === value && (credentialIn(name, bare) !== undefined || (kindNamed(name) !== undefined && redactedSetting(name, bare) !== bare))) return this.#other(value, (made) => credentialIn(name, made.trim()) === credentialIn(name, bare));
    return this.#places(name, kept);
  }

  /** What has the form of a credential, wherever it stands. */
  #forms(text: string): string {
    if (text.length < 8) return text;
    return text
      .replaceAll(pem, (found) => this.#replaced(found))
      .replaceAll(forms, (found) => this.#replaced(found))
      .replaceAll(urlWithPassword, (found, front: string, password: string) => (formOf(`${found}@host`) === undefined ? found : `${front}${this.#other(password, (made) => formOf(`${front}${made}@host`) !== undefined)}`))
      .replaceAll(bearer, (_found, front: string, token: string) => `${front}${this.#other(token)}`);
  }

  /** What a name announces inside a text; in a file, line by line as the rules read it. */
  #places(name: string, text: string): string {
    const assigned = text.includes('\n') && credentialsOfFile(name, text).length > 0;
    const lines = assigned ? text.split('\n').map((line) => this.#line(line)).join('\n') : text;
    // What has a form of its own was replaced already, and is told by the form.
    return withAnnounced(lines, (value) => (formOf(value) === undefined && !this.#made.has(value) ? this.#other(value) : value));
  }

  #line(line: string): string {
    const [, front = '', name = '', value = '', end = ''] = /^(\s*(?:export\s+|-\s+)?["']?([A-Za-z][\w.-]*)["']?\s*[:=]\s*["']?)(.+?)(["']?\s*,?\s*)$/.exec(line) ?? [];
    const what = name === '' || kindNamed(name) === undefined ? undefined : credentialIn(name, value);
    return what === undefined || formOf(value) !== undefined ? line : `${front}${this.#other(value, (made) => credentialIn(name, made) === what)}${end}`;
  }

  /** Other characters for everything but what the form is told by. */
  #replaced(text: string): string {
    let made = '';
    let at = 0;
    for (const found of text.matchAll(formFront)) {
      made += this.#other(text.slice(at, found.index)) + found[0];
      at = found.index + found[0].length;
    }
    return made + this.#other(text.slice(at));
  }

  #other(text: string, fits: (made: string) => boolean = () => true): string {
    if (text.trim() === '') return text;
    const ordinal = this.#ordinals.get(text) ?? this.#ordinals.size;
    this.#ordinals.set(text, ordinal);
    let last = '';
    for (let attempt = 0; attempt < attempts; attempt++) {
      last = filled(text, `${ordinal}/${attempt}`, attempt >= attempts / 2);
      if (last !== text && fits(last)) break;
    }
    this.#made.add(last);
    return last;
  }
}

const kinds: readonly (readonly [RegExp, string])[] = [[/[a-z]/, 'abcdefghjkmnpqrstuvwyz'], [/[A-Z]/, 'ABCDEFGHJKMNPQRSTUVWYZ'], [/[0-9]/, '123456789']];

/** Characters of the same kinds; every odd one a letter where `plain`. */
function filled(text: string, seed: string, plain: boolean): string {
  let pool = Buffer.alloc(0);
  let made = '';
  let index = 0;
  for (const character of text) {
    if (index >= pool.length) pool = Buffer.concat([pool, hash('sha512', `${seed}/${index}`, 'buffer')]);
    const byte = pool[index++] ?? 0;
    const letters = kinds.find(([kind]) => kind.test(character))?.[1] ?? (!plain && /[\s._:/=@-]/.test(character) ? character : 'abcdefghjkmnpqrstuvwyz');
    made += letters[byte % letters.length] ?? 'a';
    if (character.length === 2) made += 'a';
  }
  return made;
}
