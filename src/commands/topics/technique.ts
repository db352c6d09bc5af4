import { techniques } from '../../attack/registry.ts';
import type { Example, Technique } from '../../attack/technique.ts';
import { nounOf } from '../../attack/words.ts';
import { entryOf, standards } from '../../knowledge/standards/index.ts';
import { blockLines, isNested } from '../../lang/yaml/render.ts';
import { readYaml } from '../../lang/yaml/read.ts';
import { filled, type Explanation, type Item, type Section } from '../../report/explanation.ts';
import type { Assessment } from '../../model/assessment.ts';
import { shown } from './technique-shown.ts';
import type { Topic } from './topic.ts';

export const techniqueTopics: readonly Topic[] = techniques.map((technique) => ({
  id: technique.id, kind: 'technique', title: technique.title, aliases: [bareName(technique), ...technique.aliases], explain: (here) => explained(technique, here),
}));

/** The groups of the catalogue of techniques, by the letter with which their rows begin. */
export const techniqueGroups: Readonly<Record<string, string>> = {
  A: 'Who is who, and what lies where',
  B: 'Rights that lead to more rights',
  C: 'Objects that steer the API server',
  D: 'Rights that run code in pods',
  E: 'From a container to its node',
  F: 'Credentials and data',
  G: 'The network',
  H: 'Services of nodes and control plane',
  I: 'Cloud identities',
  J: 'Controllers that act for others',
  K: 'Suppliers and insiders',
};

/** The group in which a technique stands. */
export function groupOf({ id, aliases: [row = ''] }: Technique): string {
  const group = techniqueGroups[row.charAt(0)];
  if (group === undefined) throw new Error(`${id} has no row of the catalogue`);
  return group;
}

/** Its rows of the catalogue, and apart from them what other tools call it. */
export function namesOf({ aliases }: Technique): { readonly rows: readonly string[]; readonly others: readonly string[] } {
  const once = [...new Set(aliases)];
  const isRow = (alias: string): boolean => /^[A-K]\d+$/.test(alias);
  return { rows: once.filter(isRow), others: once.filter((alias) => !isRow(alias)) };
}

/** The technique of that bare name, where there is one: a rule may go by the same. */
export function techniqueItems(bare: string): readonly Item[] {
  return techniques.filter((technique) => bareName(technique) === bare).map(({ id, title }) => ({ id, text: title }));
}

function bareName({ id }: Technique): string {
  return id.slice('technique/'.length);
}

const efforts: Readonly<Record<Technique['effort'], string>> = { 1: '1 of 4: one request', 2: '2 of 4: some preparation', 3: '3 of 4: a flaw or skill', 4: '4 of 4: luck as well as a flaw or skill' };

function explained(technique: Technique, here?: Assessment): Explanation {
  const { id, title, why, effort, detects, removes, examples, attack, microsoft } = technique;
  const { rows, others } = namesOf(technique);
  const { needs, gives } = shown(technique);
  return {
    id,
    kind: 'technique',
    title,
    tags: ['technique', ...rows, groupOf(technique)],
    text: why,
    sections: filled([
      here && { heading: 'Here', text: 'glacis paths SOURCE shows where it leads in this cluster, glacis blast what one identity or pod reaches.' },
      { heading: 'Needs, as in', rows: needs, head: ['from', 'what makes it so'] },
      { heading: 'Gives, as in', text: gives.join(', ') },
      { heading: 'Effort', text: efforts[effort] },
      { heading: 'Shown by', text: detects },
      { heading: 'Removed by', text: removes },
      { heading: 'ATT&CK', items: attack.map((each) => referenceItem('attack', each)) },
      { heading: 'Microsoft', items: microsoft.map((each) => referenceItem('microsoft', each)) },
      { heading: 'Also called', text: others.join(', ') },
      example('Present', examples.present),
      example('Absent', examples.absent),
      example('Unknown', examples.unknown),
    ]),
  };
}

/** By the newest edition that has it; an id that the tables here do not hold stands alone. */
function referenceItem(family: 'attack' | 'microsoft', id: string): Item {
  const edition = standards.findLast((standard) => standard.family === family && standard.entries.some((entry) => entry.id === id));
  const reference = edition ? `${edition.id}/${id}` : id;
  return { id: reference, text: entryOf(reference)?.title ?? '' };
}

/** The first of them in full: the others differ from it in little. */
function example(heading: string, [first]: readonly Example[]): Section | undefined {
  if (!first) return undefined;
  const asked = `# from ${nounOf(first.from)} to ${nounOf(first.to)}${first.version === undefined ? '' : `, Kubernetes ${first.version}`}`;
  return { heading, code: [asked, ...yamlLines(first.objects)], language: 'yaml' };
}

/** Examples are written short; people read one field a line. */
function yamlLines(objects: string): readonly string[] {
  const documents = objects.split(/^---$/m).map((text) => readYaml(text).value).filter(isNested);
  return documents.flatMap((value, index) => [...(index > 0 ? ['---'] : []), ...blockLines(value, 0, { newline: '\n', mapIndent: 2, listIndent: 0 })]);
}
