// Builds the Go oracle and asks it. Where Go is missing there is no oracle, and suites that need one skip.
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const sources = import.meta.dirname;
const cache = resolve(sources, '../../.cache/oracle');

/** A rule of a Role or ClusterRole, as Kubernetes writes it. */
export interface OracleRule {
  readonly verbs: readonly string[] | null;
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

/** Somebody and a namespace; without one it is the whole cluster. */
export interface OracleSubject {
  readonly user: string;
  readonly groups?: readonly string[];
  readonly namespace?: string;
}

/** Asks for a URL where `path` is there, be it empty, else for a resource. */
export interface OracleRequest extends OracleSubject {
  readonly verb: string;
  readonly apiGroup?: string;
  readonly resource?: string;
  readonly subresource?: string;
  readonly name?: string;
  readonly path?: string;
}

/**
 * One policy and everything asked of it. Objects are taken as a cluster would hold them: defaults filled in, aggregated
 * ClusterRoles with their computed rules. A field that Kubernetes does not know is an error, not ignored.
 */
export interface OracleLine {
  readonly kind?: 'rbac';
  readonly roles?: readonly object[];
  readonly roleBindings?: readonly object[];
  readonly clusterRoles?: readonly object[];
  readonly clusterRoleBindings?: readonly object[];
  /** What Kubernetes' RBAC authorizer says; it alone, so without the always allowed system:masters. */
  readonly requests?: readonly OracleRequest[];
  /** Does one list of rules contain another? */
  readonly covers?: readonly { readonly owner: readonly OracleRule[]; readonly requested: readonly OracleRule[] }[];
  /** Every rule that reaches the subject in the namespace, repeats kept. */
  readonly rulesFor?: readonly OracleSubject[];
  /** Does the subject hold these rules itself, so that it may grant them without the verbs escalate and bind? */
  readonly escalation?: readonly (OracleSubject & { readonly rules: readonly OracleRule[] })[];
}

/** Answers in the order of the questions. */
export interface OracleAnswer {
  readonly allowed: readonly boolean[];
  readonly covers: readonly { readonly covered: boolean; readonly uncovered: readonly OracleRule[] }[];
  readonly rulesFor: readonly (readonly OracleRule[])[];
  readonly escalation: readonly boolean[];
}

/** One question to Pod Security: which checks of that level fail the pod, at that version; defaulted as the API stores it, where asked. */
export interface OracleEvaluation {
  readonly level: string;
  readonly version: string;
  readonly defaulted?: boolean;
  readonly pod: object;
}

/** One request to the PodSecurity plug-in, in a cluster of one namespace with these labels. */
export interface OracleAdmission {
  readonly kind: string;
  readonly operation: string;
  readonly namespace: string;
  readonly name: string;
  readonly user: string;
  readonly subresource: string;
  readonly object: object;
  readonly oldObject?: object;
  readonly labels: Readonly<Record<string, string>>;
  /** As Go names them: `Enforce`, `EnforceVersion`. */
  readonly defaults: Readonly<Record<string, string>>;
  /** As Go names them: `Usernames`, `Namespaces`, `RuntimeClasses`. */
  readonly exemptions: Readonly<Record<string, readonly string[]>>;
  readonly existingPods?: readonly object[];
}

export interface PodSecurityLine {
  readonly kind: 'pod-security';
  readonly evaluate?: readonly OracleEvaluation[];
  readonly admit?: readonly OracleAdmission[];
}

/** Answers in the order of the questions. */
export interface PodSecurityAnswers {
  readonly evaluated: readonly { readonly allowed: boolean; readonly failed: readonly { readonly id: string; readonly reason: string; readonly detail: string }[]; readonly message: string }[];
  readonly admitted: readonly { readonly allowed: boolean; readonly warnings: readonly string[]; readonly auditViolations: readonly string[]; readonly exempt?: string; readonly message?: string }[];
}

let building: Promise<string | undefined> | undefined;

/** The path of the oracle's binary, built unless these sources were built before; undefined where Go is missing. */
export function buildOracle(): Promise<string | undefined> {
  return (building ??= build());
}

async function build(): Promise<string | undefined> {
  const folder = join(cache, sourceHash());
  const binary = join(folder, process.platform === 'win32' ? 'oracle.exe' : 'oracle');
  if (existsSync(binary)) return binary;
  await mkdir(folder, { recursive: true });
  const unfinished = `${binary}.${process.pid}`;
  const args = ['build', '-mod=readonly', '-trimpath', '-o', unfinished, '.'];
  const env = { ...process.env, CGO_ENABLED: '0', GOWORK: 'off' };
  try {
    await run('go', args, { cwd: sources, env, maxBuffer: 64 << 20 });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  await rename(unfinished, binary);
  return binary;
}

function sourceHash(): string {
  const hash = createHash('sha256');
  for (const file of ['go.mod', 'go.sum', ...globSync('*.go', { cwd: sources }).toSorted()]) {
    hash.update(`${file}\0`).update(readFileSync(join(sources, file))).update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}

/**
 * Streams lines through one oracle process and yields an answer for each, in order. Lines are taken only as fast as
 * answers are read, a few ahead, so an endless source is fine: stop reading and the process ends.
 */
export function askOracle(lines: Lines<OracleLine>, binary?: string): AsyncGenerator<OracleAnswer, void, undefined> {
  return ask<OracleLine, OracleAnswer>(lines, binary);
}

/** As `askOracle`, for Pod Security. */
export function askPodSecurity(lines: Lines<PodSecurityLine>, binary?: string): AsyncGenerator<PodSecurityAnswers, void, undefined> {
  return ask<PodSecurityLine, PodSecurityAnswers>(lines, binary);
}

type Lines<Line> = Iterable<Line> | AsyncIterable<Line>;

async function* ask<Line extends object, Answer extends object>(lines: Lines<Line>, binary: string | undefined): AsyncGenerator<Answer, void, undefined> {
  const path = binary ?? (await buildOracle());
  if (path === undefined) throw new Error('the oracle needs Go, which is not installed');
  const child = spawn(path, { stdio: ['pipe', 'pipe', 'inherit'] });
  const input = Readable.from(documents(lines), { objectMode: true, highWaterMark: 1 });
  // Whatever breaks the input ends the answers early too, and is told then.
  const fed = finished(input.pipe(child.stdin)).catch((error: unknown) => error);
  let broken: unknown;
  input.once('error', (error) => {
    broken = error;
    child.kill();
  });
  try {
    yield* answersOf<Answer>(child.stdout.setEncoding('utf8'));
    if (broken !== undefined) throw broken;
    const failed = await fed;
    if (failed !== undefined) throw failed;
  } finally {
    input.destroy();
    child.kill();
  }
}

async function* documents(lines: Lines<object>): AsyncGenerator<string, void, undefined> {
  for await (const line of lines) yield `${JSON.stringify(line)}\n`;
}

async function* answersOf<Answer extends object>(output: AsyncIterable<string>): AsyncGenerator<Answer, void, undefined> {
  let rest = '';
  for await (const chunk of output) {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const answer = JSON.parse(part) as Answer | { readonly error: string };
      if ('error' in answer) throw new Error(`the oracle did not understand a line: ${answer.error}`);
      yield answer;
    }
  }
  if (rest !== '') throw new Error('the oracle stopped in the middle of an answer');
}
