import { all, known, type Fact } from '../../model/fact.ts';
import { fields, text } from '../../cluster/read.ts';
import type { AttackContext } from '../context.ts';
import { writers, writeState, type ControlKind } from '../control-rights.ts';
import { cart, everywhere, inShop } from '../examples.ts';
import { apiServerGate } from '../feature-gates.ts';
import { rightsTo, rightTechnique } from '../right-technique.ts';
import { clusterAdmin, hub } from '../states.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const group = 'admissionregistration.k8s.io';
const policies: ControlKind = { group, kind: 'MutatingAdmissionPolicy', resource: 'mutatingadmissionpolicies' };
const bindings: ControlKind = { group, kind: 'MutatingAdmissionPolicyBinding', resource: 'mutatingadmissionpolicybindings' };
const rule = (resources: string, verbs: string, more = ''): string => `{apiGroups: [${group}], resources: [${resources}], verbs: [${verbs}]${more}}`;
const both = everywhere(rule('mutatingadmissionpolicies, mutatingadmissionpolicybindings', 'create'));
const bound = `apiVersion: ${group}/v1\nkind: MutatingAdmissionPolicy\nmetadata: {name: sidecar}\nspec: {}\n---\napiVersion: ${group}/v1\nkind: MutatingAdmissionPolicyBinding\nmetadata: {name: sidecar}\nspec: {policyName: sidecar}\n`;

const technique: Technique = defineTechnique({
  id: 'technique/mutating-policy',
  title: 'has the API server rewrite what others send by a policy of its own',
  why: 'A MutatingAdmissionPolicy with its binding changes every object on its way, with no server to answer: a pod of the control plane gets another image, a binding another subject.',
  aliases: ['C3'],
  attack: ['T1546'],
  microsoft: ['MS-TA9015'],
  effort: 2,
  detects: 'Audit events that create or change a MutatingAdmissionPolicy or its binding.',
  removes: 'Take the rights to write such policies and their bindings away.',
  *steps(context) {
    const on = works(context);
    if (on.known && !on.value) return;
    yield* writers(this, policies, context);
    yield* writers(this, bindings, context);
    const because = () => ({ text: 'a mutating policy rewrites what administrators and controllers send', evidence: [], gaps: on.known ? [] : on.gaps });
    yield { needs: [writeState(policies), writeState(bindings)], gives: clusterAdmin, certain: on.known, because };
    // One that is in force needs no other binding.
    const inForce = new Set(context.cluster.given(bindings.kind, group).map((binding) => text(fields(binding['spec'])?.['policyName'])));
    const changed = context.cluster.given(policies.kind, group).filter(({ metadata: { name } }) => inForce.has(name));
    if (changed.length === 0) return;
    const state = hub('change-mutating-policy', null);
    yield* rightTechnique({ ...this, rights: rightsTo(['update', 'patch'], group, policies.resource), gives: (namespace) => (namespace === null ? state : undefined), named: (name, namespace) => (namespace === null && changed.some(({ metadata }) => metadata.name === name) ? [state] : []) }).steps(context);
    yield { needs: [state], gives: clusterAdmin, certain: on.known, because };
  },
  examples: {
    present: [
      { objects: both, from: cart, to: 'cluster-admin', version: '1.36' },
      { objects: everywhere(rule('mutatingadmissionpolicies', 'patch', ', resourceNames: [sidecar]')) + bound, from: cart, to: 'cluster-admin', version: '1.36' },
    ],
    absent: [
      { objects: both, from: cart, to: 'cluster-admin', version: '1.35' },
      { objects: everywhere(rule('mutatingadmissionpolicies', 'create, update, patch')), from: cart, to: 'cluster-admin', version: '1.36' },
      { objects: everywhere(rule('mutatingadmissionpolicybindings', 'create, update, patch')), from: cart, to: 'cluster-admin', version: '1.36' },
      { objects: inShop(rule('mutatingadmissionpolicies, mutatingadmissionpolicybindings', 'create')), from: cart, to: 'cluster-admin', version: '1.36' },
    ],
    unknown: [{ objects: both, from: cart, to: 'cluster-admin' }],
  },
});

export default technique;

/** Objects of the kind show that the API is served. */
function works(context: AttackContext): Fact<boolean> {
  return context.cluster.given(policies.kind, group).length > 0 ? known(true) : all(apiServerGate('MutatingAdmissionPolicy', context));
}
