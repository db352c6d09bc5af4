// Whom policies let connect to pods, and whom they let pods connect to, namespace by namespace.

import type { Workload } from '../../cluster/workload.ts';
import type { Decider } from '../../engines/network/decide.ts';
import type { Isolation } from '../../engines/network/isolation.ts';
import { networkOf, podOf, policyOf } from '../../engines/network/of-cluster.ts';
import type { Direction } from '../../engines/network/policy.ts';
import { evidence } from '../../model/evidence.ts';
import { assumed, chain, known, unknown, type Fact } from '../../model/fact.ts';
import type { ObjectRef } from '../../model/object.ts';
import type { Context } from '../../rules/context.ts';
import type { NamespaceSubject } from '../../rules/define.ts';
import { heldWorkloads, isolationIn } from '../../rules/isolation.ts';
import type { ThreatInstance } from '../verdict.ts';

/** Which namespaces have pods that take connections from any pod of the cluster on every port. */
export function openToAll(context: Context): Iterable<ThreatInstance> {
  return perNamespace(context, 'ingress', 'take connections from every pod', 'policies name who connects to its pods', ({ isolated, openAgain, deciders }) => (!isolated ? [] : openAgain ? deciders : undefined));
}

/** Which namespaces have pods that may send to the whole internet, be it on the port of DNS alone. */
export function openToInternet(context: Context): Iterable<ThreatInstance> {
  return perNamespace(context, 'egress', 'may send to the whole internet', 'policies name what its pods connect to', ({ toInternet, internetBy }) => (toInternet.length === 0 ? undefined : internetBy));
}

/** @param opens the rules by which a pod is open, none where nothing holds it, undefined where it is not open */
function* perNamespace(context: Context, direction: Direction, open: string, closed: string, opens: (isolation: Isolation) => readonly Decider[] | undefined): Iterable<ThreatInstance> {
  const plugin = networkOf(context.cluster).enforcement('namespace');
  for (const { subject } of context.subjects.namespaces) {
    const { name, ref: scope } = subject as NamespaceSubject;
    const workloads = heldWorkloads(name, context);
    if (name === 'kube-system' || workloads.length === 0) continue;
    const told = workloads.map((workload) => ({ workload, exposed: exposureOf(workload) }));
    const present = told.filter(({ exposed }) => exposed.known && exposed.value);
    const names = present.slice(0, 3).map(({ workload: { ref } }) => `${ref.kind} ${ref.name}`).join(', ');
    const undecided = told.find(({ exposed }) => !exposed.known)?.exposed;
    const [first] = present;
    if (first) yield { scope, message: `${present.length} of ${workloads.length} workloads ${open}: ${names}${present.length > 3 ? ' and more' : ''}`, exposed: first.exposed };
    else if (undecided) yield { scope, message: `whether its pods ${open}`, exposed: undecided };
    else yield { scope, message: closed, exposed: told[0]?.exposed ?? known(false), ...controlled(workloads) };

    function exposureOf(workload: Workload): Fact<boolean> {
      return chain(isolationIn(workload, direction, context), (isolation): Fact<boolean> => {
        const by = opens(isolation);
        if (by?.length === 0) return known(true, evidence(scope, ['NetworkPolicy']));
        if (plugin.value === false) return known(true, ...plugin.evidence);
        // A policy of another kind may hold back what these let through.
        const end = podOf(context.cluster, workload);
        const [gap, ...more] = by && end ? networkOf(context.cluster).openOf(direction, end) : [];
        if (gap) return unknown(gap, ...more);
        if (by) return known(true, ...by.map(({ policy, rule }) => evidence(policy, rule ?? ['spec'])));
        const [unsure] = isolation.byAdmin ? networkOf(context.cluster).enforcement('admin').gaps : [];
        if (unsure) return unknown(unsure);
        return plugin.value === true ? known(false) : assumed(false);
      });
    }
  }

  /** A policy that holds whatever comes to run in the namespace, too; several that name their pods leave it open what comes next. */
  function controlled(workloads: readonly Workload[]): Pick<ThreatInstance, 'control'> {
    const [first] = workloads;
    const isolation = first && isolationIn(first, direction, context);
    const policies = isolation?.known === true ? isolation.value.deciders.map(({ policy }) => policy) : [];
    const whole = policies.find((policy) => holdsAll(policy, context));
    return whole ? { control: plugin.value === true ? known(whole, evidence(whole, ['spec', 'podSelector'])) : assumed(whole, evidence(whole, ['spec', 'podSelector'])) } : {};
  }
}

function holdsAll({ kind, apiGroup, namespace, name }: ObjectRef, { cluster }: Context): boolean {
  const object = cluster.find(kind, apiGroup, namespace, name);
  const subject = object && policyOf(cluster, object)?.subject;
  return subject !== undefined && !subject.pods.nothing && subject.pods.requirements.length === 0;
}
