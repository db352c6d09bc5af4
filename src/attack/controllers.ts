/** Kinds whose objects make pods, with their resources. */
export const controllers: readonly { readonly kind: string; readonly group: string; readonly resource: string }[] = [
  { kind: 'Deployment', group: 'apps', resource: 'deployments' },
  { kind: 'DaemonSet', group: 'apps', resource: 'daemonsets' },
  { kind: 'StatefulSet', group: 'apps', resource: 'statefulsets' },
  { kind: 'ReplicaSet', group: 'apps', resource: 'replicasets' },
  { kind: 'Job', group: 'batch', resource: 'jobs' },
  { kind: 'CronJob', group: 'batch', resource: 'cronjobs' },
  { kind: 'ReplicationController', group: '', resource: 'replicationcontrollers' },
  { kind: 'Rollout', group: 'argoproj.io', resource: 'rollouts' },
];
