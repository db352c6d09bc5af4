// What must hold beside the version for a flaw to be of use, as far as objects and settings tell.

import type { Cluster } from '../../cluster/cluster.ts';
import { texts } from '../../cluster/read.ts';
import type { Workload } from '../../cluster/workload.ts';
import { assumed, known, map, unknown, type Fact } from '../../model/fact.ts';
import { gap } from '../../model/gap.ts';
import { valueAt } from '../../model/object.ts';
import type { Component } from '../components/component.ts';

/** Where the program runs. */
export interface Place {
  readonly cluster: Cluster;
  /** The operating system of the node, where the program is one of a node. */
  readonly system?: string;
  readonly workload?: Workload;
  readonly component?: Component;
}

type Judge = (place: Place) => Fact<boolean>;

const conditions: Readonly<Record<string, Judge>> = {
  'Windows nodes': ({ system, cluster }) => (system === undefined ? windowsSomewhere(cluster) : known(system === 'windows')),
  // Who may create pods writes them as the flaw asks.
  'pod uses volumeMounts.subPath': () => known(true),
  'gitRepo volumes allowed': ({ cluster }) => map(cluster.version, ({ minor }) => minor < 33),
  'hostNetwork: true': ({ cluster }) => somePod(cluster, ({ hostNetwork }) => hostNetwork),
  'hostUsers: false': ({ cluster }) => somePod(cluster, ({ spec }) => spec['hostUsers'] === false),
  'allow-snippet-annotations true': ({ cluster, workload }) => known(!cluster.given('ConfigMap', '', workload?.namespace).some((each) => valueAt(each, ['data', 'allow-snippet-annotations']) === 'false')),
  'annotation validation off': ({ workload }) => known(workload?.containers.every(({ spec }) => !texts(spec['args']).some((word) => /^--enable-annotation-validation(=true)?$/.test(word))) !== false),
  'admission webhook service reachable from the pod network': ({ cluster, workload }) =>
    map(cluster.list('NetworkPolicy', 'networking.k8s.io', workload?.namespace ?? ''), (policies) => policies.length === 0),
  'DoQ server enabled': serves('quic://'),
  'DoH server enabled': serves('https://'),
  'DoH/DoH3/gRPC server enabled': serves('https://', 'https3://', 'grpc://'),
  'etcd plugin': loads('etcd'),
  'tsig plugin': loads('tsig'),
  'transfer plugin': loads('transfer'),
  'proxyproto plugin': loads('proxyproto'),
  'acl and rewrite plugins together': loads('acl', 'rewrite'),
};

/** Whether a condition holds there; unknown, with a question, where nothing that is read says so. */
export function holds(condition: string, id: string, place: Place): Fact<boolean> {
  return conditions[condition]?.(place) ?? unknown(gap('person', `gap/vulnerability/${id}`, `Does this hold here, so that ${id} is of use: ${condition}?`));
}

function windowsSomewhere(cluster: Cluster): Fact<boolean> {
  const nodes = cluster.given('Node');
  if (nodes.length === 0) return map(cluster.list('Node', ''), () => false);
  return assumed(nodes.some((node) => valueAt(node, ['status', 'nodeInfo', 'operatingSystem']) === 'windows'));
}

function somePod({ workloads }: Cluster, is: (workload: Workload) => boolean): Fact<boolean> {
  return workloads.some(is) ? known(true) : assumed(false);
}

function serves(...schemes: readonly string[]): Judge {
  return (place) => map(corefileOf(place), (blocks) => blocks.some(({ zones }) => zones.some((zone) => schemes.some((scheme) => zone.startsWith(scheme)))));
}

function loads(...plugins: readonly string[]): Judge {
  return (place) => map(corefileOf(place), (blocks) => blocks.some(({ directives }) => plugins.every((plugin) => directives.some(({ name }) => name === plugin))));
}

function corefileOf({ component }: Place): NonNullable<Component['corefile']> {
  return component?.corefile ?? unknown(gap('api', 'gap/corefile', 'Which plug-ins does CoreDNS load? kubectl get configmap coredns -n kube-system -o yaml'));
}
