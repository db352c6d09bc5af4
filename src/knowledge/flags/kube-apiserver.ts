import type { Flag } from './define.ts';
import { servingFlags } from './serving.ts';

// Read in k8s.io/kubernetes pkg/kubeapiserver/options and pkg/controlplane/apiserver/options and in k8s.io/apiserver
// pkg/server/options, at the newest patch of each minor from 1.29 to 1.37 that the Go module proxy has.

const authentication: readonly Flag[] = [
  {
    flag: '--anonymous-auth',
    type: 'boolean',
    defaults: [{ value: 'true' }],
    note: 'The field anonymous of the file of --authentication-config can limit it to paths, from 1.32 without a gate set by hand.',
  },
  { flag: '--authentication-config', type: 'string', defaults: [], note: 'On by default from 1.30. OIDC can be on without any --oidc flag.' },
  { flag: '--token-auth-file', type: 'string', defaults: [] },
  { flag: '--basic-auth-file', type: 'string', defaults: [], removed: 19 },
  { flag: '--client-ca-file', type: 'string', defaults: [], note: 'Unset: client certificates authenticate nobody.' },
  { flag: '--oidc-issuer-url', type: 'string', defaults: [] },
  { flag: '--oidc-client-id', type: 'string', defaults: [] },
  { flag: '--oidc-ca-file', type: 'string', defaults: [] },
  { flag: '--oidc-username-claim', type: 'string', defaults: [{ value: 'sub' }] },
  { flag: '--oidc-groups-claim', type: 'string', defaults: [] },
  { flag: '--authentication-token-webhook-config-file', type: 'string', defaults: [] },
  { flag: '--authentication-token-webhook-cache-ttl', type: 'duration', defaults: [{ value: '2m0s' }] },
  { flag: '--enable-bootstrap-token-auth', type: 'boolean', defaults: [{ value: 'false' }] },
  { flag: '--requestheader-client-ca-file', type: 'string', defaults: [] },
  { flag: '--requestheader-allowed-names', type: 'list', defaults: [], note: 'Empty: any certificate of the request-header CA may name users.' },
  { flag: '--requestheader-username-headers', type: 'list', defaults: [] },
  { flag: '--requestheader-group-headers', type: 'list', defaults: [] },
  { flag: '--requestheader-extra-headers-prefix', type: 'list', defaults: [] },
  { flag: '--service-account-key-file', type: 'list', defaults: [], note: 'Unset: the key of --tls-private-key-file verifies tokens.' },
  { flag: '--service-account-signing-key-file', type: 'string', defaults: [] },
  { flag: '--service-account-signing-endpoint', type: 'string', defaults: [], added: 32, note: 'Whoever reaches the socket signs tokens.' },
  { flag: '--service-account-issuer', type: 'list', defaults: [] },
  { flag: '--service-account-lookup', type: 'boolean', defaults: [{ value: 'true' }] },
  {
    flag: '--service-account-extend-token-expiration',
    type: 'boolean',
    defaults: [{ value: 'true' }],
    note: 'Tokens of Pods stay valid for a year, although they say an hour.',
  },
  { flag: '--service-account-max-token-expiration', type: 'duration', defaults: [{ value: '0s' }], note: 'Zero: no bound.' },
  { flag: '--api-audiences', type: 'list', defaults: [] },
];

const authorization: readonly Flag[] = [
  {
    flag: '--authorization-mode',
    type: 'list',
    defaults: [{ value: 'AlwaysAllow' }],
    note: 'The default holds only without --authorization-config; kubeadm sets Node,RBAC.',
  },
  { flag: '--authorization-config', type: 'string', defaults: [], note: 'On by default from 1.30. Excludes --authorization-mode.' },
  { flag: '--authorization-policy-file', type: 'string', defaults: [] },
  { flag: '--authorization-webhook-config-file', type: 'string', defaults: [] },
  { flag: '--authorization-webhook-cache-authorized-ttl', type: 'duration', defaults: [{ value: '5m0s' }] },
  { flag: '--authorization-webhook-cache-unauthorized-ttl', type: 'duration', defaults: [{ value: '30s' }] },
];

const admission: readonly Flag[] = [
  { flag: '--enable-admission-plugins', type: 'list', defaults: [], note: 'Added to the plug-ins that are on by default.' },
  { flag: '--disable-admission-plugins', type: 'list', defaults: [], note: 'Taken from the plug-ins that are on by default.' },
  { flag: '--admission-control-config-file', type: 'string', defaults: [], note: 'Holds defaults and exemptions of PodSecurity, EventRateLimit and ImagePolicyWebhook.' },
  { flag: '--allow-privileged', type: 'boolean', defaults: [{ value: 'false' }], note: 'kubeadm sets true.' },
];

