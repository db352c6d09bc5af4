import { app, cart, inShop, podIn, rule } from '../examples.ts';
import { connecting } from '../exec-verbs.ts';
import { rightTechnique } from '../right-technique.ts';
import { podsNamed, spreadToAll } from '../spread.ts';
import { hub } from '../states.ts';
import type { Technique } from '../technique.ts';

const technique: Technique = rightTechnique({
  id: 'technique/pod-exec',
  title: 'opens a shell in a container',
  why: 'Exec starts any program in a running container, with its token, its Secrets and its network.',
  aliases: ['D1', 'POD_EXEC', 'EXEC_INTO', 'pods_exec', 'rce_weak_ns', 'risky-exec-pods'],
  attack: ['T1609'],
  microsoft: ['MS-TA9006'],
  effort: 1,
  detects: 'Audit events on pods/exec.',
  removes: 'Take pods/exec away, or limit it to pods by resourceNames.',
  rights: (context) => connecting('exec', context),
  gives: (namespace) => hub('pod-exec', namespace),
  named: podsNamed,
  spread: (context) => spreadToAll('pod-exec', context, 'containers'),
  examples: {
    present: [
      { objects: inShop(rule('pods/exec', 'create')) + podIn('shop'), from: cart, to: app },
      { objects: inShop(rule('pods/exec', 'create', 'resourceNames: [web]')) + podIn('shop'), from: cart, to: app },
      { objects: inShop(rule('"*/exec"', 'create')) + podIn('shop'), from: cart, to: app },
      { objects: inShop(rule('pods/exec', 'get')) + podIn('shop'), from: cart, to: app, version: '1.34' },
    ],
    absent: [
      { objects: inShop(rule('"pods/*"', 'create')) + podIn('shop'), from: cart, to: app },
      { objects: inShop(rule('pods', 'create, get')) + podIn('blog'), from: cart, to: 'container:blog/web/app' },
      { objects: inShop(rule('pods/exec', 'create', 'resourceNames: [other]')) + podIn('shop'), from: cart, to: app },
      { objects: inShop(rule('pods/exec', 'get')) + podIn('shop'), from: cart, to: app, version: '1.35' },
    ],
    unknown: [{ objects: inShop(rule('pods/exec', 'get')) + podIn('shop'), from: cart, to: app }],
  },
});

export default technique;
