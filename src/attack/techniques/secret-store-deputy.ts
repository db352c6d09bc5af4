import { externalSecretsOperator, stores } from '../../knowledge/deputies/external-secrets.ts';
import { entries, text, texts } from '../../cluster/read.ts';
import { selects } from '../../engines/access/label-selector.ts';
import type { Holder, Right } from '../../engines/rights.ts';
import { evidence } from '../../model/evidence.ts';
import { gap } from '../../model/gap.ts';
import { refLabel, valueAt, type KubernetesObject } from '../../model/object.ts';
import { controller, custom, program } from '../deputies/examples.ts';
import { readBack } from '../deputies/read-back.ts';
import { readsEverySecret, secretsReadBy } from '../deputies/rows.ts';
import { argumentOf, runningOf, watchedBy, type Running } from '../deputies/running.ts';
import { allNamespaces, intoNamespaces, writeHub, writersOf } from '../deputies/writing.ts';
import type { AttackContext } from '../context.ts';
import { cart, everywhere, inShop, namespace, podIn, rule } from '../examples.ts';
import { allOf } from '../spread.ts';
import { accountState, hub } from '../states.ts';
import { defineTechnique, type Step, type Technique } from '../technique.ts';

const eso = controller('eso', 'external-secrets', 'ghcr.io/external-secrets/external-secrets:v0.20.0');
const boss = podIn('shop', '', 'serviceAccountName: boss');
const vault = `${namespace('vault')}apiVersion: v1\nkind: Secret\nmetadata: {name: keys, namespace: vault}\n---\n`;
const store = (more = ''): string => `apiVersion: external-secrets.io/v1\nkind: ClusterSecretStore\nmetadata: {name: shared}\nspec: {provider: {kubernetes: {remoteNamespace: vault, auth: {serviceAccount: {name: external-secrets, namespace: eso}}}}${more}}\n---\n`;
const ownStore = (auth: string): string => `apiVersion: external-secrets.io/v1\nkind: SecretStore\nmetadata: {name: vault, namespace: shop}\nspec: {provider: {kubernetes: {remoteNamespace: vault, auth: {${auth}}}}}\n---\n`;
const reader = (names: string): string => `apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: reader, namespace: vault}\nrules: [{apiGroups: [""], resources: [secrets], verbs: [get], resourceNames: [${names}]}]\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: reader, namespace: vault}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}\nsubjects: [{kind: ServiceAccount, name: reader, namespace: shop}]\n---\n`;
const writes = custom('external-secrets.io', 'externalsecrets');
const own = inShop(writes, rule('secrets', 'get', 'resourceNames: [mine]'));
const mints: Right = { verb: 'create', group: '', resource: 'serviceaccounts', subresource: 'token' };

const technique: Technique = defineTechnique({
  id: 'technique/secret-store-deputy',
  title: 'has a secret store read or fetched from',
  why: 'The operator reads stores for whoever writes its objects: a shared store may be another namespace, and the writer of a store chooses the account that reads it and the address to which its token goes.',
  aliases: ['J4'],
  attack: ['T1555.006', 'T1552.007'],
  microsoft: ['MS-TA9025'],
  effort: 2,
  detects: 'ExternalSecrets and SecretStores that were not there before; tokens asked for by the operator for other accounts.',
  removes: 'Limit a shared store by its conditions, and let nobody but the platform write stores.',
  *steps(context) {
    for (const actor of runningOf(externalSecretsOperator, Object.values(stores), context)) yield* stepsOf(actor, context);
  },
  examples: {
    present: [
      { objects: namespace('shop') + vault + eso + store() + own, from: cart, to: 'secret:vault/keys' },
      { objects: namespace('shop') + vault + eso + store(', conditions: [{namespaces: [shop]}]') + own, from: cart, to: 'secret:vault/keys' },
      { objects: namespace('shop') + vault + eso + store() + inShop(writes, rule('pods', 'create')), from: cart, to: 'secret:vault/keys' },
      { objects: namespace('shop') + vault + eso + ownStore('serviceAccount: {name: reader}') + reader('keys') + own, from: cart, to: 'secret:vault/keys' },
      { objects: boss + eso + inShop(custom('external-secrets.io', 'secretstores')), from: cart, to: accountState('shop', 'boss') },
      { objects: boss + eso + everywhere(custom('external-secrets.io', 'clustersecretstores')), from: cart, to: accountState('shop', 'boss') },
    ],
    absent: [
      { objects: namespace('shop') + vault + eso + store() + inShop(writes), from: cart, to: 'secret:vault/keys' },
      { objects: namespace('shop') + vault + eso + ownStore('serviceAccount: {name: reader}') + reader('others') + own, from: cart, to: 'secret:vault/keys' },
      { objects: namespace('shop') + vault + eso + ownStore('serviceAccount: {name: reader}').replace('namespace: shop', 'namespace: blog') + reader('keys') + own, from: cart, to: 'secret:vault/keys' },
      { objects: namespace('shop') + vault + store() + own, from: cart, to: 'secret:vault/keys' },
      { objects: namespace('shop') + vault + eso + store(', conditions: [{namespaces: [blog]}]') + own, from: cart, to: 'secret:vault/keys' },
      { objects: namespace('shop') + vault + program('eso', 'external-secrets', 'ghcr.io/external-secrets/external-secrets:v0.20.0') + store() + own, from: cart, to: 'secret:vault/keys' },
      { objects: boss + eso + inShop(custom('external-secrets.io', 'clustersecretstores')), from: cart, to: accountState('shop', 'boss') },
      { objects: boss + program('eso', 'external-secrets', 'ghcr.io/external-secrets/external-secrets:v0.20.0') + inShop(custom('external-secrets.io', 'secretstores')), from: cart, to: accountState('shop', 'boss') },
    ],
    unknown: [
      { objects: boss + eso + everywhere(custom('external-secrets.io', 'clustersecretstores', 'patch')), from: cart, to: accountState('shop', 'boss') },
      { objects: namespace('shop') + vault + eso + ownStore('token: {bearerToken: {name: login, key: token}}') + own, from: cart, to: 'secret:vault/keys' },
    ],
  },
});

