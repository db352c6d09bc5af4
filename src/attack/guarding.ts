import type { Cluster } from '../cluster/cluster.ts';
import { text } from '../cluster/read.ts';
import { valueAt, type KubernetesObject } from '../model/object.ts';

/** Of what there are many, and which decides of no pod whether it is let in. */
const bulky = new Set([
  'Pod', 'ReplicaSet', 'Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob', 'ConfigMap', 'Secret', 'Service', 'EndpointSlice', 'Endpoints', 'NetworkPolicy', 'Event', 'Node', 'ControllerRevision', 'Lease',
  'PersistentVolumeClaim', 'PersistentVolume', 'VolumeAttachment', 'CSINode', 'HorizontalPodAutoscaler', 'PodDisruptionBudget',
]);

/** What may decide whether a pod is let in. */
export function guarding(cluster: Cluster): readonly KubernetesObject[] {
  const read = parameterKinds(cluster);
  return [...cluster.objects()].filter(({ kind }) => !bulky.has(kind) || read.has(kind));
}

/** Kinds that policies read beside the pod. */
function parameterKinds(cluster: Cluster): ReadonlySet<string> {
  const policies = ['ValidatingAdmissionPolicy', 'MutatingAdmissionPolicy'].flatMap((kind) => cluster.given(kind, 'admissionregistration.k8s.io'));
  return new Set(policies.flatMap((policy) => text(valueAt(policy, ['spec', 'paramKind', 'kind'])) ?? []));
}
