import { entries, text, texts } from '../../cluster/read.ts';
import { podTemplateOf } from '../../cluster/templates.ts';
import { evidence, type Evidence } from '../../model/evidence.ts';
import { gap, type Gap } from '../../model/gap.ts';
import { valueAt, type KubernetesObject, type Path } from '../../model/object.ts';
import { repositoryName } from '../images/reference.ts';
import type { RefOf } from './ends.ts';
import type { NetworkObjects } from './objects.ts';

/** Whether anything in the cluster carries policies out. */
export interface Enforcement {
  readonly value: boolean | 'unknown';
  readonly evidence: readonly Evidence[];
  readonly gaps: readonly Gap[];
}

/** What each network plug-in does with policies, recognised by the image that its agent runs. */
interface Agent {
  readonly image: RegExp;
  readonly networkPolicy: boolean | ((container: Readonly<Record<string, unknown>>) => boolean | 'unknown');
  /** AdminNetworkPolicy and BaselineAdminNetworkPolicy; never by default where unset. */
  readonly adminPolicy?: boolean;
}

const cilium = /(^|\/)cilium\/cilium(-ci)?$|(^|\/)mirrored-cilium-cilium$/;

const agents: readonly Agent[] = [
  { image: /(^|\/)calico\/node$|(^|\/)mirrored-calico-node$|(^|\/)calico-node$/, networkPolicy: true },
  { image: cilium, networkPolicy: true },
  { image: /(^|\/)antrea-agent(-\w+)?$|(^|\/)antrea\/antrea-\w+$/, networkPolicy: true },
  { image: /(^|\/)(weave-npc|kube-router|kube-ovn|azure-npm|romana-agent)$/, networkPolicy: true },
  { image: /(^|\/)ovn-kubernetes$|(^|\/)ovn-kube-\w+$|(^|\/)ovn-daemonset-\w+$/, networkPolicy: true, adminPolicy: true },
  { image: /(^|\/)kube-network-policies$/, networkPolicy: true },
  { image: /(^|\/)aws-network-policy-agent$/, networkPolicy: (container) => (texts(container['args']).some((each) => /^--enable-network-policy(=true)?$/.test(each)) ? true : false) },
  { image: /(^|\/)kindnetd$/, networkPolicy: () => 'unknown' },
  { image: /(^|\/)flannel$|(^|\/)mirrored-flannelcni-flannel$|(^|\/)flannel-cni\/flannel$/, networkPolicy: false },
];

/** Objects by which an operator or installer is told which plug-in to run. */
const configurations: readonly { readonly kind: string; readonly group: string; readonly path: Path; readonly networkPolicy: RegExp; readonly adminPolicy: RegExp }[] = [
  { kind: 'Network', group: 'config.openshift.io', path: ['spec', 'networkType'], networkPolicy: /^(OVNKubernetes|OpenShiftSDN|Calico|Cilium)$/, adminPolicy: /^OVNKubernetes$/ },
  { kind: 'Network', group: 'operator.openshift.io', path: ['spec', 'defaultNetwork', 'type'], networkPolicy: /^(OVNKubernetes|OpenShiftSDN|Calico|Cilium)$/, adminPolicy: /^OVNKubernetes$/ },
  { kind: 'Installation', group: 'operator.tigera.io', path: ['spec', 'variant'], networkPolicy: /^(Calico|TigeraSecureEnterprise|CalicoEnterprise)?$/, adminPolicy: /^never$/ },
];

/** Groups of the definitions that a plug-in brings: it was installed here once, and whether it runs they do not say. */
const brought: readonly (readonly [group: string, plugin: string])[] = [['crd.projectcalico.org', 'Calico'], ['cilium.io', 'Cilium'], ['crd.antrea.io', 'Antrea'], ['k8s.ovn.org', 'OVN-Kubernetes'], ['kubeovn.io', 'Kube-OVN']];

const enforcementGap: Gap = gap('api', 'gap/network-plugin', 'Which network plug-in runs here, and does it carry NetworkPolicies out? kubectl get daemonset -A -o json shows it.');
const adminGap: Gap = gap('person', 'gap/admin-network-policy', 'Does the network plug-in carry out AdminNetworkPolicy, BaselineAdminNetworkPolicy and ClusterNetworkPolicy? Most do not unless a feature is switched on.');

/** Looks for the agents of network plug-ins among pods and templates. One that enforces decides, whatever else runs. */
export class NetworkPlugins {
  readonly #namespace: Enforcement;
  readonly #admin: Enforcement;

