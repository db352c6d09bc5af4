import type { Profile } from '../model/profile.ts';

const slowest = 12;
const kinds: readonly { readonly name: string; readonly one: string; readonly of: (stage: string) => boolean }[] = [
  { name: 'rules', one: 'rule', of: (stage) => stage.startsWith('rule ') },
  { name: 'threats', one: 'threat', of: (stage) => stage.startsWith('threat/') },
];

/** Where the time of a run went: its stages in their order, then the slowest rules and threats. The first that asks an engine pays for what it keeps. */
export function profileText({ milliseconds }: Profile): string {
  const whole = [...milliseconds.values()].reduce((sum, each) => sum + each, 0);
  const stages = new Map<string, number>();
  for (const [stage, time] of milliseconds) {
    const kind = kinds.find(({ of }) => of(stage))?.name ?? stage;
    stages.set(kind, (stages.get(kind) ?? 0) + time);
  }
  const row = (name: string, time: number): string => `${time.toFixed(1).padStart(10)} ms ${((100 * time) / Math.max(whole, 1e-9)).toFixed(1).padStart(5)} %  ${name}\n`;
  const details = kinds.map(({ one, of }) => {
    const all = [...milliseconds].filter(([stage]) => of(stage)).toSorted(([, a], [, b]) => b - a);
    return all.length === 0 ? '' : `\nThe slowest of ${all.length} by ${one}:\n${all.slice(0, slowest).map(([stage, time]) => row(stage.replace('rule ', ''), time)).join('')}`;
  });
  return `Where the time went:\n${[...stages].map(([name, time]) => row(name, time)).join('')}${row('all', whole)}${details.join('')}`;
}
