import type { ThreatResult } from '../model/assessment.ts';
import { styled, wide, type Screen } from './screen.ts';

const categories = ['supply-chain', 'malicious-actor', 'insider'] as const;
const headings: Readonly<Record<(typeof categories)[number], string>> = { 'supply-chain': 'Supply chain', 'malicious-actor': 'Malicious actor', insider: 'Insider' };

/** The nine components first, then what they work on: the order of every report. */
const order: readonly string[] = [
  'kube-apiserver', 'etcd', 'kube-scheduler', 'kube-controller-manager', 'cloud-controller-manager', 'kubelet', 'container runtime', 'kube-proxy', 'cluster DNS',
  'workloads', 'identities', 'images/registry', 'network', 'secrets', 'worker node', 'cloud account', 'physical',
];
const nine = 9;
const nameWidth = 26;

/** Components by categories: how many threats are present, how many not known, how many not decided by this version. */
export function threatMatrix(threats: readonly ThreatResult[], screen: Screen): readonly string[] {
  const rest = [...new Set(threats.flatMap(({ components }) => components))].filter((component) => !order.includes(component));
  const names = [...order, ...rest].filter((name) => threats.some(({ components }) => components.includes(name)));
  const cell = screen.columns >= wide ? 11 : 17;
  const rows = names.map((name) => name.padEnd(nameWidth) + categories.map((category) => cellText(threats.filter((threat) => threat.category === category && threat.components.includes(name)), cell, screen)).join(''));
  const title = 'PRESENT, and unknown?'.padEnd(nameWidth);
  const legend = [
    '? not known   ~ described, not decided by this version   · no such threat',
    'A threat may touch several components.',
  ].map((line) => styled(line, 'dim', screen));
  if (screen.columns < wide) return [styled(title, 'bold', screen) + categories.map((category) => styled(headings[category].padEnd(cell), 'dim', screen)).join('').trimEnd(), ...rows.map((row) => row.trimEnd()), ...legend];
  const words = [['Supply', 'Malicious', 'Insider'], ['chain', 'actor', '']].map((line, index) => (index === 0 ? styled(title, 'bold', screen) : ' '.repeat(nameWidth)) + line.map((word) => styled(word.padEnd(cell), 'dim', screen)).join(''));
  const columns = [rows.slice(0, nine), rows.slice(nine)];
  const height = Math.max(...columns.map((column) => column.length));
  const blank = ' '.repeat(nameWidth + 3 * cell);
  const right = [' '.repeat(nameWidth) + ['Supply', 'Malicious', 'Insider'].map((word) => styled(word.padEnd(cell), 'dim', screen)).join(''), words[1] ?? ''];
  const lines = [...words.map((word, index) => word + (right[index] ?? '')), ...Array.from({ length: height }, (_, index) => (columns[0]?.[index] ?? blank) + (columns[1]?.[index] ?? ''))];
  return [...lines.map((line) => line.trimEnd()), ...legend];
}

function cellText(threats: readonly ThreatResult[], width: number, screen: Screen): string {
  if (threats.length === 0) return styled('·', 'dim', screen) + ' '.repeat(width - 1);
  const present = threats.filter(({ verdict }) => verdict === 'present').length;
  const unknown = threats.filter(({ verdict, assessed }) => verdict === 'unknown' && assessed).length;
  const undecided = threats.filter(({ assessed }) => !assessed).length;
  // Nothing may read as "none" where nothing was decided.
  const parts = [present > 0 || undecided < threats.length ? { text: String(present), red: present > 0 } : undefined, unknown > 0 ? { text: `${unknown}?`, red: false } : undefined, undecided > 0 ? { text: `${undecided}~`, red: false } : undefined];
  const shown = parts.filter((part) => part !== undefined);
  const length = shown.reduce((sum, { text }) => sum + text.length + 1, -1);
  return shown.map(({ text, red }) => (red ? styled(text, 'red', screen) : text.endsWith('~') ? styled(text, 'dim', screen) : text)).join(' ') + ' '.repeat(Math.max(1, width - length));
}
