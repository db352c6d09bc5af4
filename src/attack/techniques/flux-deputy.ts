import { fluxKinds, fluxSources } from '../../knowledge/deputies/flux.ts';
import type { CustomKind } from '../../knowledge/deputies/define.ts';
import { text } from '../../cluster/read.ts';
import { evidence } from '../../model/evidence.ts';
import { refLabel, valueAt, type KubernetesObject } from '../../model/object.ts';
import { argumentOf, runningOf, watchedBy, type Running } from '../deputies/running.ts';
import { controller, custom } from '../deputies/examples.ts';
import { allNamespaces, intoNamespaces, writeHub, writersOf } from '../deputies/writing.ts';
import type { AttackContext } from '../context.ts';
import { cart, inShop, podIn } from '../examples.ts';
import { accountState, type State } from '../states.ts';
import { defineTechnique, type Step, type Technique } from '../technique.ts';

const group = 'kustomize.toolkit.fluxcd.io';
const flux = (args = ''): string => controller('flux-system', 'kustomize-controller', 'ghcr.io/fluxcd/kustomize-controller:v1.7.0', args);
const to = 'serviceaccount:flux-system/kustomize-controller';
const kustomizations = inShop(custom(group, 'kustomizations'));
const boss = podIn('shop', '', 'serviceAccountName: boss');
const existing = (more = ''): string => `apiVersion: ${group}/v1\nkind: Kustomization\nmetadata: {name: apps, namespace: flux-system}\nspec: {sourceRef: {kind: GitRepository, name: apps}${more}}\n---\napiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata: {name: apps, namespace: flux-system}\nspec: {url: "https://git.example/apps"}\n---\n`;
const sources = inShop(custom('source.toolkit.fluxcd.io', 'gitrepositories', 'patch')).replaceAll('name: given, namespace: shop', 'name: given, namespace: flux-system');

const technique: Technique = defineTechnique({
  id: 'technique/flux-deputy',
  title: 'has Flux make what a source holds',
  why: 'Flux makes the objects of a source with the rights of its controllers, unless it is told to act as an account of the namespace. Who writes a Kustomization, a HelmRelease or the source behind one has their rights.',
  aliases: ['J2'],
  attack: ['T1072'],
  microsoft: [],
  effort: 2,
  detects: 'Audit events that create or change Kustomizations, HelmReleases and sources by another user than Flux.',
  removes: 'Start the controllers with --default-service-account and --no-cross-namespace-refs=true, so that they act as an account of the namespace.',
  *steps(context) {
    for (const { program, kind, sources: taken } of fluxKinds) {
      for (const actor of runningOf(program, [kind], context)) yield* stepsOf(actor, kind, fluxSources.filter((each) => taken.includes(each.kind)), context);
    }
  },
  examples: {
    present: [
      { objects: flux() + kustomizations, from: cart, to },
      { objects: flux('--no-cross-namespace-refs=true') + inShop(custom(group, 'kustomizations'), custom('source.toolkit.fluxcd.io', 'gitrepositories')), from: cart, to },
      { objects: flux('--default-service-account=default') + boss + kustomizations, from: cart, to: accountState('shop', 'boss') },
      { objects: flux() + existing() + sources, from: cart, to },
    ],
    absent: [
      { objects: kustomizations, from: cart, to },
      { objects: flux('--default-service-account=default') + kustomizations, from: cart, to },
      { objects: flux('--watch-all-namespaces=false') + kustomizations, from: cart, to },
      { objects: flux('--no-cross-namespace-refs=true') + boss + kustomizations, from: cart, to },
      { objects: flux() + existing(', serviceAccountName: apps') + sources, from: cart, to },
      { objects: flux() + existing().replace('name: apps}', 'name: others}') + sources, from: cart, to },
    ],
    unknown: [{ objects: `${flux()}${kustomizations}---\napiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration\nmetadata: {name: tenants}\nwebhooks: [{name: a.example, clientConfig: {service: {name: a, namespace: guard}}, rules: [{apiGroups: [${group}], apiVersions: [v1], operations: [CREATE], resources: [kustomizations]}]}]\n`, from: cart, to }],
  },
});

export default technique;

function* stepsOf(actor: Running, kind: CustomKind, sources: readonly CustomKind[], context: AttackContext): Generator<Step> {
  const flag = (name: string): string | undefined => actor.place && argumentOf(actor.place, name);
  const fallback = flag('--default-service-account');
  const ownSources = flag('--no-cross-namespace-refs') === 'true';
  const namespaces = watchedBy(actor) ?? allNamespaces(context);
  const own = new Set([actor.namespace]);
  const more = { free: true, certain: actor.gaps.length === 0 } as const;
  for (const each of [kind, ...sources]) {
    yield* writersOf('J2', each, context, own);
    yield* intoNamespaces('J2', each, namespaces);
  }
  for (const namespace of namespaces) {
    const accounts = fallback === undefined || fallback === '' ? [accountState(actor.namespace, actor.account)] : [...(context.accounts.get(namespace) ?? [])].map((name) => accountState(namespace, name));
    const because = () => ({ text: `${actor.program.name} makes what a ${kind.kind} in ${namespace} names${fallback ? ', as an account of that namespace' : ''}`, evidence: actor.evidence, gaps: actor.gaps });
    const need = writeHub('J2', kind, namespace);
    // Where sources of other namespaces may be named there always is one, and patches of the object make of it what they will.
    const needs = !ownSources || sources.some((each) => context.cluster.given(each.kind, each.group, namespace).length > 0) ? [[need]] : sources.map((each) => [need, writeHub('J2', each, namespace)]);
    for (const all of needs) for (const gives of accounts) yield { needs: all, gives, ...more, because };
  }
  yield* throughSources({ actor, kind, sources, fallback }, namespaces, context);
}

interface Asked {
  readonly actor: Running;
  readonly kind: CustomKind;
  readonly sources: readonly CustomKind[];
  readonly fallback: string | undefined;
}

/** Whoever changes the source of an object has what that object has made. */
function* throughSources({ actor, kind, sources, fallback }: Asked, namespaces: ReadonlySet<string>, context: AttackContext): Generator<Step> {
  const { cluster } = context;
  for (const object of cluster.given(kind.kind, kind.group)) {
    const ref = cluster.ref(object);
    const [path, source] = sourceOf(object);
    const from = sources.find((each) => each.kind === text(valueAt(source, ['kind'])));
    const where = text(valueAt(source, ['namespace'])) ?? ref.namespace ?? '';
    if (!from || !namespaces.has(ref.namespace ?? '') || !cluster.given(from.kind, from.group, where).some(({ metadata }) => metadata.name === valueAt(source, ['name']))) continue;
    const named = text(valueAt(object, ['spec', 'serviceAccountName'])) ?? (fallback === '' ? undefined : fallback);
    const gives: State = named === undefined ? accountState(actor.namespace, actor.account) : accountState(ref.namespace ?? '', named);
    yield { needs: [writeHub('J2', from, where)], gives, free: true, certain: actor.gaps.length === 0, because: () => ({ text: `${refLabel(ref)} is made of it`, evidence: [evidence(ref, path, source)], gaps: actor.gaps }) };
  }
}

function sourceOf(object: KubernetesObject): readonly [path: readonly string[], source: unknown] {
  const paths = [['spec', 'sourceRef'], ['spec', 'chart', 'spec', 'sourceRef'], ['spec', 'chartRef']];
  const path = paths.find((each) => valueAt(object, each) !== undefined) ?? [];
  return [path, valueAt(object, path)];
}
