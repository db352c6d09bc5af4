import { isDeepStrictEqual } from 'node:util';
import { credentialsOfWords } from '../knowledge/credential-text.ts';
import { mask, redacted, redactedSetting } from '../model/mask.ts';

/** A part of an object as it may be printed: what stands in the open and could be a credential is masked. */
export function shownValue(value: unknown): unknown {
  if (typeof value === 'string') return redacted(value);
  if (Array.isArray(value)) return value.every((item) => typeof item === 'string') ? shownWords(value) : value.map(shownValue);
  if (value === null || typeof value !== 'object') return value;
  const { name } = value as { readonly name?: unknown };
  return Object.fromEntries(Object.entries(value).map(([key, item]: [string, unknown]) => [key, key === 'value' && typeof name === 'string' && typeof item === 'string' ? redactedSetting(name, item) : shownValue(item)]));
}

/** `--token`, `x`: a word announces the next. */
function shownWords(words: readonly string[]): readonly string[] {
  const hidden = new Set(credentialsOfWords(words).map(({ index }) => index));
  return words.map((word, index) => (hidden.has(index) && redacted(word) === word ? mask(word) : redacted(word)));
}

/** Whether nothing of it is masked where it is printed. */
export function isOpen(value: unknown): boolean {
  return isDeepStrictEqual(value, shownValue(value));
}
