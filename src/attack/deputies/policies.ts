import type { CustomKind } from '../../knowledge/deputies/define.ts';
import { entries, text, texts } from '../../cluster/read.ts';
import { gap, type Gap } from '../../model/gap.ts';
import { refLabel, valueAt, type KubernetesObject } from '../../model/object.ts';
import type { AttackContext } from '../context.ts';

/** A policy or web hook that could refuse an object of a kind, and is not evaluated for custom resources. */
interface Looker {
  readonly object: KubernetesObject;
  /** Of a web hook. */
  readonly namespace?: string;
  readonly looks: (kind: CustomKind) => boolean;
}

const known = new WeakMap<AttackContext, readonly Looker[]>();

/** What looks at objects of the kind before they are stored. The deputy's own web hook checks their form. */
export function policiesOn(kind: CustomKind, context: AttackContext, own: ReadonlySet<string>): readonly Gap[] {
  let lookers = known.get(context);
  if (!lookers) known.set(context, (lookers = lookersOf(context)));
  return lookers.filter(({ namespace, looks }) => (namespace === undefined || !own.has(namespace)) && looks(kind)).map(({ object }) => {
    const label = refLabel(context.cluster.ref(object));
    return gap('policy-engine', `gap/looks-at-custom-resources/${label.replaceAll(/[^\w.-]+/g, '-')}`, `What does ${label} refuse of ${kind.kind} objects? kubectl get ${object.kind.toLowerCase()} ${object.metadata.name} -o yaml`);
  });
}

function lookersOf({ cluster }: AttackContext): readonly Looker[] {
  const admission = 'admissionregistration.k8s.io';
  const bound = new Set(cluster.given('ValidatingAdmissionPolicyBinding', admission).flatMap((binding) => (texts(valueAt(binding, ['spec', 'validationActions'])).includes('Deny') ? [text(valueAt(binding, ['spec', 'policyName']))] : [])));
  const policies = cluster.given('ValidatingAdmissionPolicy', admission).filter(({ metadata }) => bound.has(metadata.name)).map((object): Looker => ({ object, looks: (kind) => inRules(valueAt(object, ['spec', 'matchConstraints', 'resourceRules']), kind) }));
  const hooks = cluster.given('ValidatingWebhookConfiguration', admission).flatMap((object) => entries(object['webhooks']).flatMap(({ value }): readonly Looker[] => {
    const namespace = text(valueAt(value, ['clientConfig', 'service', 'namespace']));
    return value['failurePolicy'] === 'Ignore' ? [] : [{ object, ...(namespace === undefined ? {} : { namespace }), looks: (kind) => inRules(value['rules'], kind) }];
  }));
  const kyverno = ['ClusterPolicy', 'Policy'].flatMap((each) => cluster.given(each, 'kyverno.io')).map((object): Looker => ({ object, looks: ({ kind }) => entries(valueAt(object, ['spec', 'rules'])).some(({ value }) => value['validate'] !== undefined && kindsIn(value['match']).some((one) => one === '*' || one.split('/').includes(kind))) }));
  const gatekeeper = [...cluster.snapshot.objects].filter(({ apiVersion }) => apiVersion.startsWith('constraints.gatekeeper.sh/')).map((object): Looker => ({
    object,
    looks: ({ group, kind }) => entries(valueAt(object, ['spec', 'match', 'kinds'])).some(({ value }) => has(texts(value['kinds']), kind) && has(texts(value['apiGroups']), group)),
  }));
  // What asks for every kind asks for those of the cluster's own life, and says nothing of this one: Kyverno's and Gatekeeper's hooks are told by their policies.
  return [...policies, ...hooks.filter(({ object }) => !/kyverno|gatekeeper/.test(object.metadata.name)), ...kyverno, ...gatekeeper];
}

function inRules(rules: unknown, { group, resource }: CustomKind): boolean {
  return entries(rules).some(({ value }) => has(texts(value['apiGroups']), group) && texts(value['resources']).some((each) => each === '*' || each === '*/*' || each === resource));
}

function has(list: readonly string[], value: string): boolean {
  return list.includes('*') || list.includes(value);
}

function kindsIn(match: unknown): readonly string[] {
  const blocks = [match, ...['any', 'all'].flatMap((list) => entries(valueAt(match, [list])).map(({ value }) => value))];
  return blocks.flatMap((block) => texts(valueAt(block, ['resources', 'kinds'])));
}
