import { efforts, exposures, gains, positions, score, severityOf, spreads, type BaseFactors, type Factors } from '../../rules/severity.ts';
import type { Severity, SeverityFactors } from '../../model/assessment.ts';
import type { Explanation } from '../../report/explanation.ts';
import { costEfforts, goalGains } from '../../threats/path-severity.ts';
import type { Topic } from './topic.ts';

interface Factor {
  readonly name: keyof Factors;
  readonly meaning: string;
  readonly points: Readonly<Record<string, number>>;
}

/** The five factors in the order in which they are printed. */
export const factors: readonly Factor[] = [
  { name: 'gain', meaning: 'what an attacker has after using it', points: gains },
  { name: 'position', meaning: 'what an attacker must have before', points: positions },
  { name: 'effort', meaning: 'what else must go wrong', points: efforts },
  { name: 'exposure', meaning: 'whether the object is open to the Internet', points: exposures },
  { name: 'spread', meaning: 'how much of the cluster it touches', points: spreads },
];

export const factorHead: readonly string[] = ['factor', 'value', 'points', 'is'];

/** A row for each factor, its value and points, and the sum with what it makes. */
export function factorRows(values: SeverityFactors): readonly (readonly string[])[] {
  const points = factors.map(({ name, points: table }) => table[values[name]] ?? 0);
  const sum = points.reduce((total, each) => total + each, 0);
  return [...factors.map(({ name, meaning }, index) => [name, values[name], signed(points[index] ?? 0), meaning]), ['sum', '', String(sum), `${severityOf(values as Factors)} (${bar(sum)})`]];
}

/** `gain node 4, position a container 1, …: 6`: the factors on one line. */
export function factorLine(values: SeverityFactors): string {
  const parts = factors.map(({ name, points }) => `${name} ${values[name]} ${signed(points[values[name]] ?? 0)}`);
  return `${parts.join(', ')}: ${score(values as Factors)}`;
}

/** What a rule says of itself; exposure and spread, where it leaves them to the cluster, as a range. */
export function baseRows(base: BaseFactors): readonly (readonly string[])[] {
  const low: Factors = { exposure: 'cluster', spread: 'object', ...base };
  const high: Factors = { exposure: 'internet', spread: 'cluster', ...base };
  const rows = factors.map(({ name, meaning, points }) => {
    const value = base[name];
    return value === undefined ? [name, 'by the cluster', `0 to ${Math.max(...Object.values(points))}`, meaning] : [name, value, signed(points[value] ?? 0), meaning];
  });
  const sums = [score(low), score(high)];
  const words = [severityOf(low), severityOf(high)];
  const span = words[0] === words[1] ? words[0] : `${words[0]} to ${words[1]}`;
  return [...rows, ['sum', '', sums[0] === sums[1] ? String(sums[0]) : `${sums[0]} to ${sums[1]}`, span ?? '']];
}

/** The severity that a rule has by itself, before the cluster adds exposure and spread. */
export function baseSeverity(base: BaseFactors): Severity {
  return severityOf({ exposure: 'cluster', spread: 'object', ...base });
}

function signed(points: number): string {
  return points < 0 ? String(points) : `+${points}`;
}

function bar(sum: number): string {
  if (sum >= 7) return '7 and more';
  if (sum >= 5) return '5 or 6';
  return sum >= 3 ? '3 or 4' : 'less than 3';
}

/** `glacis explain severity`: the whole table. */
export const severityTopic: Topic = {
  id: 'severity',
  kind: 'severity',
  title: 'How grave a finding is: five factors, one sum',
  aliases: ['severities', 'factors', 'critical', 'high', 'medium', 'low'],
  explain: (): Explanation => ({
    id: 'severity',
    kind: 'severity',
    title: 'How grave a finding is: five factors, one sum',
    tags: [],
    text: 'Each factor gives points and the sum decides: 7 and more is critical, 5 or 6 high, 3 or 4 medium, less is low. A rule fixes gain, position and effort; exposure and spread come from the cluster, so the same fault can weigh more in one place than in another. Every finding carries its five factors.',
    sections: [
      ...factors.map(({ name, meaning, points }) => ({
        heading: name,
        head: ['value', 'points', meaning],
        rows: Object.entries(points).map(([value, each], index) => [value, signed(each), index === 0 ? meaning : '']),
      })),
      { heading: 'threats on paths', text: 'Where a certain attack path uses a threat that is present, its severity is that of the gravest such path: the goal of the path gives the gain, if that is more than its own, and the cost of the path (the sum of the efforts of its techniques, 1 to 4 each) takes the place of its effort. So a threat on a short way to cluster-admin rises, and one on nothing but long ways falls.' },
      { heading: 'goal', head: ['goal', 'gain'], rows: Object.entries(goalGains).map(([goal, gain]) => [goal, gain]) },
      { heading: 'cost', head: ['cost of the path', 'effort'], rows: costEfforts.map(([most, effort], index) => [most === Infinity ? `more than ${costEfforts[index - 1]?.[0] ?? 0}` : `at most ${most}`, effort]) },
    ],
  }),
};
