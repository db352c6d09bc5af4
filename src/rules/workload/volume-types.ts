import { entries } from '../../cluster/read.ts';
import type { Workload } from '../../cluster/workload.ts';
import { evidence } from '../../model/evidence.ts';
import { safeVolumeTypes } from '../../knowledge/pod-security.ts';
import { defineRule, type Breach, type Rule } from '../define.ts';
import { atVersion, withVolume } from '../examples.ts';

interface UnsafeVolume {
  readonly index: number;
  readonly type: string;
}

/** hostPath has rules of its own, which say what is reached. */
function unsafeVolumes(workload: Workload): readonly UnsafeVolume[] {
  return entries(workload.spec['volumes']).flatMap(({ index, value }) => {
    const type = Object.keys(value).find((key) => key !== 'name' && value[key] !== null);
    return type === undefined || type === 'hostPath' || safeVolumeTypes.has(type) ? [] : [{ index, type }];
  });
}

const rule: Rule<'workload'> = defineRule<'workload'>({
  id: 'volume-types',
  on: 'workload',
  title: 'Pod mounts a type of volume that bypasses claims',
  why: 'Whoever writes the pod chooses server, path and credentials of such a volume, and a driver on the node mounts it with the rights of the node. A claim leaves that choice to those who run the storage.',
  fix: 'Use a claim, an ephemeral or a CSI volume.',
  severity: { gain: 'information', position: 'a container', effort: 'one more weakness' },
  check: (workload, { cluster }) =>
    unsafeVolumes(workload).map(({ index, type }): Breach => {
      // Kubelets clone Git repositories as root before 1.33; later ones refuse the pod.
      const clones = type === 'gitRepo' && !(cluster.version.known && cluster.version.value.minor >= 33);
      return {
        message: clones ? 'lets the kubelet clone a Git repository as root (CVE-2024-10220)' : `mounts a volume of type ${type}`,
        // The type alone: options of a driver may hold credentials.
        evidence: [evidence(workload.ref, workload.at('volumes', index).path, type)],
        expected: 'a claim, an ephemeral or a CSI volume',
        ...(clones ? { factors: { gain: 'node', position: 'a user' } } : {}),
      };
    }),
  examples: {
    bad: [withVolume('nfs: {server: nfs.example, path: /}'), withVolume('gitRepo: {repository: "https://git.example/a.git"}'), withVolume('typeOfTheFuture: {a: b}')],
    good: [withVolume('image: {reference: registry.example/model}'), withVolume('ephemeral: {volumeClaimTemplate: {}}'), atVersion('1.34.2', withVolume('persistentVolumeClaim: {claimName: data}'))],
    unknown: [],
  },
});

export default rule;
