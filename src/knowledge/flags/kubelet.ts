import type { Flag } from './define.ts';

// Read in k8s.io/kubernetes cmd/kubelet/app/options/options.go and pkg/kubelet/apis/config/v1beta1/defaults.go, 1.29 to
// 1.37; `field` is that of KubeletConfiguration. A flag beats the field. `defaults` hold for a kubelet started by flags
// alone (applyLegacyDefaults), `fileDefaults` for one with --config.

const access: readonly Flag[] = [
  {
    flag: '--anonymous-auth',
    field: 'authentication.anonymous.enabled',
    type: 'boolean',
    defaults: [{ value: 'true' }],
    fileDefaults: [{ value: 'false' }],
  },
  {
    flag: '--authentication-token-webhook',
    field: 'authentication.webhook.enabled',
    type: 'boolean',
    defaults: [{ value: 'false' }],
    fileDefaults: [{ value: 'true' }],
  },
  {
    flag: '--authorization-mode',
    field: 'authorization.mode',
    type: 'string',
    defaults: [{ value: 'AlwaysAllow' }],
    fileDefaults: [{ value: 'Webhook' }],
  },
  { flag: '--client-ca-file', field: 'authentication.x509.clientCAFile', type: 'string', defaults: [] },
  { flag: '--read-only-port', field: 'readOnlyPort', type: 'number', defaults: [{ value: '10255' }], fileDefaults: [{ value: '0' }] },
  { flag: '--port', field: 'port', type: 'number', defaults: [{ value: '10250' }] },
  { flag: '--address', field: 'address', type: 'string', defaults: [{ value: '0.0.0.0' }] },
  { flag: '--healthz-port', field: 'healthzPort', type: 'number', defaults: [{ value: '10248' }] },
  { flag: '--healthz-bind-address', field: 'healthzBindAddress', type: 'string', defaults: [{ value: '127.0.0.1' }] },
  { flag: '--enable-debugging-handlers', field: 'enableDebuggingHandlers', type: 'boolean', defaults: [{ value: 'true' }] },
  { field: 'enableProfilingHandler', type: 'boolean', defaults: [{ value: 'true' }] },
  { field: 'enableDebugFlagsHandler', type: 'boolean', defaults: [{ value: 'true' }] },
  { field: 'enableSystemLogHandler', type: 'boolean', defaults: [{ value: 'true' }] },
  { field: 'enableSystemLogQuery', type: 'boolean', defaults: [{ value: 'false' }] },
  {
    flag: '--streaming-connection-idle-timeout',
    field: 'streamingConnectionIdleTimeout',
    type: 'duration',
    defaults: [{ value: '4h0m0s' }],
    note: 'Without effect from 1.34 to 1.37.',
  },
];

const certificates: readonly Flag[] = [
  { flag: '--tls-cert-file', field: 'tlsCertFile', type: 'string', defaults: [], note: 'Unset, and serverTLSBootstrap off: a self-signed certificate.' },
  { flag: '--tls-private-key-file', field: 'tlsPrivateKeyFile', type: 'string', defaults: [] },
  { flag: '--rotate-certificates', field: 'rotateCertificates', type: 'boolean', defaults: [{ value: 'false' }], note: 'kubeadm sets true.' },
  { flag: '--rotate-server-certificates', field: 'serverTLSBootstrap', type: 'boolean', defaults: [{ value: 'false' }] },
  { flag: '--tls-min-version', field: 'tlsMinVersion', type: 'string', defaults: [{ value: 'VersionTLS12' }] },
  { flag: '--tls-cipher-suites', field: 'tlsCipherSuites', type: 'list', defaults: [], note: 'Unset: the suites of the Go runtime.' },
  { flag: '--cert-dir', type: 'string', defaults: [{ value: '/var/lib/kubelet/pki' }] },
  { flag: '--kubeconfig', type: 'string', defaults: [] },
  { flag: '--bootstrap-kubeconfig', type: 'string', defaults: [] },
];

