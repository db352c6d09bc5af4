import { copiers, settledGroups, type Copier } from '../../knowledge/deputies/foreign-references.ts';
import type { CustomKind } from '../../knowledge/deputies/define.ts';
import { entries, fields, text } from '../../cluster/read.ts';
import { holderLabel, type Holder } from '../../engines/rights.ts';
import { evidence } from '../../model/evidence.ts';
import { gap } from '../../model/gap.ts';
import { valueAt, type KubernetesObject } from '../../model/object.ts';
import { bound, controller, custom, program } from '../deputies/examples.ts';
import { readsEverySecret } from '../deputies/rows.ts';
import { isSet, runningOf } from '../deputies/running.ts';
import { allNamespaces, intoNamespaces, writeHub, writersOf } from '../deputies/writing.ts';
import type { AttackContext } from '../context.ts';
import { cart, inShop, namespace, rule } from '../examples.ts';
import { allSecrets, hub } from '../states.ts';
import { defineTechnique, type Step, type Technique } from '../technique.ts';

const secrets: CustomKind = { group: '', kind: 'Secret', resource: 'secrets' };
const replicator = (args = ''): string => `${namespace('shop')}${controller('copy', 'replicator', 'quay.io/mittwald/kubernetes-replicator:v2.12', args)}`;
const ofWidgets = (reference: string): string => `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: widgets.example.com}\nspec: {group: example.com, scope: Namespaced, names: {plural: widgets, kind: Widget}, versions: [{name: v1, schema: {openAPIV3Schema: {properties: {spec: {properties: {${reference}}}}}}}]}\n---\n`;
const far = 'secretRef: {properties: {name: {type: string}, namespace: {type: string}}}';
const widgets = inShop(custom('example.com', 'widgets'));

const technique: Technique = defineTechnique({
  id: 'technique/foreign-reference',
  title: 'names a Secret of another namespace in an object of its own',
  why: 'A controller that follows a reference into another namespace reads there with its own rights. Unless the far side must consent, whoever writes the reference gets at what it names.',
  aliases: ['J13'],
  attack: ['T1199', 'T1552.007'],
  microsoft: [],
  effort: 3,
  detects: 'Objects of tenants that name another namespace.',
  removes: 'Have the controller ask for consent on the far side, or refuse references to other namespaces at admission.',
  *steps(context) {
    for (const copier of copiers) yield* copied(copier, context);
    for (const definition of context.cluster.given('CustomResourceDefinition', 'apiextensions.k8s.io')) yield* followed(definition, context);
  },
  examples: {
    present: [{ objects: replicator('--allow-all') + inShop(rule('secrets', 'create, get')), from: cart, to: 'all-secrets' }],
    absent: [
      { objects: namespace('shop') + ofWidgets('secretName: {type: string}, namespace: {type: string}') + program('widgets', 'operator', 'registry.example/operator:1') + bound('widgets', 'operator') + widgets, from: cart, to: 'all-secrets' },
      { objects: replicator() + inShop(rule('secrets', 'create, get')), from: cart, to: 'all-secrets' },
      { objects: replicator('--allow-all') + inShop(rule('secrets', 'create')), from: cart, to: 'all-secrets' },
      { objects: namespace('shop') + ofWidgets(far) + program('widgets', 'operator', 'registry.example/operator:1') + widgets, from: cart, to: 'all-secrets' },
      { objects: namespace('shop') + ofWidgets(far.replace(', namespace: {type: string}', '')) + program('widgets', 'operator', 'registry.example/operator:1') + bound('widgets', 'operator') + widgets, from: cart, to: 'all-secrets' },
      { objects: namespace('shop') + ofWidgets(far) + program('widgets', 'operator', 'registry.example/operator:1') + bound('widgets', 'operator') + inShop(custom('example.com', 'widgets', 'get')), from: cart, to: 'all-secrets' },
    ],
    unknown: [{ objects: namespace('shop') + ofWidgets('secretName: {type: string}, secretNamespace: {type: string}') + program('widgets', 'operator', 'registry.example/operator:1') + bound('widgets', 'operator') + widgets, from: cart, to: 'all-secrets' }, { objects: namespace('shop') + ofWidgets(far) + program('widgets', 'operator', 'registry.example/operator:1') + bound('widgets', 'operator') + widgets, from: cart, to: 'all-secrets' }],
  },
});

