import { components, type ComponentEntry } from '../../knowledge/glossary/index.ts';
import type { Assessment, ComponentResult } from '../../model/assessment.ts';
import { filled, type Explanation, type Item, type Section } from '../../report/explanation.ts';
import { rules } from '../../rules/registry.ts';
import { threats } from '../../threats/index.ts';
import { placeOf } from './here.ts';
import { itemOf, referenceSection } from './references.ts';
import type { Topic } from './topic.ts';

export const componentTopics: readonly Topic[] = components.map((component) => ({
  id: component.id, kind: 'component', title: component.title, aliases: [component.id.slice('component/'.length), component.title], explain: (here) => explained(component, here),
}));

function explained(component: ComponentEntry, here?: Assessment): Explanation {
  const bare = component.id.slice('component/'.length);
  const found = here?.components.filter(({ id }) => id === component.id) ?? [];
  return {
    id: component.id,
    kind: 'component',
    title: component.title,
    tags: [component.named ? 'one of the nine components of the guidance' : 'stands beside the nine components'],
    text: component.does,
    sections: filled([
      here && component.named ? { heading: 'Here', items: found.length === 0 ? [{ id: 'not found', text: component.foundBy }] : found.map(hereItem) } : undefined,
      ...found.map(settings),
      { heading: 'An attacker', text: component.gain },
      { heading: 'Ports', rows: component.ports.map(({ port, what }) => [String(port), what]), head: ['port', 'answers'] },
      { heading: 'Set in', text: component.configuredIn },
      { heading: 'Found by', text: component.foundBy },
      { heading: 'Rules', items: rules.filter((rule) => rule.component === bare).map(({ id }) => itemOf(id)) },
      { heading: 'Threats', items: threats.filter(({ elements }) => elements.some((element) => element === component.title)).map(({ id }) => itemOf(id)) },
      referenceSection(component.id, here),
    ]),
  };
}

function hereItem({ name, version, where, foundBy, sure }: ComponentResult): Item {
  const nodes = where.length === 0 ? '' : `on ${where.length > 5 ? `${where.slice(0, 5).join(', ')} and ${where.length - 5} more` : where.join(', ')}, `;
  return { id: name, text: `${version ?? 'version not known'}, ${nodes}${foundBy === '' ? sure : `found by ${foundBy}, ${sure}`}` };
}

/** What somebody chose first, with its place; then what the version's defaults say. */
function settings({ name, configuration }: ComponentResult): Section {
  const [defaults, chosen] = [true, false].map((wanted) => configuration.filter(({ source }) => (source === 'default') === wanted));
  const items = [...(chosen ?? []), ...(defaults ?? [])].map(({ name: setting, value, source, evidence }): Item => {
    const text = `${value ?? 'not set'} (${source})`;
    return { id: setting, text: source === 'default' || !evidence.location ? text : `${text}\n${placeOf(evidence.location)}` };
  });
  return { heading: name, items };
}
