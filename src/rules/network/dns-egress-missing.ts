import { dnsPods, namelessBy } from '../../engines/network/names.ts';
import { networkOf, podOf } from '../../engines/network/of-cluster.ts';
import type { PodEnd } from '../../engines/network/ends.ts';
import type { Governing } from '../../engines/network/index.ts';
import { evidence, type Evidence } from '../../model/evidence.ts';
import { chain, known, unknown, type Fact } from '../../model/fact.ts';
import type { Context } from '../context.ts';
import { defineRule, type Breach, type Rule } from '../define.ts';
import { isHeldByPolicies } from '../egress-reach.ts';
import { namespaceRef } from '../isolation.ts';

const pod = (more = ''): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: app, namespace: shop, labels: {app: web}}\nspec: {containers: [{name: app, image: app}]${more}}\n`;
const policy = (egress: string): string => `---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: out, namespace: shop}\nspec: {podSelector: {}, policyTypes: [Egress], egress: ${egress}}\n`;
const toDatabase = '{to: [{podSelector: {matchLabels: {app: db}}}], ports: [{port: 5432}]}';
const dns = (peer: string): string => `{to: [${peer}], ports: [{port: 53, protocol: UDP}, {port: 53, protocol: TCP}]}`;

const told = new WeakMap<Context, Map<Governing, readonly Evidence[]>>();

/** The policies that hold the pods back, once for all pods of which the same policies hold what they send. */
function holdingBack(end: PodEnd, context: Context): readonly Evidence[] {
  const { cluster, components } = context;
  const network = networkOf(cluster);
  const ofContext = told.get(context) ?? new Map<Governing, readonly Evidence[]>();
  told.set(context, ofContext);
  const governing = network.governingSent(end);
  let shown = ofContext.get(governing);
  if (!shown) {
    const deciders = network.enforcement('namespace').value === false ? undefined : namelessBy(cluster, end, dnsPods(cluster, components.of('cluster-dns')));
    ofContext.set(governing, (shown = (deciders ?? []).map(({ policy: by, rule: path }) => evidence(by, path ?? ['spec', 'egress']))));
  }
  return shown;
}

const rule: Rule<'workload'> = defineRule<'workload'>({
  id: 'dns-egress-missing',
  on: 'workload',
  title: 'Egress policies let pods connect, and not ask for names',
  why: 'The policies name what the pods may connect to and forget the cluster DNS, so that no name resolves and nothing works. What usually follows is that somebody deletes the policies.',
  fix: 'Add an egress rule for UDP and TCP port 53 to the pods of the cluster DNS: namespaceSelector kubernetes.io/metadata.name: kube-system and podSelector k8s-app: kube-dns. Pods whose clients use addresses alone need none.',
  severity: { gain: 'hygiene', position: 'a container', effort: 'none' },
  appliesTo: (workload, context) => isHeldByPolicies(workload, context) && workload.spec['dnsPolicy'] !== 'None' && workload.spec['dnsPolicy'] !== 'Default',
  check: (workload, context) => {
    const { cluster } = context;
    const end = podOf(cluster, workload);
    const [first, ...more] = end ? holdingBack(end, context) : [];
    if (!end || !first) return [];
    // Another policy may open it.
    const [open, ...others] = networkOf(cluster).openOf('egress', end);
    if (open) return unknown(open, ...others);
    return chain(cluster.list('NetworkPolicy', 'networking.k8s.io', workload.namespace), (): Fact<readonly Breach[]> =>
      known([{ message: 'has pods that may connect to others and may not ask the cluster DNS where they are', object: namespaceRef(workload.namespace, context), evidence: [first, ...more], expected: 'UDP and TCP port 53 to the cluster DNS' }]),
    );
  },
  examples: {
    bad: [pod() + policy(`[${toDatabase}]`), pod() + policy('[{ports: [{port: 443}]}]'), pod() + policy(`[${toDatabase}, {to: [{podSelector: {matchLabels: {k8s-app: kube-dns}}}], ports: [{port: 53, protocol: UDP}]}]`), pod() + policy(`[${toDatabase}, {to: [{namespaceSelector: {}}], ports: [{port: 53}]}]`)],
    good: [
      pod(),
      pod() + policy('[]'),
      pod() + policy(`[${toDatabase}, ${dns('{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}, podSelector: {matchLabels: {k8s-app: kube-dns}}}')}]`),
      pod() + policy(`[${toDatabase}, ${dns('{ipBlock: {cidr: 169.254.20.10/32}}')}]`),
      pod() + policy('[{to: [{ipBlock: {cidr: 10.3.0.0/24}}], ports: [{port: 5432}]}]'),
      pod() + policy(`[${toDatabase}, {ports: [{port: dns, protocol: UDP}]}]`),
    ],
    unknown: [`${pod()}${policy(`[${toDatabase}]`)}---\napiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: dns, namespace: shop}\nspec: {endpointSelector: {}, egress: [{toEntities: [cluster]}]}\n`],
  },
});

export default rule;
