import { kedaOperator, objectNamespace, ownSecretsOnly, scaled, sharedLogins, triggerLogins } from '../../knowledge/deputies/keda.ts';
import type { CustomKind } from '../../knowledge/deputies/define.ts';
import { entries, text } from '../../cluster/read.ts';
import type { Holder, Right } from '../../engines/rights.ts';
import { evidence, type Evidence } from '../../model/evidence.ts';
import { refLabel, valueAt, type KubernetesObject } from '../../model/object.ts';
import { bound, controller, custom, program } from '../deputies/examples.ts';
import { secretsReadBy } from '../deputies/rows.ts';
import { isSet, runningOf, valueOf, watchedBy, type Running } from '../deputies/running.ts';
import { allNamespaces, intoNamespaces, writeHub, writersOf } from '../deputies/writing.ts';
import type { AttackContext } from '../context.ts';
import { cart, everywhere, inShop, namespace, podIn } from '../examples.ts';
import { allOf } from '../spread.ts';
import { accountState, allSecrets, hub, secretState, type State } from '../states.ts';
import { defineTechnique, type Step, type Technique } from '../technique.ts';

const image = 'ghcr.io/kedacore/keda:2.17.0';
const operatorWith = (env: string): string => controller('keda', 'keda-operator', image).replace(`image: "${image}"`, `image: "${image}", env: [${env}]`);
const keda = operatorWith('{name: WATCH_NAMESPACE, value: ""}');
const secretIn = (where: string, name: string): string => `apiVersion: v1\nkind: Secret\nmetadata: {name: ${name}, namespace: ${where}}\n---\n`;
const shop = namespace('shop') + secretIn('shop', 'keys') + secretIn('keda', 'vault');
const shared = 'apiVersion: keda.sh/v1alpha1\nkind: ClusterTriggerAuthentication\nmetadata: {name: queue}\nspec: {secretTargetRef: [{parameter: password, name: vault, key: password}]}\n---\n';
const writes = inShop(custom('keda.sh', 'triggerauthentications, scaledobjects'));
const uses = inShop(custom('keda.sh', 'scaledobjects'));
const boss = podIn('shop', '', 'serviceAccountName: boss');
const mints: Right = { verb: 'create', group: '', resource: 'serviceaccounts', subresource: 'token' };

const technique: Technique = defineTechnique({
  id: 'technique/scaler-deputy',
  title: 'has KEDA log in at an address of its own',
  why: 'A trigger names the address that KEDA asks, and the Secret or the service account with which it logs in there. Whoever writes both has it send them to their own server.',
  aliases: ['J4'],
  attack: ['T1555.006', 'T1528'],
  microsoft: ['MS-TA9025'],
  effort: 2,
  detects: 'TriggerAuthentications that were not there before; triggers whose addresses lie outside; tokens asked for by KEDA.',
  removes: 'Take writes on TriggerAuthentications away where Secrets lie beside them, and set KEDA_RESTRICT_SECRET_ACCESS to true.',
  *steps(context) {
    for (const actor of runningOf(kedaOperator, [...scaled, ...triggerLogins, ...sharedLogins], context)) yield* stepsOf(actor, context);
  },
  examples: {
    present: [
      { objects: shop + keda + writes, from: cart, to: 'secret:shop/keys' },
      { objects: shop + keda + inShop(custom('keda.sh', 'triggerauthentications, scaledjobs')), from: cart, to: 'secret:shop/keys' },
      { objects: shop + keda + everywhere(custom('keda.sh', 'clustertriggerauthentications, scaledobjects')), from: cart, to: 'secret:keda/vault' },
      { objects: shop + keda + shared + uses, from: cart, to: 'secret:keda/vault' },
      // Restricted, every name is one of KEDA's own namespace.
      { objects: shop + operatorWith('{name: KEDA_RESTRICT_SECRET_ACCESS, value: "true"}') + writes, from: cart, to: 'secret:keda/vault' },
      { objects: boss + keda + writes, from: cart, to: accountState('shop', 'boss') },
    ],
    absent: [
      { objects: shop + operatorWith('{name: KEDA_RESTRICT_SECRET_ACCESS, value: "true"}') + writes, from: cart, to: 'secret:shop/keys' },
      { objects: shop + operatorWith('{name: WATCH_NAMESPACE, value: "blog,news"}') + writes, from: cart, to: 'secret:shop/keys' },
      { objects: shop + keda + uses, from: cart, to: 'secret:shop/keys' },
      { objects: shop + keda + inShop(custom('keda.sh', 'triggerauthentications')), from: cart, to: 'secret:shop/keys' },
      { objects: shop + keda + inShop(custom('keda.sh', 'clustertriggerauthentications, scaledobjects')), from: cart, to: 'secret:keda/vault' },
      { objects: shop + secretIn('shop', 'vault') + operatorWith('{name: KEDA_CLUSTER_OBJECT_NAMESPACE, value: shop}') + shared + uses, from: cart, to: 'secret:keda/vault' },
      { objects: shop + program('keda', 'keda-operator', image) + writes, from: cart, to: 'secret:shop/keys' },
      { objects: boss + program('keda', 'keda-operator', image) + writes, from: cart, to: accountState('shop', 'boss') },
      { objects: shop + shared + writes, from: cart, to: 'secret:shop/keys' },
    ],
    // Whether it runs was not given.
    unknown: [{ objects: `${shop}apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: keda-operator, namespace: keda}\n---\n${bound('keda', 'keda-operator')}${writes}`, from: cart, to: 'secret:shop/keys' }],
  },
});

