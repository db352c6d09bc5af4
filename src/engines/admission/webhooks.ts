import { entries, fields, text } from '../../cluster/read.ts';
import { gap, type Gap } from '../../model/gap.ts';
import { ruleMatches, selectorsMatch, matchesResources, type Matched } from './match.ts';
import type { AdmissionObjects } from './objects.ts';
import { silent, together, type Verdict } from './policies.ts';
import type { Gate } from './request.ts';
import { matchConditions } from './validating-policy.ts';

const group = 'admissionregistration.k8s.io';

/** The mutating webhooks that the pod comes to. What they change is not known. */
export function mutatingWebhooks(objects: AdmissionObjects, request: Matched, variables: Readonly<Record<string, unknown>>): Verdict {
  return webhooks('MutatingWebhookConfiguration', objects, request, variables);
}

/** The validating webhooks that the pod comes to. What a webhook answers is its own. */
export function validatingWebhooks(objects: AdmissionObjects, request: Matched, variables: Readonly<Record<string, unknown>>): Verdict {
  return webhooks('ValidatingWebhookConfiguration', objects, request, variables);
}

function webhooks(kind: 'MutatingWebhookConfiguration' | 'ValidatingWebhookConfiguration', objects: AdmissionObjects, request: Matched, variables: Readonly<Record<string, unknown>>): Verdict {
  return together(
    objects.all(group, kind).flatMap((configuration) => entries(configuration['webhooks']).flatMap(({ value }) => {
      const name = text(value['name']) ?? '';
      if (!entries(value['rules']).some(({ value: rule }) => ruleMatches(rule, request.name))) return [];
      if (selectorsMatch(value['namespaceSelector'], value['objectSelector'], request) === false) return [];
      if (matchConditions(value, variables).status === 'no') return [];
      const gate: Gate = { kind: kind === 'MutatingWebhookConfiguration' ? 'mutating-webhook' : 'validating-webhook', name: configuration.metadata.name, part: name, evaluated: false };
      return [notEvaluated(gate, gap('policy-engine', `gap/webhook/${configuration.metadata.name}/${name}`, `What does webhook ${name} of ${kind} ${configuration.metadata.name} do with the pod? kubectl create --dry-run=server tells, where the webhook has no side effects.`))];
    })),
  );
}

/** The mutating policies that a binding puts in force for the pod. They may change it. */
export function mutatingPolicies(objects: AdmissionObjects, request: Matched): Verdict {
  const bindings = Map.groupBy(objects.all(group, 'MutatingAdmissionPolicyBinding'), (binding) => text(fields(binding['spec'])?.['policyName']) ?? '');
  return together(objects.all(group, 'MutatingAdmissionPolicy').flatMap((policy) => (bindings.get(policy.metadata.name) ?? []).flatMap((binding) => {
    const matches = [matchesResources(fields(policy['spec'])?.['matchConstraints'], request), matchesResources(fields(binding['spec'])?.['matchResources'], request)];
    if (matches.includes(false)) return [];
    const gate: Gate = { kind: 'mutating-policy', name: policy.metadata.name, part: binding.metadata.name, evaluated: false };
    return [notEvaluated(gate, gap('policy-engine', `gap/mutating-policy/${policy.metadata.name}`, `How does MutatingAdmissionPolicy ${policy.metadata.name} change the pod? kubectl create --dry-run=server -o yaml tells.`))];
  })));
}

export function notEvaluated(gate: Gate, waits: Gap): Verdict {
  return { ...silent, gates: [gate], gaps: [waits] };
}
