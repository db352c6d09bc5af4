import type { AttackContext } from '../../attack/context.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import { entries, fields, text, textMap, texts, type Fields } from '../../cluster/read.ts';
import { podTemplateOf } from '../../cluster/templates.ts';
import { isController } from '../../engines/network/exposure.ts';
import { empty, union, type Intervals } from '../../engines/network/intervals.ts';
import { NetworkObjects, namespaceName } from '../../engines/network/objects.ts';
import { networkOf } from '../../engines/network/of-cluster.ts';
import type { PodEnd } from '../../engines/network/ends.ts';
import { everyPort, portsOf, protocols, type PortMap } from '../../engines/network/ports.ts';
import { Services, type Service } from '../../engines/network/services.ts';
import { matchesLabels } from '../../lang/selector.ts';
import { neighbourOf } from '../../knowledge/neighbours.ts';
import { valueAt } from '../../model/object.ts';
import { apiServerPeers, askedServices, isTunnel } from './api-server.ts';
import { callersOf } from './callers.ts';
import { classOf, type PodClass } from './pod-class.ts';

/** Somebody who is known to need pods. */
export interface Client {
  readonly who: string;
  /** As a policy names them; undefined for anybody. */
  readonly peers: readonly Fields[] | undefined;
  readonly ports: Intervals;
}

/** How the API server is called among clients. */
export const apiServer = 'the API server';

interface Around {
  readonly services: readonly Service[];
  readonly asked: ReadonlySet<string>;
  readonly controllers: readonly Fields[];
  readonly apiServer: readonly Fields[] | undefined;
  readonly scrapers: readonly Fields[];
}

const known = new WeakMap<Cluster, Around>();

/** Everybody of whom an object says that they connect to these pods. */
export function clientsOf(pods: PodClass, context: AttackContext): readonly Client[] {
  const { cluster } = context;
  let around = known.get(cluster);
  if (!around) known.set(cluster, (around = aroundIn(cluster)));
  const own = new Set(pods.pods);
  const leading = around.services.map((service) => ({ service, ports: reaching(service, own) })).filter(({ ports }) => ports.length > 0);
  const { asked, apiServer: server, scrapers } = around;
  const all = (list: typeof leading): Intervals => list.reduce((sum, { ports }) => union(sum, ports), empty);
  const hooks = leading.filter(({ service: { namespace, object } }) => asked.has(`${namespace}/${object.metadata.name}`));
  const clients: readonly Client[] = [
    { who: 'pods of its namespace', peers: [{ podSelector: {} }], ports: all(leading.filter((each) => !hooks.includes(each))) },
    ...outside(own, around, context),
    ...leading.flatMap(({ service, ports }) => callersOf(service, cluster).flatMap(({ who, pod }) => {
      const peer = pod && peerOf(pod, cluster);
      return peer && pod.namespace.name !== pods.namespace ? [{ who, peers: [peer], ports }] : [];
    })),
    { who: server ? apiServer : 'anybody, since nothing shows where the API server calls from', peers: server, ports: all(hooks) },
    ...(scrapers.length > 0 ? [{ who: 'Prometheus', peers: scrapers, ports: scraped(pods, leading, cluster) }] : []),
  ];
  return merged(clients.filter(({ ports }) => ports.length > 0));
}

function merged(clients: readonly Client[]): readonly Client[] {
  return [...Map.groupBy(clients, ({ who, peers }) => `${who} ${JSON.stringify(peers)}`).values()].flatMap((list) => list.slice(0, 1).map((first) => ({ ...first, ports: list.reduce<Intervals>((sum, { ports }) => union(sum, ports), empty) })));
}

function reaching({ targets }: Service, own: ReadonlySet<PodEnd>): Intervals {
  return targets.filter(({ pod }) => own.has(pod)).reduce((ports, { protocol, port }) => union(ports, portsOf(protocol, port, port)), empty);
}

/** Clients of doors that are open to the outside: closing those is another change. */
function outside(own: ReadonlySet<PodEnd>, { controllers }: Around, context: AttackContext): readonly Client[] {
  return context.network.exposures().filter(({ pod }) => own.has(pod)).map(({ how, ports, seenAs }): Client => {
    if (seenAs === 'controller' && controllers.length > 0) return { who: 'the ingress controller', peers: controllers, ports: intervalsOf(ports) };
    return { who: `whoever comes by ${how}`, peers: undefined, ports: intervalsOf(ports) };
  });
}

function intervalsOf(map: PortMap): Intervals {
  if (map === 'all') return everyPort;
  return protocols.flatMap((protocol) => (map[protocol] ?? []).map(([from, to]) => portsOf(protocol, from, to))).reduce(union, empty);
}

/** Ports that are asked for metrics, by the marks of Prometheus or of its operator. */
function scraped({ namespace, pods }: PodClass, leading: readonly { readonly service: Service; readonly ports: Intervals }[], cluster: Cluster): Intervals {
  const marked = (marks: Readonly<Record<string, string>> | undefined): boolean => marks?.['prometheus.io/scrape'] === 'true';
  const [first] = pods;
  const labels = first?.labels ?? {};
  const chosen = (kind: string, own: Readonly<Record<string, string>>): boolean => cluster.given(kind, 'monitoring.coreos.com').some((object) => {
    const spaces = fields(valueAt(object, ['spec', 'namespaceSelector']));
    const there = spaces?.['any'] === true || (texts(spaces?.['matchNames']).length > 0 ? texts(spaces?.['matchNames']).includes(namespace) : namespaceName(object) === namespace);
    return there && matchesLabels(textMap(valueAt(object, ['spec', 'selector', 'matchLabels'])), own);
  });
  const template = first && podTemplateOf(first.object);
  const declared = entries(template?.spec['containers']).flatMap(({ value }) => entries(value['ports'])).map(({ value }) => portsOf('TCP', Number(value['containerPort']), Number(value['containerPort'])));
  const whole = marked(textMap(template?.meta['annotations'])) || chosen('PodMonitor', labels);
  const by = leading.filter(({ service: { object } }) => marked(object.metadata.annotations) || chosen('ServiceMonitor', object.metadata.labels ?? {})).map(({ ports }) => ports);
  return [...by, ...(whole ? declared : [])].reduce(union, empty);
}

/** A pod as a policy of another namespace names it. */
export function peerOf(pod: PodEnd, cluster: Cluster): Fields | undefined {
  const own = classOf(pod, cluster);
  return own && { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': own.namespace } }, podSelector: own.selector };
}

function aroundIn(cluster: Cluster): Around {
  const { pods } = networkOf(cluster);
  const standing = pods.filter(({ finished }) => !finished);
  const peersOf = (fits: (pod: PodEnd) => boolean): readonly Fields[] => [...new Map(standing.filter(fits).map((pod) => peerOf(pod, cluster)).filter((peer) => peer !== undefined).map((peer) => [JSON.stringify(peer), peer])).values()];
  const runs = (fits: (image: string) => boolean) => ({ object }: PodEnd): boolean => entries(podTemplateOf(object)?.spec['containers']).some(({ value }) => fits(text(value['image']) ?? ''));
  return {
    services: new Services(new NetworkObjects(cluster.snapshot.objects), standing).all(),
    asked: askedServices(cluster), controllers: peersOf(isController),
    apiServer: apiServerPeers(cluster, peersOf(runs(isTunnel))),
    scrapers: peersOf(runs((image) => neighbourOf(image)?.name === 'Prometheus' && !/operator/.test(image))),
  };
}
