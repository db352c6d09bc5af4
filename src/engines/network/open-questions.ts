import { entries, fields } from '../../cluster/read.ts';
import { gap, type Gap } from '../../model/gap.ts';
import { valueAt, type KubernetesObject } from '../../model/object.ts';
import type { Selecting } from './decide.ts';
import type { End } from './ends.ts';
import { isUndecided, usualReading } from './match.ts';
import type { Direction } from './policy.ts';
import type { PolicyIndex } from './selecting.ts';
import type { PolicyProblem } from './validate.ts';

/** The policies of a cluster, and those that the API server refuses. */
export interface ReadPolicies {
  readonly index: PolicyIndex;
  readonly refused: ReadonlyMap<KubernetesObject, PolicyProblem>;
}

/** Blocks that may or may not hold a pod's address, domain names, and policies of one priority. */
export function openQuestions(direction: Direction, { admin, namespace, baseline }: Selecting, other: End, { refused: refusals, index }: ReadPolicies): readonly Gap[] {
  return [...admin, ...namespace, ...baseline].flatMap((policy) => {
    const rules = policy[direction] ?? [];
    const name = `${policy.ref.kind} ${policy.ref.name}`;
    const found: Gap[] = [];
    const refused = refusals.get(policy.object);
    if (refused) found.push(gap('person', `gap/refused-policy/${name.replaceAll(' ', '/')}`, `Is ${name} in the cluster at all? The API server refuses it as it stands: ${refused.field}, ${refused.message}.`));
    if (rules.some(({ peers }) => isUndecided(peers, other, usualReading))) {
      found.push(gap('api', `gap/pod-address/${policy.ref.kind}/${policy.ref.namespace ?? ''}/${policy.ref.name}`, `Does the pod's address lie in a block of ${name}? Manifests show no address: kubectl get pods -A -o json`));
    }
    if (rules.some(({ peers }) => peers?.some(({ kind }) => kind === 'domains'))) {
      found.push(gap('person', `gap/domain-names/${policy.ref.name}`, `Which addresses do the domain names in ${name} stand for when the connection is made?`));
    }
    if (rules.some(({ path }) => hasOldPeers(valueAt(policy.object, path)))) {
      found.push(gap('api', `gap/old-admin-policy/${policy.ref.name}`, `Which version of AdminNetworkPolicy does the cluster serve? ${name} uses sameLabels or notSameLabels, which later versions drop, so that the peer is every namespace: kubectl get crd adminnetworkpolicies.policy.networking.k8s.io -o yaml`));
    }
    const equal = policy.tier === 'namespace' || policy.object.kind === 'BaselineAdminNetworkPolicy' ? [] : index.equalPriorities(policy);
    if (equal.length > 0) found.push(gap('person', `gap/equal-priority/${policy.ref.kind}/${policy.priority}`, `Which ${policy.ref.kind} of priority ${policy.priority} is asked first? Kubernetes leaves it open: give each its own number.`));
    return found;
  });
}

/** Peers by the labels that both ends share were taken out after version 0.1.1. */
function hasOldPeers(rule: unknown): boolean {
  const parts = [...entries(fields(rule)?.['from']), ...entries(fields(rule)?.['to'])].flatMap(({ value }) => [value['namespaces'], fields(value['pods'])?.['namespaces']]);
  return parts.some((part) => fields(part)?.['sameLabels'] !== undefined || fields(part)?.['notSameLabels'] !== undefined);
}
