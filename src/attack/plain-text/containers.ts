import { fields, text } from '../../cluster/read.ts';
import { refLabel, type Path } from '../../model/object.ts';
import type { AttackContext } from '../context.ts';
import type { PlainText } from '../plain-text.ts';
import { nodeReaders } from './nodes.ts';
import { readingsOfTemplate } from './readings.ts';

// Nothing that is looked for is shorter.
const shortest = 15;

/** Variables, command lines and headers of containers. */
export function containerWords({ containers }: AttackContext, interesting: RegExp): readonly PlainText[] {
  const found: PlainText[] = [];
  for (const { container, workload, inside } of containers) {
    // Nearly all say nothing: what is told of a place is made where something is found.
    const look = (value: unknown, ...path: Path): void => {
      if (typeof value !== 'string' || value.length <= shortest || !interesting.test(value)) return;
      found.push({ value, holders: () => [inside, ...nodeReaders(workload)], readings: readingsOfTemplate(workload), where: `container ${container.name} of ${refLabel(workload.ref)}`, at: container.at(...path) });
    };
    const { spec } = container;
    each(spec['env'], (variable, index) => {
      look(fields(variable)?.['value'], 'env', index, 'name');
    });
    for (const list of ['command', 'args'] as const) each(spec[list], (word) => { look(word, list); });
    for (const probe of probes) if (spec[probe] !== undefined) wordsOfHandler(spec[probe], (word) => { look(word, probe); });
    const hooks = fields(spec['lifecycle']);
    if (hooks) for (const hook of ['postStart', 'preStop'] as const) wordsOfHandler(hooks[hook], (word) => { look(word, 'lifecycle', hook); });
  }
  return found;
}

const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;

function each(list: unknown, look: (item: unknown, index: number) => void): void {
  if (Array.isArray(list)) for (let index = 0; index < list.length; index++) look(list[index], index);
}

/** The command that a probe or a hook runs, or the headers that it sends. */
function wordsOfHandler(value: unknown, look: (word: string) => void): void {
  const handler = fields(value);
  each(fields(handler?.['exec'])?.['command'], (word) => { look(text(word) ?? ''); });
  each(fields(handler?.['httpGet'])?.['httpHeaders'], (header) => { look(text(fields(header)?.['value']) ?? ''); });
}
