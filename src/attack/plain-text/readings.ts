import type { Workload } from '../../cluster/workload.ts';

/** A right to read through the API, of a namespace and of one object by its name. */
export interface Reading {
  /** Of the table below. */
  readonly resource: string;
  /** Empty for what has none. */
  readonly namespace: string;
  /** Undefined where no name that is known leads to it. */
  readonly object?: string;
}

export interface ReadRow {
  readonly kind: string;
  readonly group: string;
  /** As the API names it. */
  readonly name: string;
  readonly clusterScoped: boolean;
}

/** What stands in `data`: a pod of the attacker’s own mounts it, which shows nothing of its annotations. */
export const configMapData = 'config-map-data';

function row(kind: string, group: string, name: string, clusterScoped = false): ReadRow {
  return { kind, group, name, clusterScoped };
}

/** Kinds that people annotate and whose readers need not be readers of Secrets; those in front carry pods. */
const rows: ReadonlyMap<string, ReadRow> = new Map([
  ...[
    row('Pod', '', 'pods'), row('ReplicationController', '', 'replicationcontrollers'), row('Deployment', 'apps', 'deployments'), row('ReplicaSet', 'apps', 'replicasets'),
    row('DaemonSet', 'apps', 'daemonsets'), row('StatefulSet', 'apps', 'statefulsets'), row('Job', 'batch', 'jobs'), row('CronJob', 'batch', 'cronjobs'),
    row('Service', '', 'services'), row('ServiceAccount', '', 'serviceaccounts'), row('ConfigMap', '', 'configmaps'), row('PersistentVolumeClaim', '', 'persistentvolumeclaims'),
    row('Namespace', '', 'namespaces', true), row('Node', '', 'nodes', true), row('Ingress', 'networking.k8s.io', 'ingresses'), row('Gateway', 'gateway.networking.k8s.io', 'gateways'),
  ].map((each) => [each.name, each] as const),
  [configMapData, row('ConfigMap', '', 'configmaps')],
]);

export function rowOf(resource: string): ReadRow {
  const found = rows.get(resource);
  if (!found) throw new Error(`no row for ${resource}`);
  return found;
}

/** Without Secrets: whoever reads the annotations of one reads the Secret. */
export const annotated: readonly ReadRow[] = [...rows.values()].filter((each) => rows.get(each.name) === each);

const byKind: ReadonlyMap<string, ReadRow> = new Map(annotated.map((each) => [each.kind, each]));

/** What a controller makes on the way to its pods, with the same in it. */
const between: Readonly<Record<string, string>> = { Deployment: 'replicasets', CronJob: 'jobs' };

/** Its pods, and by all of its kind or by its name what they are made from. */
export function readingsOfTemplate({ namespace, ref }: Workload): readonly Reading[] {
  const known = byKind.get(ref.kind);
  const own = known?.group === ref.apiGroup ? known : undefined;
  const made = own && between[ref.kind];
  return [
    ...(own?.name === 'pods' ? [] : [{ resource: 'pods', namespace }]),
    ...(made === undefined ? [] : [{ resource: made, namespace }]),
    ...(own ? [{ resource: own.name, namespace, object: ref.name }] : []),
  ];
}