export default technique;

function* stepsOf(actor: Running, context: AttackContext): Generator<Step> {
  const { place, gaps } = actor;
  const namespaces = watchedBy(actor) ?? allNamespaces(context);
  for (const kind of [...scaled, ...triggerLogins, ...sharedLogins]) {
    yield* writersOf('J4', kind, context, new Set([actor.namespace]));
    yield* intoNamespaces('J4', kind, namespaces);
  }
  const holder: Holder = { kind: 'ServiceAccount', namespace: actor.namespace, name: actor.account };
  const home = (place && valueOf(place, objectNamespace)) ?? actor.namespace;
  const restricted = place !== undefined && isSet(place, ownSecretsOnly);
  const common = secretsReadBy(holder, home, context);
  const asked = function* (login: State | undefined, where: string, gives: readonly State[], why: string, shown: readonly Evidence[] = actor.evidence): Generator<Step> {
    const because = () => ({ text: why, evidence: shown, gaps });
    for (const kind of scaled) for (const each of gives) yield { needs: [...(login === undefined ? [] : [login]), hubOf(kind, where)], gives: each, free: true, certain: gaps.length === 0, because };
  };
  for (const namespace of namespaces) {
    const mayMint = context.rights.held(holder, mints, { namespace })?.match.names.length === 0;
    for (const kind of triggerLogins) {
      yield* asked(hubOf(kind, namespace), namespace, restricted ? common : secretsReadBy(holder, namespace, context), 'a TriggerAuthentication has KEDA send a Secret to the address that the trigger names');
      if (mayMint) yield* asked(hubOf(kind, namespace), namespace, [allOf('accounts', namespace)], 'a TriggerAuthentication has KEDA send the token of an account to the address that the trigger names');
    }
    for (const kind of sharedLogins) yield* asked(hubOf(kind, null), namespace, common, `a ClusterTriggerAuthentication has KEDA send a Secret of ${home} to the address that the trigger names`);
    for (const object of sharedLogins.flatMap(({ kind, group }) => context.cluster.given(kind, group))) {
      const ref = context.cluster.ref(object);
      yield* asked(undefined, namespace, namedBy(object, common, home), `${refLabel(ref)} may be used by every trigger, and KEDA sends its Secret to the address that the trigger names`, [evidence(ref, ['spec', 'secretTargetRef'])]);
    }
  }
}

function hubOf(kind: CustomKind, namespace: string | null): State {
  return writeHub('J4', kind, namespace);
}

/** The Secrets that it names, as far as KEDA reads them. */
function namedBy(object: KubernetesObject, read: readonly State[], home: string): readonly State[] {
  const every = read.includes(hub('read-secrets', home)) || read.includes(allSecrets);
  const names = entries(valueAt(object, ['spec', 'secretTargetRef'])).flatMap(({ value }) => text(value['name']) ?? []);
  return [...new Set(names)].map((name) => secretState(home, name)).filter((state) => every || read.includes(state));
}