const pods: readonly Flag[] = [
  {
    flag: '--seccomp-default',
    field: 'seccompDefault',
    type: 'boolean',
    defaults: [{ value: 'false' }],
    note: 'On where either the flag or the field is true.',
  },
  { flag: '--pod-max-pids', field: 'podPidsLimit', type: 'number', defaults: [{ value: '-1' }], note: 'Negative: what the node has.' },
  { flag: '--allowed-unsafe-sysctls', field: 'allowedUnsafeSysctls', type: 'list', defaults: [] },
  { flag: '--pod-manifest-path', field: 'staticPodPath', type: 'string', defaults: [], note: 'kubeadm sets /etc/kubernetes/manifests.' },
  { flag: '--manifest-url', field: 'staticPodURL', type: 'string', defaults: [] },
  {
    field: 'imagePullCredentialsVerificationPolicy',
    type: 'string',
    defaults: [{ from: 35, value: 'NeverVerifyPreloadedImages' }],
    added: 33,
    note: 'Counts where the gate KubeletEnsureSecretPulledImages is on.',
  },
  { flag: '--image-credential-provider-config', type: 'string', defaults: [] },
  { flag: '--image-credential-provider-bin-dir', type: 'string', defaults: [] },
  { flag: '--container-log-max-size', field: 'containerLogMaxSize', type: 'string', defaults: [{ value: '10Mi' }] },
  { flag: '--container-log-max-files', field: 'containerLogMaxFiles', type: 'number', defaults: [{ value: '5' }] },
  { flag: '--max-pods', field: 'maxPods', type: 'number', defaults: [{ value: '110' }] },
  { flag: '--cluster-dns', field: 'clusterDNS', type: 'list', defaults: [] },
  { flag: '--resolv-conf', field: 'resolvConf', type: 'string', defaults: [{ value: '/etc/resolv.conf' }] },
];

const evictionTo29 = 'memory.available<100Mi,nodefs.available<10%,nodefs.inodesFree<5%,imagefs.available<15%';

const node: readonly Flag[] = [
  { flag: '--protect-kernel-defaults', field: 'protectKernelDefaults', type: 'boolean', defaults: [{ value: 'false' }] },
  { flag: '--make-iptables-util-chains', field: 'makeIPTablesUtilChains', type: 'boolean', defaults: [{ value: 'true' }] },
  { flag: '--hostname-override', type: 'string', defaults: [] },
  { flag: '--event-qps', field: 'eventRecordQPS', type: 'number', defaults: [{ value: '50' }] },
  { flag: '--system-reserved', field: 'systemReserved', type: 'map', defaults: [] },
  { flag: '--kube-reserved', field: 'kubeReserved', type: 'map', defaults: [] },
  { flag: '--enforce-node-allocatable', field: 'enforceNodeAllocatable', type: 'list', defaults: [{ value: 'pods' }] },
  {
    flag: '--eviction-hard',
    field: 'evictionHard',
    type: 'map',
    defaults: [{ to: 29, value: evictionTo29 }, { from: 30, value: `${evictionTo29},imagefs.inodesFree<5%` }],
    note: 'On Linux.',
  },
  { flag: '--eviction-soft', field: 'evictionSoft', type: 'map', defaults: [] },
  { flag: '--fail-swap-on', field: 'failSwapOn', type: 'boolean', defaults: [{ value: 'true' }] },
  { flag: '--fail-cgroupv1', field: 'failCgroupV1', type: 'boolean', defaults: [{ from: 31, to: 34, value: 'false' }, { from: 35, value: 'true' }], added: 31 },
  { flag: '--root-dir', type: 'string', defaults: [{ value: '/var/lib/kubelet' }] },
  {
    flag: '--container-runtime-endpoint',
    field: 'containerRuntimeEndpoint',
    type: 'string',
    defaults: [{ value: 'unix:///run/containerd/containerd.sock' }],
  },
  { flag: '--node-labels', type: 'map', defaults: [] },
  { flag: '--register-with-taints', field: 'registerWithTaints', type: 'list', defaults: [] },
  { flag: '--cloud-provider', type: 'string', defaults: [] },
  { flag: '--cloud-config', type: 'string', defaults: [], removed: 34, note: 'The file can hold credentials of the cloud account.' },
  { flag: '--feature-gates', field: 'featureGates', type: 'map', defaults: [] },
  { flag: '--config', type: 'string', defaults: [] },
  { flag: '--config-dir', type: 'string', defaults: [], note: 'Files of the directory change what --config says.' },
];

/** Flags and fields of the kubelet that rules, threats or the CIS benchmark name. */
export const kubeletFlags: readonly Flag[] = [...access, ...certificates, ...pods, ...node];
