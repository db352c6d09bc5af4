import { app, cart, inShop, podIn, rule } from '../examples.ts';
import { connecting } from '../exec-verbs.ts';
import { rightTechnique } from '../right-technique.ts';
import { podsNamed, spreadToAll } from '../spread.ts';
import { hub } from '../states.ts';
import type { Technique } from '../technique.ts';

const technique: Technique = rightTechnique({
  id: 'technique/pod-attach',
  title: 'attaches to the process of a container',
  why: 'Attach reads and writes the standard streams of the main process: a shell where that is one.',
  aliases: ['D2', 'risky-attach-pods'],
  attack: ['T1609'],
  microsoft: ['MS-TA9006'],
  effort: 1,
  detects: 'Audit events on pods/attach.',
  removes: 'Take pods/attach away, or limit it to pods by resourceNames.',
  rights: (context) => connecting('attach', context),
  gives: (namespace) => hub('pod-attach', namespace),
  named: podsNamed,
  spread: (context) => spreadToAll('pod-attach', context, 'containers'),
  examples: {
    present: [{ objects: inShop(rule('pods/attach', 'create')) + podIn('shop'), from: cart, to: app }],
    absent: [{ objects: inShop(rule('pods/attach', 'get')) + podIn('shop'), from: cart, to: app, version: '1.35' }],
    unknown: [{ objects: inShop(rule('pods/attach', 'get')) + podIn('shop'), from: cart, to: app }],
  },
});

export default technique;
