import { app, cart, inShop, podIn, rule } from '../examples.ts';
import { rightTechnique, rightsTo } from '../right-technique.ts';
import { podsNamed, spreadToAll } from '../spread.ts';
import { hub } from '../states.ts';
import type { Technique } from '../technique.ts';

const technique: Technique = rightTechnique({
  id: 'technique/debug-container',
  title: 'adds a container of its own to a pod',
  why: 'A debug container runs any image inside a running pod: it shares its network, may mount its volumes and, aimed at a container, sees its processes.',
  aliases: ['D3', 'pods_ephemeral_ctrs', 'DEBUG_POD'],
  attack: ['T1610', 'T1609'],
  microsoft: ['MS-TA9011'],
  effort: 1,
  detects: 'Audit events on pods/ephemeralcontainers.',
  removes: 'Take pods/ephemeralcontainers away.',
  rights: rightsTo(['update', 'patch'], '', 'pods', 'ephemeralcontainers'),
  gives: (namespace) => hub('debug-container', namespace),
  named: podsNamed,
  spread: (context) => spreadToAll('debug-container', context, 'containers'),
  examples: {
    present: [{ objects: inShop(rule('pods/ephemeralcontainers', 'patch')) + podIn('shop'), from: cart, to: app }],
    absent: [{ objects: inShop(rule('pods/ephemeralcontainers', 'get')) + podIn('shop'), from: cart, to: app }],
    unknown: [],
  },
});

export default technique;
