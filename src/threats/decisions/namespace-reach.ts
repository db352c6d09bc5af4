// Which namespaces have pods that reach something outside the pod network, by the policies.

import type { Workload } from '../../cluster/workload.ts';
import { evidence } from '../../model/evidence.ts';
import { known, unknown, type Fact } from '../../model/fact.ts';
import type { Context } from '../../rules/context.ts';
import { isHeldByPolicies, type Reached } from '../../rules/egress-reach.ts';
import { namespaceRef } from '../../rules/isolation.ts';
import type { ThreatInstance } from '../verdict.ts';
import { workloadsOf } from './running.ts';

/** One instance for each namespace with pods that policies can hold. @param what such as `the kubelets` */
export function* reachByNamespace(context: Context, what: string, ask: (workload: Workload) => Fact<Reached>): Iterable<ThreatInstance> {
  for (const [namespace, workloads] of heldByNamespace(context)) {
    const scope = namespaceRef(namespace, context);
    const told = workloads.map((workload) => ({ workload, reach: ask(workload) }));
    const open = told.filter(({ reach }) => reach.known && reach.value.by !== 'no way');
    const [first] = open;
    if (first?.reach.known) {
      const names = open.slice(0, 3).map(({ workload }) => `${workload.ref.kind} ${workload.ref.name}`).join(', ');
      yield { scope, message: `${open.length} of ${workloads.length} workloads reach ${what}: ${names}${open.length > 3 ? ' and more' : ''}`, exposed: shown(first.reach.value, scope) };
      continue;
    }
    const undecided = told.find(({ reach }) => !reach.known)?.reach;
    const kept = told[0]?.reach;
    const message = `policies keep its pods from ${what}`;
    if (undecided && !undecided.known) yield { scope, message: `its pods and ${what}`, exposed: undecided };
    else if (kept?.known && kept.value.by === 'no way') {
      const [decider] = kept.value.deciders;
      yield { scope, message, exposed: known(false), ...(decider ? { control: known(decider.policy, evidence(decider.policy, decider.rule ?? ['spec', 'egress'])) } : {}) };
    }
  }
}

const held = new WeakMap<Context, ReadonlyMap<string, readonly Workload[]>>();

/** Workloads whose pods policies can hold: several threats ask for them. */
function heldByNamespace(context: Context): ReadonlyMap<string, readonly Workload[]> {
  let found = held.get(context);
  if (!found) held.set(context, (found = Map.groupBy(workloadsOf(context).filter((workload) => isHeldByPolicies(workload, context)), ({ namespace }) => namespace)));
  return found;
}

function shown(reached: Reached, scope: ThreatInstance['scope']): Fact<boolean> {
  switch (reached.by) {
    case 'nothing holds it':
      return known(true, evidence(scope, ['NetworkPolicy']));
    case 'nothing is carried out':
      return known(true, reached.plugin);
    case 'a policy':
      return known(true, ...reached.deciders.map(({ policy, rule }) => evidence(policy, rule ?? ['spec', 'egress'])));
    case 'no way':
      return known(false);
  }
}

/** The same with a question that stays open wherever policies leave the way open. */
export function openQuestion(instance: ThreatInstance, gap: Parameters<typeof unknown>[0]): ThreatInstance {
  return instance.exposed.known && instance.exposed.value ? { ...instance, exposed: unknown(gap) } : instance;
}
