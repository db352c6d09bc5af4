import { fields, text } from '../../cluster/read.ts';
import { gap, type Gap } from '../../model/gap.ts';
import type { KubernetesObject } from '../../model/object.ts';
import { matchesResources, type Matched } from './match.ts';
import type { AdmissionObjects } from './objects.ts';
import { paramsOf } from './params.ts';
import type { Gate, Refusal } from './request.ts';
import { evaluatePolicy, failsClosed, newerGap } from './validating-policy.ts';
import { actionsOf } from './variables.ts';

const group = 'admissionregistration.k8s.io';

/** What a part of admission comes to. */
export interface Verdict {
  readonly gates: readonly Gate[];
  readonly refusals: readonly Refusal[];
  readonly warnings: readonly string[];
  readonly gaps: readonly Gap[];
}

export const silent: Verdict = { gates: [], refusals: [], warnings: [], gaps: [] };

export function together(verdicts: readonly Verdict[]): Verdict {
  return {
    gates: verdicts.flatMap(({ gates }) => gates),
    refusals: verdicts.flatMap(({ refusals }) => refusals),
    warnings: verdicts.flatMap(({ warnings }) => warnings),
    gaps: [...new Set(verdicts.flatMap(({ gaps }) => gaps))],
  };
}

export function namespaceGap(namespace: string): Gap {
  return gap('api', `gap/namespace/${namespace}`, `Which labels does namespace ${namespace} have? kubectl get namespace ${namespace} -o yaml`);
}

/** Every ValidatingAdmissionPolicy that a binding puts in force for the pod. A policy without binding decides nothing. */
export function validatingPolicies(objects: AdmissionObjects, request: Matched, variables: Readonly<Record<string, unknown>>, minor: number | undefined): Verdict {
  const bindings = Map.groupBy(objects.all(group, 'ValidatingAdmissionPolicyBinding'), (binding) => text(fields(binding['spec'])?.['policyName']) ?? '');
  return together(objects.all(group, 'ValidatingAdmissionPolicy').flatMap((policy) => (bindings.get(policy.metadata.name) ?? []).map((binding) => bound(policy, binding, objects, request, variables, minor))));
}

function bound(policy: KubernetesObject, binding: KubernetesObject, objects: AdmissionObjects, request: Matched, variables: Readonly<Record<string, unknown>>, minor = Infinity): Verdict {
  const spec = fields(policy['spec']) ?? {};
  const bindingSpec = fields(binding['spec']) ?? {};
  const matches = [matchesResources(spec['matchConstraints'], request), matchesResources(bindingSpec['matchResources'], request)];
  if (matches.includes(false)) return silent;
  const gate = { kind: 'validating-policy', name: policy.metadata.name, part: binding.metadata.name } as const;
  const unread = (gaps: readonly Gap[]): Verdict => ({ ...silent, gates: [{ ...gate, evaluated: false }], gaps });
  if (matches.includes(undefined)) return unread([namespaceGap(request.namespace)]);
  const newer = minor === Infinity ? undefined : newerGap(policy, minor);
  if (newer) return unread([newer]);
  const params = paramsOf(spec['paramKind'], bindingSpec['paramRef'], request.namespace, objects);
  if ('gap' in params) return unread([params.gap]);
  // A parameter that is missing is a fault of the configuration: it refuses whatever the binding's actions are.
  if ('missing' in params) return { ...silent, gates: [{ ...gate, evaluated: true }], refusals: failsClosed(policy) ? [{ gate: { ...gate, evaluated: true }, message: `failed to configure binding: ${params.missing}` }] : [] };
  const answers = params.values.map((value) => evaluatePolicy(policy, { ...variables, params: value }));
  const failures = answers.flatMap((answer) => answer.failures);
  const gaps = answers.flatMap((answer) => answer.gaps);
  const actions = actionsOf(binding);
  const evaluated = { ...gate, evaluated: gaps.length === 0 };
  return {
    gates: [evaluated],
    refusals: actions.includes('Deny') ? failures.map((message) => ({ gate: evaluated, message })) : [],
    warnings: actions.includes('Warn') ? failures.map((message) => `Validation failed for ValidatingAdmissionPolicy '${policy.metadata.name}' with binding '${binding.metadata.name}': ${message}`) : [],
    // What only warns or records cannot turn the answer.
    gaps: actions.includes('Deny') ? gaps : [],
  };
}
