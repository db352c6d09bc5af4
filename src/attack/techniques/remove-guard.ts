import type { Gate } from '../../engines/admission/index.ts';
import type { Right } from '../../engines/rights.ts';
import type { AttackContext } from '../context.ts';
import { cart, everywhere, inShop, namespace, node, rule } from '../examples.ts';
import { rightTechnique, rightsTo } from '../right-technique.ts';
import { hub, openState, partOpenState, type State } from '../states.ts';
import { backendOf, type Backend } from '../webhook-backends.ts';
import { standing, type Standing } from '../standing.ts';
import type { Step, Technique } from '../technique.ts';

const admission = 'admissionregistration.k8s.io';
const constraints = 'constraints.gatekeeper.sh';
const verbs = ['delete', 'deletecollection', 'update', 'patch'];

/** A resource whose objects stand as guards. */
interface Removable {
  readonly group: string;
  readonly resource: string;
  /** Undefined where the resource is namespaced and the guard is of one namespace. */
  readonly guard: (name: string, namespace: string | null) => State | undefined;
}

const clusterWide = (kind: string, prefix = '') => (name: string, where: string | null): State | undefined => (where === null ? openState(kind, `${prefix}${name}`) : undefined);
const inNamespace = (kind: string, prefix = '') => (name: string, where: string | null): State | undefined => (where === null ? undefined : openState(kind, `${prefix}${where}/${name}`));

const removable: readonly Removable[] = [
  { group: admission, resource: 'validatingwebhookconfigurations', guard: clusterWide('webhook', 'validating/') },
  { group: admission, resource: 'mutatingwebhookconfigurations', guard: clusterWide('webhook', 'mutating/') },
  { group: admission, resource: 'validatingadmissionpolicies', guard: clusterWide('validating-policy') },
  { group: admission, resource: 'mutatingadmissionpolicies', guard: clusterWide('mutating-policy') },
  { group: 'kyverno.io', resource: 'clusterpolicies', guard: clusterWide('engine-policy', 'ClusterPolicy/') },
  { group: 'kyverno.io', resource: 'policies', guard: inNamespace('engine-policy', 'Policy/') },
  { group: '', resource: 'resourcequotas', guard: inNamespace('resource-quota') },
  { group: '', resource: 'limitranges', guard: inNamespace('limit-range') },
];

const resourceOf: Readonly<Partial<Record<Gate['kind'], string>>> = {
  'validating-webhook': 'validatingwebhookconfigurations', 'mutating-webhook': 'mutatingwebhookconfigurations', 'validating-policy': 'validatingadmissionpolicies',
  'mutating-policy': 'mutatingadmissionpolicies', 'resource-quota': 'resourcequotas', 'limit-range': 'limitranges',
};

const bindings: Readonly<Partial<Record<Gate['kind'], string>>> = { 'validating-policy': 'validatingadmissionpolicybindings', 'mutating-policy': 'mutatingadmissionpolicybindings' };

const technique: Technique = {
  ...texts(),
  *steps(context): Generator<Step> {
    const found = standing(context);
    const seen = new Set<State>();
    const asked = new Set<string>();
    for (const { gate, namespace: where, guard, open } of found) {
      if (guard !== open) yield { needs: [guard], gives: open, free: true };
      const binding = bindings[gate.kind];
      if (binding !== undefined && gate.part !== undefined) yield { needs: [hub(`remove-${binding}`, null)], gives: open, free: true };
      const resource = gate.kind === 'kyverno' ? (gate.namespace === undefined ? 'clusterpolicies' : 'policies') : gate.kind === 'gatekeeper' ? (gate.part ?? '').toLowerCase() : resourceOf[gate.kind];
      if (resource === undefined || seen.has(guard)) continue;
      seen.add(guard);
      asked.add(resource).add(binding ?? resource);
      const place = gate.kind === 'resource-quota' || gate.kind === 'limit-range' || gate.namespace !== undefined ? where : null;
      yield { needs: [hub(`remove-${resource}`, place)], gives: guard, free: true };
      if (place !== null) yield { needs: [hub(`remove-${resource}`, null)], gives: guard, free: true };
    }
    const rows = removable.filter(({ resource }) => asked.has(resource));
    const kinds = new Set(found.flatMap(({ gate }) => (gate.kind === 'gatekeeper' ? [gate.part ?? ''] : [])));
    for (const kind of kinds) yield* rowOf({ group: constraints, resource: kind.toLowerCase(), guard: clusterWide('engine-policy', `${kind}/`) }).steps(context);
    for (const row of rows) yield* rowOf(row).steps(context);
    for (const [kind, resource] of Object.entries(bindings)) if (asked.has(resource)) yield* bindingRow(resource, found.filter(({ gate }) => gate.kind === kind)).steps(context);
    yield* templateSteps(kinds, found, context);
    yield* answering(found, context);
    yield* engines(found);
  },
};

