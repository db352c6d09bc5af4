// Random YAML texts that are rich in what readers disagree on.
import fc from 'fast-check';

const scalars: readonly string[] = [
  'a', 'b c', 'yes', 'No', 'on', 'OFF', 'y', 'N', 'true', 'False', 'null', '~', 'Null', '""', "''", '"yes"', "'no'", '"a\\tb"', "'it''s'", '"\\u00e9\\x41"', '"a\\/b"',
  '0', '-0', '1', '+1', '12', '0644', '08', '0o17', '0x1F', '-0x10', '0b11', '-0b1', '0b-1', '0b+1', '1_000', '1_', '_1', '0_7', '0x_f', '+_1', '12:30:45', '1:30', '2026-01-01', '2026-01-01T00:00:00Z',
  '1.5', '.5', '-.5', '1.', '1e3', '1.5e3', '1E-7', '.5_0', '._5', '1_0.5', '-0.0', '1e400', '1e-400', '.inf', '-.INF', '.NaN', '.', '-', '+', '..', 'infinity',
  '9007199254740993', '9223372036854775807', '9223372036854775808', '18446744073709551615', '18446744073709551616', '-9223372036854775808', '-9223372036854775809', '0xffffffffffffffff', '07777777777777777777777777',
  '!!str 1', '!!int "7"', '!!float 3', '!!float "1e2"', '!!bool "yes"', '!!bool 1', '!!null ""', '!!binary aGk=', '!!binary a', '!!timestamp 2026-02-30', '!!timestamp 2026-02-03', '! 12', '!x 12', '!<tag:yaml.org,2002:int> 3', '!!str', '!!set x', '!e!f 1',
  'a:b', 'http://x/y', 'a #b', 'a#b', '#c', '-a', '?a', ':a', '- a', '? a', 'a: b', '@a', '`a', '%a', '*x', '&x a', '&y [1]', '*y', '<<', '=', '[]', '{}', '[a, b]', '{a: 1, b: }', '{a, "b":1}', '[a: 1, b]', '[? a : b]', '{? a}', '[,]', '[a,]', '{a: 1,}', '[a', '"open', '{{ .Values.x }}', 'é', '日本', '😀', '"a\n  b"', "'a\n\n  b'", '"a \\\n   b"', 'a\n  b', 'a\n\n  b',
  '|\n  x\n  y', '|-\n  x', '|+\n  x\n\n', '>\n  a\n  b\n\n  c\n   d\n  e', '>-\n  a\n  b', '|2\n   x', '|1\n x', '>+\n\n  a\n\n\n', '|\n\tx', '|0\n x', '| # c\n  x', '|x\n  y', '\t', 'a\tb', '"\t"', '<<: *x',
];
const keys: readonly string[] = ['a', 'b', 'c', 'd e', 'yes', 'n', '2', '0x2', '404', '1.5', '1e10', '2.5e-9', '1_0', '"q"', "'s'", '<<', '"<<"', '? k\n', '&k kk', '!!str 3', '.inf', '9223372036854775807', 'é', '😀', '-x', 'a:b'];
const rare: readonly string[] = ['~', 'null', '[a]', '{a: 1}', '18446744073709551615', '', '*x'];

function indented(text: string, depth: number): string {
  return text.replaceAll('\n', `\n${' '.repeat(depth)}`);
}

const scalar: fc.Arbitrary<string> = fc.constantFrom(...scalars);
const key: fc.Arbitrary<string> = fc.oneof({ weight: 30, arbitrary: fc.constantFrom(...keys) }, { weight: 1, arbitrary: fc.constantFrom(...rare) });
const comment: fc.Arbitrary<string> = fc.oneof({ weight: 8, arbitrary: fc.constant('') }, { weight: 1, arbitrary: fc.constantFrom(' # c', '\n# c', '\n\n', '  ', '\n    # deep', '#x', ' \t# c', '\t') });
const prefix: fc.Arbitrary<string> = fc.oneof({ weight: 8, arbitrary: fc.constant('') }, { weight: 1, arbitrary: fc.constantFrom('&x ', '&y ', '!!map ', '!t ', '&x !!seq ', '!!str ') });

