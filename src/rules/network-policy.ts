import type { Cluster } from '../cluster/cluster.ts';
import type { Workload } from '../cluster/workload.ts';
import type { Decider } from '../engines/network/decide.ts';
import { isOpenToStrangers, isolationOf, type Isolation } from '../engines/network/isolation.ts';
import { networkOf, podOf } from '../engines/network/of-cluster.ts';
import type { Direction } from '../engines/network/policy.ts';
import { evidence } from '../model/evidence.ts';
import { assumed, chain, collected, known, map, unknown, type Fact } from '../model/fact.ts';
import { gap } from '../model/gap.ts';
import type { ObjectRef } from '../model/object.ts';
import type { Context } from './context.ts';
import { defineRule, type Breach, type Rule } from './define.ts';

export function namespaceRef(name: string, { cluster }: Context): ObjectRef {
  const object = cluster.find('Namespace', '', undefined, name);
  return object ? cluster.ref(object) : { apiGroup: '', kind: 'Namespace', name };
}

/** The workloads of a namespace whose pods have not ended. */
export function workloadsIn(namespace: string, { cluster }: Context): readonly Workload[] {
  return cluster.workloadsIn(namespace).filter((workload) => !(workload.object.kind === 'Pod' && workload.running === 0));
}

const held = new WeakMap<Cluster, Map<string, readonly Workload[]>>();

/** Those of them that policies can hold: they are not on the network of their node. */
export function heldWorkloads(namespace: string, context: Context): readonly Workload[] {
  const ofCluster = held.get(context.cluster) ?? new Map<string, readonly Workload[]>();
  held.set(context.cluster, ofCluster);
  let found = ofCluster.get(namespace);
  if (!found) ofCluster.set(namespace, (found = workloadsIn(namespace, context).filter((workload) => !workload.hostNetwork && podOf(context.cluster, workload) !== undefined)));
  return found;
}

const isolations: Readonly<Record<Direction, WeakMap<Workload, Fact<Isolation>>>> = { ingress: new WeakMap(), egress: new WeakMap() };

/** What policies make of the pods of a workload; unknown where a policy that was not read, or is not evaluated, may isolate them. */
export function isolationIn(workload: Workload, direction: Direction, context: Context): Fact<Isolation> {
  let found = isolations[direction].get(workload);
  if (!found) isolations[direction].set(workload, (found = isolationFact(workload, direction, context)));
  return found;
}

function isolationFact(workload: Workload, direction: Direction, { cluster }: Context): Fact<Isolation> {
  const { ref, namespace } = workload;
  const pod = podOf(cluster, workload);
  if (!pod) return unknown(gap('api', `gap/pods/${ref.kind}/${namespace}/${ref.name}`, `Which pods does ${ref.kind} ${namespace}/${ref.name} make? kubectl get pods -n ${namespace} -o json`));
  const network = networkOf(cluster);
  const isolation = isolationOf(network, pod, direction);
  // Further policies only add to what is let through: isolated once is isolated.
  if (isolation.isolated && !isolation.byAdmin) return known(isolation);
  const [open, ...more] = network.openOf(direction, pod);
  if (open) return unknown(open, ...more);
  return chain(cluster.list('NetworkPolicy', 'networking.k8s.io', namespace), () => known(isolation));
}

/**
 * Whether any pod of the cluster may connect to a workload, on that TCP port or on whatever port: no policy isolates it, one lets
 * everybody in again, or nothing carries policies out.
 */
export function takesStrangers(workload: Workload, context: Context, port?: number): Fact<boolean> {
  const network = networkOf(context.cluster);
  const pod = podOf(context.cluster, workload);
  return chain(isolationIn(workload, 'ingress', context), (isolation): Fact<boolean> => {
    const [decider] = isolation.deciders;
    const open = isOpenToStrangers(isolation, port);
    if (!isolation.isolated || !decider) return known(open, evidence(namespaceRef(workload.namespace, context), ['NetworkPolicy (Ingress)']));
    const enforced = network.enforcement(isolation.byAdmin ? 'admin' : 'namespace');
    if (enforced.value === false) return known(true, ...enforced.evidence);
    const [unsure, ...more] = [...(pod ? network.openOf('ingress', pod) : []), ...(enforced.value === 'unknown' && !open ? enforced.gaps : [])];
    return unsure ? unknown(unsure, ...more) : known(open, evidence(decider.policy, decider.rule ?? ['spec']));
  });
}

export interface IsolationRule {
  readonly id: string;
  readonly direction: Direction;
  readonly title: string;
  readonly why: string;
}

const openers = new WeakMap<Cluster, Map<string, readonly Decider[]>>();

/** The rules that open every pod of a namespace again, to everybody on every port: with them no default deny is in force there. */
export function openersOf(namespace: string, direction: Direction, context: Context): readonly Decider[] {
  const ofCluster = openers.get(context.cluster) ?? new Map<string, readonly Decider[]>();
  openers.set(context.cluster, ofCluster);
  const key = `${direction} ${namespace}`;
  let found = ofCluster.get(key);
  if (!found) {
    const all = heldWorkloads(namespace, context).map((workload) => isolationIn(workload, direction, context));
    const opened = all.length > 0 && all.every((fact) => fact.known && fact.value.openAgain);
    ofCluster.set(key, (found = opened ? all.flatMap((fact) => (fact.known ? fact.value.deciders : [])) : []));
  }
  return found;
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
        return map(first ?? known(undefined), (): readonly Breach[] => [{ message, evidence: [evidence(namespace.ref, [`NetworkPolicy (${type})`])], expected }]);
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
