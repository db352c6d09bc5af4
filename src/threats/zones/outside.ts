import { isInternal } from '../../cluster/load-balancer.ts';
import { entries, fields, text, texts } from '../../cluster/read.ts';
import { parseImage } from '../../engines/images/reference.ts';
import { withoutOrigin, type KubernetesObject } from '../../model/object.ts';
import type { Marks, Zone, ZoneItem } from '../../model/zone.ts';
import type { Context } from '../../rules/context.ts';
import { joined, noMarks, type ThreatMarks } from './marks.ts';

const mostItems = 8;
const rbac = 'rbac.authorization.k8s.io';

/** Who and what stands outside: the Internet, people who are named in bindings, where images come from, what is published. */
export function outsideZones(context: Context, marks: ThreatMarks): readonly Zone[] {
  const people = peopleOf(context);
  const registries = new Set(context.cluster.workloads.flatMap(({ containers }) => containers.flatMap(({ image }) => parseImage(image)?.registry ?? [])));
  const repositories = new Set(context.cluster.given('Application', 'argoproj.io').flatMap((each) => text(fields(fields(each['spec'])?.['source'])?.['repoURL']) ?? []));
  const supply = [...[...registries].toSorted().map((name) => plain(name)), ...(repositories.size > 0 ? [plain(repositories.size === 1 ? 'a Git repository' : `${repositories.size} Git repositories`)] : [])];
  return [
    zone('internet', 'outside', 'Internet', [plain('anyone')]),
    ...(people.length === 0 ? [] : [zone('people', 'outside', 'People', people)]),
    ...(supply.length === 0 ? [] : [zone('supply-chain', 'outside', 'Supply chain', supply, marks.ofElement('images/registry'))]),
    ...publishedZone(context, marks),
  ];
}

export function plain(name: string, count: number = 1): ZoneItem {
  return { name, object: null, count, marks: noMarks, goal: false, byDesign: null };
}

export function zone(id: string, rank: Zone['rank'], name: string, items: readonly ZoneItem[], marks: Marks = noMarks): Zone {
  const rest = items.slice(mostItems);
  return { id: `zone/${id}`, rank, name, note: '', weak: false, unread: false, items: items.slice(0, mostItems), more: { count: rest.length, marks: joined(rest.map((each) => each.marks)) }, marks };
}

function peopleOf({ cluster }: Context): readonly ZoneItem[] {
  const named = new Map<string, ZoneItem>();
  for (const kind of ['ClusterRoleBinding', 'RoleBinding']) {
    for (const binding of cluster.given(kind, rbac)) {
      if (cluster.isBuiltIn(binding)) continue;
      for (const { value } of entries(binding['subjects'])) {
        const name = text(value['name']) ?? '';
        if (value['kind'] !== 'User' && value['kind'] !== 'Group') continue;
        if (!name.startsWith('system:') && !name.startsWith('kubeadm:')) named.set(name, { ...plain(name), object: withoutOrigin(cluster.ref(binding)) });
      }
    }
  }
  return [...named].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}

/** What the provider or a controller publishes. */
function publishedZone({ cluster }: Context, marks: ThreatMarks): readonly Zone[] {
  const services = cluster.given('Service').filter((service) => fields(service['spec'])?.['type'] === 'LoadBalancer');
  const item = (object: KubernetesObject, word: string): ZoneItem => ({ ...plain(`${word}${object.metadata.name}`), object: withoutOrigin(cluster.ref(object)), marks: marks.of(cluster.ref(object)) });
  const ports = cluster.given('Service').filter((service) => fields(service['spec'])?.['type'] === 'NodePort');
  const hosts = new Set([
    ...cluster.given('Ingress', 'networking.k8s.io').flatMap((ingress) => entries(fields(ingress['spec'])?.['rules']).map(({ value }) => text(value['host']) ?? 'any host')),
    ...cluster.given('Route', 'route.openshift.io').flatMap((route) => text(fields(route['spec'])?.['host']) ?? []),
    ...cluster.given('HTTPRoute', 'gateway.networking.k8s.io').flatMap((route) => texts(fields(route['spec'])?.['hostnames'])),
  ]);
  const items = [
    ...services.map((service) => item(service, isInternal(service) ? 'internal ' : '')).toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    ...(hosts.size > 3 ? [plain(`${hosts.size} hosts`, hosts.size)] : [...hosts].toSorted().map((host) => plain(host))),
    ...(ports.length > 0 ? [plain(ports.length === 1 ? '1 node port' : `${ports.length} node ports`, ports.length)] : []),
  ];
  return items.length === 0 ? [] : [zone('published', 'edge', 'Published', items)];
}
