import type { Cluster } from '../cluster/cluster.ts';
import type { Workload } from '../cluster/workload.ts';
import type { Decider } from '../engines/network/decide.ts';
import { isOpenToStrangers, isolationOf, type Isolation } from '../engines/network/isolation.ts';
import { networkOf, podOf } from '../engines/network/of-cluster.ts';
import type { Direction, Policy } from '../engines/network/policy.ts';
import { evidence } from '../model/evidence.ts';
import { chain, known, unknown, type Fact } from '../model/fact.ts';
import { gap } from '../model/gap.ts';
import type { ObjectRef } from '../model/object.ts';
import type { Context } from './context.ts';

export function namespaceRef(name: string, { cluster }: Context): ObjectRef {
  const object = cluster.find('Namespace', '', undefined, name);
  return object ? cluster.ref(object) : { apiGroup: '', kind: 'Namespace', name };
}

/** The workloads of a namespace whose pods have not ended. */
export const workloadsIn: (namespace: string, context: Context) => readonly Workload[] = onceForEach((namespace, { cluster }) => cluster.workloadsIn(namespace).filter((workload) => !hasEnded(workload)));

export function hasEnded({ object, running }: Workload): boolean {
  return object.kind === 'Pod' && running === 0;
}

/** Those of them that policies can hold: they are not on the network of their node. */
export const heldWorkloads: (namespace: string, context: Context) => readonly Workload[] = onceForEach((namespace, context) => workloadsIn(namespace, context).filter((workload) => !workload.hostNetwork && podOf(context.cluster, workload) !== undefined));

const selected = new WeakMap<Context, ReadonlyMap<Policy, readonly Workload[]>>();

/** Those of the workloads of its namespace that policies can hold, which a NetworkPolicy selects. */
export function workloadsOf(policy: Policy, namespace: string, context: Context): readonly Workload[] {
  let byPolicy = selected.get(context);
  if (!byPolicy) selected.set(context, (byPolicy = workloadsByPolicy(context)));
  return (byPolicy.get(policy) ?? []).filter((workload) => workload.namespace === namespace);
}

/** By what the network found for each pod: policies times workloads would be many questions more. */
function workloadsByPolicy(context: Context): ReadonlyMap<Policy, readonly Workload[]> {
  const network = networkOf(context.cluster);
  const byPolicy = new Map<Policy, Workload[]>();
  for (const workload of context.cluster.workloads) {
    const pod = podOf(context.cluster, workload);
    if (!pod || workload.hostNetwork || hasEnded(workload)) continue;
    for (const policy of network.governing(pod).selecting.namespace) {
      const found = byPolicy.get(policy);
      if (found) found.push(workload);
      else byPolicy.set(policy, [workload]);
    }
  }
  return byPolicy;
}

/** Services and policies ask again for the namespace they are in. */
function onceForEach(list: (namespace: string, context: Context) => readonly Workload[]): (namespace: string, context: Context) => readonly Workload[] {
  const known = new WeakMap<Cluster, Map<string, readonly Workload[]>>();
  return (namespace, context) => {
    const ofCluster = known.get(context.cluster) ?? new Map<string, readonly Workload[]>();
    known.set(context.cluster, ofCluster);
    let found = ofCluster.get(namespace);
    if (!found) ofCluster.set(namespace, (found = list(namespace, context)));
    return found;
  };
}

const isolations: Readonly<Record<Direction, WeakMap<Workload, Fact<Isolation>>>> = { ingress: new WeakMap(), egress: new WeakMap() };

/** What policies make of the pods of a workload; unknown where a policy that was not read, or is not evaluated, may isolate them. */
export function isolationIn(workload: Workload, direction: Direction, context: Context): Fact<Isolation> {
  let found = isolations[direction].get(workload);
  if (!found) isolations[direction].set(workload, (found = isolationFact(workload, direction, context)));
  return found;
}

function isolationFact(workload: Workload, direction: Direction, { cluster }: Context): Fact<Isolation> {
  const { ref, namespace } = workload;
  const pod = podOf(cluster, workload);
  if (!pod) return unknown(gap('api', `gap/pods/${ref.kind}/${namespace}/${ref.name}`, `Which pods does ${ref.kind} ${namespace}/${ref.name} make? kubectl get pods -n ${namespace} -o json`));
  const network = networkOf(cluster);
  const isolation = isolationOf(network, pod, direction);
  // Further policies only add to what is let through: isolated once is isolated.
  if (isolation.isolated && !isolation.byAdmin) return known(isolation);
  const [open, ...more] = network.openOf(direction, pod);
  if (open) return unknown(open, ...more);
  return chain(cluster.list('NetworkPolicy', 'networking.k8s.io', namespace), () => known(isolation));
}

/**
 * Whether any pod of the cluster may connect to a workload, on that TCP port or on whatever port: no policy isolates it, one lets
 * everybody in again, or nothing carries policies out.
 */
export function takesStrangers(workload: Workload, context: Context, port?: number): Fact<boolean> {
  const network = networkOf(context.cluster);
  const pod = podOf(context.cluster, workload);
  return chain(isolationIn(workload, 'ingress', context), (isolation): Fact<boolean> => {
    const [decider] = isolation.deciders;
    const open = isOpenToStrangers(isolation, port);
    if (!isolation.isolated || !decider) return known(open, evidence(namespaceRef(workload.namespace, context), ['NetworkPolicy']));
    const enforced = network.enforcement(isolation.byAdmin ? 'admin' : 'namespace');
    if (enforced.value === false) return known(true, ...enforced.evidence);
    const [unsure, ...more] = [...(pod ? network.openOf('ingress', pod) : []), ...(enforced.value === 'unknown' && !open ? enforced.gaps : [])];
    return unsure ? unknown(unsure, ...more) : known(open, evidence(decider.policy, decider.rule ?? ['spec']));
  });
}

const openers = new WeakMap<Cluster, Map<string, readonly Decider[]>>();

/** The rules that open every pod of a namespace again, to everybody on every port: with them no default deny is in force there. */
export function openersOf(namespace: string, direction: Direction, context: Context): readonly Decider[] {
  const ofCluster = openers.get(context.cluster) ?? new Map<string, readonly Decider[]>();
  openers.set(context.cluster, ofCluster);
  const key = `${direction} ${namespace}`;
  let found = ofCluster.get(key);
  if (!found) {
    const held = heldWorkloads(namespace, context);
    const deciders: Decider[] = [];
    // The first that stays closed decides.
    const opened = held.length > 0 && held.every((workload) => {
      const fact = isolationIn(workload, direction, context);
      if (!fact.known || !fact.value.openAgain) return false;
      deciders.push(...fact.value.deciders);
      return true;
    });
    ofCluster.set(key, (found = opened ? deciders : []));
  }
  return found;
}
