import { evidence, type Evidence } from '../model/evidence.ts';
import type { Fact } from '../model/fact.ts';
import { valueAt, type Path } from '../model/object.ts';
import { apiTokenOf, hostPathsOf, mountsOf, volumesByName, writtenTokens, type MountInputs, type NamedVolumes } from './mounts.ts';
import { fields, text, type Fields } from './read.ts';
import { namingProfiles, securityOf, type SecurityInputs } from './security.ts';
import type { Container, ContainerList, Workload } from './workload.ts';

export interface ContainerInputs {
  readonly accountMounts: Fact<boolean>;
  readonly claimPath: MountInputs['claimPath'];
  readonly tokenSecret: MountInputs['tokenSecret'];
  readonly seccompDefault: Fact<boolean>;
  /** The pod was read back from the API, so admission has already added the token volume or left it out. */
  readonly admitted: boolean;
}

interface OfPod extends ContainerInputs {
  readonly volumes: NamedVolumes;
  readonly profiles: SecurityInputs['podAnnotations'];
}

const lists = [['initContainers', 'init'], ['containers', 'regular'], ['ephemeralContainers', 'ephemeral']] as const satisfies readonly (readonly [string, ContainerList])[];

/** All containers of a pod spec in the order Kubernetes visits them: init (sidecars among them), regular, ephemeral. */
export function containersOf(workload: Workload, inputs: ContainerInputs): readonly Container[] {
  const ofPod: OfPod = { ...inputs, volumes: volumesByName(workload.spec), profiles: namingProfiles(workload.annotations) };
  const containers: Container[] = [];
  for (const [field, list] of lists) {
    const written = workload.spec[field];
    if (!Array.isArray(written)) continue;
    for (let index = 0; index < written.length; index++) {
      const spec = fields(written[index]);
      if (!spec) continue;
      // An init container that restarts always runs for the pod's life (native sidecar).
      const kind = list === 'init' && spec['restartPolicy'] === 'Always' ? 'sidecar' : list;
      containers.push(containerOf(workload, kind, [field, index], spec, ofPod));
    }
  }
  return containers;
}

function containerOf(workload: Workload, list: ContainerList, path: Path, spec: Fields, inputs: OfPod): Container {
  const at = (...rest: Path): Evidence => nearest(workload, path, spec, rest);
  const name = text(spec['name']) ?? '';
  const security = securityOf({ pod: workload.spec, container: spec, windows: workload.windows, name, at, podAnnotations: inputs.profiles, seccompDefault: inputs.seccompDefault });
  const mounts: MountInputs = {
    pod: workload.spec, container: spec, mounts: mountsOf(inputs.volumes, spec), namespace: workload.namespace, serviceAccount: workload.serviceAccount,
    accountMounts: inputs.accountMounts, claimPath: inputs.claimPath, tokenSecret: inputs.tokenSecret, atPod: workload.at,
  };
  const tokens = writtenTokens(mounts);
  // Written out, not spread: a hundred thousand of these are made, and of one shape they are quickly read.
  return {
    workload, name, list, path, spec, image: text(spec['image']) ?? '',
    privileged: security.privileged, hostProcess: security.hostProcess,
    capabilities: security.capabilities, addedCapabilities: security.addedCapabilities, droppedCapabilities: security.droppedCapabilities,
    allowPrivilegeEscalation: security.allowPrivilegeEscalation, runAsUser: security.runAsUser, runAsGroup: security.runAsGroup, runAsNonRoot: security.runAsNonRoot,
    runsAsRoot: security.runsAsRoot, readOnlyRootFilesystem: security.readOnlyRootFilesystem, seccomp: security.seccomp, appArmor: security.appArmor, procMount: security.procMount,
    hostPaths: hostPathsOf(mounts), tokens, apiToken: apiTokenOf(mounts, tokens, inputs.admitted || workload.mirror), at,
  };
}

const inherited = new Set(['runAsUser', 'runAsGroup', 'runAsNonRoot', 'seccompProfile', 'seLinuxOptions', 'appArmorProfile', 'windowsOptions']);

/** Evidence at the container's own field, or at the pod's where the container is silent and inherits that value. */
function nearest(workload: Workload, path: Path, spec: Fields, rest: Path): Evidence {
  const value = valueAt(spec, rest);
  if (value === undefined && rest[0] === 'securityContext' && inherited.has(String(rest[1]))) {
    const podValue = valueAt(workload.spec, rest);
    if (podValue !== undefined) return evidence(workload.ref, [...workload.specPath, ...rest], podValue);
  }
  return evidence(workload.ref, [...workload.specPath, ...path, ...rest], value);
}