  constructor(objects: NetworkObjects, refOf: RefOf) {
    const seen = agentsIn(objects, refOf);
    const off = ciliumSwitchedOff(objects, refOf);
    const configured = configuredPlugins(objects, refOf);
    const running = seen.map(({ agent, container, at }): Told => {
      if (off && agent.image === cilium) return { at: off, value: false };
      return { at, value: typeof agent.networkPolicy === 'function' ? agent.networkPolicy(container) : agent.networkPolicy };
    });
    const told = combined([...running, ...configured.map(({ at, namespace }) => ({ at, value: namespace }))], enforcementGap);
    this.#namespace = told.evidence.length > 0 ? told : (definedPlugin(objects, refOf) ?? told);
    // A plug-in that ignores NetworkPolicies ignores the policies of administrators too.
    const admin = combined([...seen.map(({ agent, at }): Told => ({ at, value: agent.adminPolicy ?? 'unknown' })), ...configured.map(({ at, admin: value }): Told => ({ at, value }))], adminGap);
    this.#admin = this.#namespace.value === false ? this.#namespace : admin;
  }

  /** For what NetworkPolicies decide, or what the policies of administrators do. */
  enforces(kind: 'namespace' | 'admin'): Enforcement {
    return kind === 'admin' ? this.#admin : this.#namespace;
  }
}

interface Seen {
  readonly agent: Agent;
  readonly container: Readonly<Record<string, unknown>>;
  readonly at: Evidence;
}

function agentsIn(objects: NetworkObjects, refOf: RefOf): readonly Seen[] {
  const carriers: readonly KubernetesObject[] = [...objects.of('DaemonSet', 'apps'), ...(objects.of('DaemonSet', 'apps').length > 0 ? [] : objects.of('Pod'))];
  return carriers.flatMap((object) => {
    const template = podTemplateOf(object);
    return entries(template?.spec['containers']).flatMap(({ index, value: container }) => {
      const image = repositoryName(text(container['image']) ?? '');
      const agent = agents.find((each) => each.image.test(image));
      return agent && template ? [{ agent, container, at: evidence(refOf(object), [...template.specPath, 'containers', index, 'image'], container['image']) }] : [];
    });
  });
}

interface Told {
  readonly at: Evidence;
  readonly value: boolean | 'unknown';
}

/** Cilium's own switches: `enable-policy: never` and `enable-k8s-networkpolicy: false` let everything through. */
function ciliumSwitchedOff(objects: NetworkObjects, refOf: RefOf): Evidence | undefined {
  const config = objects.of('ConfigMap').find(({ metadata }) => metadata.name === 'cilium-config');
  const key = [['enable-policy', 'never'], ['enable-k8s-networkpolicy', 'false']].find(([name = '', value]) => valueAt(config, ['data', name]) === value)?.[0];
  return config && key !== undefined ? evidence(refOf(config), ['data', key], valueAt(config, ['data', key])) : undefined;
}

function configuredPlugins(objects: NetworkObjects, refOf: RefOf): readonly { readonly at: Evidence; readonly namespace: true; readonly admin: true | 'unknown' }[] {
  return configurations.flatMap(({ kind, group, path, networkPolicy, adminPolicy }) =>
    objects.of(kind, group).flatMap((object) => {
      const written = valueAt(object, path);
      const type = typeof written === 'string' ? written : '';
      return networkPolicy.test(type) ? [{ at: evidence(refOf(object), path, written), namespace: true as const, admin: adminPolicy.test(type) ? (true as const) : ('unknown' as const) }] : [];
    }),
  );
}

/** Nothing runs that was given, and definitions of a plug-in are there: the question names it. */
function definedPlugin(objects: NetworkObjects, refOf: RefOf): Enforcement | undefined {
  for (const object of objects.of('CustomResourceDefinition', 'apiextensions.k8s.io')) {
    const group = valueAt(object, ['spec', 'group']);
    const plugin = brought.find(([each]) => each === group)?.[1];
    if (plugin === undefined) continue;
    const ask = `Does ${plugin} run here, whose definitions are there, and does it carry NetworkPolicies out? kubectl get daemonset -A -o json shows it.`;
    return { value: 'unknown', evidence: [evidence(refOf(object), ['spec', 'group'], group)], gaps: [gap('api', `gap/network-plugin/${plugin.toLowerCase()}`, ask)] };
  }
  return undefined;
}

function combined(seen: readonly Told[], open: Gap): Enforcement {
  for (const value of [true, 'unknown', false] as const) {
    const found = seen.filter((each) => each.value === value);
    const [first] = found;
    if (first && value !== 'unknown') return { value, evidence: [first.at], gaps: [] };
    if (first) return { value, evidence: [first.at], gaps: [open] };
  }
  return { value: 'unknown', evidence: [], gaps: [open] };
}
