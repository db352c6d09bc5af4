import { all, chain, known, map, unknown, type Fact } from '../../model/fact.ts';
import { gap, type Gap } from '../../model/gap.ts';
import type { AttackContext } from '../context.ts';
import { cart, everywhere, inShop, node, rule } from '../examples.ts';
import { namesIn } from '../programs.ts';
import { rightsTo, rightTechnique } from '../right-technique.ts';
import { clusterAdmin, hub, type State } from '../states.ts';
import type { Step, Technique } from '../technique.ts';

const identityGap: Gap = gap('flags', 'gap/kubelet-client', 'As whom does the API server come to kubelets, and does it check their certificates? --kubelet-client-certificate and --kubelet-certificate-authority say so; kubeadm makes it an administrator that checks nothing.');
const server = (more = ''): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: kube-apiserver-cp, namespace: kube-system, labels: {component: kube-apiserver}, annotations: {kubernetes.io/config.mirror: x}}\nspec: {nodeName: cp, containers: [{name: kube-apiserver, image: "registry.k8s.io/kube-apiserver:v1.34.0", command: [kube-apiserver, --kubelet-client-certificate=/etc/kubernetes/pki/apiserver-kubelet-client.crt${more}]}]}\n---\n`;
const redirects = rule('nodes/status', 'patch');
const asks = rule('nodes/proxy', 'get');

const clusterWide = (what: string) => (namespace: string | null): State | undefined => (namespace === null ? hub(what, null) : undefined);
const named = (what: string) => (name: string, namespace: string | null): readonly State[] => (namespace === null ? [hub(`${what}/${name}`, null)] : []);
const [proxying, moving] = [rightsTo(['get', 'create'], '', 'nodes', 'proxy'), rightsTo(['update', 'patch'], '', 'nodes', 'status')];
const proxies = rightTechnique({ ...texts(), rights: proxying, gives: clusterWide('proxy-to-nodes'), named: named('proxy-to-nodes') });
const moves = rightTechnique({ ...texts(), rights: moving, gives: clusterWide('move-nodes'), named: named('move-nodes') });
const makes = rightTechnique({ ...texts(), rights: rightsTo(['create'], '', 'nodes'), gives: clusterWide('make-nodes') });

const technique: Technique = {
  ...texts(),
  *steps(context): Generator<Step> {
    for (const row of [proxies, moves, makes]) yield* row.steps(context);
    const strong = comesAsAdministrator(context);
    if (strong.known && !strong.value) return;
    const because = () => ({ text: 'a node whose address is that of the API server makes it send requests to itself, as the client of kubelets', evidence: strong.known ? strong.evidence.slice(0, 1) : [], gaps: strong.known ? [] : strong.gaps });
    for (const other of ['move-nodes', 'make-nodes']) yield { needs: [hub('proxy-to-nodes', null), hub(other, null)], gives: clusterAdmin, certain: strong.known, because };
    // Of nodes that nobody is limited to, the states before speak.
    const nodes = new Set(context.nodes.map(({ name }) => name));
    for (const name of namesIn(context, [...proxying, ...moving])) {
      if (!nodes.has(name)) continue;
      const [proxied, moved] = [hub(`proxy-to-nodes/${name}`, null), hub(`move-nodes/${name}`, null)];
      for (const needs of [[proxied, moved], [proxied, hub('move-nodes', null)], [hub('proxy-to-nodes', null), moved]]) yield { needs, gives: clusterAdmin, certain: strong.known, because };
    }
  },
};

export default technique;

/** kubeadm's certificate is that of an administrator; where it checks those of kubelets, its own need not pass. */
function comesAsAdministrator({ components }: AttackContext): Fact<boolean> {
  const [found] = components.of('kube-apiserver');
  if (!found) return unknown(identityGap);
  const kubeadm = chain(found.setting('--kubelet-client-certificate'), ({ value }): Fact<boolean> => ((value ?? '').endsWith('/apiserver-kubelet-client.crt') ? known(true, found.at('--kubelet-client-certificate')) : unknown(identityGap)));
  const unchecked = chain(found.setting('--kubelet-certificate-authority'), ({ value }): Fact<boolean> => (value === null ? known(true) : unknown(identityGap)));
  const fact = all(kubeadm, unchecked);
  return fact.known ? map(fact, (value) => value) : unknown(identityGap);
}

function texts(): Omit<Technique, 'steps'> {
  return {
    id: 'technique/proxy-to-itself',
    title: 'has the API server send requests to itself',
    why: 'The proxy to nodes goes to the address in the status of the node. Whoever writes that address points it at the API server, which then answers its own client for kubelets, often an administrator.',
    aliases: ['C9'],
    attack: ['T1068'],
    microsoft: [],
    effort: 2,
    detects: 'Audit events of the API server’s client for kubelets on other resources than nodes; a node with the address of the API server.',
    removes: 'Take nodes/proxy, or the rights to write nodes and nodes/status, away; give the API server --kubelet-certificate-authority.',
    examples: {
      present: [
        { objects: server() + everywhere(asks, redirects), from: cart, to: 'cluster-admin' },
        { objects: server() + everywhere(asks, rule('nodes', 'create')), from: cart, to: 'cluster-admin' },
        { objects: server() + node('worker') + everywhere(rule('nodes/proxy', 'get', 'resourceNames: [worker]'), rule('nodes/status', 'patch', 'resourceNames: [worker]')), from: cart, to: 'cluster-admin' },
      ],
      absent: [
        { objects: server() + everywhere(asks, rule('nodes', 'get, patch, delete')), from: cart, to: 'cluster-admin' },
        { objects: server() + everywhere(redirects, rule('nodes', 'create')), from: cart, to: 'cluster-admin' },
        { objects: server() + inShop(asks, redirects), from: cart, to: 'cluster-admin' },
        { objects: server() + node('worker') + node('other') + everywhere(rule('nodes/proxy', 'get', 'resourceNames: [worker]'), rule('nodes/status', 'patch', 'resourceNames: [other]')), from: cart, to: 'cluster-admin' },
      ],
      unknown: [
        { objects: everywhere(asks, redirects), from: cart, to: 'cluster-admin' },
        { objects: server(', --kubelet-certificate-authority=/etc/kubernetes/pki/kubelet-ca.crt') + everywhere(asks, redirects), from: cart, to: 'cluster-admin' },
      ],
    },
  };
}
