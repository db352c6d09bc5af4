import type { Minors } from './define.ts';

/**
 * Edition of the CIS Kubernetes Benchmark by minor, oldest first. The names do not order the editions: 1.20 to 1.24 are older
 * than 1.7. Only the last two have tables here; older ones number differently.
 */
const editions: readonly (Minors & { readonly edition: string })[] = [
  { from: 15, to: 15, edition: '1.5' },
  { from: 16, to: 18, edition: '1.6' },
  { from: 19, to: 21, edition: '1.20' },
  { from: 22, to: 23, edition: '1.23' },
  { from: 24, to: 24, edition: '1.24' },
  { from: 25, to: 25, edition: '1.7' },
  { from: 26, to: 26, edition: '1.8' },
  { from: 27, to: 27, edition: '1.9' },
  { from: 28, to: 28, edition: '1.10' },
  { from: 29, to: 31, edition: '1.11' },
  { from: 32, to: 34, edition: '1.12' },
  { from: 34, to: 35, edition: '2.0' },
];

/** The edition that was made for that minor, the newer where two were; undefined where none was found. */
export function cisEditionOf(minor: number): string | undefined {
  return editions.findLast(({ from, to }) => from <= minor && minor <= to)?.edition;
}
