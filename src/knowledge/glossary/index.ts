import { components } from './components.ts';
import type { ComponentEntry, Word } from './define.ts';
import { accessWords } from './words-access.ts';
import { clusterWords } from './words-cluster.ts';
import { isolationWords } from './words-isolation.ts';
import { threatWords } from './words-threat-model.ts';

export { components } from './components.ts';
export type { ComponentEntry, Port, Word } from './define.ts';

/** All words, sorted without regard to case. */
export const words: readonly Word[] = [...clusterWords, ...isolationWords, ...accessWords, ...threatWords].toSorted((a, b) =>
  a.word.toLowerCase() < b.word.toLowerCase() ? -1 : 1,
);

const byName: ReadonlyMap<string, Word> = new Map(words.flatMap((word) => [word.word, ...word.aliases].map((name): [string, Word] => [name.toLowerCase(), word])));

/** The entry of a word or one of its aliases, without regard to case. */
export function wordNamed(name: string): Word | undefined {
  return byName.get(name.toLowerCase());
}

/** The entry of a component by id (`component/kubelet`) or by its bare name (`kubelet`). */
export function componentNamed(name: string): ComponentEntry | undefined {
  const id = name.startsWith('component/') ? name : `component/${name}`;
  return components.find((component) => component.id === id || component.title === name);
}
