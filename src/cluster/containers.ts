import { evidence, type Evidence } from '../model/evidence.ts';
import type { Fact } from '../model/fact.ts';
import { valueAt, type Path } from '../model/object.ts';
import { apiTokenOf, hostPathsOf, mountsOf, volumesByName, writtenTokens, type MountInputs } from './mounts.ts';
import { entries, text, textMap, type Fields } from './read.ts';
import { securityOf } from './security.ts';
import type { Container, ContainerList, Workload } from './workload.ts';

export interface ContainerInputs {
  readonly accountMounts: Fact<boolean>;
  readonly claimPath: MountInputs['claimPath'];
  readonly tokenSecret: MountInputs['tokenSecret'];
  readonly seccompDefault: Fact<boolean>;
  /** The pod was read back from the API, so admission has already added the token volume or left it out. */
  readonly admitted: boolean;
}

/** All containers of a pod spec in the order Kubernetes visits them: init (sidecars among them), regular, ephemeral. */
export function containersOf(workload: Workload, inputs: ContainerInputs): readonly Container[] {
  const lists: readonly [string, ContainerList][] = [['initContainers', 'init'], ['containers', 'regular'], ['ephemeralContainers', 'ephemeral']];
  const volumes = volumesByName(workload.spec);
  return lists.flatMap(([field, list]) =>
    entries(workload.spec[field]).map(({ index, value }) => {
      // An init container that restarts always runs for the pod's life (native sidecar).
      const kind = list === 'init' && value['restartPolicy'] === 'Always' ? 'sidecar' : list;
      return containerOf(workload, kind, [field, index], value, { ...inputs, mounts: mountsOf(volumes, value) });
    }),
  );
}

function containerOf(workload: Workload, list: ContainerList, path: Path, spec: Fields, inputs: ContainerInputs & Pick<MountInputs, 'mounts'>): Container {
  const at = (...rest: Path): Evidence => nearest(workload, path, rest);
  const name = text(spec['name']) ?? '';
  const security = securityOf({
    pod: workload.spec, container: spec, windows: workload.windows, name, at,
    podAnnotations: textMap(workload.annotations), seccompDefault: inputs.seccompDefault,
  });
  const mounts: MountInputs = {
    pod: workload.spec, container: spec, mounts: inputs.mounts, namespace: workload.namespace, serviceAccount: workload.serviceAccount,
    accountMounts: inputs.accountMounts, claimPath: inputs.claimPath, tokenSecret: inputs.tokenSecret, atPod: workload.at,
  };
  const tokens = writtenTokens(mounts);
  const apiToken = apiTokenOf(mounts, tokens, inputs.admitted || workload.mirror);
  return { workload, name, list, path, spec, image: text(spec['image']) ?? '', ...security, hostPaths: hostPathsOf(mounts), tokens, apiToken, at };
}

const inherited = new Set(['runAsUser', 'runAsGroup', 'runAsNonRoot', 'seccompProfile', 'seLinuxOptions', 'appArmorProfile', 'windowsOptions']);

/** Evidence at the container's own field, or at the pod's where the container is silent and inherits that value. */
function nearest(workload: Workload, path: Path, rest: Path): Evidence {
  const own = [...workload.specPath, ...path, ...rest];
  const value = valueAt(workload.object, own);
  if (value === undefined && rest[0] === 'securityContext' && inherited.has(String(rest[1]))) {
    const pods = [...workload.specPath, ...rest];
    const podValue = valueAt(workload.object, pods);
    if (podValue !== undefined) return evidence(workload.ref, pods, podValue);
  }
  return evidence(workload.ref, own, value);
}
