import { componentTopics } from './component.ts';
import { recommendationTopics } from './recommendation.ts';
import { ruleTopics } from './rule.ts';
import { severityTopic } from './severity.ts';
import { standardTopics } from './standard.ts';
import { techniqueTopics } from './technique.ts';
import { threatTopics } from './threat.ts';
import type { Topic } from './topic.ts';
import { wordTopics } from './word.ts';

export type { Topic } from './topic.ts';

/** Everything that can be explained without a cluster. Where two have one name, the earlier kind comes first. */
export const topics: readonly Topic[] = [...ruleTopics, ...threatTopics, ...recommendationTopics, ...componentTopics, ...techniqueTopics, severityTopic, ...wordTopics, ...standardTopics];

const byName: ReadonlyMap<string, readonly Topic[]> = named();

/**
 * What goes by that name, without regard to case: by id, else by alias. Several only where a word of one standard is also
 * one of another, or another tool calls several techniques the same.
 */
export function topicsNamed(name: string): readonly Topic[] {
  return byName.get(name.toLowerCase()) ?? [];
}

/** Every name that `topicsNamed` knows, as people write it. */
export function topicNames(): readonly string[] {
  return [...new Set(topics.flatMap(({ id, aliases }) => [id, ...aliases]))];
}

function named(): ReadonlyMap<string, readonly Topic[]> {
  const found = new Map<string, Topic[]>();
  for (const topic of topics) found.set(topic.id.toLowerCase(), [...(found.get(topic.id.toLowerCase()) ?? []), topic]);
  const ids = new Set(found.keys());
  for (const topic of topics) {
    for (const alias of new Set(topic.aliases.map((each) => each.toLowerCase()))) {
      if (!ids.has(alias)) found.set(alias, [...(found.get(alias) ?? []), topic]);
    }
  }
  return found;
}
