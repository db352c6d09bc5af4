import { boundIn } from '../grant-examples.ts';
import { grantRule } from '../grant-rule.ts';
import type { Rule } from '../define.ts';
import { each, newPods } from '../grant-powers.ts';

const rule: Rule<'grant'> = grantRule({
  id: 'namespace-guard-rights',
  title: 'Binding lets its subjects loosen what guards a namespace',
  why: 'The labels of a namespace say which Pod Security level holds there, and which policies and webhooks look at it. Whoever changes them, or the policies of the API server, of Kyverno or of Gatekeeper, first opens the door and then runs a privileged pod. In one namespace a Role is enough: a namespace is an object of itself.',
  fix: 'Leave namespaces and policies to administrators and to the pipeline that reviews them.',
  severity: { gain: 'node', position: 'a container', effort: 'one more weakness' },
  rights: [
    ...each(['update', 'patch'], '', ['namespaces']),
    ...each(['update', 'patch', 'delete', 'deletecollection'], 'admissionregistration.k8s.io', ['validatingadmissionpolicies', 'validatingadmissionpolicybindings']),
    ...each(['update', 'patch', 'delete', 'deletecollection'], 'kyverno.io', ['clusterpolicies', 'policies']),
    ...each(['create', 'update', 'patch'], 'kyverno.io', ['policyexceptions']),
    ...each(['update', 'patch', 'delete', 'deletecollection'], 'policies.kyverno.io', ['validatingpolicies']),
    ...each(['update', 'patch', 'delete', 'deletecollection'], 'templates.gatekeeper.sh', ['constrainttemplates']),
    ...each(['update', 'patch', 'delete', 'deletecollection'], 'constraints.gatekeeper.sh', ['*']),
  ],
  // Opening the door is half of it: who starts pods there as well needs no other.
  raise: ({ holders, namespace }, { rights }) => {
    const scope = namespace === null ? 'anywhere' : { namespace };
    const runs = holders.some((holder) => newPods.some((right) => rights.held(holder, right, scope) !== undefined));
    return runs ? {} : { effort: 'several weaknesses' };
  },
  message: 'loosens the guards of namespaces',
  expected: 'no writes on namespaces and policies',
  bad: [
    { verbs: ['patch'], apiGroups: [''], resources: ['namespaces'] },
    boundIn('shop', { verbs: ['update'], apiGroups: [''], resources: ['namespaces'] }),
    { verbs: ['delete'], apiGroups: ['admissionregistration.k8s.io'], resources: ['validatingadmissionpolicybindings'] },
  ],
  good: [
    { verbs: ['get', 'create'], apiGroups: [''], resources: ['namespaces'] },
    boundIn('shop', { verbs: ['delete'], apiGroups: ['admissionregistration.k8s.io'], resources: ['validatingadmissionpolicies'] }),
  ],
});

export default rule;