export default technique;

function rowOf({ group, resource, guard }: Removable): Technique {
  return rightTechnique({
    ...texts(), rights: rightsTo(verbs, group, resource),
    gives: (where) => hub(`remove-${resource}`, where),
    named: (name, where, { cluster }) => [guard(name, where), ...(where === null ? [...cluster.namespaces].map((each) => guard(name, each)) : [])].filter((state) => state !== undefined),
  });
}

/** A policy without its binding decides nothing. */
function bindingRow(resource: string, found: readonly Standing[]): Technique {
  const byName = Map.groupBy(found, ({ gate }) => gate.part ?? '');
  return rightTechnique({
    ...texts(), rights: rightsTo(verbs, admission, resource),
    gives: (where) => (where === null ? hub(`remove-${resource}`, null) : undefined),
    named: (name, where) => (where === null ? (byName.get(name) ?? []).map(({ guard, namespace: each }) => partOpenState(guard, name, each)) : []),
  });
}

/** Where a webhook is answered from inside the cluster: whoever is there answers yes, and one that fails open can be silenced. */
function* answering(found: readonly Standing[], context: AttackContext): Generator<Step> {
  const known = new Map<string, Backend | undefined>();
  const silenced = new Set<Backend>();
  for (const { gate, open } of found) {
    const key = `${gate.kind}/${gate.name}/${gate.part ?? ''}`;
    const answers = hub(`answer/${key}`, null);
    if (!known.has(key)) {
      const backend = backendOf(gate, context);
      known.set(key, backend);
      for (const { inside } of backend?.places ?? []) yield { needs: [inside], gives: answers, because: () => ({ text: `it answers the webhook ${gate.part ?? gate.name}`, evidence: [] }) };
    }
    const backend = known.get(key);
    if (!backend) continue;
    yield { needs: [answers], gives: open, free: true };
    if (!backend.failsOpen) continue;
    silenced.add(backend);
    yield { needs: [hub(`silence/${backend.service}`, backend.namespace)], gives: open, free: true, because: () => ({ text: `the webhook ${gate.part ?? gate.name} lets pass what it does not answer`, evidence: [] }) };
  }
  if (silenced.size > 0) yield* silencers([...silenced]).flatMap((row) => [...row.steps(context)]);
}

/** An engine refuses by its webhooks and for its policies: without the ones, or without any of the others, it lets pass. */
function* engines(found: readonly Standing[]): Generator<Step> {
  for (const standingHere of Map.groupBy(found, ({ namespace: each }) => each).values()) {
    for (const engine of ['kyverno', 'gatekeeper'] as const) {
      const policies = standingHere.filter(({ gate }) => gate.kind === engine);
      const hooks = standingHere.filter(({ gate }) => gate.kind.endsWith('-webhook') && gate.name.startsWith(engine));
      const opens = (list: readonly Standing[]): readonly State[] => [...new Set(list.map(({ open }) => open))];
      if (policies.length === 0 || hooks.length === 0) continue;
      for (const gives of opens(hooks)) yield { needs: opens(policies), gives, free: true };
      for (const gives of opens(policies)) yield { needs: opens(hooks), gives, free: true };
    }
  }
}

