import { spawn, type ChildProcess } from 'node:child_process';

/** A server's process, ended politely, then firmly. */
export class Child {
  readonly #process: ChildProcess;
  readonly #gone: Promise<unknown>;
  ended = false;
  /** The last it wrote, for when it fails. */
  tail = '';

  constructor(path: string, args: readonly string[]) {
    this.#process = spawn(path, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#process.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      this.tail = (this.tail + chunk).slice(-4000);
    });
    this.#gone = new Promise((done) => {
      const end = (): void => {
        this.ended = true;
        done(undefined);
      };
      this.#process.once('exit', end).once('error', end);
    });
  }

  async stop(): Promise<void> {
    if (this.ended) return;
    this.#process.kill();
    const late = setTimeout(() => this.#process.kill('SIGKILL'), 10_000);
    await this.#gone;
    clearTimeout(late);
  }
}
