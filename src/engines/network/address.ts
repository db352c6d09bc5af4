import { isIPv4, isIPv6 } from 'node:net';

export type Family = 4 | 6;

/** One IP address as a number. */
export interface Address {
  readonly family: Family;
  readonly value: bigint;
}

/** The addresses of a CIDR, both ends included. */
export interface AddressRange {
  readonly family: Family;
  readonly from: bigint;
  readonly to: bigint;
}

const widths: Readonly<Record<Family, number>> = { 4: 32, 6: 128 };
const mapped = 0xffffn << 32n;

/** Reads an IPv4 or IPv6 address. `::ffff:10.0.0.1` is the IPv4 address, as Go and so Kubernetes take it. */
export function parseAddress(text: string): Address | undefined {
  if (isIPv4(text)) return { family: 4, value: ipv4Value(text) };
  // Of what is no address most has no colon; Node makes its pattern for IPv6 at the first question, and that takes a while.
  if (!text.includes(':') || text.includes('%') || !isIPv6(text)) return undefined;
  const value = ipv6Value(text);
  return value >> 32n === mapped >> 32n ? { family: 4, value: value & 0xffffffffn } : { family: 6, value };
}

function ipv4Value(text: string): bigint {
  let value = 0;
  let part = 0;
  for (let at = 0; at < text.length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit >= 0) part = part * 10 + digit;
    else {
      value = value * 256 + part;
      part = 0;
    }
  }
  return BigInt(value * 256 + part);
}

function ipv6Value(text: string): bigint {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (dotted) {
    const low = ipv4Value(dotted[2] ?? '');
    return ipv6Value(`${dotted[1]}${(low >> 16n).toString(16)}:${(low & 0xffffn).toString(16)}`);
  }
  const [head = '', tail] = text.split('::');
  const words = (part: string): readonly string[] => (part === '' ? [] : part.split(':'));
  const [before, after] = [words(head), words(tail ?? '')];
  const middle = tail === undefined ? [] : Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...middle, ...after].reduce((value, word) => (value << 16n) | BigInt(`0x${word}`), 0n);
}

/** Reads a CIDR; bits beyond the prefix are cut off, as every implementation does. */
export function parseCidr(text: string): AddressRange | undefined {
  const [, written = '', length = ''] = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
  const address = parseAddress(written);
  if (!address) return undefined;
  const family: Family = written.includes(':') ? 6 : 4;
  const bits = Number(length) - (family === 6 && address.family === 4 ? 96 : 0);
  const width = widths[address.family];
  if (bits < 0 || bits > width) return undefined;
  const low = BigInt(width - bits);
  const from = (address.value >> low) << low;
  return { family: address.family, from, to: from + (1n << low) - 1n };
}

export function contains(range: AddressRange, { family, value }: Address): boolean {
  return range.family === family && value >= range.from && value <= range.to;
}

// 169.254.0.0/16, fe80::/10, and fd00:ec2::/32, which one cloud keeps for services of its machines.
const ofMachines: readonly AddressRange[] = [
  { family: 4, from: 0xa9fe_0000n, to: 0xa9fe_ffffn }, { family: 6, from: 0xfe80n << 112n, to: (0xfec0n << 112n) - 1n }, { family: 6, from: 0xfd00_0ec2n << 96n, to: (0xfd00_0ec3n << 96n) - 1n },
];

/** Whether no pod and no node has an address of the range: they reach only services of their own machine. */
export function isLinkLocal({ family, from, to }: AddressRange): boolean {
  return ofMachines.some((range) => range.family === family && from >= range.from && to <= range.to);
}

/** Whether a range is every address of its family. */
export function isWhole(range: AddressRange): boolean {
  return range.to - range.from + 1n === 1n << BigInt(widths[range.family]);
}

/** An address as policies write it. */
export function addressText({ family, value }: Address): string {
  if (family === 4) return ipv4Text(Number(value));
  return Array.from({ length: 8 }, (_, index) => ((value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16)).join(':');
}

export function ipv4Text(value: number): string {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255].join('.');
}
