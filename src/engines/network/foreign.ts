import { groupOf } from '../../cluster/identity.ts';
import { entries, fields, text, texts } from '../../cluster/read.ts';
import { matchesSelector, readSelector, type Labels, type Selector } from '../../lang/selector.ts';
import { gap, type Gap } from '../../model/gap.ts';
import { refLabel, type KubernetesObject } from '../../model/object.ts';
import type { End, PodEnd, RefOf } from './ends.ts';
import { namespaceName, type NetworkObjects } from './objects.ts';
import type { Direction } from './policy.ts';

const groups: ReadonlySet<string> = new Set(['cilium.io', 'crd.projectcalico.org', 'projectcalico.org', 'crd.antrea.io', 'k8s.ovn.org', 'security.istio.io', 'policy.linkerd.io']);
const kinds: ReadonlySet<string> = new Set([
  'CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy', 'NetworkPolicy', 'GlobalNetworkPolicy', 'StagedNetworkPolicy', 'ClusterNetworkPolicy', 'EgressFirewall', 'AuthorizationPolicy',
]);
const clusterWide: ReadonlySet<string> = new Set(['CiliumClusterwideNetworkPolicy', 'GlobalNetworkPolicy', 'ClusterNetworkPolicy']);

interface Foreign {
  readonly object: KubernetesObject;
  readonly gap: Gap;
}

/** Policies of network plug-ins and meshes: not evaluated, but named wherever one selects an end. */
export class ForeignPolicies {
  /** By namespace; those of the whole cluster under the empty name. */
  readonly #policies: ReadonlyMap<string, readonly Foreign[]>;

  constructor(objects: NetworkObjects, refOf: RefOf) {
    const policies = objects.ofGroups(groups).filter(({ kind }) => kinds.has(kind) && kind !== 'StagedNetworkPolicy').map((object) => {
      const label = clusterWide.has(object.kind) ? `${object.kind} ${object.metadata.name}` : refLabel(refOf(object));
      return { object, gap: gap('policy-engine', `gap/foreign-policy/${groupOf(object)}/${label.replaceAll(' ', '/')}`, `What does ${label} (${groupOf(object)}) allow or deny here? Glacis does not evaluate it; its own tool does.`) };
    });
    this.#policies = Map.groupBy(policies, ({ object }) => (clusterWide.has(object.kind) ? '' : namespaceName(object)));
  }

  of(...ends: readonly End[]): readonly Gap[] {
    return this.#selecting(ends).map((each) => each.gap);
  }

  /** Those alone that may say what the pod sends, or what it is sent. */
  speakingOf(direction: Direction, pod: PodEnd): readonly Gap[] {
    return this.#policies.size === 0 ? [] : this.#selecting([pod]).filter(({ object }) => speaksOf(object, direction)).map((each) => each.gap);
  }

  #selecting(ends: readonly End[]): readonly Foreign[] {
    if (this.#policies.size === 0) return [];
    const pods = ends.filter((end) => end.kind === 'pod');
    const near = ['', ...new Set(pods.map(({ namespace }) => namespace.name))].flatMap((name) => this.#policies.get(name) ?? []);
    return near.filter(({ object }) => pods.some((pod) => maySelect(object, pod)));
  }
}

/** Whether a policy that selects a pod can hold back what it sends, or what it is sent. */
function speaksOf(object: KubernetesObject, direction: Direction): boolean {
  const spec = fields(object['spec']) ?? {};
  switch (groupOf(object)) {
    case 'security.istio.io':
    case 'policy.linkerd.io':
      return direction === 'ingress';
    case 'k8s.ovn.org':
      return direction === 'egress';
    case 'cilium.io':
      return [spec, ...entries(object['specs']).map(({ value }) => value)].some((each) => each[direction] !== undefined || each[`${direction}Deny`] !== undefined);
    case 'crd.antrea.io':
      return spec[direction] !== undefined;
    default: {
      const types = texts(spec['types']);
      return types.length > 0 ? types.some((type) => type.toLowerCase() === direction) : spec[direction] !== undefined || (direction === 'ingress' && spec['egress'] === undefined);
    }
  }
}

function maySelect(object: KubernetesObject, pod: PodEnd): boolean {
  const spec = fields(object['spec']) ?? {};
  if (!clusterWide.has(object.kind) && namespaceName(object) !== pod.namespace.name) return false;
  switch (groupOf(object)) {
    case 'cilium.io':
      return [spec, ...entries(object['specs']).map(({ value }) => value)].some((each) => each['endpointSelector'] === undefined || matchesSelector(ciliumSelector(each['endpointSelector']), ciliumLabels(pod)));
    case 'security.istio.io':
      return spec['selector'] === undefined || matchesSelector(readSelector(spec['selector']), pod.labels);
    case 'crd.projectcalico.org':
    case 'projectcalico.org':
      return calicoMaySelect(text(spec['selector']), pod.labels);
    default:
      return true;
  }
}

// Cilium puts a source before a key: `k8s:app`, `any:app`, `k8s:io.kubernetes.pod.namespace`.
function ciliumSelector(selector: unknown): Selector {
  const read = readSelector(selector);
  return { ...read, requirements: read.requirements.map((each) => ({ ...each, key: each.key.replace(/^(k8s|any)[:.]/, '') })) };
}

function ciliumLabels(pod: PodEnd): Labels {
  const ofNamespace = Object.entries(pod.namespace.labels).map(([key, value]) => [`io.cilium.k8s.namespace.labels.${key}`, value] as const);
  return { ...pod.labels, 'io.kubernetes.pod.namespace': pod.namespace.name, ...Object.fromEntries(ofNamespace) };
}

/** Calico's own expressions: a conjunction of equalities is decided, anything else may select the pod. */
function calicoMaySelect(selector: string | undefined, labels: Labels): boolean {
  if (selector === undefined || selector.trim() === '' || /\|\||[()!]/.test(selector.replaceAll('all()', ''))) return true;
  return selector.split('&&').every((part) => {
    const [, key = '', value = ''] = /^\s*([\w./-]+)\s*==\s*['"]([^'"]*)['"]\s*$/.exec(part) ?? [];
    return key === '' || (Object.hasOwn(labels, key) && labels[key] === value);
  });
}
