import type { Cluster } from '../../cluster/cluster.ts';
import { entries, fields, text, texts, type Fields } from '../../cluster/read.ts';
import { valueAt } from '../../model/object.ts';

const admission = 'admissionregistration.k8s.io';
const role = /^node-role\.kubernetes\.io\/(control-plane|controlplane|master)$/;

/** Services that the API server asks: webhooks, aggregated APIs, conversion. `NS/NAME`. */
export function askedServices(cluster: Cluster): ReadonlySet<string> {
  const hooks = ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'].flatMap((kind) => cluster.given(kind, admission)).flatMap((object) => entries(object['webhooks']).map(({ value }) => fields(value['clientConfig'])?.['service']));
  const apis = cluster.given('APIService', 'apiregistration.k8s.io').map((object) => valueAt(object, ['spec', 'service']));
  const conversions = cluster.given('CustomResourceDefinition', 'apiextensions.k8s.io').map((object) => valueAt(object, ['spec', 'conversion', 'webhook', 'clientConfig', 'service']));
  return new Set([...hooks, ...apis, ...conversions].flatMap((written) => {
    const service = fields(written);
    const [namespace, name] = [text(service?.['namespace']), text(service?.['name'])];
    return namespace === undefined || name === undefined ? [] : [`${namespace}/${name}`];
  }));
}

/** Where its requests come from, as peers of a policy; undefined where nothing says so. */
export function apiServerPeers(cluster: Cluster, agents: readonly Fields[]): readonly Fields[] | undefined {
  const blocks = [...new Set([...published(cluster), ...ofNodes(cluster)])].toSorted().map((address) => ({ ipBlock: { cidr: `${address}/${address.includes(':') ? 128 : 32}` } }));
  return blocks.length + agents.length === 0 ? undefined : [...blocks, ...agents];
}

/** The Endpoints that every cluster keeps of its API servers. */
function published(cluster: Cluster): readonly string[] {
  const slices = cluster.given('EndpointSlice', 'discovery.k8s.io', 'default').filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === 'kubernetes');
  const addresses = slices.flatMap((slice) => entries(slice['endpoints']).flatMap(({ value }) => texts(value['addresses'])));
  if (addresses.length > 0) return addresses;
  return entries(cluster.find('Endpoints', '', 'default', 'kubernetes')?.['subsets']).flatMap(({ value }) => entries(value['addresses']).flatMap((each) => text(each.value['ip']) ?? []));
}

function ofNodes(cluster: Cluster): readonly string[] {
  return cluster.given('Node').filter(({ metadata }) => Object.keys(metadata.labels ?? {}).some((label) => role.test(label)))
    .flatMap((node) => entries(valueAt(node, ['status', 'addresses'])).filter(({ value }) => value['type'] === 'InternalIP').flatMap(({ value }) => text(value['address']) ?? []));
}

const tunnel = /(^|\/)proxy-agent(:|@|$)|konnectivity-agent|tunnel-front|aks-link/;

/** Whether API servers outside the cluster reach Services inside through pods of this image. */
export function isTunnel(image: string): boolean {
  return tunnel.test(image);
}
