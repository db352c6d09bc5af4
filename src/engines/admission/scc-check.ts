import { entries, fields, number, text, textMap, texts, type Fields } from '../../cluster/read.ts';
import type { KubernetesObject } from '../../model/object.ts';
import { groupRanges, isWithin, requiredSelinux, sameSelinux, userRange, type Allocation } from './scc-ranges.ts';

/** What keeps a pod from a constraint. What the pod leaves open the constraint fills in, so only what it says can be wrong. */
export function violations(constraint: KubernetesObject, pod: KubernetesObject, allocation: Allocation): readonly string[] {
  const spec = fields(pod['spec']) ?? {};
  const context = fields(spec['securityContext']) ?? {};
  const containers = ['initContainers', 'containers', 'ephemeralContainers'].flatMap((list) => entries(spec[list]).map(({ value }) => value));
  return [
    ...hostFaults(constraint, spec),
    ...podFaults(constraint, context, allocation),
    ...seccompFaults(constraint, pod, context, containers),
    ...volumeFaults(constraint, entries(spec['volumes']).map(({ value }) => value)),
    ...sysctlFaults(constraint, context),
    ...containers.flatMap((container) => containerFaults(constraint, container, context, allocation).map((fault) => `container ${text(container['name']) ?? ''}: ${fault}`)),
  ];
}

function hostFaults(constraint: KubernetesObject, spec: Fields): readonly string[] {
  const flags = [['hostNetwork', 'allowHostNetwork'], ['hostPID', 'allowHostPID'], ['hostIPC', 'allowHostIPC']] as const;
  return flags.filter(([field, allow]) => spec[field] === true && constraint[allow] !== true).map(([field]) => `${field} is not allowed`);
}

function podFaults(constraint: KubernetesObject, context: Fields, allocation: Allocation): readonly string[] {
  const selinux = requiredSelinux(constraint['seLinuxContext'], allocation);
  const fsGroups = groupRanges(constraint['fsGroup'], allocation, true);
  const groups = groupRanges(constraint['supplementalGroups'], allocation, false);
  const fsGroup = number(context['fsGroup']);
  const supplemental = Array.isArray(context['supplementalGroups']) ? context['supplementalGroups'].filter((each) => typeof each === 'number') : [];
  return [
    ...(selinux && fields(context['seLinuxOptions']) && !sameSelinux(selinux, context['seLinuxOptions']) ? ['seLinuxOptions are others than required'] : []),
    ...(fsGroups && fsGroup !== undefined && !isWithin(fsGroup, fsGroups) ? [`fsGroup ${fsGroup} is not allowed`] : []),
    ...(groups ? supplemental.filter((each) => !isWithin(each, groups)).map((each) => `supplementalGroups: ${each} is not allowed`) : []),
  ];
}

function containerFaults(constraint: KubernetesObject, container: Fields, podContext: Fields, allocation: Allocation): readonly string[] {
  const own = fields(container['securityContext']) ?? {};
  const capabilities = fields(own['capabilities']) ?? {};
  const privileged = own['privileged'] === true;
  const selinux = requiredSelinux(constraint['seLinuxContext'], allocation);
  const options = fields(own['seLinuxOptions']);
  return [
    ...(privileged && constraint['allowPrivilegedContainer'] !== true ? ['privileged is not allowed'] : []),
    ...(constraint['readOnlyRootFilesystem'] === true && own['readOnlyRootFilesystem'] === false ? ['readOnlyRootFilesystem must be true'] : []),
    ...(constraint['allowPrivilegeEscalation'] === false && escalates(constraint, own, privileged, texts(capabilities['add'])) ? ['allowPrivilegeEscalation is not allowed'] : []),
    ...userFaults(constraint, own, podContext, allocation),
    ...(selinux && options && !sameSelinux(selinux, options) ? ['seLinuxOptions are others than required'] : []),
    ...capabilityFaults(constraint, texts(capabilities['add'])),
    ...(constraint['allowHostPorts'] === true ? [] : entries(container['ports']).filter(({ value }) => (number(value['hostPort']) ?? 0) > 0).map(({ value }) => `hostPort ${number(value['hostPort'])} is not allowed`)),
  ];
}

/** A default of true fills in what then is refused; where it is not filled in, the constraint's own false is. */
function escalates(constraint: KubernetesObject, own: Fields, privileged: boolean, added: readonly string[]): boolean {
  const written = own['allowPrivilegeEscalation'];
  if (typeof written === 'boolean') return written;
  return constraint['defaultAllowPrivilegeEscalation'] === true && !privileged && !added.includes('CAP_SYS_ADMIN');
}

function userFaults(constraint: KubernetesObject, own: Fields, podContext: Fields, allocation: Allocation): readonly string[] {
  const strategy = constraint['runAsUser'];
  const user = number(own['runAsUser']) ?? number(podContext['runAsUser']);
  const range = userRange(strategy, allocation);
  if (range && user !== undefined && !isWithin(user, [range])) return [`runAsUser ${user} is not within ${range.min} to ${range.max}`];
  if (fields(strategy)?.['type'] !== 'MustRunAsNonRoot') return [];
  if ((own['runAsNonRoot'] ?? podContext['runAsNonRoot']) === false) return ['runAsNonRoot must be true'];
  return user === 0 ? ['runAsUser 0 is not allowed'] : [];
}

