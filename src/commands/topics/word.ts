import { words, type Word } from '../../knowledge/glossary/index.ts';
import { filled } from '../../report/explanation.ts';
import { isKnown, itemOf } from './references.ts';
import type { Topic } from './topic.ts';

export const wordTopics: readonly Topic[] = words.map((word) => ({
  id: word.word, kind: 'word', title: word.word, aliases: word.aliases, explain: () => ({
    id: word.word, kind: 'word', title: '', tags: ['word', ...(word.aliases.length === 0 ? [] : [`also ${word.aliases.join(', ')}`])], text: word.text, sections: filled([{ heading: 'See', items: seen(word) }]),
  }),
}));

/** What the word leads on to, as far as this version has it. */
function seen({ see }: Word): ReturnType<typeof itemOf>[] {
  return see.filter(isKnown).map(itemOf);
}
