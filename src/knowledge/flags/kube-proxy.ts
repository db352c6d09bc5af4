import type { Flag } from './define.ts';

// Read in k8s.io/kubernetes cmd/kube-proxy/app/options.go and pkg/proxy/apis/config/v1alpha1/defaults.go, 1.29 to 1.37;
// `field` is that of KubeProxyConfiguration. With --config, flags that stand for a field are ignored.

/** Flags of kube-proxy that rules, threats or the CIS benchmark name. Addresses are those of an IPv4 node. */
export const proxyFlags: readonly Flag[] = [
  { flag: '--config', type: 'string', defaults: [] },
  { flag: '--metrics-bind-address', field: 'metricsBindAddress', type: 'string', defaults: [{ value: '127.0.0.1:10249' }] },
  { flag: '--healthz-bind-address', field: 'healthzBindAddress', type: 'string', defaults: [{ value: '0.0.0.0:10256' }] },
  { flag: '--bind-address', field: 'bindAddress', type: 'string', defaults: [{ value: '0.0.0.0' }], note: 'The address of the node; no socket is bound to it.' },
  { flag: '--proxy-mode', field: 'mode', type: 'string', defaults: [{ value: 'iptables' }], note: 'On Linux. ipvs is deprecated from 1.37.' },
  {
    flag: '--nodeport-addresses',
    field: 'nodePortAddresses',
    type: 'list',
    defaults: [],
    note: 'Unset: all addresses in the modes iptables and ipvs; the primary ones in nftables, from 1.31.',
  },
  { flag: '--iptables-localhost-nodeports', field: 'iptables.localhostNodePorts', type: 'boolean', defaults: [{ value: 'true' }] },
  { flag: '--profiling', field: 'enableProfiling', type: 'boolean', defaults: [{ value: 'false' }] },
  { flag: '--cluster-cidr', field: 'clusterCIDR', type: 'string', defaults: [] },
  { flag: '--hostname-override', field: 'hostnameOverride', type: 'string', defaults: [] },
  { flag: '--kubeconfig', field: 'clientConnection.kubeconfig', type: 'string', defaults: [] },
  { flag: '--feature-gates', field: 'featureGates', type: 'map', defaults: [] },
];
