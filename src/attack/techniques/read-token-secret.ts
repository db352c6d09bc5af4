import { evidence } from '../../model/evidence.ts';
import { cart, inShop, rule } from '../examples.ts';
import { tokenOf, type SecretPlace } from '../places.ts';
import { rightTechnique, rightsTo } from '../right-technique.ts';
import { spread } from '../spread.ts';
import { accountState, hub } from '../states.ts';
import type { AttackContext } from '../context.ts';
import type { Technique } from '../technique.ts';

const secret = 'apiVersion: v1\nkind: Secret\nmetadata: {name: boss-token, namespace: shop, annotations: {kubernetes.io/service-account.name: boss}}\ntype: kubernetes.io/service-account-token\n';

const technique: Technique = rightTechnique({
  id: 'technique/read-token-secret',
  title: 'reads the token of a service account from a Secret',
  why: 'A token Secret holds a token without end. Whoever reads it is that service account.',
  aliases: ['B12', 'TOKEN_LIST', 'TOKEN_BRUTEFORCE', 'GET_AUTHENTICATION_TOKEN_FOR', 'retrieve_token_secrets', 'obtain_token_weak_ns', 'risky-get-secrets', 'risky-list-secrets'],
  attack: ['T1528', 'T1552.007'],
  microsoft: ['MS-TA9025'],
  effort: 1,
  detects: 'Audit events that get, list or watch Secrets by a user who does not do so otherwise.',
  removes: 'Delete token Secrets; tokens of a TokenRequest end by themselves.',
  rights: rightsTo(['get', 'list', 'watch'], '', 'secrets'),
  gives: (namespace) => hub('read-token-secrets', namespace),
  named: (name, namespace, context) => accountsOf(context.secretsNamed(name, namespace), context),
  *spread(context) {
    yield* spread('read-token-secrets', context, (namespace) => accountsOf(context.secretsIn(namespace), context), (target) => {
      const place = context.secrets.find((each) => accountsOf([each], context).includes(target));
      return { text: `its token is in Secret ${place?.namespace}/${place?.name}`, evidence: place ? [evidence(context.cluster.ref(place.object), ['type'], place.object['type'])] : [] };
    });
    // Wherever a Secret was read: in a volume, on a node, in etcd.
    for (const place of context.secrets) {
      const token = tokenOf(place);
      if (!token || context.accounts.get(token.namespace)?.has(token.name) !== true) continue;
      yield { needs: [place.state], gives: accountState(token.namespace, token.name), because: () => ({ text: `Secret ${place.namespace}/${place.name} is its token, without expiry`, evidence: [evidence(context.cluster.ref(place.object), ['type'], place.object['type'])] }) };
    }
  },
  examples: {
    present: [{ objects: inShop(rule('secrets', 'watch')) + account('boss') + secret, from: cart, to: 'serviceaccount:shop/boss' }, { objects: inShop(rule('secrets', 'get', 'resourceNames: [boss-token]')) + account('boss') + secret, from: cart, to: 'serviceaccount:shop/boss' }],
    absent: [
      { objects: inShop(rule('secrets', 'list')) + account('boss'), from: cart, to: 'serviceaccount:shop/boss' },
      { objects: inShop(rule('secrets', 'list')) + account('boss') + secret.replace('namespace: shop', 'namespace: shop, labels: {kubernetes.io/legacy-token-invalid-since: "2026-01-01"}'), from: cart, to: 'serviceaccount:shop/boss' },
    ],
    unknown: [],
  },
});

export default technique;

/** The service accounts whose tokens those Secrets are. */
function accountsOf(secrets: readonly SecretPlace[], { accounts }: AttackContext): readonly string[] {
  return secrets.flatMap((place) => {
    const token = tokenOf(place);
    return token && accounts.get(token.namespace)?.has(token.name) === true ? [accountState(token.namespace, token.name)] : [];
  });
}

function account(name: string): string {
  return `apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: ${name}, namespace: shop}\n---\n`;
}