const { value: block } = fc.letrec<{ value: string; map: string; list: string; flow: string }>((tie) => ({
  value: fc.oneof({ weight: 5, arbitrary: scalar }, { weight: 2, arbitrary: tie('map') }, { weight: 2, arbitrary: tie('list') }, { weight: 1, arbitrary: tie('flow') }),
  map: fc.array(fc.tuple(key, prefix, tie('value'), comment, fc.constantFrom('same', 'next', 'next')), { minLength: 1, maxLength: 4 }).map((entries) =>
    `\n${entries.map(([name, mark, value, note, where]) => {
      const nested = value.startsWith('\n');
      const body = nested ? indented(value, 2) : where === 'next' && !/^[|>]/.test(value) ? ` ${value}` : ` ${indented(value, 0)}`;
      return `${name}: ${mark}${body}${note}`;
    }).join('\n')}`),
  list: fc.array(fc.tuple(prefix, tie('value'), comment, fc.constantFrom(0, 2)), { minLength: 1, maxLength: 4 }).map((items) =>
    `\n${items.map(([mark, value, note]) => `- ${mark}${value.startsWith('\n') && mark === '' ? indented(value.slice(1), 2) : indented(value, 2)}${note}`).join('\n')}`),
  flow: fc.oneof(
    fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.map((item) => (item.startsWith('\n') ? 'z' : item)).join(', ')}]`),
    fc.array(fc.tuple(key, tie('value')), { maxLength: 3 }).map((items) => `{${items.map(([name, item]) => `${name}: ${item.startsWith('\n') ? 'z' : item}`).join(', ')}}`),
  ),
}));

/** Block maps and lists of trap values; most of them are valid. */
const structured: fc.Arbitrary<string> = fc.tuple(fc.array(fc.tuple(key, block), { minLength: 1, maxLength: 4 }), fc.constantFrom('', '\n', '\n\n')).map(([entries, end]) =>
  entries.map(([name, value]) => `${name}: ${value.startsWith('\n') ? indented(value, 2) : value}`).join('\n') + end);

const pieces: readonly string[] = ['a', 'b', 'a', '1', ': ', ':', ': ', '- ', '-', '\n', '\n', '\n', '\n  ', '\n  ', '\n    ', ' ', '  ', '? ', '?', '[', ']', '{', '}', ', ', ',', '#c', ' #c', '&x ', '*x', '*x ', '!!int ', '!t ', '!', '|', '>', '|-', '>+', '|2', '"', "'", '\\', '---', '...', '\n---\n', '\n...\n', '%', '%YAML 1.1', '%TAG ! x:', '\t', '\r\n', '\r', '\u0085', '\u2028', '\ufeff', '<<: ', 'é', '😀', '\u0007', '~', 'yes', '@', '`', '=', 'a:', 'k: v\n', '- x\n', '\n- y', '"q"', "'s'"];
/** Signs of YAML in any order: most are refused, and exactly which is the question. */
const soup: fc.Arbitrary<string> = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 14 }).map((parts) => parts.join(''));
const keyedSoup: fc.Arbitrary<string> = soup.map((text) => `v: ${text}\nw: 1\n`);
const nestedSoup: fc.Arbitrary<string> = soup.map((text) => `v:\n  - u: ${indented(text, 4)}\n    t: 1\n`);

const mutated: fc.Arbitrary<string> = fc.tuple(structured, fc.array(fc.tuple(fc.nat(200), fc.constantFrom('cut', 'put', 'swap'), fc.constantFrom(...pieces)), { minLength: 1, maxLength: 2 })).map(([text, changes]) =>
  changes.reduce((current, [place, what, piece]) => {
    const at = place % (current.length + 1);
    return what === 'cut' ? current.slice(0, at) + current.slice(at + 1) : what === 'put' ? current.slice(0, at) + piece + current.slice(at) : current.slice(0, at) + piece + current.slice(at + 1);
  }, text));

const dressed: fc.Arbitrary<string> = fc.tuple(structured, fc.constantFrom('crlf', 'bom', 'mark', 'end', 'version', 'tag', 'comment', 'spaces', 'twice', 'braces')).map(([text, how]) => {
  switch (how) {
    case 'crlf': return text.replaceAll('\n', '\r\n');
    case 'bom': return `\ufeff${text}`;
    case 'mark': return `--- # c\n${text}`;
    case 'end': return `${text}\n...\n: [junk\n`;
    case 'version': return `%YAML 1.1\n---\n${text}`;
    case 'tag': return `%TAG !e! tag:yaml.org,2002:\n${text}`;
    case 'comment': return `# c\n\n${text}\n# d`;
    case 'spaces': return text.replaceAll('\n', '  \n');
    case 'twice': return `${text}\n${text}`;
    case 'braces': return `{v: 1, w: [${JSON.stringify(text)}]}`;
  }
});

/** One YAML text, valid or not. */
export const yamlText: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: structured }, { weight: 2, arbitrary: mutated }, { weight: 1, arbitrary: dressed }, { weight: 1, arbitrary: soup }, { weight: 2, arbitrary: keyedSoup }, { weight: 1, arbitrary: nestedSoup });

