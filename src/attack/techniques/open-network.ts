import { app, calico, inShop, podIn } from '../examples.ts';
import { rightTechnique, rightsTo } from '../right-technique.ts';
import { policiesNamed, withoutState } from '../named-policies.ts';
import { hub, openState } from '../states.ts';
import type { AttackContext } from '../context.ts';
import type { Step, Technique } from '../technique.ts';

const group = 'networking.k8s.io';
const resource = 'networkpolicies';
const rule = (verbs: string, more = ''): string => `{apiGroups: [${group}], resources: [${resource}], verbs: [${verbs}]${more}}`;
const deny = (namespace: string): string => `apiVersion: ${group}/v1\nkind: NetworkPolicy\nmetadata: {name: none, namespace: ${namespace}}\nspec: {podSelector: {}, policyTypes: [Ingress, Egress]}\n---\n`;
const side = podIn('shop', 'ports: [{containerPort: 8080}]').replace('name: web', 'name: side');
const start = podIn('shop', '', 'serviceAccountName: cart') + side + calico + deny('shop');
const to = 'container:shop/side/app';
const sideOnly = deny('shop').replace('name: none', 'name: side').replace('podSelector: {}', 'podSelector: {matchLabels: {app: side}}');
// Its own pods are on no host network here: whoever breaks into those sends as a node.
const labelled = start.replace('hostNetwork: true, ', '').replace('metadata: {name: side, namespace: shop}', 'metadata: {name: side, namespace: shop, labels: {app: side}}');
const named = (...names: readonly string[]): string => inShop(rule('delete', `, resourceNames: [${names.join(', ')}]`));

const gives = (where: string | null): string => (where === null ? hub('open-network', null) : openState('network-policy', where));

// Policies only add up: one more that allows everything opens what all others close, and without one of them the others still hold.
const rows: readonly Technique[] = [
  rightTechnique({ ...texts(), rights: rightsTo(['create', 'deletecollection'], group, resource), gives, spread: everyNamespace }),
  rightTechnique({ ...texts(), rights: rightsTo(['update', 'patch'], group, resource), gives, named: (name, where, context) => policiesNamed(name, where, context).map((each) => openState('network-policy', each)) }),
  rightTechnique({ ...texts(), rights: rightsTo(['delete'], group, resource), gives, named: (name, where, context) => policiesNamed(name, where, context).map((each) => withoutState(each, [name])) }),
];

const technique: Technique = {
  ...texts(),
  *steps(context) {
    for (const row of rows) yield* row.steps(context);
  },
};

export default technique;

function* everyNamespace({ cluster }: AttackContext): Generator<Step> {
  for (const namespace of new Set(cluster.given('NetworkPolicy', group).map((policy) => cluster.ref(policy).namespace ?? ''))) yield { needs: [hub('open-network', null)], gives: openState('network-policy', namespace), free: true };
}

function texts(): Omit<Technique, 'steps'> {
  return {
    id: 'technique/open-network',
    title: 'takes the policies of the network away',
    why: 'NetworkPolicies add up: whoever may write one in a namespace allows everything there, and whoever may delete every one that holds a pod back does the same. What they kept apart is then open to attacks from pod to pod.',
    aliases: ['G10'],
    attack: ['T1562.004'],
    microsoft: [],
    effort: 1,
    detects: 'Audit events that create, change or delete NetworkPolicies by other users than the pipeline.',
    removes: 'Take writes on NetworkPolicies away from everybody but those who answer for the network.',
    examples: {
      present: [
        { objects: inShop(rule('create')) + start, from: app, to },
        { objects: inShop(rule('patch', ', resourceNames: [none]')) + start, from: app, to },
        { objects: inShop(rule('delete')) + start, from: app, to },
        { objects: named('none') + start, from: app, to },
        { objects: named('none', 'side') + labelled + sideOnly, from: app, to },
      ],
      absent: [
        { objects: inShop(rule('get')) + start, from: app, to },
        { objects: inShop(rule('patch', ', resourceNames: [other]')) + start, from: app, to },
        { objects: named('none') + labelled + sideOnly, from: app, to },
        { objects: named('side') + labelled + sideOnly, from: app, to },
        { objects: inShop(rule('deletecollection', ', resourceNames: [none]')) + start, from: app, to },
        { objects: inShop(rule('create', ', resourceNames: [none]')) + start, from: app, to },
        { objects: inShop('{apiGroups: [""], resources: [networkpolicies], verbs: ["*"]}') + start, from: app, to },
      ],
      unknown: [],
    },
  };
}
