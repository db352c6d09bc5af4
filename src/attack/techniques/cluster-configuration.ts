import { evidence } from '../../model/evidence.ts';
import { gap, type Gap } from '../../model/gap.ts';
import { mapWriters, writesMap } from '../config-maps.ts';
import { cart, everywhere, inShop, rule } from '../examples.ts';
import { anyNodeRoot, clusterAdmin, type State } from '../states.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const pinGap: Gap = gap('person', 'gap/join-pins', 'Do nodes join with the hash of the cluster’s authority (kubeadm join --discovery-token-ca-cert-hash)? Without it they believe the server that cluster-info names.');

interface Map {
  readonly namespace: string;
  readonly name: RegExp;
  readonly gives: State;
  readonly text: string;
  readonly gaps: readonly Gap[];
}

const maps: readonly Map[] = [
  { namespace: 'kube-system', name: /^kubelet-config(-1\.\d+)?$/, gives: anyNodeRoot, text: 'the kubelet of the next node that joins or is upgraded takes its configuration from it', gaps: [] },
  { namespace: 'kube-system', name: /^kubeadm-config$/, gives: clusterAdmin, text: 'the next upgrade writes the static pods of the control plane from it', gaps: [] },
  { namespace: 'kube-public', name: /^cluster-info$/, gives: anyNodeRoot, text: 'the next node that joins asks the server that it names', gaps: [pinGap] },
];

const map = (name: string, where = 'kube-system'): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: ${where}}\ndata: {}\n`;
const changes = rule('configmaps', 'patch');

const technique: Technique = defineTechnique({
  id: 'technique/cluster-configuration',
  title: 'changes what nodes and upgrades are set up from',
  why: 'kubeadm keeps the settings of kubelets and of the control plane in ConfigMaps. What stands there is put in force by the next join or upgrade, with root on the node.',
  aliases: ['C11'],
  attack: ['T1556', 'T1557'],
  microsoft: [],
  effort: 4,
  detects: 'Audit events that change ConfigMaps of kube-system and kube-public by another user than kubeadm’s.',
  removes: 'Take update and patch of ConfigMaps in kube-system and kube-public away, or limit them by resourceNames.',
  *steps(context) {
    const found = maps.flatMap((each) => context.cluster.given('ConfigMap', '', each.namespace).filter(({ metadata: { name } }) => each.name.test(name)).map((object) => ({ ...each, object, target: { namespace: each.namespace, name: object.metadata.name } })));
    yield* mapWriters(this, found.map(({ target }) => target), context);
    for (const { object, target, gives, text, gaps } of found) {
      yield { needs: [writesMap(target)], gives, certain: gaps.length === 0, because: () => ({ text, evidence: [evidence(context.cluster.ref(object), ['data'])], gaps }) };
    }
  },
  examples: {
    present: [
      { objects: everywhere(changes) + map('kubelet-config'), from: cart, to: 'node-root:*' },
      { objects: everywhere(rule('configmaps', 'update', 'resourceNames: [kubeadm-config]')) + map('kubeadm-config'), from: cart, to: 'cluster-admin' },
    ],
    absent: [
      { objects: everywhere(changes) + map('kube-proxy'), from: cart, to: 'node-root:*' },
      { objects: inShop(changes) + map('kubelet-config'), from: cart, to: 'node-root:*' },
      { objects: everywhere(rule('configmaps', 'create, get')) + map('kubelet-config'), from: cart, to: 'node-root:*' },
      { objects: everywhere(rule('configmaps', 'update', 'resourceNames: [kube-proxy]')) + map('kubeadm-config'), from: cart, to: 'cluster-admin' },
    ],
    unknown: [{ objects: everywhere(changes) + map('cluster-info', 'kube-public'), from: cart, to: 'node-root:*' }],
  },
});

export default technique;