/** A text of several documents, each an object of that name. */
export const yamlFile = (name: string): fc.Arbitrary<string> =>
  fc.array(fc.tuple(fc.oneof({ weight: 6, arbitrary: structured }, { weight: 1, arbitrary: soup }), fc.constantFrom('---\n', '---\n', '--- # c\n', '---  \n', '---\r\n', '...\n---\n', '---x\n', '--- |\n', '\n---\n---\n')), { minLength: 1, maxLength: 4 }).map((documents) =>
    documents.map(([text, separator]) => `apiVersion: v1\nkind: Probe\nmetadata: {name: "${name}"}\nv:\n  ${indented(text, 2)}\n${separator}`).join(''));

/** Every trap by itself, and texts that made readers differ. */
export const traps: readonly string[] = [
  ...scalars.flatMap((each) => [`v: ${each}\n`, `v:\n- ${indented(each, 2)}\n- z\n`, `v: [${each}, z]\n`, `? ${indented(each, 2)}\n: z\n`]),
  ...[...keys, ...rare].flatMap((each) => [`${each}: z\n`, `v: {${each}: z}\n`]),
  '%YAML 1.1\n---\na: 1\n', '---\n%YAML 1.1\n---\na: 1\n', '%TAG !e! tag:yaml.org,2002:\na: 1\n', '---\n...\n[', '--- # c\n--- \na: 1\n', 'a: 1\n...\n[junk\n', 'a: 1\n... x\n', '[a] b\n', '[]b: "x', '[]: "x', '{} : [', '[a]b: "x', '[[]]: "x', 'v: []b: "x', '---#c\n\n- a\n', '---#c\n---\n', 'a\n---#c\n---#d\nb\n', '--- #c\n---#d\na\n', '--- #\u0007\na: 1\n', 'a: 1\n--- #\u0007\nb: 1\n', 'a: 1\n b: 2\n', 'a:\n- 1\n - 2\n',
  '\ufeffa: 1\n', '\ufeff\ufeff---\na: 1\n', '\ufeff{"a": "\\/"}\n', '\ufeff---x\na: 1\n', 'a: 1\n---\n\ufeffb: 2\n', '\ufeff---\na: 1\n', '---\n\ufeffa: 1\n', 'a: 1\r\nb: |\r\n  x\r\n  y\r\n', 'a: |\r\r\n  x\n', 'a: "x\r\n  y"\r\n', 'a: 1\rb: 2\r', 'a: x\u2028  y\n', '\ta: 1\n', 'a:\t1\n', 'a:\n\t- 1\n', 'a: b\t# c\n', '- a\n-\tb\n',
  'a: &x {b: 1}\nc: {<<: *x, b: 2}\nd: {b: 2, <<: *x}\n', 'a: &x {b: 1}\ne: &y {b: 2, f: 3}\nc:\n  <<: [*x, *y]\n', 'c: {<<: 1}\n', 'c: {<<: [1]}\n', 'c: {"<<": {a: 1}}\n', 'a: &x [*x]\n', 'a: {b: 1, b: 2, 0x1: 3, 1: 4}\n', 'a: {~: 1}\na: 2\n', 'a: .inf\na: 2\n',
  `${'k'.repeat(1024)}: 1\n`, `${'k'.repeat(1025)}: 1\n`, `${'😀'.repeat(1024)}: 1\n`, `${'😀'.repeat(1025)}: 1\n`, `"${'k'.repeat(1022)}": 1\n`, `{a: 1, ${'k'.repeat(1100)}: 1}\n`, 'a\n b: 1\n', '"a\n b": 1\n',
  '{"a": 1}\n', '{"a": "\\/"}\n', '{"a": 1}\nb: 2\n', '{"a": 1}{"b": 2}\n', '{"a": 1}\n---\nb: "\\/"\n', '{"a": 1}\n{"b": 2}\n---\nc: 3\n', '{a: 1}\n', '{"a": 1,}\n', ' \n {"a": 1}\n', '[{"a": 1}]\n', '{"a": 1', '{"a": 1, "a": 2}\n',
  'a: {{ .Values.x }}\n', 'a: "{{ .Values.x }}"\n', '{{- if .x }}\na: 1\n{{- end }}\n', 'a: \u0007\n', 'a: "\u007f"\n', 'a: "\u0080"\n', 'a: \u00a0\n', '@a: 1\n', 'a: 1\n---b: 2\n', 'a: |\n  x\n---\nb: 1\n',
];
