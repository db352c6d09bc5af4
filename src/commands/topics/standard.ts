import { standards, type Standard, type StandardEntry } from '../../knowledge/standards/index.ts';
import type { Assessment } from '../../model/assessment.ts';
import { filled, type Explanation, type Item } from '../../report/explanation.ts';
import { isKnown, itemOf } from './references.ts';
import type { Topic } from './topic.ts';

/** Editions, and under `EDITION/ID` every entry of each. */
export const standardTopics: readonly Topic[] = standards.flatMap((standard) => [
  { id: standard.id, kind: 'standard' as const, title: standard.title, aliases: [], explain: () => edition(standard) },
  ...standard.entries.map((entry): Topic => ({ id: `${standard.id}/${entry.id}`, kind: 'standard', title: entry.title, aliases: aliasesOf(standard, entry), explain: (here) => explained(standard, entry, here) })),
]);

/** The bare id and `FAMILY/ID` mean the newest edition that has the entry; two families may share a bare id. */
function aliasesOf(standard: Standard, { id }: StandardEntry): readonly string[] {
  const newest = standards.findLast(({ family, entries }) => family === standard.family && entries.some((entry) => entry.id === id));
  return newest === standard ? [id, `${standard.family}/${id}`] : [];
}

function edition(standard: Standard): Explanation {
  const mapped = standard.entries.filter(({ ours }) => ours.length > 0).length;
  return {
    id: standard.id,
    kind: 'standard',
    title: standard.title,
    tags: ['standard', ...scopeOf(standard), `${mapped} of ${standard.entries.length} entries have something here`],
    text: '',
    sections: [{ heading: 'Entries', items: standard.entries.map((entry) => ({ id: `${standard.id}/${entry.id}`, text: entry.title })) }],
  };
}

function explained(standard: Standard, entry: StandardEntry, here?: Assessment): Explanation {
  const ours = entry.ours.filter(isKnown);
  const later = entry.ours.length - ours.length;
  const others = standards.filter((other) => other !== standard && other.family === standard.family && other.entries.some(({ id }) => id === entry.id));
  return {
    id: `${standard.id}/${entry.id}`,
    kind: 'standard',
    title: entry.title,
    tags: [standard.title, ...scopeOf(standard), ...(entry.tactics ?? [])],
    text: entry.note ?? '',
    sections: filled([
      { heading: 'Threats', items: ours.filter((id) => id.startsWith('threat/')).map((id) => withVerdict(id, here)) },
      { heading: 'Guide', items: ours.filter((id) => id.startsWith('nsa/')).map((id) => withVerdict(id, here)) },
      { heading: 'Rules', items: ours.filter((id) => !id.includes('/')).map((id) => withVerdict(id, here)) },
      ours.length === 0 ? { heading: 'Here', text: later === 0 ? 'Nothing of ours speaks of it.' : 'Nothing of this version speaks of it yet.' } : undefined,
      { heading: 'Also in', items: others.map(({ id, title }) => ({ id: `${id}/${entry.id}`, text: title })) },
    ]),
  };
}

function scopeOf({ minors }: Standard): readonly string[] {
  return minors ? [`Kubernetes 1.${minors.from} to 1.${minors.to}`] : [];
}

function withVerdict(id: string, here?: Assessment): Item {
  const item = itemOf(id);
  const found = [...(here?.threats ?? []), ...(here?.recommendations ?? []), ...(here?.rules ?? [])].find((each) => each.id === id);
  return found ? { id, text: `${found.verdict.replace('-', ' ')}: ${item.text}` } : item;
}
