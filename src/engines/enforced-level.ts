import type { Cluster } from '../cluster/cluster.ts';
import { entries, text, texts } from '../cluster/read.ts';
import { evidence } from '../model/evidence.ts';
import { assumed, known, unknown, type Fact } from '../model/fact.ts';
import { gap } from '../model/gap.ts';
import { valueAt } from '../model/object.ts';

export type PodSecurityLevel = 'privileged' | 'baseline' | 'restricted';

export const enforceLabel = 'pod-security.kubernetes.io/enforce';

/**
 * The level that the API server enforces in a namespace: its label, an invalid one being restricted; else the default of the
 * AdmissionConfiguration, where that was given; else privileged, which Kubernetes ships. A namespace that the configuration
 * exempts takes any pod.
 */
export function enforcedLevel(cluster: Cluster, name: string): Fact<PodSecurityLevel> {
  const ofCluster = levels.get(cluster) ?? new Map<string, Fact<PodSecurityLevel>>();
  levels.set(cluster, ofCluster);
  let level = ofCluster.get(name);
  if (!level) ofCluster.set(name, (level = levelIn(cluster, name)));
  return level;
}

/** Asked of each workload of a namespace. */
const levels = new WeakMap<Cluster, Map<string, Fact<PodSecurityLevel>>>();

function levelIn(cluster: Cluster, name: string): Fact<PodSecurityLevel> {
  const object = cluster.find('Namespace', '', undefined, name);
  if (!object) return unknown(gap('api', `gap/namespace/${name}`, `Which Pod Security level does namespace ${name} enforce? kubectl get namespace ${name} -o yaml`));
  const ref = cluster.ref(object);
  const label = object.metadata.labels?.[enforceLabel];
  const shown = evidence(ref, ['metadata', 'labels', enforceLabel], label);
  const configured = podSecurityConfiguration(cluster);
  if (configured && texts(valueAt(configured.value, ['exemptions', 'namespaces'])).includes(name)) return known('privileged', evidence(configured.ref, [...configured.path, 'exemptions', 'namespaces']));
  if (label !== undefined) return known(levelOf(label), shown);
  if (!configured) return assumed('privileged', shown);
  const level = text(valueAt(configured.value, ['defaults', 'enforce']));
  return known(level === undefined ? 'privileged' : levelOf(level), evidence(configured.ref, [...configured.path, 'defaults', 'enforce'], level));
}

function levelOf(written: string): PodSecurityLevel {
  return written === 'privileged' || written === 'baseline' ? written : 'restricted';
}

/** The part of an AdmissionConfiguration that configures the plug-in PodSecurity. */
function podSecurityConfiguration(cluster: Cluster): { readonly ref: ReturnType<Cluster['ref']>; readonly path: readonly (string | number)[]; readonly value: unknown } | undefined {
  for (const object of cluster.given('AdmissionConfiguration', 'apiserver.config.k8s.io')) {
    for (const { index, value } of entries(object['plugins'])) {
      if (value['name'] === 'PodSecurity') return { ref: cluster.ref(object), path: ['plugins', index, 'configuration'], value: value['configuration'] };
    }
  }
  return undefined;
}
