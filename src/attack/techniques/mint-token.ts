import { accountsNamed } from '../accounts.ts';
import { cloudAccounts } from '../cloud-identities.ts';
import { cart, inShop, podIn, rule } from '../examples.ts';
import { rightTechnique } from '../right-technique.ts';
import { spreadToAll } from '../spread.ts';
import { hub } from '../states.ts';
import type { Technique } from '../technique.ts';

const pod = podIn('shop', '', 'serviceAccountName: boss') + podIn('shop', '', 'serviceAccountName: clerk').replace('name: web', 'name: other');

const technique: Technique = rightTechnique({
  id: 'technique/mint-token',
  title: 'has a token made for a service account',
  why: 'The API server issues a token for any service account to whoever may create serviceaccounts/token.',
  aliases: ['B11', 'GENERATE_TOKEN', 'token_request', 'obtain_token_weak_ns'],
  attack: ['T1528'],
  microsoft: ['MS-TA9016'],
  effort: 1,
  detects: 'Audit events that create serviceaccounts/token by another user than a kubelet.',
  removes: 'Limit the right by resourceNames, or take it away.',
  rights: [{ verb: 'create', group: '', resource: 'serviceaccounts', subresource: 'token' }],
  gives: (namespace) => hub('mint-tokens', namespace),
  // Whoever has a token made says for whom it is good: more than the account itself can.
  named: (name, namespace, context) => [...accountsNamed(name, namespace, context), ...cloudAccounts(context).filter((each) => each.name === name && (namespace === null || each.namespace === namespace)).map((each) => hub('mint-token', `${each.namespace}/${name}`))],
  spread: (context) => spreadToAll('mint-tokens', context, 'accounts'),
  examples: {
    present: [{ objects: inShop(rule('serviceaccounts/token', 'create')) + pod, from: cart, to: 'serviceaccount:shop/boss' }, { objects: inShop(rule('serviceaccounts/token', 'create', 'resourceNames: [boss]')) + pod, from: cart, to: 'serviceaccount:shop/boss' }],
    absent: [{ objects: inShop(rule('serviceaccounts', 'create')) + pod, from: cart, to: 'serviceaccount:shop/boss' }, { objects: inShop(rule('serviceaccounts/token', 'create', 'resourceNames: [boss]')) + pod, from: cart, to: 'serviceaccount:shop/clerk' }],
    unknown: [],
  },
});

export default technique;
