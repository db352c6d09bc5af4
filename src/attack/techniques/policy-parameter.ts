import { entries, fields, text, textMap, type Fields } from '../../cluster/read.ts';
import { matchesSelector, readSelector } from '../../lang/selector.ts';
import { evidence } from '../../model/evidence.ts';
import { gap, type Gap } from '../../model/gap.ts';
import { apiGroupOf, refLabel, type KubernetesObject } from '../../model/object.ts';
import type { AttackContext } from '../context.ts';
import { cart, everywhere, inShop, namespace, node, rule } from '../examples.ts';
import { rightsTo, rightTechnique } from '../right-technique.ts';
import { standing, type Standing } from '../standing.ts';
import { hub, type State } from '../states.ts';
import type { Step, Technique } from '../technique.ts';

const group = 'admissionregistration.k8s.io';
const kinds: Readonly<Record<string, string>> = { 'validating-policy': 'ValidatingAdmissionPolicy', 'mutating-policy': 'MutatingAdmissionPolicy' };
const clusterKinds: ReadonlySet<string> = new Set(['Namespace', 'Node', 'PersistentVolume']);
const turns: readonly (readonly [turn: 'change' | 'delete', verbs: readonly string[]])[] = [['change', ['update', 'patch']], ['delete', ['delete', 'deletecollection']]];

/** What a binding takes as the parameters of its policy, for pods of one namespace. */
interface Parameter {
  readonly group: string;
  readonly resource: string;
  /** Null for a kind without namespaces. */
  readonly namespace: string | null;
  /** Those that were given and are selected; the one that is named where none was. */
  readonly names: readonly string[];
  readonly read: boolean;
  readonly policy: KubernetesObject;
  readonly binding: KubernetesObject;
  /** A policy without a parameter lets the pod through. */
  readonly missingAllows: boolean;
  /** Whether every check reads the parameter, none does, or some. */
  readonly reads: 'all' | 'some' | 'none';
}

const technique: Technique = {
  ...texts(),
  *steps(context): Generator<Step> {
    const asked = new Map<string, Parameter>();
    for (const guard of standing(context)) {
      const parameter = parameterOf(guard, context);
      if (!parameter) continue;
      asked.set(`${parameter.group}/${parameter.resource}`, parameter);
      yield* turned(guard.open, parameter, context);
    }
    for (const each of asked.values()) for (const [turn, verbs] of turns) yield* writers(each, turn, verbs).steps(context);
  },
};

export default technique;

function parameterOf({ gate, namespace: podNamespace }: Standing, { cluster }: AttackContext): Parameter | undefined {
  const kind = kinds[gate.kind];
  const policy = kind === undefined ? undefined : cluster.find(kind, group, undefined, gate.name);
  const binding = kind === undefined ? undefined : cluster.find(`${kind}Binding`, group, undefined, gate.part ?? '');
  const spec = fields(policy?.['spec']) ?? {};
  const [paramKind, ref] = [fields(spec['paramKind']), fields(fields(binding?.['spec'])?.['paramRef'])];
  if (!policy || !binding || !paramKind || !ref) return undefined;
  const [paramGroup, name] = [apiGroupOf(text(paramKind['apiVersion']) ?? ''), text(paramKind['kind']) ?? ''];
  const definition = cluster.given('CustomResourceDefinition', 'apiextensions.k8s.io').find((each) => fields(each['spec'])?.['group'] === paramGroup && fields(fields(each['spec'])?.['names'])?.['kind'] === name);
  const all = cluster.given(name, paramGroup);
  const scope = fields(definition?.['spec'])?.['scope'];
  const namespaced = scope === undefined ? (all.length > 0 ? all.some(({ metadata }) => metadata.namespace !== undefined) : !clusterKinds.has(name)) : scope === 'Namespaced';
  const namespace = namespaced ? text(ref['namespace']) || podNamespace : null;
  const named = text(ref['name']) ?? '';
  const found = all.filter((object) => (object.metadata.namespace ?? null) === namespace && (named === '' ? matchesSelector(readSelector(ref['selector'] ?? {}), textMap(object.metadata.labels)) : object.metadata.name === named));
  return {
    group: paramGroup, namespace, policy, binding,
    resource: text(fields(fields(definition?.['spec'])?.['names'])?.['plural']) ?? pluralOf(name),
    names: found.length === 0 && named !== '' ? [named] : found.map(({ metadata }) => metadata.name), read: found.length > 0,
    missingAllows: ref['parameterNotFoundAction'] === 'Allow' || spec['failurePolicy'] === 'Ignore',
    reads: readsParameter(spec),
  };
}

function* turned(open: State, parameter: Parameter, { cluster }: AttackContext): Generator<Step> {
  const { names, namespace, read, policy, binding, missingAllows, reads } = parameter;
  for (const [turn] of turns) {
    if (turn === 'delete' ? !missingAllows : reads === 'none') continue;
    const gaps: readonly Gap[] = !read ? [unreadGap(parameter)] : turn === 'change' && reads === 'some' ? [readsGap(policy)] : [];
    const because = () => ({
      text: `${refLabel(cluster.ref(policy))} asks ${parameter.resource} ${names.join(', ')}${namespace === null ? '' : ` in ${namespace}`} what to refuse`,
      evidence: [evidence(cluster.ref(binding), ['spec', 'paramRef'], fields(binding['spec'])?.['paramRef'])], gaps,
    });
    const all = hub(what(turn, parameter), namespace);
    yield { needs: [all], gives: open, free: true, certain: gaps.length === 0, because };
    if (namespace !== null) yield { needs: [hub(what(turn, parameter), null)], gives: all, free: true };
    // All that are selected must let the pod pass.
    if (names.length > 0) yield { needs: names.map((name) => hub(`${what(turn, parameter)}/${name}`, namespace)), gives: open, free: true, certain: gaps.length === 0, because };
  }
}

