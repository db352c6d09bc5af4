import { spawn } from 'node:child_process';
import { SourceError } from '../sources.ts';

const slowest = 60_000;
const mostOutput = 1 << 28;
// A port that nothing listens on: programs written in Go take it for the way to everywhere.
const nowhere = 'http://127.0.0.1:9';

export interface RunOptions {
  readonly allowRemote: boolean;
  /** What to do where the program is missing. */
  readonly remedy: string;
  /** For tests. */
  readonly timeout?: number;
}

/**
 * Runs one of the user's own programs without a shell, and gives what it prints. Without `allowRemote` its ways to the network are closed, as
 * far as its environment decides. @throws SourceError where it is missing, fails, hangs or prints without end
 */
export function run(program: string, args: readonly string[], source: string, { allowRemote, remedy, timeout = slowest }: RunOptions): Promise<Buffer> {
  const offline = allowRemote ? {} : { HTTP_PROXY: nowhere, HTTPS_PROXY: nowhere, http_proxy: nowhere, https_proxy: nowhere, ALL_PROXY: nowhere, all_proxy: nowhere, NO_PROXY: '', no_proxy: '', GIT_ALLOW_PROTOCOL: 'none' };
  // Nothing that it prints may depend on, or reach, a cluster.
  const env = { ...process.env, GIT_TERMINAL_PROMPT: '0', KUBECONFIG: '/dev/null', ...offline };
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'], shell: false, detached: true });
    const [out, errors]: [Buffer[], Buffer[]] = [[], []];
    let printed = 0;
    let why = '';
    const stop = (reason: string): void => {
      why = reason;
      // What it started itself ends with it.
      try {
        process.kill(-(child.pid ?? Number.NaN), 'SIGKILL');
      } catch {
        child.kill('SIGKILL');
      }
    };
    const timer = setTimeout(() => stop(`ran longer than ${timeout / 1000} s`), timeout);
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.length;
      if (printed > mostOutput) stop(`printed more than ${mostOutput >> 20} MB`);
      else out.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      if (errors.length < 100) errors.push(chunk);
    });
    child.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      reject(error.code === 'ENOENT' ? new SourceError(`${source}: ${program} was not found`, remedy) : new SourceError(`${source}: ${program} cannot be run: ${error.message}`, remedy));
    });
    child.on('close', (status) => {
      clearTimeout(timer);
      if (why !== '') return reject(new SourceError(`${source}: ${program} ${why} and was stopped`, 'Run it yourself and give what it prints: glacis scan FILE'));
      if (status === 0) return resolve(Buffer.concat(out));
      const lines = Buffer.concat(errors).toString('utf8').trim().split('\n');
      const said = lines.findLast((line) => /^error:/i.test(line)) ?? lines.at(-1) ?? '';
      reject(new SourceError(`${source}: ${program} failed: ${said === '' ? `status ${status ?? 'unknown'}` : said.slice(0, 600)}`, `Try it yourself: ${program} ${args.map((each) => (/^[\w./:=,@-]+$/.test(each) ? each : `'${each.replaceAll("'", `'\\''`)}'`)).join(' ')}`));
    });
  });
}