export default technique;

function* stepsOf(actor: Running, context: AttackContext): Generator<Step> {
  const { externalSecret, pushSecret, secretStore, clusterStore } = stores;
  const namespaces = watchedBy(actor) ?? allNamespaces(context);
  const shared = !(actor.place && argumentOf(actor.place, '--enable-cluster-store-reconciler') === 'false');
  for (const kind of [externalSecret, pushSecret, secretStore, clusterStore]) {
    yield* writersOf('J4', kind, context, new Set([actor.namespace]));
    yield* intoNamespaces('J4', kind, namespaces);
  }
  const holder: Holder = { kind: 'ServiceAccount', namespace: actor.namespace, name: actor.account };
  const step = (needs: readonly string[], gives: string, why: string): Step => ({ needs, gives, free: true, certain: actor.gaps.length === 0, because: () => ({ text: why, evidence: actor.evidence, gaps: actor.gaps }) });
  for (const namespace of namespaces) {
    const mayMint = context.rights.held(holder, mints, { namespace })?.match.names.length === 0;
    if (mayMint) yield step([writeHub('J4', secretStore, namespace)], allOf('accounts', namespace), 'a SecretStore has the token of an account of its namespace sent to the address that it names');
    // A store that its writer owns takes whatever is pushed to it.
    if (readsEverySecret(holder, { namespace }, context)) yield step([writeHub('J4', pushSecret, namespace), writeHub('J4', secretStore, namespace)], hub('read-secrets', namespace), 'a PushSecret has Secrets written to a store of one’s own');
  }
  if (shared) {
    for (const namespace of context.accounts.keys()) {
      if (context.rights.held(holder, mints, { namespace })?.match.names.length === 0) yield step([writeHub('J4', clusterStore, null)], allOf('accounts', namespace), 'a ClusterSecretStore has the token of any account sent to the address that it names');
    }
  }
  for (const object of [...(shared ? context.cluster.given(clusterStore.kind, clusterStore.group) : []), ...context.cluster.given(secretStore.kind, secretStore.group)]) yield* readThrough(object, { actor, namespaces }, context);
}

/** A store that is a namespace of this cluster: what its account reads there comes back in a Secret beside the ExternalSecret. */
function* readThrough(object: KubernetesObject, { actor, namespaces }: { readonly actor: Running; readonly namespaces: ReadonlySet<string> }, context: AttackContext): Generator<Step> {
  const at = (...path: readonly string[]): string | undefined => text(valueAt(object, ['spec', 'provider', 'kubernetes', ...path]));
  const ref = context.cluster.ref(object);
  const own = object.kind === stores.secretStore.kind ? (ref.namespace ?? '') : undefined;
  const remote = at('remoteNamespace') ?? 'default';
  const server = at('server', 'url');
  const here = server === undefined || /^(https:\/\/)?kubernetes\.default(\.svc(\.cluster\.local)?)?(:443)?\/?$/.test(server);
  if (!here || valueAt(object, ['spec', 'provider', 'kubernetes']) === undefined) return;
  const name = at('auth', 'serviceAccount', 'name');
  const read = name === undefined ? [hub('read-secrets', remote)] : secretsReadBy({ kind: 'ServiceAccount', namespace: own ?? at('auth', 'serviceAccount', 'namespace') ?? '', name }, remote, context);
  const gaps = [...actor.gaps, ...(name === undefined ? [gap('api', `gap/store-login/${own ?? 'cluster'}/${ref.name}`, `As whom does ${refLabel(ref)} log in? The token, certificate or kubeconfig in the Secret that it names says so.`)] : [])];
  const because = (where: string) => () => ({ text: `${refLabel(ref)} reads Secrets of ${remote} for ${where}`, evidence: [evidence(ref, ['spec', 'provider', 'kubernetes', 'remoteNamespace'], remote)], gaps });
  for (const namespace of own === undefined ? namespaces : [own].filter((each) => namespaces.has(each))) {
    if (own === undefined && !mayUse(object, namespace, context)) continue;
    for (const back of readBack(namespace)) {
      for (const gives of read) yield { needs: [writeHub('J4', stores.externalSecret, namespace), back], gives, free: true, certain: gaps.length === 0, because: because(namespace) };
    }
  }
}

function mayUse(object: KubernetesObject, namespace: string, { cluster }: AttackContext): boolean {
  const conditions = entries(valueAt(object, ['spec', 'conditions']));
  const labels = { 'kubernetes.io/metadata.name': namespace, ...cluster.find('Namespace', '', undefined, namespace)?.metadata.labels };
  return conditions.length === 0 || conditions.some(({ value }) => texts(value['namespaces']).includes(namespace) || (value['namespaceSelector'] !== undefined && selects(value['namespaceSelector'], labels) === true) || texts(value['namespaceRegexes']).some((each) => each.length < 200 && tested(each, namespace)));
}

function tested(source: string, value: string): boolean {
  try {
    return new RegExp(source).test(value);
  } catch {
    return false;
  }
}
