import type { Cluster } from '../../cluster/cluster.ts';
import type { PodEnd } from '../../engines/network/ends.ts';
import { networkOf, podOf } from '../../engines/network/of-cluster.ts';
import type { Workload } from '../../cluster/workload.ts';
import { matchesLabels, type Labels } from '../../lang/selector.ts';

/** Pods of one namespace with the same labels: a policy can tell them from all others, and not from each other. */
export interface PodClass {
  readonly namespace: string;
  readonly pods: readonly PodEnd[];
  /** A LabelSelector that picks these pods and no other one of the namespace. */
  readonly selector: Readonly<Record<string, unknown>>;
}

// What controllers write on pods: it is gone with the next rollout, and a selector that names it as well.
const passing = /^(pod-template-hash|controller-revision-hash|pod-template-generation|controller-uid|job-name|(batch\.kubernetes\.io|statefulset\.kubernetes\.io|apps\.kubernetes\.io)\/.*)$/;

// Labels by which people know their programs come first.
const usual: readonly string[] = ['app.kubernetes.io/name', 'app', 'k8s-app', 'app.kubernetes.io/component', 'component', 'app.kubernetes.io/instance'];

type Classes = ReadonlyMap<PodEnd, PodClass>;

const known = new WeakMap<Cluster, Map<string, Classes>>();

/** The pod that stands for a workload in another state of its cluster, where the object may have been changed. */
export function podFor(workload: Workload, cluster: Cluster): PodEnd | undefined {
  const same = podOf(cluster, workload);
  if (same) return same;
  const { ref, object } = workload;
  const [namespace, own] = [workload.namespace === '' ? 'default' : workload.namespace, object.metadata.name];
  return networkOf(cluster).pods.find((pod) => pod.namespace.name === namespace && !pod.finished && ((pod.workload.kind === ref.kind && pod.workload.name === ref.name) || (object.kind === 'Pod' && pod.name === own)));
}

/** The class of a pod; undefined for one that policies do not hold, on the network of its node, or that ended. */
export function classOf(pod: PodEnd, cluster: Cluster): PodClass | undefined {
  const { name } = pod.namespace;
  const spaces = known.get(cluster) ?? new Map<string, Classes>();
  known.set(cluster, spaces);
  let classes = spaces.get(name);
  if (!classes) spaces.set(name, (classes = classesOf(name, networkOf(cluster).pods.filter((each) => each.namespace.name === name && !each.hostNetwork && !each.finished))));
  return classes.get(pod);
}

function classesOf(namespace: string, pods: readonly PodEnd[]): Classes {
  const groups = [...Map.groupBy(pods, ({ labels }) => JSON.stringify(Object.entries(lasting(labels)).toSorted(([a], [b]) => (a < b ? -1 : 1)))).values()];
  const labels = groups.map(([first]) => lasting(first?.labels ?? {}));
  return new Map(groups.flatMap((own, index) => {
    const made: PodClass = { namespace, pods: own, selector: selectorOf(labels[index] ?? {}, labels.filter((_, other) => other !== index)) };
    return own.map((pod) => [pod, made] as const);
  }));
}

function lasting(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([key]) => !passing.test(key)));
}

/** As few labels as tell these pods from all others; where others have all of them and more, what these lack. */
function selectorOf(own: Labels, others: readonly Labels[]): PodClass['selector'] {
  const matchLabels: Record<string, string> = {};
  let left = others;
  for (const key of Object.keys(own).toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))) {
    const value = own[key] ?? '';
    const fewer = left.filter((labels) => matchesLabels({ [key]: value }, labels));
    // The first one names the program, also where it is alone.
    if (fewer.length === left.length && Object.keys(matchLabels).length > 0) continue;
    matchLabels[key] = value;
    left = fewer;
  }
  const lacks = new Set<string>();
  for (const labels of left) {
    const keys = Object.keys(labels).filter((key) => own[key] === undefined).toSorted();
    if (!keys.some((key) => lacks.has(key)) && keys[0] !== undefined) lacks.add(keys[0]);
  }
  return {
    ...(Object.keys(matchLabels).length > 0 ? { matchLabels } : {}),
    ...(lacks.size > 0 ? { matchExpressions: [...lacks].map((key) => ({ key, operator: 'DoesNotExist' })) } : {}),
  };
}

function rank(key: string): number {
  const at = usual.indexOf(key);
  return at < 0 ? usual.length : at;
}
