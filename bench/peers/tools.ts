import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { entries, fields, number, text } from '../../src/cluster/read.ts';

/** A scanner: how it tells its version, scans a folder as it does by default, and names the checks that fail in one file. */
export interface Tool {
  readonly name: string;
  readonly program: string;
  /** Empty where the program does not know: then Go tells of what it was built. */
  readonly version: readonly string[];
  /** The whole command line. */
  readonly scan: (folder: string, manifests: readonly string[]) => readonly string[];
  readonly checks?: { readonly args: (file: string) => readonly string[]; readonly read: (report: unknown) => readonly unknown[] };
}

const glacis = resolve(import.meta.dirname, '../../bin/glacis.mjs');
// kubesec asks the network for schemas. Where there is none, a file with {} in it takes their place.
const schema = process.env['KUBESEC_SCHEMA'];
const kubesec = ['scan', ...(schema === undefined ? [] : ['--schema-location', schema])];
const checkov = ['--framework', 'kubernetes', '--skip-download'];

const at = (value: unknown, name: string): unknown => fields(value)?.[name];
const listAt = (value: unknown, name: string): readonly unknown[] => entries(at(value, name)).map(({ value: each }) => each);
const list = (value: unknown): readonly unknown[] => entries(value).map(({ value: each }) => each);

export const tools: readonly Tool[] = [
  {
    name: 'glacis', program: process.execPath, version: [glacis, '--version'], scan: (folder) => [process.execPath, glacis, 'scan', folder],
    checks: { args: (file) => [glacis, 'scan', file, '--format', 'json'], read: (report) => listAt(report, 'findings').map((finding) => at(finding, 'rule')) },
  },
  {
    name: 'Checkov', program: 'checkov', version: ['--version'], scan: (folder) => ['checkov', '-d', folder, ...checkov],
    checks: { args: (file) => ['-f', file, ...checkov, '-o', 'json'], read: (report) => listAt(at(report, 'results'), 'failed_checks').map((check) => at(check, 'check_id')) },
  },
  {
    name: 'kube-score', program: 'kube-score', version: [], scan: (_, manifests) => ['kube-score', 'score', ...manifests],
    // A grade of 5 is a warning, of 1 critical.
    checks: { args: (file) => ['score', '-o', 'json', file], read: (report) => list(report).flatMap((object) => listAt(object, 'checks')).filter((check) => at(check, 'skipped') !== true && (number(at(check, 'grade')) ?? 10) <= 5).map((check) => at(at(check, 'check'), 'id')) },
  },
  {
    // It takes one file at a time.
    name: 'kubesec', program: 'kubesec', version: [], scan: (_, manifests) => ['sh', '-c', `for file in "$@"; do kubesec ${kubesec.join(' ')} "$file"; done`, 'sh', ...manifests],
    checks: { args: (file) => [...kubesec, file], read: (report) => list(report).flatMap((object) => [...listAt(at(object, 'scoring'), 'critical'), ...listAt(at(object, 'scoring'), 'advise')]).map((check) => at(check, 'id')) },
  },
  { name: 'netpol-analyzer', program: 'netpol-analyzer', version: [], scan: (folder) => ['netpol-analyzer', 'list', '--dirpath', folder] },
  { name: 'Trivy', program: 'trivy', version: ['--version'], scan: (folder) => ['trivy', 'config', '--skip-check-update', '--skip-version-check', folder] },
  { name: 'kube-linter', program: 'kube-linter', version: ['version'], scan: (folder) => ['kube-linter', 'lint', folder] },
  { name: 'Polaris', program: 'polaris', version: ['version'], scan: (folder) => ['polaris', 'audit', '--audit-path', folder] },
  { name: 'Kubescape', program: 'kubescape', version: ['version'], scan: (folder) => ['kubescape', 'scan', folder] },
];

/** Where a program lies, if anywhere on the PATH. */
export function placeOf(program: string): string | undefined {
  const { status, stdout } = spawnSync('sh', ['-c', 'command -v "$1"', 'sh', program], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

/** What a program says of its version, or what Go says that it was built from. */
export function versionOf({ program, version }: Tool): string {
  const [asked, args] = version.length > 0 ? [program, version] : ['go', ['version', '-m', placeOf(program) ?? program]];
  const { error, stdout, stderr } = spawnSync(asked, args, { encoding: 'utf8' });
  if (error) return 'not known';
  const pattern = version.length > 0 ? /(v?\d+\.\d+[\w.+-]*)/ : /^\tmod\t\S+\t(\S+)/m;
  return pattern.exec(stdout + stderr)?.[1] ?? 'not known';
}

/** The ids of the checks that fail in one file, each once. */
export function checksIn({ program, checks }: Tool, file: string): readonly string[] {
  if (!checks) return [];
  const { stdout } = spawnSync(program, checks.args(file), { encoding: 'utf8', maxBuffer: 1 << 28 });
  const report: unknown = stdout.trim() === '' ? [] : JSON.parse(stdout);
  return [...new Set(checks.read(report).flatMap((id) => text(id) ?? []))].toSorted();
}
