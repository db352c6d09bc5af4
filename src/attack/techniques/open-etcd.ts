import { valueIn } from '../../engines/components/values.ts';
import { isLoopbackUrl, portOfUrl } from '../listening.ts';
import { all, map, type Fact } from '../../model/fact.ts';
import { app, calico, node, podIn } from '../examples.ts';
import { nodeReach } from '../node-reach.ts';
import { clusterAdmin, etcd, hub } from '../states.ts';
import { defineTechnique, type Technique } from '../technique.ts';
import type { AttackContext } from '../context.ts';

const member = (flags: string): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: etcd-cp, namespace: kube-system, labels: {component: etcd}, annotations: {kubernetes.io/config.mirror: x}}\nspec: {nodeName: cp, hostNetwork: true, containers: [{name: etcd, image: "registry.k8s.io/etcd:3.6.4-0", command: [etcd, ${flags}]}]}\n---\n`;
const cp = 'apiVersion: v1\nkind: Node\nmetadata: {name: cp, labels: {node-role.kubernetes.io/control-plane: ""}}\nstatus: {addresses: [{type: InternalIP, address: 10.1.0.1}]}\n---\n';
const wide = '"--listen-client-urls=https://10.1.0.1:2379"';
const held = calico + 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p, namespace: shop}\nspec: {podSelector: {}, policyTypes: [Egress], egress: [{to: [{namespaceSelector: {}}]}]}\n---\n';

const technique: Technique = defineTechnique({
  id: 'technique/open-etcd',
  title: 'reads and writes etcd without the API server',
  why: 'etcd holds every object. One that asks its clients for no certificate gives all of it to whoever reaches its port; and who writes there binds cluster-admin to itself, past every check of the API server.',
  aliases: ['H5'],
  attack: ['T1552.004'],
  microsoft: ['MS-TA9025'],
  effort: 1,
  detects: 'Clients of etcd other than the API server.',
  removes: 'Set --client-cert-auth=true and a CA of its own, and let etcd listen for the API server alone.',
  *steps(context) {
    if (hasOwnEtcd(context)) yield { needs: [etcd], gives: clusterAdmin, because: () => ({ text: 'a role that is written into etcd is in force', evidence: [] }) };
    for (const component of context.components.of('etcd')) {
      if (!component.found) continue;
      const open: Fact<boolean> = map(valueIn(component, '--client-cert-auth'), (value) => value !== 'true');
      if (open.known && !open.value) continue;
      const urls = map(component.setting('--listen-client-urls'), ({ value }) => (value ?? '').split(','));
      const wideUrl = map(urls, (list) => list.find((url) => !isLoopbackUrl(url)));
      const port = (wideUrl.known && wideUrl.value !== undefined ? portOfUrl(wideUrl.value) : undefined) ?? 2379;
      const reach = nodeReach(context, 'control plane', port);
      const door = hub('open-etcd', component.nodes[0] ?? '*');
      yield { needs: [door], gives: etcd, free: true, certain: open.known, because: () => ({ text: 'etcd asks its clients for no certificate', evidence: open.known ? open.evidence : [], gaps: open.known ? [] : open.gaps }) };
      const local = new Set(component.nodes);
      const wide = map(wideUrl, (url) => url !== undefined);
      if (!wide.known || wide.value) {
        for (const { state } of context.nodes) yield { needs: [state], gives: door, certain: wide.known, because: () => ({ text: `nodes connect to port ${port} of etcd`, evidence: [], gaps: wide.known ? [] : wide.gaps }) };
      }
      for (const { inside, workload } of context.containers) {
        const beside = workload.hostNetwork && [...workload.nodes].some((name) => local.has(name));
        const able = beside ? map(urls, () => true) : all(reach(workload), wide);
        if (able.known && !able.value) continue;
        yield { needs: [inside], gives: door, certain: able.known, because: () => ({ text: `it may connect to port ${port} of etcd`, evidence: [], gaps: able.known ? [] : able.gaps }) };
      }
    }
  },
  examples: {
    present: [
      { objects: cp + member(wide) + node('worker'), from: 'node:worker', to: 'etcd' },
      { objects: cp + member(wide) + podIn('shop'), from: app, to: 'etcd' },
      { objects: cp + member('"--listen-client-urls=http://127.0.0.1:2379"') + podIn('shop', '', 'hostNetwork: true').replace('nodeName: worker', 'nodeName: cp'), from: app, to: 'etcd' },
    ],
    absent: [
      { objects: cp + member('"--listen-client-urls=http://127.0.0.1:2379"') + node('worker'), from: 'node:worker', to: 'etcd' },
      { objects: cp + member(`"--client-cert-auth=true", ${wide}`) + podIn('shop'), from: app, to: 'etcd' },
      { objects: cp + member('"--listen-client-urls=http://127.0.0.1:2379"') + podIn('shop'), from: app, to: 'etcd' },
      { objects: cp + member(wide) + podIn('shop') + held, from: app, to: 'etcd' },
    ],
    unknown: [{ objects: cp + member('"--config-file=/etc/etcd.yaml"') + podIn('shop'), from: app, to: 'etcd' }],
  },
});

export default technique;

/** A provider that runs the control plane keeps its etcd where nothing of the cluster leads. */
function hasOwnEtcd({ components }: AttackContext): boolean {
  return !(components.provider.known && components.provider.value?.hosted === true);
}
