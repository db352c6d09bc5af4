import { controllers } from '../controllers.ts';
import { cart, inShop, namespace, podIn } from '../examples.ts';
import { rightTechnique, rightsTo } from '../right-technique.ts';
import { accountState, hub } from '../states.ts';
import type { Technique } from '../technique.ts';

const boss = namespace('shop') + podIn('shop', '', 'serviceAccountName: boss');

const technique: Technique = rightTechnique({
  id: 'technique/create-controller',
  title: 'creates an object that makes pods',
  why: 'A Deployment, a Job and their like carry a pod template: whoever creates one runs a pod, with any service account of the namespace.',
  aliases: ['D6', 'CREATE_POD_WITH_SA', 'assign_sa', 'POD_CREATE', 'risky-create-deployments', 'risky-create-daemonsets', 'risky-create-jobs', 'risky-create-cronjobs'],
  attack: ['T1610', 'T1053.007'],
  microsoft: ['MS-TA9008', 'MS-TA9014'],
  effort: 1,
  detects: 'Audit events that create workloads by other users than the pipeline.',
  removes: 'Take the right to create workloads away, and keep strong service accounts in namespaces of their own.',
  rights: controllers.filter(({ group }) => group !== 'argoproj.io').flatMap(({ group, resource }) => rightsTo(['create'], group, resource)),
  gives: (where) => hub('make-pods', where),
  examples: {
    present: [{ objects: inShop('{apiGroups: [batch], resources: [cronjobs], verbs: [create]}') + boss, from: cart, to: accountState('shop', 'boss') }],
    absent: [{ objects: inShop('{apiGroups: [""], resources: [cronjobs], verbs: [create]}') + boss, from: cart, to: accountState('shop', 'boss') }],
    unknown: [],
  },
});

export default technique;
