const shortestSecret = 4;

/** Replaces a value that could hold a credential by its length class: nothing of the value itself is kept. */
export function mask(value: string): string {
  return value.length < shortestSecret ? '***' : `*** (${value.length} characters)`;
}

const names = '(?:pass(?:word|wd|phrase)?|pwd|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|credentials?|auth)';
// A path, a reference, a number or a yes is no credential, whatever the name in front of it says.
const harmless = /^(?:[/{[]|\$[({]|true$|false$|[\d.]+[a-z]*$|\*\*\*)/i;

/** Places that a name in front announces; the groups before a value stay. */
const announced: readonly RegExp[] = [
  new RegExp(`("name":"[^"]*${names}[^"]*","value":")([^"]+)`, 'gi'),
  new RegExp(`("?[\\w.-]*${names}"?\\s*[=:]\\s*["']?)([^\\s"',;&}]+)`, 'gi'),
  new RegExp(`(--?[\\w-]*${names}["',\\s]+)([^\\s"',;&-][^\\s"',;&]*)`, 'gi'),
];

/** Places where a credential stands inside a longer text. */
const places: readonly RegExp[] = [
  /(:\/\/[^\s:/@]*:)([^\s@/]{1,})(?=@)/g,
  ...announced,
  /(\bBearer\s+)([\w.~+/-]{6,}=*)/gi,
  /()(\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_\w{20,}|glpat-[\w-]{16,}|xox[abprs]-[\w-]{10,}|sk_live_\w{10,}|eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]+)?))/g,
  /()(-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$))/g,
];

/** A text with every value replaced that a name in front of it announces as a credential. */
export function withAnnounced(text: string, other: (value: string) => string): string {
  return announced.reduce((sum, place) => sum.replaceAll(place, (whole: string, before: string, value: string) => (harmless.test(value) ? whole : `${before}${other(value)}`)), text);
}

/** A text as it may be printed: credentials inside it are masked by the places they stand in and the forms they have. */
export function redacted(text: string): string {
  return places.reduce((sum, place) => sum.replaceAll(place, (whole: string, before: string, value: string) => (harmless.test(value) ? whole : `${before}${mask(value)}`)), text);
}

const named = new RegExp(names, 'i');

/** The value of a setting as it may be printed, judged by its name too. */
export function redactedSetting(name: string, value: string): string {
  return named.test(name) && !harmless.test(value) ? mask(value) : redacted(value);
}
