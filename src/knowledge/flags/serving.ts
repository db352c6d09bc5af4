import type { Flag } from './define.ts';

/**
 * Flags that every component with the secure serving of k8s.io/apiserver has. An empty minimum version means TLS 1.2, and
 * no cipher suites mean those of the Go runtime (k8s.io/component-base, cli/flag/ciphersuites_flag.go).
 */
export const servingFlags: readonly Flag[] = [
  { flag: '--tls-cert-file', type: 'string', defaults: [], note: 'Unset: a self-signed certificate is made at start.' },
  { flag: '--tls-private-key-file', type: 'string', defaults: [] },
  { flag: '--tls-min-version', type: 'string', defaults: [{ value: 'VersionTLS12' }] },
  { flag: '--tls-cipher-suites', type: 'list', defaults: [], note: 'Unset: the suites of the Go runtime.' },
  { flag: '--tls-curve-preferences', type: 'list', defaults: [], added: 36 },
];

/** Flags of components that ask the API server who calls them: controller managers and scheduler. */
export const delegatedFlags: readonly Flag[] = [
  { flag: '--authentication-kubeconfig', type: 'string', defaults: [] },
  { flag: '--authorization-kubeconfig', type: 'string', defaults: [] },
  {
    flag: '--authorization-always-allow-paths',
    type: 'list',
    defaults: [{ value: '/healthz,/readyz,/livez' }],
    note: 'Answered without asking who calls.',
  },
  { flag: '--client-ca-file', type: 'string', defaults: [] },
  { flag: '--requestheader-client-ca-file', type: 'string', defaults: [] },
  { flag: '--requestheader-allowed-names', type: 'list', defaults: [] },
];
