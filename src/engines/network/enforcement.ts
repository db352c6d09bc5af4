import { entries, text, texts } from '../../cluster/read.ts';
import { podTemplateOf } from '../../cluster/templates.ts';
import { evidence, type Evidence } from '../../model/evidence.ts';
import { gap, type Gap } from '../../model/gap.ts';
import type { KubernetesObject } from '../../model/object.ts';
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

const agents: readonly Agent[] = [
  { image: /(^|\/)calico\/node$|(^|\/)mirrored-calico-node$|(^|\/)calico-node$/, networkPolicy: true },
  { image: /(^|\/)cilium\/cilium(-ci)?$|(^|\/)mirrored-cilium-cilium$/, networkPolicy: true },
  { image: /(^|\/)antrea-agent(-\w+)?$|(^|\/)antrea\/antrea-\w+$/, networkPolicy: true },
  { image: /(^|\/)(weave-npc|kube-router|kube-ovn|azure-npm|romana-agent)$/, networkPolicy: true },
  { image: /(^|\/)ovn-kubernetes$|(^|\/)ovn-kube-\w+$|(^|\/)ovn-daemonset-\w+$/, networkPolicy: true, adminPolicy: true },
  { image: /(^|\/)kube-network-policies$/, networkPolicy: true },
  { image: /(^|\/)aws-network-policy-agent$/, networkPolicy: (container) => (texts(container['args']).some((each) => /^--enable-network-policy(=true)?$/.test(each)) ? true : false) },
  { image: /(^|\/)kindnetd$/, networkPolicy: () => 'unknown' },
  { image: /(^|\/)flannel$|(^|\/)mirrored-flannelcni-flannel$|(^|\/)flannel-cni\/flannel$/, networkPolicy: false },
];

const enforcementGap: Gap = gap('api', 'gap/network-plugin', 'Which network plug-in runs here, and does it carry NetworkPolicies out? kubectl get daemonset -A -o json shows it.');
const adminGap: Gap = gap('person', 'gap/admin-network-policy', 'Does the network plug-in carry out AdminNetworkPolicy, BaselineAdminNetworkPolicy and ClusterNetworkPolicy? Most do not unless a feature is switched on.');

/** Looks for the agents of network plug-ins among pods and templates. One that enforces decides, whatever else runs. */
export class NetworkPlugins {
  readonly #namespace: Enforcement;
  readonly #admin: Enforcement;

  constructor(objects: NetworkObjects, refOf: RefOf) {
    const seen = agentsIn(objects, refOf);
    this.#namespace = combined(seen.map(({ agent, container, at }) => ({ at, value: typeof agent.networkPolicy === 'function' ? agent.networkPolicy(container) : agent.networkPolicy })), enforcementGap);
    // A plug-in that ignores NetworkPolicies ignores the policies of administrators too.
    const admin = combined(seen.map(({ agent, at }) => ({ at, value: agent.adminPolicy ?? ('unknown' as const) })), adminGap);
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

function combined(seen: readonly { readonly at: Evidence; readonly value: boolean | 'unknown' }[], open: Gap): Enforcement {
  for (const value of [true, 'unknown', false] as const) {
    const found = seen.filter((each) => each.value === value);
    const [first] = found;
    if (first && value !== 'unknown') return { value, evidence: [first.at], gaps: [] };
    if (first) return { value, evidence: [first.at], gaps: [open] };
  }
  return { value: 'unknown', evidence: [], gaps: [open] };
}