const audit: readonly Flag[] = [
  { flag: '--audit-policy-file', type: 'string', defaults: [], note: 'Unset: nothing is recorded, whatever the back ends.' },
  { flag: '--audit-log-path', type: 'string', defaults: [], note: 'Unset: no local log. A dash: standard output.' },
  { flag: '--audit-log-maxage', type: 'number', defaults: [{ to: 35, value: '0' }, { from: 36, value: '366' }], note: 'Days; zero: never deleted for age.' },
  { flag: '--audit-log-maxbackup', type: 'number', defaults: [{ to: 35, value: '0' }, { from: 36, value: '100' }], note: 'Files; zero: all are kept.' },
  { flag: '--audit-log-maxsize', type: 'number', defaults: [{ to: 35, value: '0' }, { from: 36, value: '100' }], note: 'Megabytes before rotation.' },
  { flag: '--audit-log-format', type: 'string', defaults: [{ value: 'json' }] },
  { flag: '--audit-log-mode', type: 'string', defaults: [{ value: 'blocking' }] },
  { flag: '--audit-webhook-config-file', type: 'string', defaults: [] },
  { flag: '--audit-webhook-mode', type: 'string', defaults: [{ value: 'batch' }] },
  { flag: '--audit-webhook-initial-backoff', type: 'duration', defaults: [{ value: '10s' }] },
  { flag: '--audit-webhook-batch-buffer-size', type: 'number', defaults: [{ value: '10000' }] },
  { flag: '--audit-webhook-batch-max-size', type: 'number', defaults: [{ value: '400' }] },
  { flag: '--audit-webhook-batch-max-wait', type: 'duration', defaults: [{ value: '30s' }] },
  { flag: '--audit-webhook-batch-throttle-qps', type: 'number', defaults: [{ value: '10' }] },
  { flag: '--audit-webhook-batch-throttle-burst', type: 'number', defaults: [{ value: '15' }] },
  { flag: '--event-ttl', type: 'duration', defaults: [{ value: '1h0m0s' }] },
];

const connections: readonly Flag[] = [
  { flag: '--kubelet-client-certificate', type: 'string', defaults: [] },
  { flag: '--kubelet-client-key', type: 'string', defaults: [] },
  { flag: '--kubelet-certificate-authority', type: 'string', defaults: [], note: 'Unset: the certificate of the kubelet is not checked.' },
  { flag: '--kubelet-https', type: 'boolean', defaults: [], removed: 22, note: 'Without effect from 1.19: always HTTPS.' },
  { flag: '--etcd-servers', type: 'list', defaults: [] },
  { flag: '--etcd-cafile', type: 'string', defaults: [] },
  { flag: '--etcd-certfile', type: 'string', defaults: [] },
  { flag: '--etcd-keyfile', type: 'string', defaults: [] },
  { flag: '--encryption-provider-config', type: 'string', defaults: [] },
  { flag: '--encryption-provider-config-automatic-reload', type: 'boolean', defaults: [{ value: 'false' }] },
  { flag: '--egress-selector-config-file', type: 'string', defaults: [] },
  { flag: '--proxy-client-cert-file', type: 'string', defaults: [] },
  { flag: '--proxy-client-key-file', type: 'string', defaults: [] },
];

const serving: readonly Flag[] = [
  { flag: '--bind-address', type: 'string', defaults: [{ value: '0.0.0.0' }] },
  { flag: '--advertise-address', type: 'string', defaults: [] },
  { flag: '--secure-port', type: 'number', defaults: [{ value: '6443' }] },
  { flag: '--insecure-port', type: 'number', defaults: [], removed: 24, note: 'Without effect from 1.20.' },
  { flag: '--insecure-bind-address', type: 'string', defaults: [], removed: 24, note: 'Without effect from 1.20.' },
  { flag: '--cert-dir', type: 'string', defaults: [{ value: '/var/run/kubernetes' }] },
  ...servingFlags,
  { flag: '--profiling', type: 'boolean', defaults: [{ value: 'true' }] },
  { flag: '--enable-priority-and-fairness', type: 'boolean', defaults: [{ value: 'true' }] },
  { flag: '--max-requests-inflight', type: 'number', defaults: [{ value: '400' }] },
  { flag: '--max-mutating-requests-inflight', type: 'number', defaults: [{ value: '200' }] },
  { flag: '--request-timeout', type: 'duration', defaults: [{ value: '1m0s' }] },
  { flag: '--feature-gates', type: 'map', defaults: [] },
  { flag: '--runtime-config', type: 'map', defaults: [] },
  { flag: '--service-cluster-ip-range', type: 'string', defaults: [] },
  { flag: '--service-node-port-range', type: 'string', defaults: [{ value: '30000-32767' }] },
];

/** Flags of kube-apiserver that rules, threats or the CIS benchmark name. */
export const apiserverFlags: readonly Flag[] = [...authentication, ...authorization, ...admission, ...audit, ...connections, ...serving];
