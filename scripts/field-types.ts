// Reads off client-go which fields Kubernetes' own kinds have and what stands in them, into src/knowledge/fields/types.json.
//
//   node scripts/field-types.ts
//
// Needs Go and the module proxy. Several releases are read, since a field may be newer or older than the cluster: what one of them knows is a field.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const releases: readonly string[] = ['v0.32.1', 'v0.34.4', 'v0.36.3', 'v0.37.2'];
const output = resolve(import.meta.dirname, '../src/knowledge/fields/types.json');

/** Packages of the kinds that are looked at, with their API group. */
const groups: Readonly<Record<string, string>> = {
  'core.v1': 'v1', 'apps.v1': 'apps/v1', 'batch.v1': 'batch/v1', 'networking.v1': 'networking.k8s.io/v1', 'rbac.v1': 'rbac.authorization.k8s.io/v1', 'policy.v1': 'policy/v1', 'autoscaling.v1': 'autoscaling/v1', 'autoscaling.v2': 'autoscaling/v2',
  'storage.v1': 'storage.k8s.io/v1', 'scheduling.v1': 'scheduling.k8s.io/v1', 'node.v1': 'node.k8s.io/v1', 'discovery.v1': 'discovery.k8s.io/v1', 'admissionregistration.v1': 'admissionregistration.k8s.io/v1',
};

// `s` a text, `n` a whole number, `b` true or false, `*` anything, `[X` a list of X, `{X` a map to X, else the name of a type.
type Types = Map<string, Map<string, string>>;

const types: Types = new Map();
for (const release of releases) readRelease(release);
const roots = new Map([...types].flatMap(([name, fields]): readonly (readonly [string, string])[] => {
  const at = name.lastIndexOf('.');
  const group = groups[name.slice(0, at)];
  return group !== undefined && ['apiVersion', 'kind', 'metadata'].every((field) => fields.has(field)) && !fields.has('items') ? [[`${group}/${name.slice(at + 1)}`, name]] : [];
}));
const reached = new Set<string>();
for (const name of roots.values()) reach(name);
const lines = [...reached].toSorted().map((name) => `${JSON.stringify(name)}:${JSON.stringify(Object.fromEntries(sorted(types.get(name) ?? new Map<string, string>())))}`);
writeFileSync(output, `{"kinds":${JSON.stringify(Object.fromEntries(sorted(roots)))},\n"types":{\n${lines.join(',\n')}\n}}\n`);
console.log(`${roots.size} kinds, ${reached.size} types`);

function readRelease(release: string): void {
  const asked = execFileSync('go', ['mod', 'download', '-json', `k8s.io/client-go@${release}`], { cwd: mkdtempSync(join(tmpdir(), 'fields-')), encoding: 'utf8' });
  const { Dir: directory } = JSON.parse(asked) as { Dir: string };
  const source = readFileSync(join(directory, 'applyconfigurations/internal/internal.go'), 'utf8');
  for (const block of source.split(/^- name: /m).slice(1)) {
    const [name = '', ...rest] = block.split('\n');
    const short = shortOf(name.trim());
    const known = types.get(short) ?? new Map<string, string>();
    types.set(short, known);
    const map = rest.indexOf('  map:');
    if (map < 0 || rest[map + 1]?.trim() !== 'fields:') continue;
    for (const field of rest.join('\n').split(/^ {4}- name: /m).slice(1)) {
      const [own = '', ...type] = field.split('\n');
      if (own.trim() === 'status' && known.size > 0 && known.has('metadata')) known.set('status', '*');
      else known.set(own.trim().replaceAll('"', ''), typeOf(type.filter((line) => line.trim() !== 'type:'), 8));
    }
    if (known.has('metadata') && known.has('status')) known.set('status', '*');
  }
}

function typeOf(lines: readonly string[], indent: number): string {
  const own = lines.filter((line) => line.startsWith(' '.repeat(indent)) && line[indent] !== ' ').map((line) => line.trim());
  const value = (key: string): string | undefined => own.find((line) => line.startsWith(`${key}: `))?.slice(key.length + 2);
  const scalar = value('scalar');
  if (scalar !== undefined) return scalar === 'string' ? 's' : scalar === 'numeric' ? 'n' : scalar === 'boolean' ? 'b' : '*';
  const named = value('namedType');
  if (named !== undefined) return named.startsWith('__') ? '*' : shortOf(named);
  for (const [key, mark] of [['list', '['], ['map', '{']] as const) {
    const at = lines.findIndex((line) => line === `${' '.repeat(indent)}${key}:`);
    if (at < 0) continue;
    const element = lines.findIndex((line, index) => index > at && line === `${' '.repeat(indent + 2)}elementType:`);
    return element < 0 ? '*' : `${mark}${typeOf(lines.slice(element + 1), indent + 4)}`;
  }
  return '*';
}

/** `io.k8s.api.core.v1.PodSpec` is `core.v1.PodSpec`. */
function shortOf(name: string): string {
  return name.replace(/^io\.k8s\.api\./, '').replace(/^io\.k8s\.apimachinery\.pkg\.(apis\.)?/, '');
}

function sorted(map: ReadonlyMap<string, string>): readonly (readonly [string, string])[] {
  return [...map].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function reach(name: string): void {
  if (reached.has(name) || (types.get(name)?.size ?? 0) === 0) return;
  reached.add(name);
  for (const type of types.get(name)?.values() ?? []) reach(type.replace(/^[[{]+/, ''));
}
