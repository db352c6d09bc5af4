import { attack181 } from './attack-18.1.ts';
import { define, type Standard, type StandardEntry } from './define.ts';

/** Techniques that left the list, with what stands in their place. The general T1562 went the same way as its sub-technique .001. */
const successors: Readonly<Record<string, Pick<StandardEntry, 'id' | 'title'>>> = {
  'T1562.001': { id: 'T1685', title: 'Disable or Modify Tools' },
  'T1562.004': { id: 'T1686', title: 'Disable or Modify System Firewall' },
  'T1562.007': { id: 'T1686.001', title: 'Cloud Firewall' },
};

/** Techniques that were taken out of tactics. */
const tacticsNow: Readonly<Record<string, readonly string[]>> = {
  T1550: ['lateral-movement'],
  'T1550.001': ['lateral-movement'],
  T1610: ['execution'],
};

/** Defense Evasion was renamed Stealth; the tactic Defense Impairment is new. */
function now(entry: StandardEntry): StandardEntry {
  const next = successors[entry.id];
  if (next) return { ...entry, ...next, tactics: ['defense-impairment'] };
  if (!entry.tactics) return entry;
  return { ...entry, tactics: tacticsNow[entry.id] ?? entry.tactics.map((tactic) => (tactic === 'defense-evasion' ? 'stealth' : tactic)) };
}

export const attack191: Standard = define('attack-19.1', 'attack', 'MITRE ATT&CK for Enterprise 19.1', attack181.entries.filter(({ id }) => id !== 'T1562').map(now));
