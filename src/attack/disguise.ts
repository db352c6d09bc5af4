import { fields, entries, type Fields } from '../cluster/read.ts';
import type { Workload } from '../cluster/workload.ts';
import type { Gap } from '../model/gap.ts';
import { refLabel, type KubernetesObject } from '../model/object.ts';
import type { AttackContext } from './context.ts';
import { escaping, modest, type Passage } from './guards.ts';
import { hub } from './states.ts';
import type { Step } from './technique.ts';

// Policies ask for labels, registries and amounts that what runs there already has: some are enough to find one that passes.
const mostModels = 4;
/** Quotas ask a pod to say what it needs. Little, and as much as it may use, as limit ranges ask. */
const amounts: Fields = { cpu: '100m', memory: '64Mi' };

/** Namespaces that refuse a plain pod and let in one that looks like those that run there. */
export function* disguisedPods(context: AttackContext): Generator<Step> {
  yield* disguised(context, (name) => context.guards.modest(name), [modest], (workload) => [podLike(workload, strangersSpec(workload))], 'pods', 'with another service account');
}

/** The same for a pod that owns its node. */
export function* disguisedNodes(context: AttackContext): Generator<Step> {
  yield* disguised(context, (name) => context.guards.escaping(name), escaping, (workload) => escaping.map((spec) => podLike(workload, dressed(spec, workload))), 'own-nodes', 'that owns its node');
}

type Made = (workload: Workload) => readonly KubernetesObject[];

function* disguised(context: AttackContext, plain: (namespace: string) => Passage, specs: readonly Fields[], made: Made, what: string, told: string): Generator<Step> {
  for (const name of context.cluster.namespaces) {
    const { admitted, refusals } = plain(name);
    // Levels, constraints and accounts do not look at labels and images.
    if (admitted || refusals.some(({ gate }) => ['pod-security', 'security-context-constraints', 'service-account'].includes(gate.kind))) continue;
    const measured = specs.map((spec): KubernetesObject => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: name }, spec: withAmounts(spec) }));
    const found = firstLetIn(context, name, measured, made);
    if (!found) continue;
    const { workload, gaps } = found;
    const text = workload ? `${name} lets in a pod like those of ${refLabel(workload.ref)} ${told}` : `${name} lets in a pod that says what it needs, ${told}`;
    yield { needs: [hub('make-pods', name)], gives: hub(what, name), ...(what === 'pods' ? { free: true as const } : {}), certain: gaps.length === 0, because: () => ({ text, evidence: workload ? [workload.at('containers')] : [], gaps }) };
  }
}

interface LetIn {
  /** That it looks like. */
  readonly workload: Workload | undefined;
  readonly gaps: readonly Gap[];
}

function firstLetIn(context: AttackContext, namespace: string, measured: readonly KubernetesObject[], made: Made): LetIn | undefined {
  const models = context.cluster.workloadsIn(namespace).filter(({ mirror }) => !mirror).slice(0, mostModels);
  const candidates = [...measured.map((pod) => ({ pod, workload: undefined })), ...models.flatMap((workload) => made(workload).map((pod) => ({ pod, workload })))];
  for (const { pod, workload } of candidates) {
    const { admitted, gaps } = context.guards.letsIn(pod, namespace);
    if (admitted) return { workload, gaps };
  }
  return undefined;
}

function withAmounts(spec: Fields): Fields {
  return { ...spec, containers: entries(spec['containers']).map(({ value }) => ({ ...value, resources: { requests: amounts, limits: amounts } })) };
}

function podLike({ labels, annotations, namespace }: Workload, spec: Fields): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace, labels, annotations }, spec };
}

/** The spec as it runs there; nodes and names that the server fills in are left out. */
function strangersSpec({ spec }: Workload): Fields {
  const { serviceAccountName: _account, serviceAccount: _old, nodeName: _node, ...rest } = spec;
  return rest;
}

/** What owns the node, with the images and the amounts of what runs there. */
function dressed(spec: Fields, { containers }: Workload): Fields {
  const model = containers.find(({ list }) => list === 'regular');
  if (!model) return spec;
  const resources = fields(model.spec['resources']);
  return { ...spec, containers: entries(spec['containers']).map(({ value }) => ({ ...value, image: model.image, resources: resources ?? { requests: amounts, limits: amounts } })) };
}

