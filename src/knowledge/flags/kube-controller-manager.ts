import type { Flag } from './define.ts';
import { delegatedFlags, servingFlags } from './serving.ts';

// Read in k8s.io/kubernetes cmd/kube-controller-manager/app/options and k8s.io/controller-manager/options, 1.29 to 1.37.

/** Flags of kube-controller-manager that rules, threats or the CIS benchmark name. */
export const controllerManagerFlags: readonly Flag[] = [
  { flag: '--bind-address', type: 'string', defaults: [{ value: '0.0.0.0' }], note: 'kubeadm sets 127.0.0.1.' },
  { flag: '--secure-port', type: 'number', defaults: [{ value: '10257' }] },
  { flag: '--port', type: 'number', defaults: [], removed: 24, note: 'The insecure port 10252, without effect from 1.22 at the latest.' },
  { flag: '--profiling', type: 'boolean', defaults: [{ value: 'true' }] },
  {
    flag: '--use-service-account-credentials',
    type: 'boolean',
    defaults: [{ value: 'false' }],
    note: 'False: all controllers share the identity of the component. kubeadm sets true.',
  },
  { flag: '--service-account-private-key-file', type: 'string', defaults: [] },
  { flag: '--root-ca-file', type: 'string', defaults: [], note: 'Unset: service account tokens carry no authority to check the API server with.' },
  { flag: '--cluster-signing-cert-file', type: 'string', defaults: [] },
  { flag: '--cluster-signing-key-file', type: 'string', defaults: [] },
  { flag: '--cluster-signing-duration', type: 'duration', defaults: [{ value: '8760h0m0s' }] },
  { flag: '--cluster-signing-kube-apiserver-client-key-file', type: 'string', defaults: [] },
  { flag: '--cluster-signing-kubelet-client-key-file', type: 'string', defaults: [] },
  { flag: '--cluster-signing-kubelet-serving-key-file', type: 'string', defaults: [] },
  { flag: '--cluster-signing-legacy-unknown-key-file', type: 'string', defaults: [] },
  { flag: '--terminated-pod-gc-threshold', type: 'number', defaults: [{ value: '12500' }] },
  { flag: '--controllers', type: 'list', defaults: [{ value: '*' }] },
  { flag: '--feature-gates', type: 'map', defaults: [], note: 'RotateKubeletServerCertificate is on by default from 1.12, and counts in the kubelet.' },
  { flag: '--kubeconfig', type: 'string', defaults: [] },
  { flag: '--leader-elect', type: 'boolean', defaults: [{ value: 'true' }] },
  ...delegatedFlags,
  ...servingFlags,
];
