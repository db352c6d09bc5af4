import { entries, fields, text, texts } from '../../cluster/read.ts';
import type { Evidence } from '../../model/evidence.ts';
import { refLabel } from '../../model/object.ts';
import type { AttackContext } from '../context.ts';
import type { ContainerPlace } from '../places.ts';
import type { PlainText } from '../plain-text.ts';
import { nodeReaders } from './nodes.ts';
import { readingsOfTemplate } from './readings.ts';

// Nothing that is looked for is shorter.
const shortest = 15;

/** Variables, command lines and headers of containers. */
export function* containerWords({ containers }: AttackContext, interesting: RegExp): Generator<PlainText> {
  for (const place of containers) {
    const { container, workload, inside } = place;
    for (const { value, at } of wordsOf(place)) {
      if (value.length > shortest && interesting.test(value)) yield { value, holders: [inside, ...nodeReaders(workload)], readings: readingsOfTemplate(workload), where: `container ${container.name} of ${refLabel(workload.ref)}`, at };
    }
  }
}

interface Word {
  readonly value: string;
  readonly at: Evidence;
}

function* wordsOf({ container }: ContainerPlace): Generator<Word> {
  const { spec } = container;
  for (const { index, value } of entries(spec['env'])) {
    const literal = text(value['value']);
    if (literal !== undefined) yield { value: literal, at: container.at('env', index, 'name') };
  }
  for (const list of ['command', 'args'] as const) for (const value of texts(spec[list])) yield { value, at: container.at(list) };
  for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe'] as const) yield* wordsOfHandler(spec[probe], container.at(probe));
  const hooks = fields(spec['lifecycle']);
  if (hooks) for (const hook of ['postStart', 'preStop'] as const) yield* wordsOfHandler(hooks[hook], container.at('lifecycle', hook));
}

/** The command that a probe or a hook runs, or the headers that it sends. */
function* wordsOfHandler(value: unknown, at: Evidence): Generator<Word> {
  const handler = fields(value);
  if (!handler) return;
  for (const word of texts(fields(handler['exec'])?.['command'])) yield { value: word, at };
  for (const { value: header } of entries(fields(handler['httpGet'])?.['httpHeaders'])) {
    const sent = text(header['value']);
    if (sent !== undefined) yield { value: sent, at };
  }
}
