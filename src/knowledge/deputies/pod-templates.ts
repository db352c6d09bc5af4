import { kindsOf, type Deputy, type DeputyRow, type Program } from './define.ts';
import { kedaOperator, scaledJobs } from './keda.ts';

const template = 'has a pod made from a template that it writes';

function made(kinds: DeputyRow['kinds']): readonly DeputyRow[] {
  return [{ kinds, lets: template, gives: 'pods' }];
}

function program(name: string, image: RegExp, ...accounts: readonly string[]): readonly Program[] {
  return [{ name, image, accounts }];
}

/** With a lock-down: an argument (`--…`) or a variable of the environment that lists the namespaces it looks at, the one that counts first. */
function within(lists: readonly string[], programs: readonly Program[]): readonly Program[] {
  const ownNamespaceBy = lists.map((list) => ({ ...(list.startsWith('--') ? { flag: list } : { env: list }), value: /./, names: true as const }));
  return programs.map((each) => ({ ...each, ownNamespaceBy }));
}

/** Controllers whose custom resources carry a pod template, or patches to one. */
export const podTemplates: readonly Deputy[] = [
  { row: 'J12', name: 'Argo Rollouts', programs: program('Argo Rollouts', /(^|\/)argo-rollouts$/, 'argo-rollouts').map((each) => ({ ...each, ownNamespaceBy: [{ flag: '--namespaced', value: /^true$/ }] })), rows: made(kindsOf('argoproj.io', ['Rollout', 'rollouts'], ['AnalysisRun', 'analysisruns'], ['Experiment', 'experiments'])) },
  {
    row: 'J12', name: 'Prometheus Operator', programs: within(['--namespaces'], program('Prometheus Operator', /(^|\/)prometheus-operator$/, 'prometheus-operator')),
    rows: made(kindsOf('monitoring.coreos.com', ['Prometheus', 'prometheuses'], ['PrometheusAgent', 'prometheusagents'], ['Alertmanager', 'alertmanagers'], ['ThanosRuler', 'thanosrulers'])),
  },
  { row: 'J12', name: 'VictoriaMetrics operator', programs: within(['WATCH_NAMESPACE'], program('VictoriaMetrics operator', /(^|\/)victoriametrics\/operator$/, 'vm-operator', 'vmoperator')), rows: made(kindsOf('operator.victoriametrics.com', ['VMAgent', 'vmagents'], ['VMSingle', 'vmsingles'], ['VMAlert', 'vmalerts'], ['VMCluster', 'vmclusters'])) },
  { row: 'J12', name: 'OpenTelemetry operator', programs: within(['--watch-namespace', 'WATCH_NAMESPACE'], program('OpenTelemetry operator', /(^|\/)opentelemetry-operator$/, 'opentelemetry-operator-controller-manager')), rows: made(kindsOf('opentelemetry.io', ['OpenTelemetryCollector', 'opentelemetrycollectors'])) },
  { row: 'J12', name: 'Knative', programs: program('Knative', /(^|\/)(serving\/cmd\/controller|eventing\/cmd\/controller)$/, 'knative-controller'), rows: made([...kindsOf('serving.knative.dev', ['Service', 'services'], ['Configuration', 'configurations'], ['Revision', 'revisions']), ...kindsOf('sources.knative.dev', ['ContainerSource', 'containersources'])]) },
  { row: 'J12', name: 'KEDA', programs: [kedaOperator], rows: made(scaledJobs) },
  {
    row: 'J12', name: 'OpenKruise', programs: program('OpenKruise', /(^|\/)kruise-manager$/, 'kruise-manager'),
    rows: made(kindsOf('apps.kruise.io', ['CloneSet', 'clonesets'], ['StatefulSet', 'statefulsets'], ['DaemonSet', 'daemonsets'], ['BroadcastJob', 'broadcastjobs'], ['AdvancedCronJob', 'advancedcronjobs'], ['UnitedDeployment', 'uniteddeployments'], ['EphemeralJob', 'ephemeraljobs'])),
  },
  {
    row: 'J12', name: 'Kubeflow', programs: program('Kubeflow', /(^|\/)(training-operator|trainer-controller-manager|notebook-controller|mpi-operator)$/, 'training-operator', 'notebook-controller-service-account'),
    rows: made(kindsOf('kubeflow.org', ['Notebook', 'notebooks'], ['PyTorchJob', 'pytorchjobs'], ['TFJob', 'tfjobs'], ['MPIJob', 'mpijobs'], ['XGBoostJob', 'xgboostjobs'], ['PaddleJob', 'paddlejobs'], ['JAXJob', 'jaxjobs'])),
  },
  { row: 'J12', name: 'KServe', programs: program('KServe', /(^|\/)kserve-controller$/, 'kserve-controller-manager'), rows: made(kindsOf('serving.kserve.io', ['InferenceService', 'inferenceservices'])) },
  { row: 'J12', name: 'KubeRay', programs: within(['--watch-namespace'], program('KubeRay', /(^|\/)kuberay\/operator$/, 'kuberay-operator')), rows: made(kindsOf('ray.io', ['RayCluster', 'rayclusters'], ['RayJob', 'rayjobs'], ['RayService', 'rayservices'])) },
  { row: 'J12', name: 'Volcano', programs: program('Volcano', /(^|\/)vc-controller-manager$/, 'volcano-controllers'), rows: made(kindsOf('batch.volcano.sh', ['Job', 'jobs'], ['CronJob', 'cronjobs'])) },
  { row: 'J12', name: 'Spark operator', programs: within(['--namespaces'], program('Spark operator', /(^|\/)spark-operator(\/controller)?$/, 'spark-operator-controller', 'spark-operator')), rows: made(kindsOf('sparkoperator.k8s.io', ['SparkApplication', 'sparkapplications'], ['ScheduledSparkApplication', 'scheduledsparkapplications'])) },
  { row: 'J12', name: 'Flink operator', programs: program('Flink operator', /(^|\/)flink-kubernetes-operator$/, 'flink-operator'), rows: made(kindsOf('flink.apache.org', ['FlinkDeployment', 'flinkdeployments'])) },
  { row: 'J12', name: 'JobSet', programs: program('JobSet', /(^|\/)jobset$/, 'jobset-controller-manager'), rows: made(kindsOf('jobset.x-k8s.io', ['JobSet', 'jobsets'])) },
  { row: 'J12', name: 'LeaderWorkerSet', programs: program('LeaderWorkerSet', /(^|\/)lws$/, 'lws-controller-manager'), rows: made(kindsOf('leaderworkerset.x-k8s.io', ['LeaderWorkerSet', 'leaderworkersets'])) },
  {
    row: 'J12', name: 'Elastic operator', programs: within(['--namespaces'], program('Elastic operator', /(^|\/)eck-operator$/, 'elastic-operator')),
    rows: made([['elasticsearch', 'Elasticsearch', 'elasticsearches'], ['kibana', 'Kibana', 'kibanas'], ['logstash', 'Logstash', 'logstashes'], ['beat', 'Beat', 'beats'], ['agent', 'Agent', 'agents']].flatMap(([group = '', kind = '', resource = '']) => kindsOf(`${group}.k8s.elastic.co`, [kind, resource]))),
  },
  {
    row: 'J12', name: 'OpenShift builds and deployments', programs: program('OpenShift controller manager', /(^|\/)openshift-controller-manager$/, 'openshift-controller-manager-sa'),
    rows: [
      { kinds: kindsOf('apps.openshift.io', ['DeploymentConfig', 'deploymentconfigs']), lets: template, gives: 'pods', unseen: true },
    ],
  },
];
