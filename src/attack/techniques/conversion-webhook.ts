import { evidence } from '../../model/evidence.ts';
import { fields, text } from '../../cluster/read.ts';
import { gap } from '../../model/gap.ts';
import type { KubernetesObject } from '../../model/object.ts';
import type { Right } from '../../engines/rights.ts';
import { holderState, hub } from '../states.ts';
import type { AttackContext } from '../context.ts';
import { cart, everywhere, inShop } from '../examples.ts';
import { rightsTo, rightTechnique } from '../right-technique.ts';
import type { RoleScope } from '../role-scopes.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const group = 'apiextensions.k8s.io';
const rule = (verbs: string, more = ''): string => `{apiGroups: [${group}], resources: [customresourcedefinitions], verbs: [${verbs}]${more}}`;
const definition = `apiVersion: ${group}/v1\nkind: CustomResourceDefinition\nmetadata: {name: charts.example.com}\nspec: {group: example.com, scope: Namespaced, names: {kind: Chart, plural: charts}, versions: [{name: v1, served: true, storage: true}]}\n---\n`;
const operator = 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: op}\nrules: [{apiGroups: [example.com], resources: [charts, charts/status], verbs: [list, watch, update]}]\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: op}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: op}\nsubjects: [{kind: ServiceAccount, name: op, namespace: ops}]\n';
const to = 'serviceaccount:ops/op';

const technique: Technique = defineTechnique({
  id: 'technique/conversion-webhook',
  title: 'rewrites custom resources as they are read',
  why: 'A CustomResourceDefinition may name a webhook that turns its objects from one version into another. Whoever writes the definition reads them all, and tells the controller behind them what it is to do.',
  aliases: ['C8'],
  attack: ['T1546'],
  microsoft: [],
  effort: 2,
  detects: 'Audit events that change spec.conversion of a CustomResourceDefinition.',
  removes: 'Take update and patch of CustomResourceDefinitions away from everybody but what installs them.',
  *steps(context) {
    const all = hub('convert-resources', null);
    const one = (name: string): string => hub(`convert-resources/${name}`, null);
    yield* rightTechnique({ ...this, rights: rightsTo(['update', 'patch'], group, 'customresourcedefinitions'), gives: (namespace) => (namespace === null ? all : undefined), named: (name, namespace) => (namespace === null ? [one(name)] : []) }).steps(context);
    for (const object of context.cluster.given('CustomResourceDefinition', group)) {
      const { name } = object.metadata;
      yield { needs: [all], gives: one(name), free: true };
      for (const controller of controllersOf(object, context)) {
        const gaps = [gap('person', `gap/reconciled/${name}`, `What does the controller of ${name} do with its rights because of what these objects say? Its documentation tells.`)];
        yield { needs: [one(name)], gives: controller, certain: false, because: () => ({ text: `${controller.slice(controller.indexOf(':') + 1)} acts by what ${name} say`, evidence: [evidence(context.cluster.ref(object), ['spec', 'conversion'])], gaps }) };
      }
    }
  },
  examples: {
    present: [],
    absent: [
      { objects: everywhere(rule('create, get')) + definition + operator, from: cart, to },
      { objects: inShop(rule('patch')) + definition + operator, from: cart, to },
      { objects: everywhere(rule('patch', ', resourceNames: [others.example.com]')) + definition + operator, from: cart, to },
      { objects: everywhere(rule('patch')) + definition + operator.replace(', update', ''), from: cart, to },
      { objects: everywhere(rule('patch')) + operator, from: cart, to },
    ],
    unknown: [{ objects: everywhere(rule('patch')) + definition + operator, from: cart, to }, { objects: everywhere(rule('update', ', resourceNames: [charts.example.com]')) + definition + operator, from: cart, to }],
  },
});

export default technique;

/** Service accounts that write the status of such objects, by a rule that names the group. */
function controllersOf(object: KubernetesObject, context: AttackContext): ReadonlySet<string> {
  const spec = fields(object['spec']);
  const [own, plural] = [text(spec?.['group']) ?? '', text(fields(spec?.['names'])?.['plural']) ?? ''];
  const found = new Set<string>();
  const rights: readonly Right[] = ['update', 'patch'].map((verb) => ({ verb, group: own, resource: plural, subresource: 'status' }));
  for (const scope of named(context).get(own) ?? []) {
    const match = rights.map((right) => scope.match(right)).find((each) => each?.rule.apiGroups?.includes(own));
    if (match) for (const { holders } of scope.grants) for (const holder of holders) if (holder.kind === 'ServiceAccount' && (holder.namespace ?? '') !== '') found.add(holderState(holder));
  }
  return found;
}

const kept = new WeakMap<AttackContext, ReadonlyMap<string, readonly RoleScope[]>>();

function push(found: Map<string, RoleScope[]>, name: string, scope: RoleScope): void {
  const list = found.get(name);
  if (list) list.push(scope);
  else found.set(name, [scope]);
}

/** Roles that somebody made and holds, by the groups that their rules name. */
function named(context: AttackContext): ReadonlyMap<string, readonly RoleScope[]> {
  const known = kept.get(context);
  if (known) return known;
  const found = new Map<string, RoleScope[]>();
  for (const scope of context.roles) {
    const given = scope.grants.find(({ builtIn }) => !builtIn);
    for (const name of new Set(given?.rules.flatMap(({ apiGroups }) => apiGroups ?? []))) push(found, name, scope);
  }
  kept.set(context, found);
  return found;
}
