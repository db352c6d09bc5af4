import type { Workload } from '../../cluster/workload.ts';
import { enforcedLevel } from '../../engines/enforced-level.ts';
import { isPublic } from '../../engines/network/of-cluster.ts';
import { neighbourOf } from '../../knowledge/neighbours.ts';
import { refKey, withoutOrigin, type ObjectRef } from '../../model/object.ts';
import type { TrustRank, Zone, ZoneItem } from '../../model/zone.ts';
import type { Context } from '../../rules/context.ts';
import { joined, type ThreatMarks } from './marks.ts';

const mostItems = 17;
// Of namespaces that are told one by one; the rest of a rank is one zone.
const mostZones = 40;

const systemNames = /^(kube|openshift)-|^openshift$/;

interface Weighed {
  readonly zone: Zone;
  readonly weight: readonly number[];
}

/** Namespaces with their workloads, the gravest first; those beyond what a person can look at are counted. */
export function namespaceZones(context: Context, marks: ThreatMarks): readonly Zone[] {
  const [open, closed] = [marks.at('threat/NET-01', 'present'), marks.at('threat/NET-01', 'mitigated')];
  const byNamespace = Map.groupBy(context.cluster.workloads, ({ namespace }) => namespace);
  const names = [...new Set([...context.cluster.namespaces, ...byNamespace.keys()])].toSorted();
  const weighed = names.flatMap((name) => {
    const own = (byNamespace.get(name) ?? []).filter(({ mirror }) => !mirror);
    return own.length === 0 && (systemNames.test(name) || name === 'default') ? [] : [zoneOf(name, own, { context, marks, open, closed })];
  });
  return [...Map.groupBy(weighed, ({ zone }) => zone.rank).values()].flatMap((list) => {
    const sorted = list.toSorted(heavier).map(({ zone }) => zone);
    const rest = sorted.slice(mostZones);
    return rest.length === 0 ? sorted : [...sorted.slice(0, mostZones), restOf(rest)];
  });
}

interface Seen {
  readonly context: Context;
  readonly marks: ThreatMarks;
  /** Keys of the namespaces whose pods any pod may reach. */
  readonly open: ReadonlySet<string>;
  /** Those whose policies name who may. Of the others it is not known. */
  readonly closed: ReadonlySet<string>;
}

function zoneOf(name: string, workloads: readonly Workload[], { context, marks, open, closed }: Seen): Weighed {
  const ref: ObjectRef = { apiGroup: '', kind: 'Namespace', name };
  const level = enforcedLevel(context.cluster, name);
  const reachable = open.has(refKey(ref));
  const words = [level.known ? (level.value === 'privileged' ? 'no level' : level.value) : 'level ?', ...(reachable ? ['open'] : closed.has(refKey(ref)) ? ['closed'] : [])];
  const distinct = [...new Map(workloads.map((workload) => [refKey(workload.ref), workload])).values()];
  const items = distinct.map((workload): ZoneItem => ({ name: workload.ref.name, object: withoutOrigin(workload.ref), count: 1, marks: marks.of(workload.ref), goal: false, byDesign: context.byDesign(workload) }));
  const sorted = items.toSorted((a, b) => b.marks.present.length - a.marks.present.length || b.marks.unknown - a.marks.unknown || (a.name < b.name ? -1 : 1));
  const rest = sorted.slice(mostItems);
  const exposed = workloads.some((workload) => isPublic(context.cluster, workload));
  return {
    zone: {
      id: `zone/namespace/${name}`, rank: rankOf(name, workloads), name, note: words.join(', '), weak: words[0] === 'no level' || reachable, unread: false,
      items: sorted.slice(0, mostItems), more: { count: rest.length, marks: joined(rest.map((item) => item.marks)) }, marks: marks.of(ref),
    },
    weight: [exposed ? 1 : 0, items.reduce((sum, item) => sum + item.marks.present.length, 0), items.length],
  };
}

/** Edge: what lets strangers in. Platform: what the cluster or all its tenants live by. */
function rankOf(name: string, workloads: readonly Workload[]): TrustRank {
  if (systemNames.test(name)) return 'platform';
  const kinds = workloads.flatMap(({ containers }) => containers.flatMap(({ image }) => neighbourOf(image)?.kind ?? []).slice(0, 1));
  if (kinds.includes('ingress controller')) return 'edge';
  return kinds.length > 0 && kinds.length * 2 >= workloads.length ? 'platform' : 'workloads';
}

function heavier(a: Weighed, b: Weighed): number {
  for (const [index, weight] of a.weight.entries()) if (weight !== b.weight[index]) return (b.weight[index] ?? 0) - weight;
  return a.zone.name < b.zone.name ? -1 : 1;
}

function restOf(zones: readonly Zone[]): Zone {
  const [first] = zones;
  const count = zones.reduce((sum, { items, more }) => sum + items.length + more.count, 0);
  const all = joined(zones.flatMap((zone) => [zone.marks, zone.more.marks, ...zone.items.map(({ marks }) => marks)]));
  return { id: `zone/more/${first?.rank ?? ''}`, rank: first?.rank ?? 'workloads', name: `${zones.length} more namespaces`, note: '', weak: false, unread: false, items: [], more: { count, marks: all }, marks: { present: [], unknown: 0 } };
}
