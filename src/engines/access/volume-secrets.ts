import { fields, text } from '../../cluster/read.ts';
import type { KubernetesObject } from '../../model/object.ts';

export interface SecretName {
  readonly namespace: string;
  readonly name: string;
}

/** Where the namespace of a volume's Secret comes from when the volume does not say: the claim, or nowhere. */
const secretRefs: readonly { readonly kind: string; readonly field: string; readonly claimNamespace: boolean }[] = [
  ...['cephfs', 'flexVolume', 'rbd', 'scaleIO', 'iscsi'].map((kind) => ({ kind, field: 'secretRef', claimNamespace: true })),
  ...['cinder', 'storageos'].map((kind) => ({ kind, field: 'secretRef', claimNamespace: false })),
  ...['nodePublishSecretRef', 'nodeStageSecretRef', 'nodeExpandSecretRef'].map((field) => ({ kind: 'csi', field, claimNamespace: false })),
];

/** The Secrets of a PersistentVolume that the kubelet needs. Those of the CSI controller are not among them. */
export function volumeSecrets(volume: KubernetesObject): readonly SecretName[] {
  const spec = fields(volume['spec']) ?? {};
  const claim = text(fields(spec['claimRef'])?.['namespace']) ?? '';
  const azure = fields(spec['azureFile']);
  const found = [
    { name: text(azure?.['secretName']) ?? '', namespace: text(azure?.['secretNamespace']) || claim },
    ...secretRefs.map(({ kind, field, claimNamespace }) => {
      const secret = fields(fields(spec[kind])?.[field]);
      return { name: text(secret?.['name']) ?? '', namespace: text(secret?.['namespace']) || (claimNamespace ? claim : '') };
    }),
  ];
  return found.filter(({ name }) => name !== '');
}
