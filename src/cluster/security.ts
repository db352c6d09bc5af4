import { known, unknown, type Fact } from '../model/fact.ts';
import { gap } from '../model/gap.ts';
import type { Evidence } from '../model/evidence.ts';
import { fields, flag, number, text, texts, type Fields } from './read.ts';
import { dangerousCapabilities, otherCapabilities } from '../knowledge/capabilities.ts';
import type { SeccompProfile } from './workload.ts';

/** The capabilities that containerd and CRI-O give a container that asks for nothing. */
export const defaultCapabilities: readonly string[] = [
  'AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD', 'NET_BIND_SERVICE', 'NET_RAW', 'SETFCAP',
  'SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT',
];

/** What `ALL` stands for. */
const allCapabilities: ReadonlySet<string> = new Set([...defaultCapabilities, ...dangerousCapabilities.keys(), ...otherCapabilities.keys(), 'BLOCK_SUSPEND', 'LEASE', 'SYS_PACCT', 'SYS_TTY_CONFIG', 'WAKE_ALARM'].filter((name) => name !== 'ALL'));

export interface SecurityInputs {
  readonly pod: Fields;
  readonly container: Fields;
  readonly windows: boolean;
  readonly name: string;
  /** Left out where none of them names a profile for a container. */
  readonly podAnnotations: Readonly<Record<string, string>> | undefined;
  readonly seccompDefault: Fact<boolean>;
  readonly at: (...path: (string | number)[]) => Evidence;
}

export interface SecurityValues {
  readonly privileged: boolean;
  readonly hostProcess: boolean;
  readonly capabilities: ReadonlySet<string>;
  readonly addedCapabilities: readonly string[];
  readonly droppedCapabilities: readonly string[];
  readonly allowPrivilegeEscalation: boolean;
  readonly runAsUser: number | undefined;
  readonly runAsGroup: number | undefined;
  readonly runAsNonRoot: boolean | undefined;
  readonly runsAsRoot: Fact<boolean>;
  readonly readOnlyRootFilesystem: boolean;
  readonly seccomp: Fact<SeccompProfile>;
  readonly appArmor: string | undefined;
  readonly procMount: string;
}

const unset: Fields = {};

/** The security values in force of one container: its own securityContext over the pod's, defaults as the runtime has them. */
export function securityOf(inputs: SecurityInputs): SecurityValues {
  const own = fields(inputs.container['securityContext']) ?? unset;
  const pod = fields(inputs.pod['securityContext']) ?? unset;
  const capabilities = fields(own['capabilities']) ?? unset;
  const added = capabilityNames(capabilities['add']);
  const dropped = capabilityNames(capabilities['drop']);
  const privileged = own['privileged'] === true;
  const [podWindows, ownWindows] = [fields(pod['windowsOptions']), fields(own['windowsOptions'])];
  const inForce = capabilitiesInForce(privileged, added, dropped);
  const runAsUser = number(own['runAsUser']) ?? number(pod['runAsUser']);
  const runAsGroup = number(own['runAsGroup']) ?? number(pod['runAsGroup']);
  const runAsNonRoot = flag(own['runAsNonRoot']) ?? flag(pod['runAsNonRoot']);
  return {
    privileged,
    hostProcess: (ownWindows && Object.hasOwn(ownWindows, 'hostProcess') ? ownWindows : podWindows)?.['hostProcess'] === true,
    capabilities: inForce,
    addedCapabilities: added,
    droppedCapabilities: dropped,
    allowPrivilegeEscalation: own['allowPrivilegeEscalation'] !== false || privileged || added.includes('SYS_ADMIN'),
    runAsUser,
    runAsGroup,
    runAsNonRoot,
    runsAsRoot: runsAsRoot(inputs, runAsUser, runAsNonRoot),
    readOnlyRootFilesystem: own['readOnlyRootFilesystem'] === true,
    seccomp: seccompOf(inputs, own, pod, privileged),
    appArmor: appArmorOf(inputs, own, pod),
    procMount: text(own['procMount']) ?? 'Default',
  };
}

