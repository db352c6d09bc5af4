// What npm would publish, installed into an empty directory without a network.
import assert from 'node:assert/strict';
import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';

const root = resolve(import.meta.dirname, '..');
const directory = mkdtempSync(join(tmpdir(), 'glacis-pack-'));
const empty = join(directory, 'empty');
after(() => rmSync(directory, { recursive: true }));

const env = { ...process.env, PATH: `${resolve(process.execPath, '..')}:${process.env['PATH']}`, npm_config_offline: 'true', npm_config_audit: 'false', npm_config_fund: 'false', npm_config_cache: join(directory, 'cache') };

function run(command: string, args: readonly string[], cwd: string): SpawnSyncReturns<string> {
  const ended = spawnSync(command, args, { cwd, encoding: 'utf8', env });
  assert.equal(ended.error, undefined);
  return ended;
}

/** The tarball of a package in a directory. Standard output is its name alone: pre-commit relies on it. */
function pack(package_: string): string {
  const { status, stdout, stderr } = run('npm', ['pack', '--pack-destination', directory], package_);
  assert.equal(status, 0, stderr);
  assert.match(stdout, /^[\w.-]+\.tgz\n$/);
  return join(directory, stdout.trim());
}

const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: b}\nspec: {hostPID: true, containers: [{name: c, image: d}]}\n';

/** The names of all packages that a package needs, and those that these need. */
function dependenciesOf(package_: string, found: Set<string> = new Set()): readonly string[] {
  const { dependencies = {} } = JSON.parse(readFileSync(join(package_, 'package.json'), 'utf8')) as { dependencies?: Record<string, string> };
  for (const name of Object.keys(dependencies)) {
    if (found.has(name)) continue;
    found.add(name);
    dependenciesOf(resolve(root, 'node_modules', name), found);
  }
  return [...found];
}

let done = false;

/** Not in a hook: one that fails would fail the tests of every file. */
function install(): void {
  if (done) return;
  done = true;
  const needed = dependenciesOf(root).map((name) => {
    // A package that came from the registry is packed as it is: what builds it is not here.
    const copy = join(directory, name.replaceAll(/\W/g, '-'));
    const { status, stderr } = run('cp', ['-rL', resolve(root, 'node_modules', name), copy], root);
    assert.equal(status, 0, stderr);
    const manifest = JSON.parse(readFileSync(join(copy, 'package.json'), 'utf8')) as Record<string, unknown>;
    writeFileSync(join(copy, 'package.json'), JSON.stringify({ ...manifest, scripts: {} }));
    return pack(copy);
  });
  mkdirSync(empty);
  writeFileSync(join(empty, 'package.json'), '{"private":true}');
  const { status, stderr } = run('npm', ['install', '--offline', pack(root), ...needed], empty);
  assert.equal(status, 0, stderr);
}

test('pack: the installed command scans', () => {
  install();
  writeFileSync(join(empty, 'pod.yaml'), pod);
  const { status, stdout, stderr } = run('npx', ['--offline', 'glacis', 'scan', 'pod.yaml', '--fail-on', 'high'], empty);
  assert.equal(status, 1, stderr);
  assert.match(stdout, /Pod b\/a +shares the process list/);
});

test('pack: every format is in the package', async () => {
  const { formats } = await import('../src/report/formats.ts');
  install();
  const outputs = Object.keys(formats).flatMap((format) => ['--format', `${format}=out.${format}`]);
  const { status, stderr } = run('npx', ['--offline', 'glacis', 'scan', 'node_modules/glacis/examples/shop', ...outputs], empty);
  assert.equal(status, 0, stderr);
  for (const format of Object.keys(formats)) assert.ok(readFileSync(join(empty, `out.${format}`), 'utf8').length > 1000, format);
  assert.equal((JSON.parse(readFileSync(join(empty, 'out.sarif'), 'utf8')) as { version: string }).version, '2.1.0');
});

test('pack: the library, the schemas and the pages that reports name are in the package', () => {
  install();
  writeFileSync(join(empty, 'pod.yaml'), pod);
  const script = `import { assess, collect } from 'glacis'; import report from 'glacis/schema/report-v1.json' with { type: 'json' }; import file from 'glacis/schema/glacis-yaml-v1.json' with { type: 'json' };
const found = assess(await collect(['pod.yaml'])).findings.some(({ rule }) => rule === 'host-pid'); console.log(found, report.$id, file.$id);`;
  writeFileSync(join(empty, 'use.mjs'), script);
  const { stdout, stderr } = run(process.execPath, ['use.mjs'], empty);
  assert.equal(stdout, 'true glacis.report/v1 glacis.yaml/v1\n', stderr);
  assert.match(readFileSync(join(empty, 'node_modules/glacis/docs/rules/host-pid.md'), 'utf8'), /^# host-pid/m);
});

test('pack: nothing but the package comes with it', () => {
  const { stdout } = run('npm', ['pack', '--dry-run', '--json'], root);
  const [made] = JSON.parse(stdout) as [{ files: { path: string }[] }];
  const first = new Set(made.files.map(({ path }) => path.replace(/\/.*/, '')));
  assert.deepEqual(first, new Set(['LICENSE', 'README.md', 'bin', 'dist', 'docs', 'examples', 'package.json', 'schema', 'CHANGELOG.md']));
  assert.deepEqual(made.files.filter(({ path }) => /\.test\.|\.tgz$|^\./.test(path)), []);
});