/** Rights that stop the program behind a Service, or lead its address elsewhere. */
function silencers(backends: readonly Backend[]): readonly Technique[] {
  const made = (backend: Backend, kind: string): ReadonlySet<string> => new Set(backend.places.flatMap(({ workload: { ref } }) => (ref.kind === kind ? [ref.name] : [])));
  const row = (rights: readonly Right[], names: (backend: Backend) => ReadonlySet<string>): Technique => {
    const at = (where: string | null, name?: string): readonly State[] => [...new Set(backends.filter((each) => (where === null || each.namespace === where) && (name === undefined ? names(each).size > 0 : names(each).has(name))).map((each) => hub(`silence/${each.service}`, each.namespace)))];
    const all = (where: string | null): State => hub(`silence-by-${rights[0]?.resource ?? ''}-${rights[0]?.subresource ?? ''}`, where);
    return rightTechnique({
      ...texts(), rights,
      gives: (where) => (at(where).length > 0 ? all(where) : undefined),
      named: (name, where) => at(where, name),
      *spread() {
        for (const where of new Set([null, ...backends.map(({ namespace: each }) => each)])) for (const state of at(where)) yield { needs: [all(where)], gives: state, free: true };
      },
    });
  };
  return [
    row(rightsTo(['delete', 'deletecollection', 'update', 'patch'], '', 'services'), ({ service }) => new Set([service])),
    row(rightsTo(['delete', 'deletecollection', 'update', 'patch'], 'apps', 'deployments'), (backend) => made(backend, 'Deployment')),
    row(rightsTo(['update', 'patch'], 'apps', 'deployments', 'scale'), (backend) => made(backend, 'Deployment')),
    row(rightsTo(['delete', 'deletecollection', 'update', 'patch'], 'apps', 'statefulsets'), (backend) => made(backend, 'StatefulSet')),
    row(rightsTo(['delete', 'deletecollection'], '', 'pods'), ({ places }) => new Set(places.map(({ workload }) => workload.object.metadata.name))),
  ];
}

/** With the template of a Gatekeeper constraint goes its kind. */
function* templateSteps(kinds: ReadonlySet<string>, found: readonly Standing[], context: AttackContext): Generator<Step> {
  if (kinds.size === 0) return;
  const rights: readonly Right[] = rightsTo(verbs, 'templates.gatekeeper.sh', 'constrainttemplates');
  const guardsOf = (kind: string): readonly State[] => [...new Set(found.flatMap(({ gate, guard }) => (gate.kind === 'gatekeeper' && (gate.part ?? '').toLowerCase() === kind ? [guard] : [])))];
  yield* rightTechnique({
    ...texts(), rights,
    gives: (where) => (where === null ? hub('remove-constrainttemplates', null) : undefined),
    named: (name, where) => (where === null ? guardsOf(name) : []),
    *spread() {
      for (const kind of kinds) for (const guard of guardsOf(kind.toLowerCase())) yield { needs: [hub('remove-constrainttemplates', null)], gives: guard, free: true };
    },
  }).steps(context);
}

