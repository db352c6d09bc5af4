import { argoWorkflows, pipelines } from '../../knowledge/deputies/pipelines.ts';
import { text } from '../../cluster/read.ts';
import { gap } from '../../model/gap.ts';
import { valueAt } from '../../model/object.ts';
import { custom, definition, program } from '../deputies/examples.ts';
import { deputySteps } from '../deputies/rows.ts';
import { cart, inShop, namespace, node, podIn } from '../examples.ts';
import { accountState, hub } from '../states.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const boss = namespace('shop') + podIn('shop', '', 'serviceAccountName: boss');
const tekton = definition('taskruns', 'tekton.dev');
const workflows = (args = ''): string => program('argo', 'argo', 'quay.io/argoproj/workflow-controller:v3.7', args);
const settings = (referencing: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: workflow-controller-configmap, namespace: argo}\ndata: {workflowRestrictions: "templateReferencing: ${referencing}"}\n---\n`;
const runs = inShop(custom('argoproj.io', 'workflows'));
const templates = gap('api', 'gap/deputy-workflow-templates', 'What do the WorkflowTemplates run that are there, and with which accounts? kubectl get workflowtemplates,clusterworkflowtemplates -A -o yaml');

const technique: Technique = defineTechnique({
  id: 'technique/pipeline-deputy',
  title: 'runs a pipeline',
  why: 'A run of a pipeline is a pod: its writer gives the commands, and names its service account, any of the namespace.',
  aliases: ['J8'],
  attack: ['T1610', 'T1053.007'],
  microsoft: ['MS-TA9014'],
  effort: 1,
  detects: 'Audit events that create runs, workflows or runners by another user than those of the pipeline.',
  removes: 'Take the right to create runs away where strong service accounts live, or have Workflows refer to templates alone.',
  *steps(context) {
    yield* deputySteps(pipelines, context, (deputy, _row, actor, where) => {
      if (deputy !== argoWorkflows || !actor) return undefined;
      const map = context.cluster.find('ConfigMap', '', actor.namespace, 'workflow-controller-configmap');
      const written = [text(valueAt(map, ['data', 'workflowRestrictions'])), text(valueAt(map, ['data', 'config']))].join('\n');
      return /templateReferencing:\s*["']?(Strict|Secure)/.test(written) ? [{ gives: hub('make-pods', where), gaps: [templates] }] : undefined;
    });
  },
  examples: {
    present: [
      { objects: boss + tekton + inShop(custom('tekton.dev', 'taskruns')), from: cart, to: accountState('shop', 'boss') },
      { objects: boss + workflows() + runs, from: cart, to: accountState('shop', 'boss') },
      { objects: boss + node('worker') + workflows() + runs, from: cart, to: 'node:worker' },
    ],
    absent: [
      { objects: boss + inShop(custom('tekton.dev', 'taskruns')), from: cart, to: accountState('shop', 'boss') },
      { objects: boss + tekton + inShop(custom('tekton.dev', 'tasks')), from: cart, to: accountState('shop', 'boss') },
      { objects: boss + workflows('--namespaced') + runs, from: cart, to: accountState('shop', 'boss') },
      { objects: boss.replace('name: shop}', 'name: shop, labels: {pod-security.kubernetes.io/enforce: restricted}}') + node('worker') + workflows() + runs, from: cart, to: 'node:worker' },
    ],
    unknown: [{ objects: boss + workflows() + runs + settings('Strict'), from: cart, to: accountState('shop', 'boss') }],
  },
});

export default technique;
