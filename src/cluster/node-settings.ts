import { evidence } from '../model/evidence.ts';
import { all, assumed, known, unknown, type Fact } from '../model/fact.ts';
import { gap, type Gap } from '../model/gap.ts';
import { valueAt } from '../model/object.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { ObjectIndex } from './index-objects.ts';

export const kubeletGap: Gap = gap(
  'node',
  'gap/kubelet-configuration',
  'How is each kubelet configured? kubectl get --raw /api/v1/nodes/NODE/proxy/configz, one file a node, given beside the manifests',
);

/** Whether an unset seccomp profile becomes RuntimeDefault on every node: the kubelet's seccompDefault, false by default at every version. */
export function seccompDefaultOf(index: ObjectIndex, snapshot: Snapshot): Fact<boolean> {
  const nodes = index.of('Node', '').map((node) => node.metadata.name);
  const read = snapshot.configz.map((configz) => {
    const object = { apiGroup: '', kind: 'Node', name: configz.node, origin: configz.origin };
    const value = configz.config['seccompDefault'] === true;
    return { node: configz.node, fact: known(value, evidence(object, ['kubeletconfig', 'seccompDefault'], configz.config['seccompDefault'])) };
  });
  const answered = new Set(read.map(({ node }) => node));
  const everyNode = nodes.length > 0 && nodes.every((node) => answered.has(node));
  if (read.length > 0 && (nodes.length === 0 || everyNode)) return all(...read.map(({ fact }) => fact));
  return kubeadmDefault(index) ?? unknown(kubeletGap);
}

/** kubeadm keeps the configuration it gives to every kubelet in one ConfigMap; a node's own flags could still differ, so it is assumed. */
function kubeadmDefault(index: ObjectIndex): Fact<boolean> | undefined {
  const config = index.find({ apiGroup: '', kind: 'ConfigMap', namespace: 'kube-system', name: 'kubelet-config' });
  const text = config && valueAt(config, ['data', 'kubelet']);
  if (!config || typeof text !== 'string') return undefined;
  const on = /^seccompDefault:\s*true\s*$/m.test(text);
  return assumed(on, evidence(index.ref(config), ['data', 'kubelet'], on ? 'seccompDefault: true' : undefined));
}
