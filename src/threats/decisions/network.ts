// The cluster's network, and who gets to its API from outside.

import { entries, fields, text } from '../../cluster/read.ts';
import type { Container } from '../../cluster/workload.ts';
import type { Enforcement } from '../../engines/network/index.ts';
import { networkOf } from '../../engines/network/of-cluster.ts';
import { evidence } from '../../model/evidence.ts';
import { assumed, known, map, unknown, type Fact } from '../../model/fact.ts';
import { gap } from '../../model/gap.ts';
import { valueAt, type KubernetesObject } from '../../model/object.ts';
import type { Context } from '../../rules/context.ts';
import { takesStrangers } from '../../rules/isolation.ts';
import { clusterRef } from '../../rules/subjects.ts';
import type { ThreatInstance } from '../verdict.ts';
import { openToAll, openToInternet } from './isolation.ts';
import { publicEndpoint } from './public-endpoint.ts';
import { absent, at, noneOf, notSo, ofCluster, orElse, present, textAt, type Decisions } from './instances.ts';
import { perContainer } from './per-container.ts';
import { only, whichRun } from './running.ts';

export const networkDecisions: Decisions = {
  'threat/API-01': {
    severity: { gain: 'information', position: 'anyone', effort: 'several weaknesses', exposure: 'internet' },
    decide: publicEndpoint,
  },
  'threat/NET-01': {
    severity: { gain: 'information', position: 'a container', effort: 'none' },
    decide: openToAll,
  },
  'threat/NET-02': {
    severity: { gain: 'information', position: 'a container', effort: 'none' },
    decide: openToInternet,
  },
  'threat/NET-03': {
    severity: { gain: 'information', position: 'a container', effort: 'none' },
    decide: enforcement,
  },
  'threat/NET-04': {
    severity: { gain: 'information', position: 'a container', effort: 'one more weakness' },
    decide: (context) => orElse(widePolicies(context), () => noneOf(context, 'NetworkPolicy', 'networking.k8s.io', 'no policy was given')),
  },
  'threat/NET-05': {
    severity: { gain: 'information', position: 'a container', effort: 'one more weakness' },
    decide: (context) => [encryption(context)],
  },
  'threat/NET-06': {
    severity: { gain: 'information', position: 'a container', effort: 'one more weakness' },
    decide: spoofing,
  },
  'threat/NET-07': {
    severity: { gain: 'secrets', position: 'a container', effort: 'one more weakness' },
    decide: (context) => orElse(injection(context), () => ofCluster('no ingress-nginx was given', assumed(false))),
  },
  'threat/NET-08': {
    severity: { gain: 'information', position: 'a user', effort: 'one more weakness' },
    decide: (context) => orElse([...claimedTwice(context), ...openGateways(context), ...externalNames(context)], () => noneOf(context, 'Ingress', 'networking.k8s.io', 'no route was given')),
  },
};

/** Whether the network plug-in carries out the policies that are there: those of namespaces, and those of administrators. */
function* enforcement(context: Context): Iterable<ThreatInstance> {
  const { cluster } = context;
  const network = networkOf(cluster);
  const [policy] = cluster.given('NetworkPolicy', 'networking.k8s.io');
  const asset: Fact<boolean> = policy ? known(true, at(policy, cluster.ref(policy), 'spec')) : map(cluster.list('NetworkPolicy', 'networking.k8s.io', [...cluster.namespaces][0] ?? ''), () => false);
  yield { ...enforced(network.enforcement('namespace'), 'network policies'), asset };
  const admin = network.policies.find(({ tier }) => tier !== 'namespace');
  if (admin) yield { ...enforced(network.enforcement('admin'), `${admin.ref.kind} objects`), asset: known(true, at(admin.object, admin.ref, 'spec')) };
}

function enforced({ value, evidence: shown, gaps: [gap] }: Enforcement, what: string): ThreatInstance {
  const [first] = shown;
  const scope = first?.object ?? clusterRef;
  if (value === 'unknown' && gap) return { scope, message: `whether the network plug-in carries out ${what}`, exposed: unknown(gap) };
  return { scope, message: value === true ? `carries out ${what}` : `carries out no ${what}`, exposed: known(value === false, ...shown) };
}

/** Every pod must be able to ask for names. */
function isDns(rule: ReturnType<typeof entries>[number]['value']): boolean {
  const ports = entries(rule['ports']);
  return ports.length > 0 && ports.every(({ value }) => value['port'] === 53 || /^dns(-tcp)?$/.test(text(value['port']) ?? ''));
}

