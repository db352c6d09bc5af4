const start = '==== START logs for container ';
const newline = 0x0a;
// Far beyond the names that an END line has.
const longestLine = 4096;

/**
 * Passes over the logs that `kubectl cluster-info dump` writes between its JSON documents, each from its START line to the END
 * line of the same container. A log can hold such an END line itself; what the container wrote after it then shows as a fault.
 */
export class LogSkipper {
  /** The line at which each log starts. */
  readonly lines: number[] = [];
  #endLine: string | undefined;
  #midLine = false;

  /** Inside a log. */
  get active(): boolean {
    return this.#endLine !== undefined;
  }

  /** How far the log goes, or what of it is here; undefined where more bytes are needed first. */
  skip(bytes: Buffer, at: number, last: boolean, lineAt: () => number): number | undefined | 'no log' {
    if (this.#endLine === undefined) {
      const end = bytes.indexOf(newline, at);
      if (end < 0) return last ? 'no log' : undefined;
      const line = bytes.toString('utf8', at, end).trimEnd();
      if (!line.startsWith(start)) return 'no log';
      this.lines.push(lineAt());
      this.#endLine = line.replace('START', 'END');
      this.#midLine = false;
      return end;
    }
    const atLineStart = at > 0 ? bytes[at - 1] === newline : !this.#midLine;
    const found = atLineStart && bytes.toString('utf8', at, at + Buffer.byteLength(this.#endLine)) === this.#endLine ? at : bytes.indexOf(`\n${this.#endLine}`, at);
    if (found < 0) return this.#cut(bytes, at, last);
    const end = bytes.indexOf(newline, found + 1);
    this.#endLine = undefined;
    return end < 0 ? bytes.length : end;
  }

  /** The last line stays, for it may be the end of the log; of a long line nothing needs to. */
  #cut(bytes: Buffer, at: number, last: boolean): number | undefined {
    const line = bytes.lastIndexOf(newline);
    if (!last && line <= at && bytes.length - at < longestLine) return undefined;
    this.#midLine = last || line <= at;
    return this.#midLine ? bytes.length : line;
  }
}
