/** One entry of an archive that a test makes. */
export interface MadeEntry {
  readonly name: string;
  readonly content?: string | Buffer;
  readonly type?: string;
  readonly target?: string;
}

function header({ name, type = '0', target = '' }: MadeEntry, size: number): Buffer {
  const block = Buffer.alloc(512);
  block.write(name.slice(0, 100), 0);
  block.write('0000644\0', 100);
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  block.write(type, 156);
  block.write(target, 157);
  block.write('ustar\0' + '00', 257);
  block.fill(0x20, 148, 156);
  block.write(`${block.reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

function padded(content: Buffer): Buffer {
  return Buffer.concat([content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}

/** A tar archive; names over 100 bytes get a pax header. */
export function tarOf(entries: readonly MadeEntry[]): Buffer {
  const blocks = entries.flatMap((entry): Buffer[] => {
    const content = Buffer.from(entry.content ?? '');
    const long = entry.name.length > 100 ? paxRecord('path', entry.name) : undefined;
    return [...(long ? [header({ name: 'pax', type: 'x' }, long.length), padded(long)] : []), header(entry, content.length), padded(content)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

function paxRecord(key: string, value: string): Buffer {
  const rest = ` ${key}=${value}\n`;
  let length = rest.length;
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
  return Buffer.from(`${length}${rest}`);
}