/** Peers that name every namespace or every address. */
function* widePolicies({ cluster }: Context): Iterable<ThreatInstance> {
  for (const policy of cluster.given('NetworkPolicy', 'networking.k8s.io')) {
    const wide = (['ingress', 'egress'] as const).flatMap((direction) =>
      entries(valueAt(policy, ['spec', direction])).filter(({ value }) => !isDns(value)).flatMap(({ index, value }) =>
        entries(value[direction === 'ingress' ? 'from' : 'to']).flatMap(({ index: peer, value: each }) => {
          const path = ['spec', direction, index, direction === 'ingress' ? 'from' : 'to', peer] as const;
          const selector = fields(each['namespaceSelector']);
          const everyNamespace = selector !== undefined && Object.keys(selector).length === 0 && each['podSelector'] === undefined;
          const everyAddress = /^(0\.0\.0\.0|::)\/0$/.test(textAt(each, 'ipBlock', 'cidr')) && direction === 'ingress';
          return everyNamespace ? [{ path, what: 'every pod of every namespace' }] : everyAddress ? [{ path, what: 'every address' }] : [];
        }),
      ),
    );
    const [first] = wide;
    yield first ? present(cluster.ref(policy), `opens itself to ${first.what}`, at(policy, cluster.ref(policy), ...first.path)) : notSo;
  }
}

/** Encryption between workloads: a mesh that insists on it, or a network plug-in that encrypts. */
function encryption(context: Context): ThreatInstance {
  const { cluster } = context;
  const mesh = cluster.given('PeerAuthentication', 'security.istio.io').find((policy) => textAt(policy, 'spec', 'mtls', 'mode') === 'STRICT' && (policy.metadata.namespace === 'istio-system' || policy.metadata.namespace === undefined));
  const calico = ['projectcalico.org', 'crd.projectcalico.org'].flatMap((group) => cluster.given('FelixConfiguration', group));
  const encrypting = mesh ?? calico.find((configuration) => valueAt(configuration, ['spec', 'wireguardEnabled']) === true);
  const cilium = cluster.find('ConfigMap', '', 'kube-system', 'cilium-config');
  const byCilium = cilium && ['enable-wireguard', 'enable-ipsec'].find((key) => valueAt(cilium, ['data', key]) === 'true');
  const message = 'traffic between workloads';
  if (encrypting) {
    const path = encrypting === mesh ? ['spec', 'mtls', 'mode'] : ['spec', 'wireguardEnabled'];
    return { ...ofCluster(`${message} is encrypted`, known(false)), control: known(cluster.ref(encrypting), at(encrypting, cluster.ref(encrypting), ...path)) };
  }
  if (cilium && byCilium !== undefined) return { ...ofCluster(`${message} is encrypted`, known(false)), control: known(cluster.ref(cilium), at(cilium, cluster.ref(cilium), 'data', byCilium)) };
  const [off] = calico;
  if (off) return present(cluster.ref(off), `${message} travels in clear: WireGuard is off`, at(off, cluster.ref(off), 'spec', 'wireguardEnabled'));
  if (cluster.workloads.length === 0) return ofCluster(message, unknown(gap('api', 'gap/encryption-in-transit', 'Is traffic between workloads encrypted? Objects of the service mesh or the network plug-in answer.')));
  return ofCluster(`${message} travels in clear: no mesh and no encrypting network plug-in was given`, assumed(true, evidence(clusterRef, ['PeerAuthentication'])));
}

const unplugged = unknown(gap('node', 'gap/cni', 'Which network plug-in runs, and does it enforce NetworkPolicy? kubectl get daemonsets -A -o json, or a probe between two pods'));

/** Raw packets on a network that forwards by hardware address. */
function* spoofing(context: Context): Iterable<ThreatInstance> {
  const plugins = context.components.neighbours.filter(({ kind }) => kind === 'CNI').map(({ name }) => name);
  const routed = plugins.some((name) => name === 'Calico' || name === 'Cilium' || name === 'Amazon VPC CNI');
  const bridged = plugins.some((name) => name === 'Flannel' || name === 'kindnet' || name === 'Weave Net');
  yield* perContainer(
    context,
    (container) => {
      if (container.workload.windows) return undefined;
      const raw = container.capabilities.has('NET_RAW') || container.capabilities.has('ALL');
      // A network plug-in that routes drops forged packets.
      if (!raw || routed) return 'not so';
      return { message: 'may send raw packets: NET_RAW is kept', exposed: bridged ? known(true, container.at('securityContext', 'capabilities')) : unplugged };
    },
    'restricted',
  );
}

