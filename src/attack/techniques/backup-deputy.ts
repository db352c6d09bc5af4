import { backups } from '../../knowledge/deputies/backup.ts';
import { controller, custom, program } from '../deputies/examples.ts';
import { deputySteps } from '../deputies/rows.ts';
import { app, cart, everywhere, inShop, namespace, node, podIn } from '../examples.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const velero = controller('velero', 'velero', 'velero/velero:v1.16');
const reads = velero.replace('name: cluster-admin', 'name: reads') + 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: reads}\nrules: [{apiGroups: ["*"], resources: ["*"], verbs: [get, list]}]\n---\n';
const inVelero = (resources: string): string => inShop(custom('velero.io', resources)).replaceAll('name: given, namespace: shop', 'name: given, namespace: velero');

const boss = podIn('shop', '', 'serviceAccountName: boss');
const k8up = program('k8up', 'k8up', 'ghcr.io/k8up-io/k8up:v2.12.0');

const technique: Technique = defineTechnique({
  id: 'technique/backup-deputy',
  title: 'has the backup program take out or bring in objects',
  why: 'A backup program reads every Secret, writes any object and starts commands in pods. Who writes its objects chooses what, and to which bucket.',
  aliases: ['J6'],
  attack: ['T1537'],
  microsoft: ['MS-TA9041'],
  effort: 2,
  detects: 'Audit events that create backups, restores or storage locations by another user than the operators of the backup.',
  removes: 'Let nobody but its operators write objects in the namespace of the backup program.',
  *steps(context) {
    yield* deputySteps(backups, context);
  },
  examples: {
    present: [
      { objects: reads + inVelero('backups, backupstoragelocations'), from: cart, to: 'all-secrets' },
      { objects: velero + inVelero('restores, backupstoragelocations'), from: cart, to: 'serviceaccount:velero/velero' },
      { objects: velero + podIn('shop') + inVelero('backups'), from: cart, to: app },
      { objects: program('longhorn-system', 'longhorn', 'longhornio/longhorn-manager:v1.9') + node('worker') + everywhere(custom('longhorn.io', 'engineimages')), from: cart, to: 'node:worker' },
      { objects: namespace('shop') + boss + k8up + inShop(custom('k8up.io', 'prebackuppods, backups')), from: cart, to: 'serviceaccount:shop/boss' },
      { objects: namespace('shop') + boss + k8up + inShop(custom('k8up.io', 'podconfigs, checks')), from: cart, to: 'serviceaccount:shop/boss' },
    ],
    absent: [
      { objects: namespace('shop') + boss + k8up + inShop(custom('k8up.io', 'prebackuppods')), from: cart, to: 'serviceaccount:shop/boss' },
      { objects: namespace('shop') + boss + k8up + inShop(custom('k8up.io', 'backups, checks')), from: cart, to: 'serviceaccount:shop/boss' },
      { objects: namespace('shop') + boss + inShop(custom('k8up.io', 'prebackuppods, backups')), from: cart, to: 'serviceaccount:shop/boss' },
      { objects: reads + inVelero('backups, backupstoragelocations'), from: cart, to: 'serviceaccount:velero/velero' },
      { objects: velero + inShop(custom('velero.io', 'restores, backupstoragelocations')), from: cart, to: 'serviceaccount:velero/velero' },
      { objects: inVelero('restores, backupstoragelocations'), from: cart, to: 'serviceaccount:velero/velero' },
      { objects: program('velero', 'velero', 'velero/velero:v1.16') + podIn('shop') + inVelero('backups'), from: cart, to: app },
    ],
    unknown: [{ objects: velero + inVelero('restores'), from: cart, to: 'serviceaccount:velero/velero' }],
  },
});

export default technique;
