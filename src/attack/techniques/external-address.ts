import { map } from '../../model/fact.ts';
import { cart, everywhere, inShop, podIn, rule } from '../examples.ts';
import { rightTechnique, rightsTo } from '../right-technique.ts';
import { hub } from '../states.ts';
import { trafficOf, trafficState } from '../traffic.ts';
import type { Technique } from '../technique.ts';

const client = podIn('blog', 'envFrom: [{secretRef: {name: keys}}]');
const server = (flags: string): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: kube-apiserver-cp, namespace: kube-system, labels: {component: kube-apiserver}, annotations: {kubernetes.io/config.mirror: x}}\nspec: {nodeName: cp, containers: [{name: kube-apiserver, image: "registry.k8s.io/kube-apiserver:v1.34.0", command: [kube-apiserver${flags}]}]}\n---\n`;
const to = 'secret:blog/keys';

const creates: Technique = rightTechnique({
  ...texts(),
  rights: rightsTo(['create', 'update', 'patch'], '', 'services'),
  gives: () => hub('external-address', null),
  named: (name, where, { cluster }) => ((where === null ? [...cluster.namespaces] : [where]).some((each) => cluster.find('Service', '', each, name) ?? !cluster.list('Service', '', each).known) ? [hub('external-address', null)] : []),
});

const technique: Technique = {
  ...texts(),
  *steps(context) {
    yield* creates.steps(context);
    yield* trafficOf(context);
    const [api] = context.components.of('kube-apiserver');
    const off = api && map(api.setting('--enable-admission-plugins'), ({ value }) => (value ?? '').split(',').includes('DenyServiceExternalIPs'));
    if (off?.known && off.value) return;
    yield { needs: [hub('external-address', null)], gives: trafficState(null), free: true, because: () => ({ text: 'a Service with an external IP gets what the cluster sends to that address', evidence: [] }) };
  },
};

export default technique;

function texts(): Omit<Technique, 'steps'> {
  return {
    id: 'technique/external-address',
    title: 'takes an address over by the external IP of a Service',
    why: 'Kubernetes lets a Service claim any IP (CVE-2020-8554): what pods and nodes send to that address goes to the pods of the Service, whoever owns the address. Programs that do not check who answers hand their passwords over.',
    aliases: ['G3'],
    attack: ['T1557'],
    microsoft: ['MS-TA9034'],
    effort: 2,
    detects: 'Services with spec.externalIPs that the team did not give out.',
    removes: 'Turn the admission plug-in DenyServiceExternalIPs on, and take writes on Services away.',
    examples: {
      present: [],
      absent: [
        { objects: inShop(rule('services', 'get')) + client, from: cart, to },
        { objects: inShop(rule('services', 'patch', 'resourceNames: [other]')) + client, from: cart, to },
        { objects: inShop(rule('services', 'create')) + client + server(', "--enable-admission-plugins=NodeRestriction,DenyServiceExternalIPs"'), from: cart, to },
        { objects: inShop(rule('services', 'create')) + podIn('blog'), from: cart, to },
      ],
      unknown: [{ objects: inShop(rule('services', 'create')) + client, from: cart, to }, { objects: everywhere(rule('services', 'patch')) + client + server(''), from: cart, to }],
    },
  };
}
