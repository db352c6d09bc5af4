import type { Component } from '../../engines/components/index.ts';
import { all, chain, known, map, unknown, type Fact } from '../../model/fact.ts';
import { versionGap } from '../../cluster/version.ts';
import { parseVersion, type Version } from '../../lang/version.ts';
import { isLoopbackUrl } from '../listening.ts';
import { app, calico, node, podIn } from '../examples.ts';
import { nodeReach } from '../node-reach.ts';
import { clusterAdmin, hub } from '../states.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const server = (version: string, flags = ''): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: kube-apiserver-cp, namespace: kube-system, labels: {component: kube-apiserver}, annotations: {kubernetes.io/config.mirror: x}}\nspec: {nodeName: cp, hostNetwork: true, containers: [{name: kube-apiserver, image: "registry.k8s.io/kube-apiserver:${version}", command: [kube-apiserver${flags}]}]}\n---\n`;
const wide = ', "--insecure-port=8080", "--insecure-bind-address=0.0.0.0"';

const controlPlane = 'apiVersion: v1\nkind: Node\nmetadata: {name: cp, labels: {node-role.kubernetes.io/control-plane: ""}}\nstatus: {addresses: [{type: InternalIP, address: 10.1.0.1}]}\n---\n';
const toPort = (port: number): string => `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p, namespace: shop}\nspec: {podSelector: {}, policyTypes: [Egress], egress: [{ports: [{port: ${port}}]}]}\n---\n`;

const technique: Technique = defineTechnique({
  id: 'technique/insecure-port',
  title: 'asks the API server by its port without login',
  why: 'Until 1.19 the API server answers on a second port where nobody is asked who they are and everything is allowed: on the loopback of its node unless another address is set.',
  aliases: ['H2'],
  attack: ['T1190'],
  microsoft: ['MS-TA9029'],
  effort: 1,
  detects: 'Connections to port 8080 of the control plane.',
  removes: 'Set --insecure-port=0, and upgrade: from 1.20 the port is gone.',
  *steps(context) {
    for (const component of context.components.of('kube-apiserver')) {
      if (!component.found) continue;
      const open = isOpen(component, context.cluster.version);
      if (open.known && !open.value) continue;
      const address = component.setting('--insecure-bind-address');
      const local = new Set(component.nodes);
      const port = map(component.setting('--insecure-port'), ({ value }) => Number(value ?? 8080));
      const reach = nodeReach(context, 'control plane', port.known ? port.value : 8080);
      const wide = map(address, ({ value }) => value !== null && !isLoopbackUrl(value));
      const door = hub('insecure-port', component.nodes[0] ?? '*');
      yield { needs: [door], gives: clusterAdmin, free: true, certain: open.known, because: () => ({ text: `the port without login ${open.known ? 'is' : 'may be'} on`, evidence: [component.at('--insecure-port')], gaps: open.known ? [] : open.gaps }) };
      if (!wide.known || wide.value) {
        for (const { state } of context.nodes) yield { needs: [state], gives: door, certain: wide.known, because: () => ({ text: 'nodes connect to that port', evidence: wide.known ? wide.evidence : [], gaps: wide.known ? [] : wide.gaps }) };
      }
      for (const { inside, workload } of context.containers) {
        const beside = workload.hostNetwork && [...workload.nodes].some((name) => local.has(name));
        const able = beside ? map(address, () => true) : all(wide, reach(workload));
        if (able.known && !able.value) continue;
        yield { needs: [inside], gives: door, certain: able.known, because: () => ({ text: able.known ? 'it may connect to that port' : 'nothing shows whether it may connect to that port', evidence: [], gaps: able.known ? [] : able.gaps }) };
      }
    }
  },
  examples: {
    present: [
      { objects: server('v1.18.9', ', "--insecure-port=9090", "--insecure-bind-address=0.0.0.0"') + podIn('shop') + calico + toPort(9090), from: app, to: 'cluster-admin' },
      { objects: server('v1.18.9', wide) + node('worker'), from: 'node:worker', to: 'cluster-admin' },
      { objects: server('v1.18.9', wide) + podIn('shop'), from: app, to: 'cluster-admin' },
      { objects: server('v1.18.9') + podIn('shop', '', 'hostNetwork: true').replace('nodeName: worker', 'nodeName: cp'), from: app, to: 'cluster-admin' },
    ],
    absent: [
      { objects: server('v1.18.9', ', "--insecure-port=9090", "--insecure-bind-address=0.0.0.0"') + controlPlane + podIn('shop') + calico + toPort(8080), from: app, to: 'cluster-admin' },
      { objects: server('v1.18.9') + node('worker'), from: 'node:worker', to: 'cluster-admin' },
      { objects: server('v1.20.1', wide) + podIn('shop'), from: app, to: 'cluster-admin' },
      { objects: `${server('latest', wide)}${podIn('shop')}---\napiVersion: v1\nkind: Node\nmetadata: {name: worker}\nstatus: {nodeInfo: {kubeletVersion: v1.22.3}}\n---\n`, from: app, to: 'cluster-admin' },
      { objects: server('v1.18.9') + podIn('shop'), from: app, to: 'cluster-admin' },
      { objects: server('v1.18.9', ', "--insecure-port=0"') + podIn('shop'), from: app, to: 'cluster-admin' },
    ],
    unknown: [{ objects: server('latest', wide) + podIn('shop'), from: app, to: 'cluster-admin' }],
  },
});

export default technique;

/** On by default as long as there is such a port at all. */
function isOpen(component: Component, cluster: Fact<Version>): Fact<boolean> {
  const own = chain(component.version, (text): Fact<boolean> => {
    const version = parseVersion(text);
    return version ? known(version.minor < 20) : unknown(versionGap);
  });
  // An image named by its digest tells no version; the nodes do, and are never newer.
  const early = own.known ? own : map(cluster, ({ minor }) => minor < 20);
  return all(early, map(component.setting('--insecure-port'), ({ value }) => value !== '0'));
}
