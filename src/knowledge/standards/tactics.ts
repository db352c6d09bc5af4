import { attack181 } from './attack-18.1.ts';
import { attack191 } from './attack-19.1.ts';

/** The ids of ATT&CK's tactics by their short names: Stealth kept the id of Defense Evasion, which it took the place of. */
export const tacticIds: Readonly<Record<string, string>> = {
  reconnaissance: 'TA0043', 'resource-development': 'TA0042', 'initial-access': 'TA0001', execution: 'TA0002', persistence: 'TA0003', 'privilege-escalation': 'TA0004',
  'defense-evasion': 'TA0005', stealth: 'TA0005', 'defense-impairment': 'TA0112', 'credential-access': 'TA0006', discovery: 'TA0007', 'lateral-movement': 'TA0008',
  collection: 'TA0009', 'command-and-control': 'TA0011', exfiltration: 'TA0010', impact: 'TA0040',
};

const tactics: ReadonlyMap<string, readonly string[]> = new Map([attack181, attack191].flatMap(({ entries }) => entries.flatMap(({ id, tactics: own }) => (own ? [[id, own] as const] : []))));

/** Short names of the tactics under which ATT&CK shows a technique, by the newest edition that has it; empty where none was read. */
export function tacticsOf(technique: string): readonly string[] {
  return tactics.get(technique) ?? [];
}
