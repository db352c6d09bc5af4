import { cart, inShop, podIn, rule } from '../examples.ts';
import { spreadToAll } from '../spread.ts';
import { accountState, hub } from '../states.ts';
import { rightTechnique, rightsTo } from '../right-technique.ts';
import { accountsNamed } from '../accounts.ts';
import type { Technique } from '../technique.ts';

const technique: Technique = rightTechnique({
  id: 'technique/impersonate-account',
  title: 'acts as a service account',
  why: 'A request with the name of a service account in its Impersonate-User header is judged as its own.',
  aliases: ['B7', 'CAN_IMPERSONATE', 'impersonate'],
  attack: ['T1078', 'T1550.001'],
  microsoft: [],
  effort: 1,
  detects: 'Audit events with an impersonatedUser.',
  removes: 'Limit the right by resourceNames, or take it away.',
  rights: rightsTo(['impersonate'], '', 'serviceaccounts'),
  gives: (namespace) => hub('impersonate-accounts', namespace),
  named: accountsNamed,
  spread: (context) => spreadToAll('impersonate-accounts', context, 'accounts'),
  examples: {
    present: [{ objects: inShop(rule('serviceaccounts', 'impersonate')) + podIn('shop', '', 'serviceAccountName: boss'), from: cart, to: accountState('shop', 'boss') }],
    absent: [{ objects: inShop(rule('serviceaccounts', 'impersonate')) + podIn('blog', '', 'serviceAccountName: boss'), from: cart, to: accountState('blog', 'boss') }],
    unknown: [],
  },
});

export default technique;
