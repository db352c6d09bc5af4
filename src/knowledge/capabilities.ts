/** What a container can do with a capability that no ordinary application needs. */
export interface DangerousCapability {
  /** The rest of a sentence that begins with "a process in the container can". */
  readonly can: string;
  readonly gain: 'node' | 'secrets';
  /** Whether the capability alone is enough, given root in the container and no profile that forbids the call. */
  readonly alone: boolean;
}

/**
 * Capabilities that lead out of a container. Source: capabilities(7) and the published escapes of each; the names are without
 * the prefix `CAP_`.
 */
export const dangerousCapabilities: ReadonlyMap<string, DangerousCapability> = new Map([
  ['ALL', { can: 'do what root on the node can', gain: 'node', alone: true }],
  ['SYS_ADMIN', { can: 'mount file systems of the node and change its cgroups', gain: 'node', alone: true }],
  ['SYS_MODULE', { can: 'load a module into the kernel of the node', gain: 'node', alone: true }],
  ['SYS_RAWIO', { can: 'reach physical memory and ports through /dev/mem', gain: 'node', alone: false }],
  ['SYS_PTRACE', { can: 'read and change other processes, those of the node where it shares their namespace', gain: 'node', alone: false }],
  ['DAC_READ_SEARCH', { can: 'open any file of the disk that a mount of the container stands on', gain: 'node', alone: true }],
  ['BPF', { can: 'load programs into the kernel', gain: 'node', alone: false }],
  ['PERFMON', { can: 'trace the kernel and every process of the node', gain: 'secrets', alone: false }],
  ['CHECKPOINT_RESTORE', { can: 'checkpoint and restore processes and map files of others', gain: 'secrets', alone: false }],
  ['SYS_BOOT', { can: 'restart the node or load another kernel', gain: 'node', alone: false }],
  ['MAC_ADMIN', { can: 'change the mandatory access control of the node', gain: 'node', alone: false }],
  ['MAC_OVERRIDE', { can: 'ignore the mandatory access control of the node', gain: 'node', alone: false }],
]);

/** What some other capabilities beyond the default set are worth; the rest are hygiene. As above, "can". */
export const otherCapabilities: ReadonlyMap<string, string> = new Map([
  ['NET_ADMIN', 'change addresses, routes and filters of its network'],
  ['NET_RAW', 'forge packets and listen on its network'],
  ['NET_BROADCAST', 'send to every neighbour on its network'],
  ['SYSLOG', 'read the kernel log and its addresses'],
  ['SYS_TIME', 'set the clock of the node'],
  ['AUDIT_CONTROL', "turn off the audit log of the node's kernel"],
  ['AUDIT_READ', "read the audit log of the node's kernel"],
  ['SYS_RESOURCE', 'go beyond its resource limits'],
  ['SYS_NICE', 'take processor time from others'],
  ['IPC_LOCK', 'lock memory so that it is never swapped'],
  ['LINUX_IMMUTABLE', 'make files that nobody can delete'],
]);
