const start = '==== START logs for container ';
const newline = 0x0a;
const space = 0x20;

export interface WithoutLogs {
  readonly bytes: Buffer;
  /** The line at which each log starts. */
  readonly lines: readonly number[];
}

/** A YAML dump of `kubectl cluster-info dump` with the logs between its documents blanked out, so that all places stay as they are. */
export function withoutLogs(bytes: Buffer): WithoutLogs {
  let at = nextStart(bytes, 0);
  if (at < 0) return { bytes, lines: [] };
  const blank = Buffer.from(bytes);
  const lines: number[] = [];
  let line = 1;
  let counted = 0;
  for (; at >= 0; at = nextStart(bytes, counted)) {
    line += newlines(bytes, counted, at);
    lines.push(line);
    const head = bytes.toString('utf8', at, lineEnd(bytes, at)).trimEnd();
    const found = bytes.indexOf(`\n${head.replace('START', 'END')}`, at);
    const end = found < 0 ? bytes.length : lineEnd(bytes, found + 1);
    line += newlines(bytes, at, end);
    counted = end;
    for (let each = at; each < end; each++) if (blank[each] !== newline) blank[each] = space;
  }
  return { bytes: blank, lines };
}

function nextStart(bytes: Buffer, from: number): number {
  if (bytes.toString('latin1', from, from + start.length) === start) return from;
  const found = bytes.indexOf(`\n${start}`, from);
  return found < 0 ? -1 : found + 1;
}

function lineEnd(bytes: Buffer, from: number): number {
  const found = bytes.indexOf(newline, from);
  return found < 0 ? bytes.length : found;
}

function newlines(bytes: Buffer, from: number, to: number): number {
  let count = 0;
  for (let at = bytes.indexOf(newline, from); at >= 0 && at < to; at = bytes.indexOf(newline, at + 1)) count++;
  return count;
}