function capabilityFaults(constraint: KubernetesObject, added: readonly string[]): readonly string[] {
  const allowed = new Set([...texts(constraint['allowedCapabilities']), ...texts(constraint['defaultAddCapabilities'])]);
  return texts(constraint['allowedCapabilities']).includes('*') ? [] : added.filter((each) => !allowed.has(each)).map((each) => `capability ${each} may not be added`);
}

const podAnnotation = 'seccomp.security.alpha.kubernetes.io/pod';
const containerAnnotation = 'container.seccomp.security.alpha.kubernetes.io/';
const runtimeDefaults = ['runtime/default', 'docker/default'];

function seccompFaults(constraint: KubernetesObject, pod: KubernetesObject, context: Fields, containers: readonly Fields[]): readonly string[] {
  const profiles = texts(constraint['seccompProfiles']);
  if (profiles.includes('*')) return [];
  const annotations = textMap(pod.metadata.annotations);
  const ofPod = profileOf(context['seccompProfile']) ?? (annotations[podAnnotation] || profiles[0]) ?? '';
  const used = [ofPod, ...containers.map((container) => profileOf(fields(container['securityContext'])?.['seccompProfile']) ?? annotations[`${containerAnnotation}${text(container['name']) ?? ''}`] ?? ofPod)];
  const isAllowed = (profile: string): boolean => {
    if (profiles.length === 0) return profile === '';
    return profiles.includes(profile) || (runtimeDefaults.includes(profile) && profiles.some((each) => runtimeDefaults.includes(each)));
  };
  return [...new Set(used)].filter((profile) => !isAllowed(profile)).map((profile) => `seccomp profile ${profile === '' ? 'missing' : profile} is not allowed`);
}

function profileOf(profile: unknown): string | undefined {
  const { type, localhostProfile } = fields(profile) ?? {};
  if (type === undefined) return undefined;
  if (type === 'Unconfined') return 'unconfined';
  if (type === 'RuntimeDefault') return 'runtime/default';
  return type === 'Localhost' && typeof localhostProfile === 'string' ? `localhost/${localhostProfile}` : '';
}

function volumeFaults(constraint: KubernetesObject, volumes: readonly Fields[]): readonly string[] {
  const listed = texts(constraint['volumes']);
  const hostPath = constraint['allowHostDirVolumePlugin'] === true;
  const allows = (type: string): boolean => {
    if (type === 'hostPath' && !listed.includes('*')) return hostPath;
    return constraint['volumes'] === undefined || constraint['volumes'] === null || listed.includes('*') || listed.includes(type);
  };
  return volumes.flatMap((volume) => {
    const type = Object.keys(volume).find((field) => field !== 'name') ?? '';
    if (!allows(type) && !(type === 'projected' && listed.includes('secret') && isTokenOnly(volume['projected']))) return [`${type} volumes are not allowed`];
    const drivers = entries(constraint['allowedFlexVolumes']).map(({ value }) => value['driver']);
    const driver = fields(volume['flexVolume'])?.['driver'];
    return type === 'flexVolume' && drivers.length > 0 && !drivers.includes(driver) ? [`flexVolume driver ${text(driver) ?? ''} is not allowed`] : [];
  });
}

/** The volume that every pod gets for its own token: the token, the authority's certificate and the namespace's name. */
function isTokenOnly(projected: unknown): boolean {
  return entries(fields(projected)?.['sources']).every(({ value }) => fields(value['serviceAccountToken']) !== undefined || fields(value['downwardAPI']) !== undefined || ['kube-root-ca.crt', 'openshift-service-ca.crt'].includes(text(fields(value['configMap'])?.['name']) ?? ''));
}

/** Safe on every kernel; three more are, where all nodes have a new one. */
const safeSysctls = new Set([
  'kernel.shm_rmid_forced', 'net.ipv4.ip_local_port_range', 'net.ipv4.tcp_syncookies', 'net.ipv4.ping_group_range', 'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.tcp_keepalive_time', 'net.ipv4.tcp_fin_timeout', 'net.ipv4.tcp_keepalive_intvl', 'net.ipv4.tcp_keepalive_probes',
]);
const safeOnNewKernels = new Set(['net.ipv4.ip_local_reserved_ports', 'net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem']);

function sysctlFaults(constraint: KubernetesObject, context: Fields): readonly string[] {
  const isIn = (patterns: readonly string[], name: string): boolean => patterns.some((each) => (each.endsWith('*') ? name.startsWith(each.slice(0, -1)) : each === name));
  return entries(context['sysctls']).map(({ value }) => text(value['name']) ?? '').flatMap((name) => {
    if (isIn(texts(constraint['forbiddenSysctls']), name)) return [`sysctl ${name} is forbidden`];
    return safeSysctls.has(name) || safeOnNewKernels.has(name) || isIn(texts(constraint['allowedUnsafeSysctls']), name) ? [] : [`unsafe sysctl ${name} is not allowed`];
  });
}

/** Does the pod ask for a sysctl that only the nodes' kernels decide? */
export function dependsOnKernel(pod: KubernetesObject): boolean {
  return entries(fields(fields(pod['spec'])?.['securityContext'])?.['sysctls']).some(({ value }) => safeOnNewKernels.has(text(value['name']) ?? ''));
}
