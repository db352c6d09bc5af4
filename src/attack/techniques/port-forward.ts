import { app, cart, inShop, podIn, rule } from '../examples.ts';
import { connecting } from '../exec-verbs.ts';
import { namedHubs, namesIn, programsOf } from '../programs.ts';
import { rightTechnique } from '../right-technique.ts';
import { hub } from '../states.ts';
import type { Technique } from '../technique.ts';

const web = podIn('shop', 'ports: [{containerPort: 8080}]');

const technique: Technique = rightTechnique({
  id: 'technique/port-forward',
  title: 'attacks a program through a forwarded port',
  why: 'A forwarded port reaches what listens inside the pod, on loopback as well: admin ports and debuggers that nobody protected, past every NetworkPolicy. A flaw in the program, or a missing login, is then enough. No object shows whether it has one.',
  aliases: ['D10'],
  attack: ['T1572', 'T1210'],
  microsoft: ['MS-TA9034'],
  effort: 3,
  needsFlaw: true,
  detects: 'Audit events on pods/portforward.',
  removes: 'Take pods/portforward away, or limit it to pods by resourceNames.',
  rights: (context) => connecting('portforward', context),
  gives: (namespace) => hub('port-forward', namespace),
  named: (name, namespace, context) => namedHubs('port-forward', name, namespace, context),
  spread: (context) => programsOf('port-forward', context, namesIn(context, connecting('portforward', context).map(({ right }) => right))),
  examples: {
    present: [
      { objects: inShop(rule('pods/portforward', 'create')) + web, from: cart, to: app },
      { objects: inShop(rule('pods/portforward', 'get')) + web, from: cart, to: app, version: '1.34' },
      { objects: inShop(rule('pods/portforward', 'create', 'resourceNames: [web]')) + web, from: cart, to: app },
    ],
    absent: [
      { objects: inShop(rule('pods/portforward', 'get')) + web, from: cart, to: app, version: '1.35' },
      { objects: inShop(rule('pods/portforward', 'create', 'resourceNames: [other]')) + web, from: cart, to: app },
      { objects: inShop(rule('pods', 'create, get')) + web.replace('namespace: shop', 'namespace: blog'), from: cart, to: 'container:blog/web/app' },
    ],
    unknown: [{ objects: inShop(rule('pods/portforward', 'create')) + podIn('shop'), from: cart, to: app }, { objects: inShop(rule('pods/portforward', 'get')) + web, from: cart, to: app }],
  },
});

export default technique;