function texts(): Omit<Technique, 'steps'> {
  const start = rule('pods', 'create');
  const shop = namespace('shop') + node('worker');
  const policy = (actions: string): string => `apiVersion: ${admission}/v1\nkind: ValidatingAdmissionPolicy\nmetadata: {name: no-pods}\nspec: {matchConstraints: {resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]}, validations: [{expression: "false"}]}\n---\napiVersion: ${admission}/v1\nkind: ValidatingAdmissionPolicyBinding\nmetadata: {name: everywhere}\nspec: {policyName: no-pods, validationActions: [${actions}]}\n---\n`;
  const webhook = `apiVersion: ${admission}/v1\nkind: ValidatingWebhookConfiguration\nmetadata: {name: look}\nwebhooks: [{name: look.example.com, failurePolicy: Fail, clientConfig: {url: "https://look.example.com"}, rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]}]\n---\n`;
  const of = (resource: string, verb: string, more = ''): string => `{apiGroups: [${admission}], resources: [${resource}], verbs: [${verb}]${more}}`;
  const quota = 'apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: none, namespace: shop}\nspec: {hard: {pods: "0"}}\nstatus: {hard: {pods: "0"}, used: {pods: "0"}}\n---\n';
  const kyverno = 'apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: no-privilege}\nspec: {rules: [{name: a, match: {any: [{resources: {kinds: [Pod]}}]}, validate: {pattern: {spec: {}}}}]}\n---\n';
  const ignored = webhook.replace('failurePolicy: Fail', 'failurePolicy: Ignore').replace('clientConfig: {url: "https://look.example.com"}', 'clientConfig: {service: {name: look, namespace: guard}}') + "apiVersion: v1\nkind: Service\nmetadata: {name: look, namespace: guard}\nspec: {selector: {app: look}, ports: [{port: 443}]}\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: look, namespace: guard}\nspec: {selector: {matchLabels: {app: look}}, template: {metadata: {labels: {app: look}}, spec: {containers: [{name: look, image: registry.example/look:1}]}}}\n---\n" + namespace('guard', 'restricted');
  const scales = (more = ''): string => `{apiGroups: [apps], resources: [deployments/scale], verbs: [patch]${more}}`;
  const engineHook = webhook.replace('name: look}', 'name: kyverno-resource-validating-webhook-cfg}');
  const account = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: cart, namespace: shop}\n---\n';
  return {
    id: 'technique/remove-guard',
    title: 'takes away a guard of admission',
    why: 'Webhooks, admission policies, policies of an engine and quotas are objects. Whoever may delete or change one makes it let through what it refused.',
    aliases: ['C4'],
    attack: ['T1562.001'],
    microsoft: [],
    effort: 1,
    detects: 'Audit events that delete or change webhook configurations, admission policies and their bindings, policies of an engine, quotas.',
    removes: 'Take the right to delete and change them away from everybody but the pipeline that writes them.',
    examples: {
      present: [
        { objects: everywhere(start, of('validatingadmissionpolicies', 'patch')) + policy('Deny') + shop, from: cart, to: 'node:worker' },
        { objects: everywhere(start, of('validatingadmissionpolicies', 'delete', ', resourceNames: [no-pods]')) + policy('Deny') + shop, from: cart, to: 'node:worker' },
        { objects: everywhere(start, of('validatingadmissionpolicybindings', 'delete', ', resourceNames: [everywhere]')) + policy('Deny') + shop, from: cart, to: 'node:worker' },
        { objects: everywhere(start, of('validatingwebhookconfigurations', 'delete')) + webhook + account + shop, from: cart, to: 'node:worker' },
        { objects: everywhere(start, scales(', resourceNames: [look]')) + ignored + account + shop, from: cart, to: 'node:worker' },
        { objects: everywhere(start, rule('services', 'delete')) + ignored + account + shop, from: cart, to: 'node:worker' },
        { objects: inShop(start, rule('resourcequotas', 'delete')) + quota + shop, from: cart, to: 'node:worker' },
        { objects: everywhere(start, '{apiGroups: [kyverno.io], resources: [clusterpolicies], verbs: [update]}') + kyverno + account + shop, from: cart, to: 'node:worker' },
        { objects: everywhere(start, '{apiGroups: [kyverno.io], resources: [clusterpolicies], verbs: [update]}') + kyverno + engineHook + account + shop, from: cart, to: 'node:worker' },
        { objects: everywhere(start, of('validatingwebhookconfigurations', 'delete')) + kyverno + engineHook + account + shop, from: cart, to: 'node:worker' },
      ],
      absent: [
        { objects: everywhere(start, of('validatingadmissionpolicies', 'get')) + policy('Deny') + shop, from: cart, to: 'node:worker' },
        { objects: inShop(start, of('validatingadmissionpolicies', 'delete')) + policy('Deny') + shop, from: cart, to: 'node:worker' },
        { objects: everywhere(start, of('validatingadmissionpolicies', 'delete', ', resourceNames: [other]')) + policy('Deny') + shop, from: cart, to: 'node:worker' },
        { objects: everywhere(start, scales()) + ignored.replace('failurePolicy: Ignore', 'failurePolicy: Fail') + account + shop, from: cart, to: 'node:worker' },
        { objects: everywhere(start, scales(', resourceNames: [other]')) + ignored + account + shop, from: cart, to: 'node:worker' },
        { objects: everywhere(of('validatingadmissionpolicies', 'delete')) + policy('Deny') + shop, from: cart, to: 'node:worker' },
        { objects: everywhere(start, of('validatingadmissionpolicies', 'delete')) + policy('Audit') + shop, from: cart, to: 'node:worker' },
      ],
      unknown: [],
    },
  };
}
