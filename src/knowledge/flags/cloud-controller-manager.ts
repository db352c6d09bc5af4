import type { Flag } from './define.ts';
import { delegatedFlags, servingFlags } from './serving.ts';

// Read in k8s.io/cloud-provider options, 0.29 to 0.37: the frame that every provider's cloud-controller-manager is built
// on. Providers add flags of their own.

/** Flags of cloud-controller-manager that rules or threats name. */
export const cloudControllerManagerFlags: readonly Flag[] = [
  { flag: '--bind-address', type: 'string', defaults: [{ value: '0.0.0.0' }] },
  { flag: '--secure-port', type: 'number', defaults: [{ value: '10258' }] },
  { flag: '--profiling', type: 'boolean', defaults: [{ value: 'true' }] },
  { flag: '--use-service-account-credentials', type: 'boolean', defaults: [{ value: 'false' }] },
  { flag: '--cloud-provider', type: 'string', defaults: [] },
  { flag: '--cloud-config', type: 'string', defaults: [], note: 'The file can hold credentials of the cloud account.' },
  { flag: '--controllers', type: 'list', defaults: [{ value: '*' }] },
  { flag: '--kubeconfig', type: 'string', defaults: [] },
  { flag: '--leader-elect', type: 'boolean', defaults: [{ value: 'true' }] },
  { flag: '--feature-gates', type: 'map', defaults: [] },
  ...delegatedFlags,
  ...servingFlags,
];
