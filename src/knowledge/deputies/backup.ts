import { kindsOf, type Deputy } from './define.ts';

const velero = 'velero.io';
const restores = kindsOf(velero, ['Restore', 'restores']);

export const veleroDeputy: Deputy = {
  row: 'J6', name: 'Velero',
  programs: [{ name: 'Velero', image: /(^|\/)velero$/, accounts: ['velero', 'velero-server'] }],
  rows: [
    // Hooks of a backup are programs that Velero starts in the containers of the pods that it backs up.
    { kinds: kindsOf(velero, ['Backup', 'backups'], ['Schedule', 'schedules']), lets: 'has commands run in every pod that is backed up, by hooks', gives: 'exec', reads: 'own' },
    { kinds: kindsOf(velero, ['Backup', 'backups'], ['Schedule', 'schedules']), also: kindsOf(velero, ['BackupStorageLocation', 'backupstoragelocations']), lets: 'has everything, Secrets included, written to a bucket of its own', gives: 'secrets-out', reads: 'own' },
    { kinds: restores, also: kindsOf(velero, ['BackupStorageLocation', 'backupstoragelocations']), lets: 'has any object made, from a bucket of its own', gives: 'account', reads: 'own' },
    { kinds: restores, lets: 'has objects of an old backup made again, in another namespace', gives: 'account', reads: 'own', doubt: { id: 'gap/deputy-velero-backups', ask: 'What do the backups hold, and who else writes to their buckets? velero backup describe --details' } },
  ],
};

const kanister = 'cr.kanister.io';

export const kanisterDeputy: Deputy = {
  row: 'J6', name: 'Kanister',
  programs: [{ name: 'Kanister', image: /(^|\/)kanisterio\/controller$|(^|\/)kanister-operator$/, accounts: ['kanister-operator', 'kanister-kanister-operator'] }],
  rows: [
    { kinds: kindsOf(kanister, ['ActionSet', 'actionsets']), also: kindsOf(kanister, ['Blueprint', 'blueprints']), lets: 'has steps of its own blueprint run with the rights of the operator', gives: 'account', reads: 'own' },
    { kinds: kindsOf(kanister, ['ActionSet', 'actionsets']), lets: 'has a blueprint run that is there', gives: 'account', reads: 'own', doubt: { id: 'gap/deputy-kanister-blueprints', ask: 'What do the blueprints run, and which parts does an ActionSet choose? kubectl get blueprints -A -o yaml' } },
  ],
};

export const kastenDeputy: Deputy = {
  row: 'J6', name: 'Kasten K10',
  programs: [{ name: 'Kasten K10', image: /(^|\/)kasten-io\/[\w-]+$|(^|\/)kasten\/[\w-]+$/, accounts: ['k10-k10'] }],
  rows: [{ kinds: kindsOf('config.kio.kasten.io', ['Policy', 'policies'], ['Profile', 'profiles']), lets: 'has namespaces written to a bucket that it names, or made from one', gives: 'account', reads: 'own', doubt: { id: 'gap/deputy-kasten', ask: 'May the policy choose its namespaces and its location? kubectl get policies.config.kio.kasten.io -A -o yaml' } }],
};

const longhorn = 'longhorn.io';

/** The manager starts a privileged pod of the image that these name, on each node. */
export const longhornDeputy: Deputy = {
  row: 'J6', name: 'Longhorn',
  programs: [{ name: 'Longhorn', image: /(^|\/)longhorn-manager$/, accounts: ['longhorn-service-account'] }],
  rows: [{ kinds: kindsOf(longhorn, ['EngineImage', 'engineimages'], ['InstanceManager', 'instancemanagers'], ['ShareManager', 'sharemanagers']), lets: 'has an image of its choice run in a privileged pod', gives: 'nodes', reads: 'own' }],
};

export const stashDeputy: Deputy = {
  row: 'J6', name: 'Stash and KubeStash',
  programs: [{ name: 'Stash', image: /(^|\/)(stash|stash-enterprise|kubestash)$/, accounts: ['stash-stash-community', 'stash-stash-enterprise', 'kubestash-kubestash-operator'] }],
  rows: [{ kinds: [...kindsOf('stash.appscode.com', ['BackupConfiguration', 'backupconfigurations'], ['RestoreSession', 'restoresessions']), ...kindsOf('core.kubestash.com', ['BackupConfiguration', 'backupconfigurations'], ['RestoreSession', 'restoresessions'])], lets: 'has a job run, with hooks and a service account of its choice', gives: 'accounts', doubt: { id: 'gap/deputy-stash-hooks', ask: 'May hooks of backups run programs of their own? kubectl get backupconfigurations -A -o yaml' } }],
};

const k8up = 'k8up.io';
const k8upJobs = kindsOf(k8up, ['Backup', 'backups'], ['Schedule', 'schedules'], ['Restore', 'restores'], ['Archive', 'archives'], ['Check', 'checks'], ['Prune', 'prunes']);

/** Pods that are started before a backup stand in objects beside it. A PodConfig adds containers to the pods of its jobs. */
export const k8upDeputy: Deputy = {
  row: 'J6', name: 'K8up',
  programs: [{ name: 'K8up', image: /(^|\/)k8up-io\/k8up$|(^|\/)vshn\/k8up$/, accounts: ['k8up'] }],
  rows: [
    { kinds: kindsOf(k8up, ['PreBackupPod', 'prebackuppods']), also: kindsOf(k8up, ['Backup', 'backups'], ['Schedule', 'schedules']), lets: 'has a pod made from a template that it writes', gives: 'pods' },
    { kinds: kindsOf(k8up, ['PodConfig', 'podconfigs']), also: k8upJobs, lets: 'has containers that it writes added to the pod of a job', gives: 'pods' },
  ],
};

export const backups: readonly Deputy[] = [veleroDeputy, kanisterDeputy, kastenDeputy, longhornDeputy, stashDeputy, k8upDeputy];
