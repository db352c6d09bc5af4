import type { KubernetesObject } from '../../model/object.ts';
import { groupOf } from '../../cluster/identity.ts';
import { validateAdminPolicy } from './validate-admin.ts';
import { validateNetworkPolicy } from './validate-network-policy.ts';

/** Why the API server refuses a policy. One that is refused is in no cluster and protects nothing. */
export interface PolicyProblem {
  readonly object: KubernetesObject;
  /** The field as a person writes it: `spec.ingress[0].from[1]`. */
  readonly field: string;
  readonly message: string;
}

/** What the API server, or the validation of its definition, refuses in a policy of any kind; nothing where it would accept it. */
export function policyProblems(object: KubernetesObject): readonly PolicyProblem[] {
  const group = groupOf(object);
  const found: PolicyProblem[] = [];
  const problem = (field: string, message: string): void => {
    found.push({ object, field, message });
  };
  if (object.kind === 'NetworkPolicy' && (group === 'networking.k8s.io' || group === 'extensions')) validateNetworkPolicy(object, problem);
  else if (group === 'policy.networking.k8s.io') validateAdminPolicy(object, problem);
  return found;
}
