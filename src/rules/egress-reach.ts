import type { Workload } from '../cluster/workload.ts';
import type { Decider } from '../engines/network/decide.ts';
import type { Destination } from '../engines/network/egress.ts';
import type { PodEnd } from '../engines/network/ends.ts';
import type { Governing } from '../engines/network/index.ts';
import { egressOf, networkOf, podOf } from '../engines/network/of-cluster.ts';
import { evidence, type Evidence } from '../model/evidence.ts';
import { chain, known, unknown, type Fact } from '../model/fact.ts';
import type { Gap } from '../model/gap.ts';
import { refKey, valueAt, type ObjectRef } from '../model/object.ts';
import type { Context } from './context.ts';
import type { Breach } from './define.ts';

/** Why a pod reaches an address, or that it does not. */
export type Reached =
  | { readonly by: 'nothing holds it' }
  /** Policies hold it, and the network plug-in carries none of them out. */
  | { readonly by: 'nothing is carried out'; readonly plugin: Evidence }
  | { readonly by: 'a policy'; readonly deciders: readonly Decider[] }
  | { readonly by: 'no way'; readonly deciders: readonly Decider[] };

/** Whether the network engine can speak of the pods of a workload: not on the network of their node, and of a kind whose pods it knows. */
export function isHeldByPolicies(workload: Workload, { cluster }: Context): boolean {
  return !workload.hostNetwork && podOf(cluster, workload) !== undefined;
}

/** Whether pods of a workload reach a destination. @param addresses the gap where its addresses are not known and decide */
export function reached(workload: Workload, destination: Destination, addresses: Gap, context: Context): Fact<Reached> {
  const { pod, gaps: [open, ...more] } = asked(workload, context);
  return open ? unknown(open, ...more) : chain(policiesRead(workload, context), () => reachedBy(pod, destination, addresses, context));
}

/** A question about what the pods of a workload may send: the answer says which of the policies that select them decided. */
export type EgressQuestion<T> = (pod: PodEnd, namespace: string, context: Context) => Fact<T>;

/** Asked once for all workloads of a namespace of which the same policies hold what their pods send: of tens of thousands those are some hundreds. */
export function whereRead<T>(answer: EgressQuestion<T>): (workload: Workload, context: Context) => Fact<T> {
  const answers = new WeakMap<Alike, Fact<T>>();
  return (workload, context) => {
    const { pod, gaps, alike } = asked(workload, context);
    const [open, ...more] = gaps;
    if (open) return unknown(open, ...more);
    let found = answers.get(alike);
    if (!found) answers.set(alike, (found = chain(policiesRead(workload, context), () => answer(pod, workload.namespace, context))));
    return found;
  };
}

/** Stands for the workloads of one namespace, in one context, of which the same policies hold what their pods send. */
type Alike = object;

interface Asked {
  /** The pod that stands for the workload. */
  readonly pod: PodEnd;
  /** What may hold back what its pods send and is not evaluated. */
  readonly gaps: readonly Gap[];
  readonly alike: Alike;
}

interface AllAsked {
  readonly workloads: Map<Workload, Asked>;
  readonly alike: Map<Governing, Map<string, Alike>>;
}

const everyAsked = new WeakMap<Context, AllAsked>();

/** Several rules ask for each workload. */
function asked(workload: Workload, context: Context): Asked {
  let ofContext = everyAsked.get(context);
  if (!ofContext) everyAsked.set(context, (ofContext = { workloads: new Map(), alike: new Map() }));
  let found = ofContext.workloads.get(workload);
  if (!found) ofContext.workloads.set(workload, (found = toAsk(workload, context, ofContext.alike)));
  return found;
}

function toAsk(workload: Workload, { cluster }: Context, alike: AllAsked['alike']): Asked {
  const pod = podOf(cluster, workload);
  if (!pod) throw new Error(`the network does not know the pods of ${workload.ref.kind} ${workload.ref.name}`);
  const network = networkOf(cluster);
  const governing = network.governingSent(pod);
  let byNamespace = alike.get(governing);
  if (!byNamespace) alike.set(governing, (byNamespace = new Map()));
  let same = byNamespace.get(workload.namespace);
  if (!same) byNamespace.set(workload.namespace, (same = {}));
  return { pod, gaps: network.openOf('egress', pod), alike: same };
}

/** Read from files, a namespace is taken to be given whole, and the answer says so. */
function policiesRead({ namespace }: Workload, { cluster }: Context): Fact<unknown> {
  return cluster.list('NetworkPolicy', 'networking.k8s.io', namespace);
}

const free: Fact<Reached> = known({ by: 'nothing holds it' });

export function reachedBy(pod: PodEnd, destination: Destination, addresses: Gap, { cluster }: Context): Fact<Reached> {
  const { allowed, held, deciders, byAdmin } = egressOf(cluster).to(pod, destination);
  if (!held) return allowed === undefined ? unknown(addresses) : free;
  const enforced = networkOf(cluster).enforcement(byAdmin ? 'admin' : 'namespace');
  const [plugin] = enforced.evidence;
  if (enforced.value === false && plugin) return known({ by: 'nothing is carried out', plugin });
  if (allowed === undefined) return unknown(addresses);
  if (allowed) return known({ by: 'a policy', deciders });
  const [gap] = enforced.gaps;
  return enforced.value === 'unknown' && gap ? unknown(gap) : known({ by: 'no way', deciders });
}

/** One breach for each policy that lets the connection through: the object that a person would edit. */
export function breachesOf(deciders: readonly Decider[], message: string, expected: string, { cluster }: Context, change?: (policy: ObjectRef, rules: readonly Decider[]) => Breach['change']): readonly Breach[] {
  const byPolicy = Map.groupBy(deciders.filter(({ action }) => action === 'allow'), ({ policy }) => refKey(policy));
  return [...byPolicy.values()].flatMap((rules): Breach[] => {
    const [first] = rules;
    if (!first) return [];
    const object = cluster.find(first.policy.kind, first.policy.apiGroup, first.policy.namespace, first.policy.name);
    const shown = rules.map(({ policy, rule }) => evidence(policy, rule ?? ['spec', 'egress'], object && valueAt(object, rule ?? ['spec', 'egress'])));
    const [one, ...more] = shown;
    if (!one) return [];
    const made = change?.(first.policy, rules);
    return [{ message, object: first.policy, evidence: [one, ...more], expected, ...(made ? { change: made } : {}) }];
  });
}
