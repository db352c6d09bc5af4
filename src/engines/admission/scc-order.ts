import { fields, number, texts } from '../../cluster/read.ts';
import type { KubernetesObject } from '../../model/object.ts';

// How much each permission weighs: one of a kind outweighs all kinds below it together. Fewer points, more restrictive.
const strategies: Readonly<Record<string, number>> = { RunAsAny: 40_000, MustRunAsNonRoot: 30_000, MustRunAsRange: 20_000, MustRunAs: 10_000 };
const trivialVolumes = new Set(['secret', 'configMap', 'emptyDir', 'downwardAPI', 'projected', 'none']);

/** The order in which OpenShift tries them: priority, then the most restrictive, then the name. */
export function inOrder(constraints: readonly KubernetesObject[]): readonly KubernetesObject[] {
  return constraints.toSorted((a, b) => priority(b) - priority(a) || points(a) - points(b) || (a.metadata.name < b.metadata.name ? -1 : 1));
}

function priority(constraint: KubernetesObject): number {
  return number(constraint['priority']) ?? 0;
}

export function points(constraint: KubernetesObject): number {
  const flag = (field: string, weight: number): number => (constraint[field] === true ? weight : 0);
  return (
    flag('allowPrivilegedContainer', 1_600_000) + flag('allowHostPorts', 800_000) + flag('allowHostNetwork', 400_000) + volumePoints(texts(constraint['volumes'])) +
    strategyPoints(constraint['seLinuxContext']) + strategyPoints(constraint['runAsUser']) + capabilityPoints(constraint)
  );
}

function strategyPoints(strategy: unknown): number {
  const type = fields(strategy)?.['type'];
  return typeof type === 'string' && Object.hasOwn(strategies, type) ? (strategies[type] ?? 0) : 0;
}

function volumePoints(volumes: readonly string[]): number {
  if (volumes.some((each) => each === 'hostPath' || each === '*')) return 200_000;
  return volumes.every((each) => trivialVolumes.has(each)) ? 0 : 100_000;
}

function capabilityPoints(constraint: KubernetesObject): number {
  const [added, allowed, dropped] = [texts(constraint['defaultAddCapabilities']), texts(constraint['allowedCapabilities']), texts(constraint['requiredDropCapabilities'])];
  const has = (list: readonly string[], word: string): boolean => list.some((each) => each.toUpperCase() === word);
  const sum = 5000 + 300 * added.length + (has(allowed, '*') || has(allowed, 'ALL') ? 4000 : 10 * allowed.length) - (has(dropped, 'ALL') ? 3000 : 50 * dropped.length);
  return Math.min(9999, Math.max(0, sum));
}
