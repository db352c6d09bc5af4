import { cart, everywhere, inShop, rule } from '../examples.ts';
import { rightTechnique, rightsTo } from '../right-technique.ts';
import { spreadToAll } from '../spread.ts';
import { allSecrets, hub, secretState } from '../states.ts';
import type { Technique } from '../technique.ts';

const secret = 'apiVersion: v1\nkind: Secret\nmetadata: {name: keys, namespace: shop}\n';

const technique: Technique = rightTechnique({
  id: 'technique/read-secrets',
  title: 'reads Secrets through the API',
  why: 'To get, list or watch a Secret is to read its values.',
  aliases: ['B14', 'B22', 'ACCESS_SECRET', 'list_secrets', 'risky-any-resource-get', 'risky-any-resource-list'],
  attack: ['T1552.007'],
  microsoft: ['MS-TA9025'],
  effort: 1,
  detects: 'Audit events that get, list or watch Secrets by a user who does not do so otherwise.',
  removes: 'Name the Secrets that are needed by resourceNames, in a Role.',
  rights: rightsTo(['get', 'list', 'watch'], '', 'secrets'),
  gives: (namespace) => (namespace === null ? allSecrets : hub('read-secrets', namespace)),
  named: (name, namespace, context) => (namespace === null ? context.secretsNamed(name, null).map(({ state }) => state) : [secretState(namespace, name)]),
  *spread(context) {
    yield* spreadToAll('read-secrets', context, 'secrets');
    yield { needs: [allSecrets], gives: hub('read-secrets', null), free: true };
  },
  examples: {
    present: [{ objects: everywhere(rule('secrets', 'watch')) + secret, from: cart, to: 'all-secrets' }, { objects: inShop(rule('secrets', 'list')) + secret, from: cart, to: 'secret:shop/keys' }],
    absent: [{ objects: inShop(rule('secrets', 'list')) + secret, from: cart, to: 'all-secrets' }, { objects: inShop('{apiGroups: [apps], resources: [secrets], verbs: [get]}') + secret, from: cart, to: 'secret:shop/keys' }],
    unknown: [],
  },
});

export default technique;
