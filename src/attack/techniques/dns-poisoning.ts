import { cart, inShop, podIn, rule } from '../examples.ts';
import { repositoryOf } from '../../knowledge/neighbours.ts';
import { rightTechnique, rightsTo } from '../right-technique.ts';
import { trafficState } from '../traffic.ts';
import type { Technique } from '../technique.ts';

const maps: ReadonlySet<string> = new Set(['coredns', 'coredns-custom', 'kube-dns', 'node-local-dns']);
const program = /(^|\/)(coredns|k8s-dns-kube-dns|k8s-dns-dnsmasq-nanny|k8s-dns-node-cache)$/;
const client = podIn('blog', 'envFrom: [{secretRef: {name: keys}}]');
const inSystem = (text: string): string => text.replaceAll('namespace: shop}\nr', 'namespace: kube-system}\nr');
const dns = 'apiVersion: v1\nkind: Pod\nmetadata: {name: coredns, namespace: kube-system}\nspec: {nodeName: worker, containers: [{name: coredns, image: "registry.k8s.io/coredns/coredns:v1.12.4"}]}\n---\n';
const to = 'secret:blog/keys';

const writes: Technique = rightTechnique({
  ...texts(),
  rights: rightsTo(['update', 'patch'], '', 'configmaps'),
  gives: (where) => (where === null || where === 'kube-system' ? trafficState(null) : undefined),
  named: (name, where) => ((where === null || where === 'kube-system') && maps.has(name) ? [trafficState(null)] : []),
});

const technique: Technique = {
  ...texts(),
  *steps(context) {
    yield* writes.steps(context);
    for (const { container, inside } of context.containersIn('kube-system')) {
      if (program.test(repositoryOf(container.image))) yield { needs: [inside], gives: trafficState(null), because: () => ({ text: 'it answers for every name of the cluster', evidence: [container.at('image')] }) };
    }
  },
};

export default technique;

function texts(): Omit<Technique, 'steps'> {
  return {
    id: 'technique/dns-poisoning',
    title: 'answers for the names of others',
    why: 'Programs find each other by name, and the cluster DNS says which address a name has. Whoever writes its configuration, or is inside it, sends what goes to any Service to itself; programs that do not check who answers hand their passwords over.',
    aliases: ['G6'],
    attack: ['T1557'],
    microsoft: ['MS-TA9035'],
    effort: 2,
    detects: 'Changes of the ConfigMaps of CoreDNS, and answers that name addresses outside the cluster.',
    removes: 'Limit writes on ConfigMaps of kube-system by resourceNames to those that are needed.',
    examples: {
      present: [],
      absent: [
        { objects: inSystem(inShop(rule('configmaps', 'get'))) + client, from: cart, to },
        { objects: inShop(rule('configmaps', 'update')) + client, from: cart, to },
        { objects: inSystem(inShop(rule('configmaps', 'patch', 'resourceNames: [leader]'))) + client, from: cart, to },
      ],
      unknown: [
        { objects: inSystem(inShop(rule('configmaps', 'patch', 'resourceNames: [coredns]'))) + client, from: cart, to },
        { objects: dns + client, from: 'container:kube-system/coredns/coredns', to },
      ],
    },
  };
}
