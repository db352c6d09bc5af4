// What the rules about several replicas have in common.

import { number, text } from '../cluster/read.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { Workload } from '../cluster/workload.ts';
import { known, map, type Fact } from '../model/fact.ts';
import { valueAt } from '../model/object.ts';

/** A Deployment or Rollout, which a scheduler may spread; a StatefulSet or DaemonSet says itself how many it needs. */
export function isDeployment({ ref }: Workload): boolean {
  return ref.kind === 'Deployment' || ref.kind === 'Rollout';
}

const targets = new WeakMap<Cluster, ReadonlyMap<string, number>>();

/** The least number of replicas of what autoscalers scale, by namespace, kind and name. */
function scaled(cluster: Cluster): ReadonlyMap<string, number> {
  let found = targets.get(cluster);
  if (!found) {
    const rows = cluster.given('HorizontalPodAutoscaler', 'autoscaling').map((object) => {
      const at = (name: string): string => text(valueAt(object, ['spec', 'scaleTargetRef', name])) ?? '';
      return [`${object.metadata.namespace ?? ''}/${at('kind')}/${at('name')}`, number(valueAt(object, ['spec', 'minReplicas'])) ?? 1] as const;
    });
    targets.set(cluster, (found = new Map(rows)));
  }
  return found;
}

/** Replicas that run at least: what the object asks for, or its autoscaler. */
export function leastReplicas(workload: Workload, cluster: Cluster): Fact<number> {
  const byScaler = scaled(cluster).get(`${workload.namespace}/${workload.ref.kind}/${workload.ref.name}`);
  if (byScaler !== undefined) return known(byScaler);
  const root = cluster.find(workload.ref.kind, workload.ref.apiGroup, workload.ref.namespace, workload.ref.name);
  const written = number(valueAt(root, ['spec', 'replicas']));
  if (written !== undefined) return known(written);
  return map(cluster.list('HorizontalPodAutoscaler', 'autoscaling', workload.namespace), () => 1);
}

/** One input: a Deployment of two replicas with these fields in its spec and in that of its pods. */
export function deploymentExample(spec: string, podSpec = '', replicas = 2): string {
  return `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\nspec:\n  replicas: ${replicas}\n${spec === '' ? '' : `  ${spec}\n`}  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec:\n      containers: [{name: app, image: app}]\n${podSpec === '' ? '' : `      ${podSpec}\n`}`;
}

