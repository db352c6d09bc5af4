import { kindsOf, type CustomKind, type Deputy } from './define.ts';

const runsSteps = 'has steps of its own run in a pod, as a service account that it names';

/** A listener makes what its templates say as an account of its namespace: the technique asks whether one may make runs or pods. */
export const eventListeners: readonly CustomKind[] = kindsOf('triggers.tekton.dev', ['EventListener', 'eventlisteners']);

/** `disable-inline-spec` in ConfigMap feature-flags keeps runs to Tasks and Pipelines that are there: the technique reads it. */
export const tekton: Deputy = {
  row: 'J8', name: 'Tekton',
  programs: [
    { name: 'Tekton Pipelines', image: /(^|\/)(pipeline\/controller|tektoncd-pipeline-controller|tektoncd\/pipeline\/cmd\/controller|controller-[0-9a-f]{32})$/, accounts: ['tekton-pipelines-controller'], ownNamespaceBy: [{ flag: '--namespace', value: /./, names: true }] },
    { name: 'Tekton Triggers', image: /(^|\/)(triggers\/controller|triggers\/cmd\/controller|tektoncd-triggers-controller)$/, accounts: ['tekton-triggers-controller'] },
  ],
  rows: [
    { kinds: kindsOf('tekton.dev', ['TaskRun', 'taskruns']), lets: runsSteps, gives: 'pods' },
    { kinds: kindsOf('tekton.dev', ['PipelineRun', 'pipelineruns']), lets: runsSteps, gives: 'pods' },
    { kinds: eventListeners, lets: 'has runs that it writes made as a service account that it names', gives: 'pods', actor: 1 },
  ],
};

/** `templateReferencing` in the controller's ConfigMap keeps Workflows to templates that are there: the technique reads it. */
export const argoWorkflows: Deputy = {
  row: 'J8', name: 'Argo Workflows',
  programs: [{ name: 'Argo Workflows', image: /(^|\/)workflow-controller$/, accounts: ['argo', 'argo-workflow-controller', 'workflow-controller'], ownNamespaceBy: [{ flag: '--managed-namespace', value: /./, names: true, besides: '--namespaced' }, { flag: '--namespaced', value: /^true$/ }] }],
  rows: [{ kinds: kindsOf('argoproj.io', ['Workflow', 'workflows'], ['CronWorkflow', 'cronworkflows']), lets: 'has containers of its own run in a pod, as a service account that it names', gives: 'pods' }],
};

export const argoEvents: Deputy = {
  row: 'J8', name: 'Argo Events',
  programs: [{ name: 'Argo Events', image: /(^|\/)argo-events$/, accounts: ['argo-events-sa', 'argo-events-controller-manager'], ownNamespaceBy: [{ flag: '--namespaced', value: /^true$/ }] }],
  rows: [{ kinds: kindsOf('argoproj.io', ['Sensor', 'sensors'], ['EventSource', 'eventsources']), lets: 'has a pod made from a template that it writes', gives: 'pods' }],
};

export const runners: Deputy = {
  row: 'J8', name: 'runner controllers',
  programs: [{ name: 'Actions Runner Controller', image: /(^|\/)(gha-runner-scale-set-controller|actions-runner-controller)$/, accounts: ['actions-runner-controller'], ownNamespaceBy: [{ flag: '--watch-single-namespace', value: /./, names: true }, { flag: '--watch-namespace', value: /./, names: true }] }],
  rows: [{ kinds: [...kindsOf('actions.github.com', ['AutoscalingRunnerSet', 'autoscalingrunnersets'], ['EphemeralRunnerSet', 'ephemeralrunnersets'], ['EphemeralRunner', 'ephemeralrunners']), ...kindsOf('actions.summerwind.dev', ['Runner', 'runners'], ['RunnerDeployment', 'runnerdeployments'], ['RunnerReplicaSet', 'runnerreplicasets'], ['RunnerSet', 'runnersets'])], lets: 'has a pod made from a template that it writes', gives: 'pods' }],
};

export const jenkinsOperator: Deputy = {
  row: 'J8', name: 'Jenkins operator',
  programs: [{ name: 'Jenkins operator', image: /(^|\/)(jenkins-operator|virtuslab\/jenkins-operator)$/, accounts: ['jenkins-operator'], ownNamespaceBy: [{ env: 'WATCH_NAMESPACE', value: /./, names: true }] }],
  rows: [{ kinds: kindsOf('jenkins.io', ['Jenkins', 'jenkins']), lets: 'has a Jenkins made with containers and scripts that it writes', gives: 'pods' }],
};

export const openShiftBuilds: Deputy = {
  row: 'J8', name: 'Shipwright',
  programs: [{ name: 'Shipwright', image: /(^|\/)shipwright-build-controller$/, accounts: ['shipwright-build-controller'] }],
  rows: [{ kinds: kindsOf('shipwright.io', ['BuildRun', 'buildruns']), also: kindsOf('shipwright.io', ['BuildStrategy', 'buildstrategies']), lets: 'has steps of its own strategy run in a pod', gives: 'pods' }],
};

export const pipelines: readonly Deputy[] = [tekton, argoWorkflows, argoEvents, runners, jenkinsOperator, openShiftBuilds];
