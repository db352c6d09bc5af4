import type { Decider } from '../engines/network/decide.ts';
import type { Isolation } from '../engines/network/isolation.ts';
import { networkOf } from '../engines/network/of-cluster.ts';
import type { Direction } from '../engines/network/policy.ts';
import { evidence } from '../model/evidence.ts';
import { assumed, chain, collected, known, map, unknown, type Fact } from '../model/fact.ts';
import type { Context } from './context.ts';
import { defineRule, type Breach, type Rule } from './define.ts';
import { heldWorkloads, isolationIn, openersOf } from './isolation.ts';

export interface IsolationRule {
  readonly id: string;
  readonly direction: Direction;
  readonly title: string;
  readonly why: string;
}

/** Whether every pod of a namespace is isolated in one direction, by one policy or by several together. */
export function isolationRule({ id, direction, title, why }: IsolationRule): Rule<'namespace'> {
  const type = direction === 'ingress' ? 'Ingress' : 'Egress';
  const expected = 'a NetworkPolicy that selects every pod';
  return defineRule<'namespace'>({
    id,
    on: 'namespace',
    title,
    why,
    fix: `Add a NetworkPolicy with an empty podSelector and policyTypes: [${type}], then allow what is needed.`,
    severity: { gain: 'information', position: 'a container', effort: 'none' },
    appliesTo: ({ name }, context) => name !== 'kube-system' && heldWorkloads(name, context).length > 0,
    check: (namespace, context) => {
      const workloads = heldWorkloads(namespace.name, context);
      const opening = openersOf(namespace.name, direction, context);
      const [opener, ...others] = opening.map(({ policy, rule }) => evidence(policy, rule ?? ['spec', direction]));
      if (opener) return known([{ message: `denies no ${direction} by default: ${named(opening)} ${opening.length > 1 ? 'let' : 'lets'} everything through again`, evidence: [opener, ...others], expected: `rules that name ${direction === 'ingress' ? 'from' : 'to'} and ports` }]);
      const told = workloads.map((workload) => isolationIn(workload, direction, context));
      const open = workloads.filter((_, index) => isOpenNow(told[index]));
      if (open.length > 0) {
        const names = open.slice(0, 3).map(({ ref }) => `${ref.kind} ${ref.name}`).join(', ');
        const message = open.length === workloads.length ? `has no default deny for ${direction}` : `has no policy that holds the ${direction} of ${open.length} of its ${workloads.length} workloads: ${names}${open.length > 3 ? ' and more' : ''}`;
        const [first] = told.filter(isOpenNow);
        return map(first ?? known(undefined), (): readonly Breach[] => [{ message, evidence: [evidence(namespace.ref, ['NetworkPolicy'])], expected }]);
      }
      return chain(collected(told), (all) => inForce(all, direction, context));
    },
    examples: examplesOf(direction),
  });
}

function isOpenNow(isolation: Fact<Isolation> | undefined): boolean {
  return isolation?.known === true && !isolation.value.isolated;
}

/** What the objects say holds only where something carries them out; that it does is assumed until a network plug-in is seen that does not. */
function inForce(all: readonly Isolation[], direction: Direction, { cluster }: Context): Fact<readonly Breach[]> {
  const network = networkOf(cluster);
  const shown = [...new Set(all.flatMap(({ deciders }) => deciders.slice(0, 1).map(({ policy }) => policy)))].map((policy) => evidence(policy, ['spec', 'podSelector']));
  const { value, evidence: [plugin] } = network.enforcement('namespace');
  if (value === false && plugin) return known([{ message: `carries out no policy: whatever denies ${direction} by default is void`, object: plugin.object, evidence: [plugin], expected: 'a network plug-in that enforces policies' }]);
  const [unsure] = all.some(({ byAdmin }) => byAdmin) ? network.enforcement('admin').gaps : [];
  if (unsure) return unknown(unsure);
  return value === true ? known([], ...shown) : assumed([], ...shown);
}

function named(deciders: readonly Decider[]): string {
  const names = [...new Set(deciders.map(({ policy }) => `${policy.kind} ${policy.name}`))];
  return `${names.slice(0, 3).join(', ')}${names.length > 3 ? ' and more' : ''}`;
}

function examplesOf(direction: Direction): Rule['examples'] {
  const pod = (name: string, label: string): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: shop, labels: {app: ${label}}}\nspec: {containers: [{name: app, image: app}]}\n`;
  const policy = (spec: string, name = 'deny'): string => `---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: ${name}, namespace: shop}\nspec: ${spec}\n`;
  const [type, other] = direction === 'ingress' ? ['Ingress', 'Egress'] : ['Egress', 'Ingress'];
  const both = `${pod('web', 'web')}---\n${pod('db', 'db')}`;
  const baseline = (peers: string): string => `---\napiVersion: policy.networking.k8s.io/v1alpha1\nkind: BaselineAdminNetworkPolicy\nmetadata: {name: default}\nspec: {subject: {namespaces: {}}, ${direction}: [{action: Deny, ${peers}}]}\n`;
  const ovn = '---\napiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: ovnkube-node, namespace: ovn}\nspec: {template: {spec: {hostNetwork: true, containers: [{name: ovn, image: quay.io/ovn-org/ovn-kubernetes}]}}}\n';
  const everybody = direction === 'ingress' ? 'from: [{namespaces: {}}]' : 'to: [{networks: [0.0.0.0/0]}]';
  return {
    bad: [
      both + policy(`{podSelector: {}, policyTypes: [${other}]}`),
      both + policy(`{podSelector: {matchLabels: {app: web}}, policyTypes: [${type}]}`),
      both + policy(`{podSelector: {}, policyTypes: [${type}]}`) + policy(`{podSelector: {}, policyTypes: [${type}], ${direction}: [{}]}`, 'allow'),
      both + ovn.replace('quay.io/ovn-org/ovn-kubernetes', 'docker.io/flannel/flannel') + policy(`{podSelector: {}, policyTypes: [${type}]}`),
    ],
    good: [
      both + policy(`{podSelector: {}, policyTypes: [${type}]}`),
      both + policy(`{podSelector: {matchLabels: {app: web}}, policyTypes: [${type}]}`) + policy(`{podSelector: {matchLabels: {app: db}}, policyTypes: [${type}]}`, 'db'),
      both + policy(`{podSelector: {}, policyTypes: [${type}]}`) + policy(`{podSelector: {matchLabels: {app: web}}, policyTypes: [${type}], ${direction}: [{}]}`, 'public'),
      both + ovn + baseline(everybody),
    ],
    unknown: [
      'apiVersion: v1\nkind: Pod\nmetadata: {name: app, namespace: shop, uid: a}\nspec: {containers: [{name: app, image: app}]}\n',
      both + baseline(everybody),
      `${both}---\napiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: all, namespace: shop}\nspec: {endpointSelector: {}, ${direction}: [{}]}\n`,
    ],
  };
}
