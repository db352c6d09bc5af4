import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { glacis } from './support/command.ts';

/** What a name may try: move the cursor, ring, overwrite the line, turn text round, hide, start a line or a tag. */
const tricks: readonly { readonly name: string; readonly text: string; readonly shown: string }[] = [
  { name: 'a colour', text: '\u001b[31m', shown: '\\u001b[31m' },
  { name: 'a title of the window', text: '\u001b]0;x\u0007', shown: '\\u001b]0;x\\u0007' },
  { name: 'an eight-bit escape', text: '\u009b2J', shown: '\\u009b2J' },
  { name: 'a carriage return', text: 'a\rb', shown: 'a\\u000db' },
  { name: 'a new line', text: 'a\nglacis: all is well', shown: 'a\\u000aglacis' },
  { name: 'text turned round', text: '\u202egpj', shown: '\\u202egpj' },
  { name: 'a character without width', text: 'a\u200bb', shown: 'a\\u200bb' },
  { name: 'a line separator', text: 'a\u2028b', shown: 'a\\u2028b' },
  { name: 'an isolate', text: '\u2066a', shown: '\\u2066a' },
  { name: 'a tag of another plane', text: 'a\u{e0041}b', shown: 'a\\u{e0041}b' },
  { name: 'a soft hyphen', text: 'a\u00adb', shown: 'a\\u00adb' },
  { name: 'HTML', text: '<script>alert(1)</script>', shown: '<script>' },
];

// Everything that a terminal acts on, but the ends of lines.
const acted = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

function run(args: readonly string[]): { readonly status: number | null; readonly text: string } {
  const { status, stdout, stderr } = glacis(args, { env: { COLUMNS: '200' } });
  return { status, text: stdout + stderr };
}

function manifest(text: string): string {
  const q = JSON.stringify(text);
  const labelled = { labels: { [text]: text }, annotations: { [text]: text } };
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: `n${text}`, ...labelled } },
    { apiVersion: 'v1', kind: 'Pod', metadata: { name: `p${text}`, namespace: `n${text}`, ...labelled }, spec: { hostPID: true, containers: [{ name: `c${text}`, image: `i${text}`, securityContext: { privileged: true } }], volumes: [{ name: 'v', hostPath: { path: `/etc/${text}` } }] } },
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: `r${text}` }, rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['list'] }] },
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding', metadata: { name: `b${text}` }, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: `r${text}` }, subjects: [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: `u${text}` }] },
  ].map((object) => escaped(JSON.stringify(object))).concat(`k${escaped(q)}: [`).join('\n---\n');
}

/** YAML takes these characters by their escapes only. */
function escaped(text: string): string {
  return text.replaceAll(/[\u007f-\ud7ff\ue000-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

let made: ReadonlyMap<string, string> | undefined;

/** What every command says of objects that try every trick, by its arguments. */
function outputs(): ReadonlyMap<string, string> {
  if (made) return made;
  const directory = mkdtempSync(join(tmpdir(), 'glacis-hostile-'));
  try {
    for (const [index, { text }] of tricks.entries()) writeFileSync(join(directory, `${index}.yaml`), manifest(text));
    return (made = outputsOf(directory));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function outputsOf(directory: string): ReadonlyMap<string, string> {
  const report = run(['scan', directory, '--format', 'json']).text;
  const { findings } = JSON.parse(report) as { findings: { id: string; rule: string; object: { name: string } }[] };
  // JSON keeps the names, escaped.
  for (const { text } of tricks) assert.ok(findings.some(({ rule, object }) => rule === 'privileged' && object.name === `p${text}`), JSON.stringify(text));
  const [first] = findings.filter(({ rule }) => rule === 'privileged');
  const runs: readonly (readonly string[])[] = [
    ['scan', directory], ['scan', directory, '--all'], ['threats', directory], ['threats', directory, '--all'], ['explain', first?.id ?? '', directory], ['explain', 'privileged', directory], ['explain', 'threat/APP-02', directory, '--format', 'json'],
    ['who-can', 'list', 'secrets', directory, '-A'], ['can', 'list', 'secrets', directory, '-A', '--as', `u${tricks[0]?.text}`], ['who-can', 'list', 'secrets', directory, '-A', '--format', 'json'],
  ];
  return new Map([['scan --format json', report], ...runs.map((words) => [words.filter((word) => word !== directory).join(' '), run(words).text] as const)]);
}

test('hostile: no output holds a character that a terminal acts on', () => {
  assert.equal(outputs().size, 11);
  for (const [words, output] of outputs()) {
    assert.ok(output.length > 50, words);
    assert.doesNotMatch(output, acted, words);
  }
});

for (const { name, text, shown } of tricks) {
  test(`hostile: ${name} is shown as what it is`, () => {
    for (const words of ['scan --all', 'threats --all', 'who-can list secrets -A']) assert.ok(outputs().get(words)?.includes(shown), `${words}: ${JSON.stringify(text)}`);
  });
}

const escape = '\u001b[31mx';
const wrong: readonly { readonly args: readonly string[]; readonly status: number }[] = [
  { args: [escape], status: 2 },
  { args: ['scan', `--${escape}`], status: 2 },
  { args: ['scan', escape], status: 3 },
  { args: ['scan', 'examples/shop', '--fail-on', escape], status: 2 },
  { args: ['scan', 'examples/shop', '--select', escape], status: 2 },
  { args: ['scan', 'examples/shop', '--namespace', escape], status: 2 },
  { args: ['scan', 'examples/shop', '--kubernetes-version', escape], status: 2 },
  { args: ['scan', 'examples/shop', '--output', `no/${escape}/file`], status: 2 },
  { args: ['threats', 'examples/shop', '--component', escape], status: 2 },
  { args: ['explain', escape], status: 2 },
  { args: ['explain', `gap/${escape}`], status: 2 },
  { args: ['completion', escape], status: 2 },
];
for (const { args, status } of wrong) {
  test(`hostile: ${args.join(' ').replaceAll('\u001b', 'ESC')} is refused in plain text`, () => {
    const ended = run(args);
    assert.equal(ended.status, status, ended.text);
    assert.doesNotMatch(ended.text, acted);
    assert.match(ended.text, /^glacis: .+\n/);
  });
}
