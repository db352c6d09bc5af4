import { isIP } from 'node:net';
import type { Environment } from '@marcbachmann/cel-js';
import { Failed, Unsupported } from './outcome.ts';
import { bound } from './strings.ts';
import type { Comparable } from './values.ts';

/** An address as a number; zones and IPv4 inside IPv6 are none, as in Kubernetes. */
class Address implements Comparable {
  readonly family: 4 | 6;
  readonly bits: bigint;
  constructor(family: 4 | 6, bits: bigint) {
    this.family = family;
    this.bits = bits;
  }

  compare(other: Address): number {
    return this.family === other.family && this.bits === other.bits ? 0 : 1;
  }
}

class Block implements Comparable {
  readonly address: Address;
  readonly length: number;
  constructor(address: Address, length: number) {
    this.address = address;
    this.length = length;
  }

  compare(other: Block): number {
    return this.length === other.length ? this.address.compare(other.address) : 1;
  }
}

class Url {
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
  constructor(scheme: string, host: string, path: string) {
    [this.scheme, this.host, this.path] = [scheme, host, path];
  }
}

class IpNames {}

export function registerNetwork(environment: Environment): void {
  const { registerFunction } = bound(environment);
  environment.registerType('Address', Address).registerType('Block', Block).registerType('Url', Url).registerType('IpNames', IpNames).registerConstant('ip', 'IpNames', new IpNames());
  registerFunction('ip(string): Address', (text: string) => must(readAddress(text), text));
  registerFunction('isIP(string): bool', (text: string) => readAddress(text) !== undefined);
  registerFunction('IpNames.isCanonical(string): bool', isCanonical);
  registerFunction('Address.family(): int', ({ family }: Address) => BigInt(family));
  for (const [name, [four, six]] of Object.entries(kinds())) {
    registerFunction(`Address.${name}(): bool`, (address: Address) => (address.family === 4 ? four : six).some((block) => covers(block, address)));
  }
  registerFunction('Address.isGlobalUnicast(): bool', isGlobalUnicast);
  registerFunction('cidr(string): Block', (text: string) => must(readBlock(text), text));
  registerFunction('isCIDR(string): bool', (text: string) => readBlock(text) !== undefined);
  registerFunction('Block.containsIP(string): bool', (block: Block, text: string) => covers(block, must(readAddress(text), text)));
  registerFunction('Block.containsIP(Address): bool', covers);
  registerFunction('Block.containsCIDR(string): bool', (block: Block, text: string) => holds(block, must(readBlock(text), text)));
  registerFunction('Block.containsCIDR(Block): bool', holds);
  registerFunction('Block.ip(): Address', ({ address }: Block) => address);
  registerFunction('Block.masked(): Block', ({ address, length }: Block) => new Block(masked(address, length), length));
  registerFunction('Block.prefixLength(): int', ({ length }: Block) => BigInt(length));
  environment.registerOperator('Address == Address', (a: Address, b: Address) => a.compare(b) === 0);
  environment.registerOperator('Block == Block', (a: Block, b: Block) => a.compare(b) === 0);
  registerFunction('url(string): Url', (text: string) => must(readUrl(text), text));
  registerFunction('isURL(string): bool', (text: string) => readUrl(text) !== undefined);
  registerFunction('Url.getScheme(): string', ({ scheme }: Url) => scheme);
  registerFunction('Url.getHost(): string', ({ host }: Url) => host);
  registerFunction('Url.getHostname(): string', ({ host }: Url) => host.replace(/:\d*$/, ''));
  registerFunction('Url.getPort(): string', ({ host }: Url) => /:(\d*)$/.exec(host)?.[1] ?? '');
  registerFunction('Url.getEscapedPath(): string', ({ path }: Url) => path);
}

function must<T>(value: T | undefined, text: string): T {
  if (value === undefined) throw new Failed(`${text} cannot be read`);
  return value;
}

function readAddress(text: string): Address | undefined {
  const version = text.includes('%') ? 0 : isIP(text);
  if (version === 4) return new Address(4, text.split('.').reduce((bits, part) => (bits << 8n) | BigInt(part), 0n));
  if (version !== 6) return undefined;
  const address = new Address(6, bitsOf6(text));
  return address.bits >> 32n === 0xffffn ? undefined : address;
}

