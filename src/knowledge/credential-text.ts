import { credentialIn, formOf, isLiteral, kindNamed } from './credentials.ts';

/** One credential in a longer text: what it stands under, what it is, never the value. */
export interface FoundCredential {
  /** The name it stands under; empty where its form alone gives it away. */
  readonly name: string;
  readonly what: string;
}

/** Keys of files in which an assignment is code, where only literals in quotes would count and few are meant. */
const code = /\.(py|js|mjs|ts|go|lua|rb|php|java|tpl|tmpl|gotmpl|md|html|css|rego|cue)$/i;
const comment = /^\s*(#|\/\/|;|\*|--|<!--)/;
const assignment = /^\s*(?:export\s+|-\s+)?["']?([A-Za-z][\w.-]*)["']?\s*(?::|=)\s*(.+?)\s*,?\s*$/;
const hint = /pass|pwd|secret|token|key/i;

/** The credentials of a file kept as text: lines that assign one, and whatever has the form of one. */
export function credentialsOfFile(key: string, content: string): readonly FoundCredential[] {
  const found: FoundCredential[] = [];
  for (const line of code.test(key) ? [] : content.split('\n')) {
    if (line.length > 1000 || !hint.test(line) || comment.test(line)) continue;
    const [, name = '', written = ''] = assignment.exec(line) ?? [];
    const kind = kindNamed(name);
    if (kind === undefined) continue;
    const value = literalOf(written);
    // Files assign names of things more often than things: what is no password has to look made by a machine.
    if (value !== undefined && isLiteral(value, kind) && (kind === 'password' || looksRandom(value))) found.push({ name, what: `a ${kind}` });
  }
  const form = formOf(content);
  return form === undefined ? found : [...found, { name: '', what: form }];
}

/** The text between quotes, or a bare word that no language would compute. */
function literalOf(written: string): string | undefined {
  const quoted = /^(["'])(.*)\1$/.exec(written);
  if (quoted) return quoted[2];
  const bare = written.replace(/\s+#.*$/, '');
  return /^[^\s"'(){}<>$`|;,]+$/.test(bare) && !/^[a-z_]+(\.[a-z_]+)+$/i.test(bare) ? bare : undefined;
}

function looksRandom(value: string): boolean {
  return value.length >= 12 && /\d/.test(value) && /[A-Za-z]/.test(value);
}

/** The credentials among the words of a command line, each with the index of its word. A word may be a whole script. */
export function credentialsOfWords(words: readonly string[]): readonly (FoundCredential & { readonly index: number })[] {
  return words.flatMap((word, index) => {
    const next = words[index + 1];
    const flag = /^--?([A-Za-z][\w.-]*)$/.exec(word)?.[1];
    if (flag !== undefined && next !== undefined && !next.startsWith('-')) {
      const what = /\s/.test(next) ? undefined : credentialIn(flag, next);
      // What has a form of its own is found when its turn comes.
      return what === undefined || formOf(next) !== undefined ? [] : [{ name: `--${flag}`, what, index: index + 1 }];
    }
    const found = /\s/.test(word.trim()) ? ofScript(word) : ofWord(word);
    return found ? [{ ...found, index }] : [];
  });
}

/** `--password=x`, `PASSWORD=x`, `--from-literal=password=x`. */
function ofWord(word: string): FoundCredential | undefined {
  const [, name = '', value = ''] = /^(-{0,2}[A-Za-z][\w.-]*)=([\s\S]*)$/.exec(word) ?? [];
  if (name === '') {
    const form = formOf(word);
    return form === undefined ? undefined : { name: '', what: form };
  }
  const what = credentialIn(name, value);
  return what === undefined ? ofWord(value) : { name, what };
}

const inScript = /(?:^|[\s;&|(])((?:-{1,2})?[A-Za-z][\w.-]*)=("[^"\n]*"|'[^'\n]*'|[^\s;&|"')]+)|\s(--[A-Za-z][\w.-]*)\s+("[^"\n]*"|'[^'\n]*'|[^\s;&|"'-][^\s;&|"']*)/g;

function ofScript(script: string): FoundCredential | undefined {
  for (const [, assigned, value, flag, argument] of script.matchAll(inScript)) {
    const name = assigned ?? flag ?? '';
    const what = credentialIn(name, (value ?? argument ?? '').replaceAll(/^["']|["']$/g, ''));
    if (what !== undefined) return { name, what };
  }
  const form = formOf(script);
  return form === undefined ? undefined : { name: '', what: form };
}
