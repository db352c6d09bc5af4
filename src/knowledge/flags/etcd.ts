import type { Flag } from './define.ts';

// Read in go.etcd.io/etcd/server/v3 embed/config.go at 3.5.23, 3.6.8 and 3.7.3, which agree; `field` is the key of the
// file of --config-file. etcd has its own version, so no default depends on the minor of Kubernetes.

/** Flags of etcd that rules, threats or the CIS benchmark name. */
export const etcdFlags: readonly Flag[] = [
  { flag: '--listen-client-urls', field: 'listen-client-urls', type: 'list', defaults: [{ value: 'http://localhost:2379' }] },
  { flag: '--listen-peer-urls', field: 'listen-peer-urls', type: 'list', defaults: [{ value: 'http://localhost:2380' }] },
  { flag: '--advertise-client-urls', field: 'advertise-client-urls', type: 'list', defaults: [{ value: 'http://localhost:2379' }] },
  { flag: '--initial-advertise-peer-urls', field: 'initial-advertise-peer-urls', type: 'list', defaults: [{ value: 'http://localhost:2380' }] },
  { flag: '--listen-metrics-urls', field: 'listen-metrics-urls', type: 'list', defaults: [], note: 'Unset: metrics are served on the client address.' },
  { flag: '--cert-file', field: 'client-transport-security.cert-file', type: 'string', defaults: [] },
  { flag: '--key-file', field: 'client-transport-security.key-file', type: 'string', defaults: [] },
  { flag: '--trusted-ca-file', field: 'client-transport-security.trusted-ca-file', type: 'string', defaults: [] },
  { flag: '--client-cert-auth', field: 'client-transport-security.client-cert-auth', type: 'boolean', defaults: [{ value: 'false' }] },
  { flag: '--auto-tls', field: 'client-transport-security.auto-tls', type: 'boolean', defaults: [{ value: 'false' }] },
  { flag: '--peer-cert-file', field: 'peer-transport-security.cert-file', type: 'string', defaults: [] },
  { flag: '--peer-key-file', field: 'peer-transport-security.key-file', type: 'string', defaults: [] },
  { flag: '--peer-trusted-ca-file', field: 'peer-transport-security.trusted-ca-file', type: 'string', defaults: [] },
  { flag: '--peer-client-cert-auth', field: 'peer-transport-security.client-cert-auth', type: 'boolean', defaults: [{ value: 'false' }] },
  { flag: '--peer-auto-tls', field: 'peer-transport-security.auto-tls', type: 'boolean', defaults: [{ value: 'false' }] },
  { flag: '--cipher-suites', field: 'cipher-suites', type: 'list', defaults: [], note: 'Unset: the suites of the Go runtime.' },
  { flag: '--tls-min-version', field: 'tls-min-version', type: 'string', defaults: [{ value: 'TLS1.2' }] },
  { flag: '--data-dir', field: 'data-dir', type: 'string', defaults: [], note: 'Unset: NAME.etcd in the working directory; kubeadm sets /var/lib/etcd.' },
  { flag: '--quota-backend-bytes', field: 'quota-backend-bytes', type: 'number', defaults: [{ value: '0' }], note: 'Zero: 2 GiB.' },
  { flag: '--enable-pprof', field: 'enable-pprof', type: 'boolean', defaults: [{ value: 'false' }] },
  { flag: '--config-file', type: 'string', defaults: [], note: 'With it, other flags and the environment are ignored.' },
];
