import { define, type Standard } from './define.ts';

/** The checks by the ids of the admission plug-in: twelve of level baseline, seven that level restricted adds. */
export const podSecurity: Standard = define('pod-security', 'pod-security', 'Kubernetes Pod Security Standards', [
  // Level baseline.
  { id: 'appArmorProfile', title: 'AppArmor profile is that of the runtime or a local one', ours: [
      'threat/RUN-04', 'apparmor-unconfined', 'nsa/P10',
    ] },
  { id: 'capabilities_baseline', title: 'Only capabilities of the short list are added', ours: [
      'threat/APP-05', 'added-capabilities', 'dangerous-capabilities', 'nsa/P10',
    ] },
  { id: 'hostNamespaces', title: 'No network, process or IPC namespace of the node', ours: [
      'threat/APP-03', 'threat/APP-04', 'host-ipc', 'host-network', 'host-pid', 'nsa/P10',
    ] },
  { id: 'hostPathVolumes', title: 'No host path volumes', ours: [
      'threat/RUN-01', 'threat/NOD-01', 'host-path', 'host-path-sensitive', 'host-path-writable', 'runtime-socket', 'nsa/P10',
    ] },
  { id: 'hostPorts', title: 'No host ports', ours: ['threat/KPX-02', 'nsa/P10', 'host-port'] },
  { id: 'hostProbesAndHostLifecycle', title: 'No host in probes and lifecycle hooks', note: 'from policy version 1.34', ours: ['nsa/P10', 'probe-host'] },
  { id: 'privileged', title: 'No privileged containers', ours: ['threat/APP-02', 'privileged', 'nsa/P10'] },
  { id: 'procMount', title: 'Proc mounted the default way', ours: ['threat/APP-06', 'nsa/P10', 'proc-mount'] },
  { id: 'seLinuxOptions', title: 'SELinux types of the short list, no user, no role', ours: ['threat/RUN-04', 'selinux-options', 'nsa/P10'] },
  { id: 'seccompProfile_baseline', title: 'Seccomp is not turned off', ours: ['threat/RUN-04', 'seccomp-unconfined', 'nsa/P10'] },
  { id: 'sysctls', title: 'Only safe sysctls', ours: ['threat/KUB-08', 'nsa/P10', 'unsafe-sysctls'] },
  { id: 'windowsHostProcess', title: 'No HostProcess containers on Windows', ours: ['threat/APP-02', 'windows-host-process', 'nsa/P10'] },
  // Level restricted.
  { id: 'allowPrivilegeEscalation', title: 'Privilege escalation is forbidden', note: 'from policy version 1.8', ours: [
      'threat/APP-06', 'privilege-escalation', 'nsa/P10',
    ] },
  { id: 'capabilities_restricted', title: 'All capabilities are dropped', note: 'from policy version 1.22', ours: [
      'threat/APP-05', 'added-capabilities', 'capabilities-not-dropped', 'nsa/P10',
    ] },
  { id: 'procMount_restricted', title: 'Proc mounted the default way, in user namespaces too', note: 'from policy version 1.35', ours: [
      'threat/APP-06', 'nsa/P10',
      'proc-mount',
    ] },
  { id: 'restrictedVolumes', title: 'Only volume types of the short list', ours: [
      'threat/NOD-01', 'host-path', 'host-path-sensitive', 'host-path-writable', 'volume-types', 'nsa/P10',
    ] },
  { id: 'runAsNonRoot', title: 'Runs as non-root', ours: ['threat/APP-06', 'run-as-non-root', 'nsa/P10'] },
  { id: 'runAsUser', title: 'Does not set user 0', note: 'from policy version 1.23', ours: ['threat/APP-06', 'run-as-root-user', 'nsa/P10'] },
  { id: 'seccompProfile_restricted', title: 'Seccomp profile is set, and not to none', note: 'from policy version 1.19', ours: [
      'threat/RUN-04', 'seccomp-unconfined', 'nsa/P10',
    ] },
]);