export default technique;

/** A copy of any Secret, beside one's own. */
function* copied({ program: each, withoutConsent }: Copier, context: AttackContext): Generator<Step> {
  for (const actor of runningOf(each, [], context)) {
    const holder: Holder = { kind: 'ServiceAccount', namespace: actor.namespace, name: actor.account };
    if (!actor.place || !isSet(actor.place, withoutConsent) || !readsEverySecret(holder, 'cluster', context)) continue;
    yield* writersOf('J13', secrets, context, new Set([actor.namespace]));
    yield* intoNamespaces('J13', secrets, allNamespaces(context));
    for (const name of allNamespaces(context)) {
      yield { needs: [writeHub('J13', secrets, name), hub('read-secrets', name)], gives: allSecrets, free: true, because: () => ({ text: `${each.name} copies any Secret into one that names it, and asks no consent`, evidence: actor.evidence }) };
    }
  }
}

/** A definition with a reference to a Secret and its namespace: whether its controller asks for consent, no object says. */
function* followed(definition: KubernetesObject, context: AttackContext): Generator<Step> {
  const { cluster } = context;
  const [group, scope, resource, kind] = [['group'], ['scope'], ['names', 'plural'], ['names', 'kind']].map((path) => text(valueAt(definition, ['spec', ...path])) ?? '') as [string, string, string, string];
  if (scope !== 'Namespaced' || settledGroups.some((each) => each.test(group))) return;
  const field = entries(valueAt(definition, ['spec', 'versions'])).map(({ value }) => referenceIn(valueAt(value, ['schema', 'openAPIV3Schema', 'properties', 'spec']), 'spec', 0)).find((each) => each !== undefined);
  if (field === undefined) return;
  const watches = ['list', 'watch'].map((verb) => ({ verb, group, resource }));
  const actor = context.holdersOf(...watches).find((holder) => holder.kind === 'ServiceAccount' && runs(holder, context) && readsEverySecret(holder, 'cluster', context));
  if (!actor) return;
  const gaps = [gap('person', `gap/foreign-reference/${resource}.${group}`, `Does ${holderLabel(actor)} follow ${field} of ${kind} objects into namespaces that did not consent, and does what it reads come back to their writer?`)];
  const ref = cluster.ref(definition);
  for (const { needs } of writersOf('J13', { group, kind, resource }, context, new Set([actor.namespace ?? '']))) {
    yield { needs, gives: allSecrets, certain: false, because: () => ({ text: `${field} of ${kind} names a namespace, and ${holderLabel(actor)} reads every Secret`, evidence: [evidence(ref, ['spec', 'names', 'kind'], kind)], gaps }) };
  }
}

function runs({ namespace = '', name }: Holder, context: AttackContext): boolean {
  return context.containersIn(namespace).some(({ workload }) => workload.serviceAccount.name === name);
}

const deepest = 8;

/** The first field that names a Secret and a namespace. */
function referenceIn(schema: unknown, path: string, depth: number): string | undefined {
  const properties = fields(valueAt(schema, ['properties'])) ?? fields(valueAt(schema, ['items', 'properties']));
  if (!properties || depth > deepest) return undefined;
  if (/secret/i.test(path.slice(path.lastIndexOf('.') + 1)) && properties['name'] !== undefined && properties['namespace'] !== undefined) return path;
  const flat = Object.keys(properties).find((name) => /secret(ref)?name$/i.test(name) && properties[`${name.slice(0, -'name'.length)}Namespace`] !== undefined);
  if (flat !== undefined) return `${path}.${flat}`;
  for (const [name, each] of Object.entries(properties)) {
    const found = referenceIn(each, `${path}.${name}`, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}
