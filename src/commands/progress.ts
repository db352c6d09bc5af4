const quietFor = 1000;
const atMostEvery = 100;

interface Stream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/**
 * A line on stderr that is written over, once work takes longer than a second and somebody looks; an empty text takes it away.
 * `always` is for what comes before a long silence.
 */
export function startProgress(stream: Stream = process.stderr): (text: string, always?: boolean) => void {
  const started = performance.now();
  let last = 0;
  let shown = false;
  return (text, always = false) => {
    if (stream.isTTY !== true) return;
    const now = performance.now();
    if (text === '') {
      if (shown) stream.write('\r\u001b[K');
      shown = false;
    } else if (always || (now - started > quietFor && now - last > atMostEvery)) {
      stream.write(`\r\u001b[K${text}`);
      shown = true;
      last = now;
    }
  };
}
