import { app, cart, inShop, podIn, rule } from '../examples.ts';
import { rightTechnique, rightsTo } from '../right-technique.ts';
import { podsNamed, spreadToAll } from '../spread.ts';
import { hub } from '../states.ts';
import type { Technique } from '../technique.ts';

const technique: Technique = rightTechnique({
  id: 'technique/swap-image',
  title: 'swaps the image of a running container',
  why: 'The image of a running pod may be changed: another program then runs with the token, the Secrets and the network of the pod.',
  aliases: ['D4', 'POD_PATCH', 'REPLACE_IMAGE', 'modify_pods', 'rce_weak_ns'],
  attack: ['T1525', 'T1609'],
  microsoft: ['MS-TA9012'],
  effort: 1,
  detects: 'Audit events that update or patch pods by another user than kubelets and controllers.',
  removes: 'Take update and patch of pods away.',
  rights: rightsTo(['update', 'patch'], '', 'pods'),
  gives: (namespace) => hub('swap-image', namespace),
  named: podsNamed,
  spread: (context) => spreadToAll('swap-image', context, 'containers'),
  examples: {
    present: [{ objects: inShop(rule('pods', 'update')) + podIn('shop'), from: cart, to: app }],
    absent: [{ objects: inShop(rule('pods', 'create, delete')) + podIn('shop'), from: cart, to: app }, { objects: inShop(rule('pods/status', 'patch')) + podIn('shop'), from: cart, to: app }],
    unknown: [],
  },
});

export default technique;
