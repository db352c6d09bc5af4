import type { Cluster } from '../../cluster/cluster.ts';
import { entries, text, texts } from '../../cluster/read.ts';
import { evidence, type Evidence } from '../../model/evidence.ts';
import { valueAt, type KubernetesObject, type ObjectRef, type Path } from '../../model/object.ts';

/** A policy object that verifies signatures or attestations of images. */
export interface ImageVerifier {
  readonly ref: ObjectRef;
  /** False where it only reports, or lets images pass when it cannot ask. */
  readonly enforces: boolean;
  readonly shown: Evidence;
}

/** Every policy given that verifies images: Kyverno, sigstore, Ratify, OpenShift, Connaisseur. A policy may still leave out namespaces. */
export function imageVerifiers(cluster: Cluster): readonly ImageVerifier[] {
  return [...kyvernoPolicies(cluster), ...others.flatMap((row) => cluster.given(row.kind, row.group).map((policy) => ({ ref: cluster.ref(policy), enforces: row.enforces(policy), shown: at(policy, cluster.ref(policy), ...row.path) }))), ...webhooks(cluster)];
}

interface Row {
  readonly kind: string;
  readonly group: string;
  readonly path: Path;
  readonly enforces: (policy: KubernetesObject) => boolean;
}

const others: readonly Row[] = [
  { kind: 'ImageValidatingPolicy', group: 'policies.kyverno.io', path: ['spec', 'validationActions'], enforces: (policy) => !texts(valueAt(policy, ['spec', 'validationActions'])).some((each) => /audit|warn/i.test(each)) },
  { kind: 'NamespacedImageValidatingPolicy', group: 'policies.kyverno.io', path: ['spec', 'validationActions'], enforces: (policy) => !texts(valueAt(policy, ['spec', 'validationActions'])).some((each) => /audit|warn/i.test(each)) },
  { kind: 'ClusterImagePolicy', group: 'policy.sigstore.dev', path: ['spec', 'mode'], enforces: (policy) => valueAt(policy, ['spec', 'mode']) !== 'warn' },
  { kind: 'ClusterImagePolicy', group: 'config.openshift.io', path: ['spec', 'scopes'], enforces: () => true },
  { kind: 'ImagePolicy', group: 'config.openshift.io', path: ['spec', 'scopes'], enforces: () => true },
  { kind: 'Verifier', group: 'config.ratify.deislabs.io', path: ['spec', 'name'], enforces: () => true },
];

function kyvernoPolicies(cluster: Cluster): readonly ImageVerifier[] {
  return ['ClusterPolicy', 'Policy'].flatMap((kind) =>
    cluster.given(kind, 'kyverno.io').flatMap((policy): readonly ImageVerifier[] => {
      const verifying = entries(valueAt(policy, ['spec', 'rules'])).find(({ value }) => Array.isArray(value['verifyImages']));
      if (!verifying) return [];
      const action = text(valueAt(policy, ['spec', 'validationFailureAction'])) ?? text(valueAt(verifying.value, ['verifyImages', 0, 'failureAction'])) ?? '';
      return [{ ref: cluster.ref(policy), enforces: /^enforce$/i.test(action), shown: at(policy, cluster.ref(policy), 'spec', 'rules', verifying.index, 'verifyImages') }];
    }),
  );
}

/** Connaisseur has no objects of its own: its webhook is the mark. */
function webhooks(cluster: Cluster): readonly ImageVerifier[] {
  return cluster.given('MutatingWebhookConfiguration', 'admissionregistration.k8s.io').flatMap((configuration) =>
    entries(configuration['webhooks']).flatMap(({ index, value }) => (/connaisseur/.test(text(valueAt(value, ['clientConfig', 'service', 'name'])) ?? '') ? [{ ref: cluster.ref(configuration), enforces: value['failurePolicy'] !== 'Ignore', shown: at(configuration, cluster.ref(configuration), 'webhooks', index, 'clientConfig', 'service', 'name') }] : [])),
  );
}

function at(object: KubernetesObject, ref: ObjectRef, ...path: Path): Evidence {
  return evidence(ref, path, valueAt(object, path));
}