function writers(parameter: Parameter, turn: 'change' | 'delete', verbs: readonly string[]): Technique {
  return rightTechnique({
    ...texts(), rights: rightsTo(verbs, parameter.group, parameter.resource),
    gives: (where) => hub(what(turn, parameter), where),
    named: (name, where) => [hub(`${what(turn, parameter)}/${name}`, where)],
  });
}

function what(turn: string, { group: paramGroup, resource }: Parameter): string {
  return `${turn}-parameter/${paramGroup}/${resource}`;
}

/** Variables that read it count, wherever they are used. */
function readsParameter(spec: Fields): Parameter['reads'] {
  const expressions = (list: string): readonly string[] => entries(spec[list]).map(({ value }) => text(value['expression']) ?? '');
  const names = entries(spec['variables']).filter(({ value }) => /\bparams\b/.test(text(value['expression']) ?? '')).map(({ value }) => text(value['name']) ?? '');
  const reads = (expression: string): boolean => /\bparams\b/.test(expression) || names.some((name) => expression.includes(`variables.${name}`));
  // A condition that turns false takes the whole policy out.
  if (expressions('matchConditions').some(reads)) return 'all';
  const validations = expressions('validations');
  const reading = validations.filter(reads).length;
  if (reading === 0) return entries(spec['mutations']).length > 0 ? 'some' : 'none';
  return reading === validations.length ? 'all' : 'some';
}

function unreadGap({ resource, namespace, names }: Parameter): Gap {
  return gap('api', `gap/parameter/${resource}/${namespace ?? ''}/${names.join('+')}`, `Which ${resource} does the policy read? kubectl get ${resource}${namespace === null ? '' : ` -n ${namespace}`} -o yaml`);
}

function readsGap({ metadata: { name } }: KubernetesObject): Gap {
  return gap('policy-engine', `gap/policy-parameter/${name}`, `Does the parameter of ${name} alone decide? Some of its checks do not read it: kubectl create --dry-run=server tells.`);
}

function pluralOf(kind: string): string {
  const word = kind.toLowerCase();
  return /(s|x|ch|sh)$/.test(word) ? `${word}es` : /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : `${word}s`;
}

function texts(): Omit<Technique, 'steps'> {
  const policy = (ref: string, expression = "params.data.pods == 'yes'"): string => `apiVersion: ${group}/v1\nkind: ValidatingAdmissionPolicy\nmetadata: {name: by-map}\nspec: {paramKind: {apiVersion: v1, kind: ConfigMap}, matchConstraints: {resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]}, validations: [{expression: "${expression}"}]}\n---\napiVersion: ${group}/v1\nkind: ValidatingAdmissionPolicyBinding\nmetadata: {name: by-map}\nspec: {policyName: by-map, validationActions: [Deny], paramRef: {name: settings${ref}}}\n---\n`;
  const map = (where: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, namespace: ${where}}\ndata: {pods: "no"}\n---\n`;
  const shop = namespace('shop') + node('worker');
  const makes = rule('pods', 'create');
  const deny = ', parameterNotFoundAction: Deny';
  const central = policy(`, namespace: guard${deny}`) + map('guard') + namespace('guard', 'restricted') + shop;
  return {
    id: 'technique/policy-parameter',
    title: 'turns an admission policy by what it reads',
    why: 'A policy may take its limits from another object. Whoever may change that object sets the limits, with no right on the policy; where a missing one means to let through, to delete it is enough.',
    aliases: ['C14'],
    attack: ['T1562.001'],
    microsoft: [],
    effort: 1,
    detects: 'Audit events that change or delete the objects that paramRef of a binding names.',
    removes: 'Keep the parameters in a namespace that only the writers of policies may write to, and set parameterNotFoundAction to Deny.',
    examples: {
      present: [
        { objects: everywhere(makes, rule('configmaps', 'patch')) + central, from: cart, to: 'node:worker' },
        { objects: inShop(makes, rule('configmaps', 'update', 'resourceNames: [settings]')) + policy(deny) + map('shop') + shop, from: cart, to: 'node:worker' },
        { objects: inShop(makes, rule('configmaps', 'delete')) + policy(', parameterNotFoundAction: Allow') + map('shop') + shop, from: cart, to: 'node:worker' },
      ],
      absent: [
        { objects: everywhere(makes, rule('configmaps', 'get, create')) + central, from: cart, to: 'node:worker' },
        { objects: inShop(makes, rule('configmaps', 'patch')) + central, from: cart, to: 'node:worker' },
        { objects: inShop(makes, rule('configmaps', 'update', 'resourceNames: [other]')) + policy(deny) + map('shop') + shop, from: cart, to: 'node:worker' },
        { objects: inShop(makes, rule('configmaps', 'delete')) + policy(deny) + map('shop') + shop, from: cart, to: 'node:worker' },
        { objects: inShop(makes, rule('configmaps', 'update')) + policy(deny, "object.metadata.name == 'never'") + map('shop') + shop, from: cart, to: 'node:worker' },
      ],
      unknown: [{ objects: inShop(makes, rule('configmaps', 'update')) + policy(deny) + shop, from: cart, to: 'node:worker' }],
    },
  };
}