const noNames: readonly string[] = [];

/** Runtimes accept `CAP_X` and any case; Pod Security does not, and judges the written form by itself. */
function capabilityNames(written: unknown): readonly string[] {
  return written === undefined ? noNames : texts(written).map((name) => name.toUpperCase().replace(/^CAP_/, ''));
}

const all: ReadonlySet<string> = new Set(['ALL']);
const defaults: ReadonlySet<string> = new Set(defaultCapabilities);
const none: ReadonlySet<string> = new Set();

function capabilitiesInForce(privileged: boolean, added: readonly string[], dropped: readonly string[]): ReadonlySet<string> {
  if (privileged) return all;
  // Nearly all containers have one of these two.
  if (added.length === 0 && dropped.length === 0) return defaults;
  if (added.length === 0 && dropped.includes('ALL')) return none;
  // A capability named in both lists stays dropped, but ALL dropped is the floor that `add` builds on.
  const kept = dropped.includes('ALL') ? [] : defaultCapabilities.filter((name) => !dropped.includes(name));
  const gone = new Set(dropped.filter((name) => name !== 'ALL'));
  if (added.includes('ALL')) return gone.size === 0 ? all : new Set([...allCapabilities].filter((name) => !gone.has(name)));
  return new Set([...kept, ...added.filter((name) => !gone.has(name))]);
}

function runsAsRoot(inputs: SecurityInputs, runAsUser: number | undefined, runAsNonRoot: boolean | undefined): Fact<boolean> {
  if (inputs.windows) return known(false, inputs.at());
  if (runAsUser !== undefined) return known(runAsUser === 0, inputs.at('securityContext', 'runAsUser'));
  // The kubelet refuses to start a container that would run as UID 0 against runAsNonRoot.
  if (runAsNonRoot === true) return known(false, inputs.at('securityContext', 'runAsNonRoot'));
  return unknown(imageUser(text(inputs.container['image']) ?? ''));
}

function imageUser(image: string): ReturnType<typeof gap> {
  return gap('registry', `gap/image-user/${image}`, `Which USER does image ${image} run as? Its configuration says: docker inspect, crane config.`);
}

function seccompOf(inputs: SecurityInputs, own: Fields, pod: Fields, privileged: boolean): Fact<SeccompProfile> {
  // A privileged container runs without a seccomp profile whatever is set.
  if (privileged) return known('Unconfined', inputs.at('securityContext', 'privileged'));
  const ownType = text(fields(own['seccompProfile'])?.['type']);
  const type = ownType ?? text(fields(pod['seccompProfile'])?.['type']);
  if (type === 'Unconfined' || type === 'RuntimeDefault' || type === 'Localhost') {
    return known(type, inputs.at('securityContext', 'seccompProfile', 'type'));
  }
  const byDefault = inputs.seccompDefault;
  if (!byDefault.known) return byDefault;
  return known(byDefault.value ? 'RuntimeDefault' : 'Unconfined', inputs.at('securityContext', 'seccompProfile'), ...byDefault.evidence);
}

const appArmorAnnotation = 'container.apparmor.security.beta.kubernetes.io/';

/** The annotations of a pod, where one of them names an AppArmor profile. */
export function namingProfiles(annotations: Readonly<Record<string, string>>): Readonly<Record<string, string>> | undefined {
  for (const name in annotations) if (name.startsWith(appArmorAnnotation)) return annotations;
  return undefined;
}

function appArmorOf(inputs: SecurityInputs, own: Fields, pod: Fields): string | undefined {
  const profile = fields(own['appArmorProfile']) ?? fields(pod['appArmorProfile']);
  if (profile) return text(profile['type']) ?? '';
  return inputs.podAnnotations?.[`${appArmorAnnotation}${inputs.name}`];
}

