import { argoWorkflows, eventListeners, pipelines, tekton as tektonDeputy } from '../../knowledge/deputies/pipelines.ts';
import { text } from '../../cluster/read.ts';
import type { Holder, Right } from '../../engines/rights.ts';
import { gap } from '../../model/gap.ts';
import { valueAt } from '../../model/object.ts';
import { custom, definition, program } from '../deputies/examples.ts';
import { deputySteps } from '../deputies/rows.ts';
import { makesPods } from '../deputies/scoped.ts';
import type { AttackContext } from '../context.ts';
import { cart, inShop, namespace, node, podIn } from '../examples.ts';
import { accountState, hub } from '../states.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const boss = namespace('shop') + podIn('shop', '', 'serviceAccountName: boss');
const tekton = definition('taskruns', 'tekton.dev');
const workflows = (args = ''): string => program('argo', 'argo', 'quay.io/argoproj/workflow-controller:v3.7', args);
const settings = (referencing: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: workflow-controller-configmap, namespace: argo}\ndata: {workflowRestrictions: "templateReferencing: ${referencing}"}\n---\n`;
const runs = inShop(custom('argoproj.io', 'workflows'));
const templates = gap('api', 'gap/deputy-workflow-templates', 'What do the WorkflowTemplates run that are there, and with which accounts? kubectl get workflowtemplates,clusterworkflowtemplates -A -o yaml');

const tasks = gap('api', 'gap/deputy-tekton-tasks', 'Which Tasks and Pipelines may a run take, and what do they run: those of the namespace, and those of the resolvers that are on? kubectl get tasks,pipelines -A -o yaml; kubectl get configmap resolvers-feature-flags -A -o yaml');
const pipelineController = program('tekton-pipelines', 'tekton-pipelines-controller', 'ghcr.io/tektoncd/pipeline/controller-10a3e32792f33651396d02b6855a6e36:v1.6.0');
const flags = (value: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: feature-flags, namespace: tekton-pipelines}\ndata: {disable-inline-spec: "${value}"}\n---\n`;
const listeners = inShop(custom('triggers.tekton.dev', 'eventlisteners')) + definition('eventlisteners', 'triggers.tekton.dev');
const starter = inShop(custom('tekton.dev', 'pipelineruns')).replaceAll('name: given', 'name: starts').replace('name: cart', 'name: starter') + 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: starter, namespace: shop}\n---\n';

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
    yield* deputySteps(pipelines, context, (deputy, { kinds }, actor, where) => {
      if (deputy === tektonDeputy && kinds === eventListeners) return makesRuns(where, context) ? undefined : [];
      if (deputy === tektonDeputy && actor && keptToTasks(kinds[0]?.kind ?? '', actor.namespace, context)) return [{ gives: hub('make-pods', where), gaps: [tasks] }];
      if (deputy !== argoWorkflows || !actor) return undefined;
      const map = context.cluster.find('ConfigMap', '', actor.namespace, 'workflow-controller-configmap');
      const written = [text(valueAt(map, ['data', 'workflowRestrictions'])), text(valueAt(map, ['data', 'config']))].join('\n');
      return /templateReferencing:\s*["']?(Strict|Secure)/.test(written) ? [{ gives: hub('make-pods', where), gaps: [templates] }] : undefined;
    });
  },
  examples: {
    present: [
      { objects: boss + listeners + starter, from: cart, to: accountState('shop', 'boss') },
      { objects: boss + pipelineController + flags('pipelinerun') + inShop(custom('tekton.dev', 'taskruns')), from: cart, to: accountState('shop', 'boss') },
      { objects: boss + tekton + inShop(custom('tekton.dev', 'taskruns')), from: cart, to: accountState('shop', 'boss') },
      { objects: boss + workflows() + runs, from: cart, to: accountState('shop', 'boss') },
      { objects: boss + node('worker') + workflows() + runs, from: cart, to: 'node:worker' },
    ],
    absent: [
      { objects: boss + listeners, from: cart, to: accountState('shop', 'boss') },
      { objects: boss + pipelineController.replace('containers: [{', 'containers: [{args: [--namespace=blog], ') + inShop(custom('tekton.dev', 'taskruns')), from: cart, to: accountState('shop', 'boss') },
      { objects: boss + inShop(custom('tekton.dev', 'taskruns')), from: cart, to: accountState('shop', 'boss') },
      { objects: boss + tekton + inShop(custom('tekton.dev', 'tasks')), from: cart, to: accountState('shop', 'boss') },
      { objects: boss + workflows('--namespaced') + runs, from: cart, to: accountState('shop', 'boss') },
      { objects: boss.replace('name: shop}', 'name: shop, labels: {pod-security.kubernetes.io/enforce: restricted}}') + node('worker') + workflows() + runs, from: cart, to: 'node:worker' },
    ],
    unknown: [
      { objects: boss + workflows() + runs + settings('Strict'), from: cart, to: accountState('shop', 'boss') },
      { objects: boss + pipelineController + flags('pipelinerun,taskrun') + inShop(custom('tekton.dev', 'taskruns')), from: cart, to: accountState('shop', 'boss') },
    ],
  },
});

export default technique;

/** The kinds that may not carry steps of their own, but only the name of a Task. */
function keptToTasks(kind: string, namespace: string, { cluster }: AttackContext): boolean {
  const written = text(valueAt(cluster.find('ConfigMap', '', namespace, 'feature-flags'), ['data', 'disable-inline-spec'])) ?? '';
  return written.split(',').some((each) => each.trim() === kind.toLowerCase());
}

const starts: readonly Right[] = ['taskruns', 'pipelineruns'].map((resource) => ({ verb: 'create', group: 'tekton.dev', resource }));

/** An account of the namespace may make a run, or a pod: the listener acts as it. */
function makesRuns(namespace: string, context: AttackContext): boolean {
  return [...(context.accounts.get(namespace) ?? [])].some((name) => {
    const holder: Holder = { kind: 'ServiceAccount', namespace, name };
    return starts.some((right) => context.rights.held(holder, right, { namespace }) !== undefined) || makesPods(holder, namespace, context);
  });
}
