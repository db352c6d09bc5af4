import type { Flag } from './define.ts';
import { delegatedFlags, servingFlags } from './serving.ts';

// Read in k8s.io/kubernetes cmd/kube-scheduler/app/options and pkg/scheduler/apis/config/v1/defaults.go, 1.29 to 1.37;
// `field` is that of KubeSchedulerConfiguration.

const ignoredWithFile = 'Ignored where --config names a file.';

/** Flags of kube-scheduler that rules, threats or the CIS benchmark name. */
export const schedulerFlags: readonly Flag[] = [
  { flag: '--config', type: 'string', defaults: [], note: 'A KubeSchedulerConfiguration; its extenders and profiles decide placement.' },
  { flag: '--bind-address', type: 'string', defaults: [{ value: '0.0.0.0' }], note: 'kubeadm sets 127.0.0.1.' },
  { flag: '--secure-port', type: 'number', defaults: [{ value: '10259' }] },
  { flag: '--port', type: 'number', defaults: [], removed: 24, note: 'The insecure port 10251, without effect from 1.23.' },
  { flag: '--profiling', field: 'enableProfiling', type: 'boolean', defaults: [{ value: 'true' }], note: ignoredWithFile },
  { flag: '--contention-profiling', field: 'enableContentionProfiling', type: 'boolean', defaults: [{ value: 'true' }], note: ignoredWithFile },
  { flag: '--kubeconfig', field: 'clientConnection.kubeconfig', type: 'string', defaults: [], note: ignoredWithFile },
  { flag: '--leader-elect', field: 'leaderElection.leaderElect', type: 'boolean', defaults: [{ value: 'true' }] },
  { flag: '--feature-gates', type: 'map', defaults: [] },
  ...delegatedFlags,
  ...servingFlags,
];