/** Versions of ingress-nginx whose admission webhook runs code of strangers: CVE-2025-1974, mended in 1.11.5 and 1.12.1. */
function isInjectable(tag: string): boolean | undefined {
  const found = /^v?(\d+)\.(\d+)\.(\d+)/.exec(tag);
  if (!found) return undefined;
  const [major, minor, patch] = found.slice(1).map(Number);
  if (major !== 1) return major === 0;
  if (minor === 11) return (patch ?? 0) < 5;
  if (minor === 12) return (patch ?? 0) < 1;
  return (minor ?? 0) < 11;
}

function* injection(context: Context): Iterable<ThreatInstance> {
  for (const container of only(whichRun(context, (repository) => /(^|\/)ingress-nginx\/controller$/.test(repository)), context)) {
    const tag = (container.image.split('@')[0] ?? '').split(':').at(-1) ?? '';
    const flawed = isInjectable(tag);
    const snippets = context.cluster.given('ConfigMap', '', container.workload.namespace).find((map_) => valueAt(map_, ['data', 'allow-snippet-annotations']) === 'true');
    const scope = container.workload.ref;
    if (snippets) yield present(scope, 'takes configuration snippets from annotations of any Ingress', at(snippets, context.cluster.ref(snippets), 'data', 'allow-snippet-annotations'));
    if (flawed === undefined) yield { scope, message: 'ingress-nginx of unknown version', exposed: unknown(gap('registry', `gap/image-version/${container.image}`, `Which version of ingress-nginx is ${container.image}?`)) };
    else yield flawed ? webhookReach(container, tag, context) : absent(scope, `ingress-nginx ${tag} has that flaw mended`, container.at('image'));
  }
}

const webhookPort = 8443;

/** Whoever reaches the webhook has the flaw; a policy that leaves it to the API server takes that away. */
function webhookReach({ workload, spec, at: shown }: Container, tag: string, context: Context): ThreatInstance {
  const port = entries(spec['ports']).find(({ value }) => value['name'] === 'webhook')?.value['containerPort'];
  const reach = workload.hostNetwork ? known(true) : takesStrangers(workload, context, typeof port === 'number' ? port : webhookPort);
  const message = `ingress-nginx ${tag} runs code of whoever reaches its webhook (CVE-2025-1974)`;
  if (!reach.known) return { scope: workload.ref, message: `${message}; policies may keep pods from it`, exposed: reach };
  if (reach.value) return present(workload.ref, message, shown('image'), ...reach.evidence);
  const [kept] = reach.evidence;
  return { scope: workload.ref, message: `${message}, and policies keep pods from it`, exposed: known(false, shown('image')), ...(kept ? { control: known(kept.object, kept) } : {}) };
}

/** A host that Ingresses of several namespaces claim. */
function* claimedTwice({ cluster }: Context): Iterable<ThreatInstance> {
  const claims = new Map<string, KubernetesObject[]>();
  for (const ingress of cluster.given('Ingress', 'networking.k8s.io')) {
    for (const { value } of entries(valueAt(ingress, ['spec', 'rules']))) {
      const host = text(value['host']);
      if (host !== undefined) claims.set(host, [...(claims.get(host) ?? []), ingress]);
    }
  }
  for (const [host, ingresses] of claims) {
    const namespaces = new Set(ingresses.map((ingress) => cluster.ref(ingress).namespace));
    const [first] = ingresses;
    if (!first) continue;
    const shown = ingresses.map((ingress) => at(ingress, cluster.ref(ingress), 'spec', 'rules'));
    const [one, ...more] = shown;
    if (!one) continue;
    yield namespaces.size > 1 ? present(cluster.ref(first), `${host} is claimed by ${namespaces.size} namespaces`, one, ...more) : absent(cluster.ref(first), `${host} is claimed by one namespace`, one);
  }
}

function* openGateways({ cluster }: Context): Iterable<ThreatInstance> {
  for (const gateway of cluster.given('Gateway', 'gateway.networking.k8s.io')) {
    const ref = cluster.ref(gateway);
    for (const { index, value } of entries(valueAt(gateway, ['spec', 'listeners']))) {
      if (textAt(value, 'allowedRoutes', 'namespaces', 'from') === 'All') yield present(ref, `listener ${text(value['name']) ?? ''} takes routes of every namespace`, at(gateway, ref, 'spec', 'listeners', index, 'allowedRoutes', 'namespaces', 'from'));
    }
  }
}

function* externalNames({ cluster }: Context): Iterable<ThreatInstance> {
  for (const service of cluster.given('Service')) {
    if (valueAt(service, ['spec', 'type']) === 'ExternalName') yield present(cluster.ref(service), `is an alias for ${textAt(service, 'spec', 'externalName')}, wherever that leads`, at(service, cluster.ref(service), 'spec', 'externalName'));
  }
}