function bitsOf6(text: string): bigint {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const four = dotted ? (dotted[2] ?? '').split('.').map(Number) : [];
  const [a = 0, b = 0, c = 0, d = 0] = four;
  const plain = dotted ? `${dotted[1]}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}` : text;
  const [head = '', tail] = plain.split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const words = [...front, ...Array.from({ length: tail === undefined ? 0 : 8 - front.length - back.length }, () => '0'), ...back];
  return words.reduce((bits, word) => (bits << 16n) | BigInt(`0x${word}`), 0n);
}

function readBlock(text: string): Block | undefined {
  const [, address = '', length = ''] = /^(.*)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
  const found = address === '' ? undefined : readAddress(address);
  return found && Number(length) <= (found.family === 4 ? 32 : 128) ? new Block(found, Number(length)) : undefined;
}

function masked({ family, bits }: Address, length: number): Address {
  const host = BigInt((family === 4 ? 32 : 128) - length);
  return new Address(family, (bits >> host) << host);
}

function covers({ address, length }: Block, other: Address): boolean {
  return address.family === other.family && masked(address, length).bits === masked(other, length).bits;
}

function holds(block: Block, other: Block): boolean {
  return block.length <= other.length && covers(block, other.address);
}

// Read when an expression asks: most clusters have none that speaks of addresses, and reading them takes as long as loading a room.
const blocks = (...texts: string[]): readonly Block[] => texts.map((text) => must(readBlock(text), text));
const kinds = (): Readonly<Record<string, readonly [four: readonly Block[], six: readonly Block[]]>> => ({
  isUnspecified: [blocks('0.0.0.0/32'), blocks('::/128')],
  isLoopback: [blocks('127.0.0.0/8'), blocks('::1/128')],
  isLinkLocalUnicast: [blocks('169.254.0.0/16'), blocks('fe80::/10')],
  isLinkLocalMulticast: [blocks('224.0.0.0/24'), blocks('ff02::/16', 'ff12::/16', 'ff22::/16', 'ff32::/16', 'ff42::/16', 'ff52::/16', 'ff62::/16', 'ff72::/16', 'ff82::/16', 'ff92::/16', 'ffa2::/16', 'ffb2::/16', 'ffc2::/16', 'ffd2::/16', 'ffe2::/16', 'fff2::/16')],
});
let notGlobal: readonly [readonly Block[], readonly Block[]] | undefined;
const notGlobalUnicast = (): readonly [readonly Block[], readonly Block[]] => (notGlobal ??= [
  blocks('0.0.0.0/32', '255.255.255.255/32', '127.0.0.0/8', '224.0.0.0/4', '169.254.0.0/16'), blocks('::/128', '::1/128', 'ff00::/8', 'fe80::/10'),
]);

function isGlobalUnicast(address: Address): boolean {
  return !notGlobalUnicast()[address.family === 4 ? 0 : 1].some((block) => covers(block, address));
}

function isCanonical(_: IpNames, text: string): boolean {
  const address = must(readAddress(text), text);
  // An IPv4 address has one spelling; of IPv6 the URL parser writes the canonical one.
  return address.family === 4 || new URL(`http://[${text}]/`).hostname === `[${text}]`;
}

/** Plain addresses only: where Go's reader and any other could differ, nothing is concluded. */
function readUrl(text: string): Url | undefined {
  const plain = /^([a-z][a-z0-9+.-]*):\/\/([A-Za-z0-9.-]+(?::\d+)?)((?:\/[A-Za-z0-9._~-]*)*)$/.exec(text);
  if (plain) return new Url(plain[1] ?? '', plain[2] ?? '', plain[3] ?? '');
  if (/^(?:\/[A-Za-z0-9._~-]+)+\/?$/.test(text)) return new Url('', '', text);
  if (/^[A-Za-z0-9._~-]*$/.test(text)) return undefined;
  throw new Unsupported(`whether ${JSON.stringify(text)} is a URL is not evaluated here`);
}
