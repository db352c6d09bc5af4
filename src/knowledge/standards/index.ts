import { admissionThreats } from './admission-threats.ts';
import { attack181 } from './attack-18.1.ts';
import { attack191 } from './attack-19.1.ts';
import { cis112 } from './cis-1.12.ts';
import { cis20 } from './cis-2.0.ts';
import { cncfTrees } from './cncf-trees.ts';
import { d3fend } from './d3fend.ts';
import type { Standard, StandardEntry } from './define.ts';
import { microsoft } from './microsoft.ts';
import { owasp2022 } from './owasp-k8s-2022.ts';
import { owasp2025 } from './owasp-k8s-2025.ts';
import { podSecurity } from './pod-security.ts';

export { cisEditionOf } from './cis-editions.ts';
export type { Family, Minors, Standard, StandardEntry } from './define.ts';

/** Every edition, those of one family together and from old to new. The guidance of NSA and CISA stands apart: its recommendations are ours. */
export const standards: readonly Standard[] = [
  podSecurity, cis112, cis20, owasp2022, owasp2025, attack181, attack191, microsoft, cncfTrees, admissionThreats, d3fend,
];

const references: ReadonlyMap<string, readonly string[]> = collected();

/** What the standards call a threat, rule or recommendation: `attack-19.1/T1611`, `cis-2.0/5.2.2`; sorted, of every edition. */
export function referencesOf(ourId: string): readonly string[] {
  return references.get(ourId) ?? [];
}

/** The entry behind a reference such as `cis-2.0/5.2.2`. */
export function entryOf(reference: string): StandardEntry | undefined {
  const [edition, id] = split(reference);
  return standards.find((standard) => standard.id === edition)?.entries.find((entry) => entry.id === id);
}

/**
 * One edition of each family to cite for a cluster of that minor: the newest whose scope has begun by then. Where an edition
 * for a newer minor was not found, that is the last one: `covers` says so. None of a family that begins later.
 */
export function editionsAt(minor?: number): readonly Standard[] {
  const chosen = new Map<string, Standard>();
  for (const standard of standards) {
    if (minor === undefined || !standard.minors || standard.minors.from <= minor) chosen.set(standard.family, standard);
  }
  return [...chosen.values()];
}

/** Whether that minor lies in the scope that the edition names for itself. */
export function covers({ minors }: Standard, minor: number): boolean {
  return !minors || (minors.from <= minor && minor <= minors.to);
}

function split(reference: string): readonly [string, string] {
  const at = reference.indexOf('/');
  return [reference.slice(0, at), reference.slice(at + 1)];
}

function collected(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { id: edition, entries } of standards) {
    for (const { id, ours } of entries) {
      for (const ourId of ours) {
        const list = found.get(ourId);
        if (list) list.push(`${edition}/${id}`);
        else found.set(ourId, [`${edition}/${id}`]);
      }
    }
  }
  for (const list of found.values()) list.sort();
  return found;
}
