import { evidence, type Evidence } from '../../model/evidence.ts';
import type { AttackContext } from '../context.ts';
import { node } from '../examples.ts';
import { someNode, type NodePlace } from '../places.ts';
import { gap, type Gap } from '../../model/gap.ts';
import { clusterAdmin, etcd, filesState } from '../states.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const roleLabels = ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master', 'node-role.kubernetes.io/controlplane', 'node-role.kubernetes.io/etcd'];
export const whichGap: Gap = gap('api', 'gap/control-plane-nodes', 'Can pods of that workload run on a node of the control plane? kubectl get nodes,pods -A -o json');

const technique: Technique = defineTechnique({
  id: 'technique/control-plane-node',
  title: 'takes the cluster from its control plane',
  why: 'A node of the control plane holds the keys that sign every identity, and etcd with every object in it. Root there is administrator of the cluster.',
  aliases: ['A8', 'IS_CLUSTER_ADMIN'],
  attack: ['T1552.004'],
  microsoft: ['MS-TA9019'],
  effort: 1,
  detects: 'Reads of /etc/kubernetes/pki and /var/lib/etcd by other programs than the control plane.',
  removes: 'Nothing: it is so by design. Let no workload run on nodes of the control plane.',
  *steps(context) {
    for (const place of context.nodes) {
      const seen = shownBy(place, context);
      if (!seen) continue;
      const open = place.name === someNode;
      const because = () => ({ text: open ? 'its nodes may be those of the control plane' : `${place.name} is a node of the control plane`, evidence: seen, gaps: open ? [whichGap] : [] });
      for (const gives of [clusterAdmin, etcd]) {
        yield { needs: [place.state], gives, certain: !open, because };
        yield { needs: [filesState(place.name)], gives, free: true, certain: !open, because };
      }
    }
  },
  examples: {
    present: [{ objects: node('cp', 'labels: {node-role.kubernetes.io/control-plane: ""}'), from: 'node:cp', to: 'cluster-admin' }],
    absent: [{ objects: node('worker'), from: 'node:worker', to: 'cluster-admin' }],
    unknown: [],
  },
});

export default technique;

/** The label or the static pod that shows it; of a node that is not known, nothing. */
export function shownBy({ name, object }: NodePlace, context: AttackContext): readonly Evidence[] | undefined {
  if (name === someNode) return [];
  const label = roleLabels.find((each) => object?.metadata.labels?.[each] !== undefined);
  if (object && label !== undefined) return [evidence(context.cluster.ref(object), ['metadata', 'labels', label], object.metadata.labels?.[label])];
  const place = context.containersOn(name).find(({ workload, container }) => workload.mirror && (['kube-apiserver', 'etcd'].includes(container.name) || /(^|\/)(kube-apiserver|etcd)(:|@|$)/.test(container.image)));
  return place && [place.container.at('image')];
}
