import { text } from '../cluster/read.ts';
import type { Workload } from '../cluster/workload.ts';
import { neighbourOf } from '../knowledge/neighbours.ts';
import { isSystemAddOn } from '../knowledge/system-add-ons.ts';

/** The agent a workload is, such as `CNI calico-node`, where it cannot work without access to its node; null for all others. */
export function byDesign(workload: Workload): string | null {
  for (const container of workload.containers) {
    const agent = neighbourOf(container.image);
    if (agent?.needsNode) return `${agent.kind} ${workload.ref.name}`;
  }
  return null;
}

/** What a cluster needs to work, by the marks of add-on managers, by its priority, or by its image. */
export function isAddOn({ object, labels, mirror, spec, containers }: Workload): boolean {
  const marks = { ...object.metadata.labels, ...labels };
  return (
    mirror ||
    marks['kubernetes.io/cluster-service'] === 'true' ||
    marks['addonmanager.kubernetes.io/mode'] !== undefined ||
    /^system-(cluster|node)-critical$/.test(text(spec['priorityClassName']) ?? '') ||
    containers.some(({ image }) => isSystemAddOn(image))
  );
}

/** OpenShift keeps this prefix for its own parts; operators that people install stand in the namespaces left out. */
export function isPlatformNamespace(namespace: string): boolean {
  return /^openshift-(?!operators|gitops|operators-redhat)/.test(namespace);
}

/** Whether a workload is a part of the cluster, not an application that somebody put beside its parts. */
export function isPartOfCluster(workload: Workload): boolean {
  return workload.mirror || isPlatformNamespace(workload.namespace) || (workload.namespace === 'kube-system' && isAddOn(workload));
}
