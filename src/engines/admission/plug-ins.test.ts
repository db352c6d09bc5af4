// What the plug-ins LimitRanger, ServiceAccount and ResourceQuota fill in and refuse.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubernetesObject } from '../../model/object.ts';
import { PodAdmission, type AdmissionAnswer } from './index.ts';

const namespace: KubernetesObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
const actor = { user: 'ann', groups: ['system:authenticated'] };
const inShop = (kind: string, name: string, more: object): KubernetesObject => ({ apiVersion: 'v1', kind, metadata: { name, namespace: 'shop' }, ...more });
const range = (limits: readonly object[], name = 'r'): KubernetesObject => inShop('LimitRange', name, { spec: { limits } });
const quota = (hard: object, more: object = {}, status?: object): KubernetesObject => inShop('ResourceQuota', 'q', { spec: { hard, ...more }, ...(status && { status }) });
const pod = (resources: object = {}, spec: object = {}): KubernetesObject => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { containers: [{ name: 'c', image: 'a:1', resources }], ...spec } });
const container = (more: object): object => ({ type: 'Container', ...more });

function admit(objects: readonly KubernetesObject[], of: KubernetesObject, version = '1.34'): AdmissionAnswer {
  return PodAdmission.from([namespace, ...objects], { version }).admit({ pod: of, namespace: 'shop', actor });
}

const cpu = (requests: string | undefined, limits: string | undefined): object => ({ ...(requests !== undefined && { requests: { cpu: requests } }), ...(limits !== undefined && { limits: { cpu: limits } }) });
const gpu = 'requests.nvidia.com/gpu';

type Row = readonly [name: string, objects: readonly KubernetesObject[], pod: KubernetesObject, said: readonly string[], gaps?: readonly string[]];
const rows: readonly Row[] = [
  ['a LimitRange of another namespace', [{ ...range([container({ max: { cpu: '1' } })]), metadata: { name: 'r', namespace: 'other' } }], pod(cpu(undefined, '2')), []],
  ['below the least, as request', [range([container({ min: { cpu: '500m' } })])], pod(cpu('0.1', undefined)), ['minimum cpu usage per Container is 500m, but request is 100m']],
  ['the least is filled in as request where none is written', [range([container({ min: { cpu: '500m' } })])], pod(), []],
  ['below the least, as limit', [range([container({ min: { cpu: '1' } })])], pod(cpu('1', '500m')), ['minimum cpu usage per Container is 1, but limit is 500m']],
  ['above the most', [range([container({ max: { memory: '1024Mi' } })])], pod({ limits: { memory: '2Gi' } }), ['maximum memory usage per Container is 1Gi, but limit is 2Gi']],
  ['the most is filled in as limit, and a request above it is refused', [range([container({ max: { cpu: '1000m' } })])], pod(cpu('1500m', undefined)), ['maximum cpu usage per Container is 1, but request is 1500m']],
  ['exactly the most', [range([container({ max: { cpu: '1' } })])], pod(cpu('1', '1000m')), []],
  ['a ratio above the highest', [range([container({ maxLimitRequestRatio: { cpu: '2' } })])], pod(cpu('1', '3')), ['cpu max limit to request ratio per Container is 2, but provided ratio is 3.000000']],
  ['a ratio without request', [range([container({ maxLimitRequestRatio: { cpu: '2' } })])], pod(), ['cpu max limit to request ratio per Container is 2, but no request is specified or request is 0']],
  ['a ratio without limit', [range([container({ maxLimitRequestRatio: { cpu: '2' } })])], pod(cpu('1', undefined)), ['cpu max limit to request ratio per Container is 2, but no limit is specified or limit is 0']],
  ['amounts are written as they were, in their largest unit', [range([container({ min: { memory: '2e3' } })])], pod({ requests: { memory: '1500' } }), ['minimum memory usage per Container is 2e3, but request is 1500']],
  ['parts of a thousandth are rounded up', [range([container({ max: { cpu: '0.0001' } })])], pod(cpu('0.0002', '2')), ['maximum cpu usage per Container is 1m, but limit is 2']],
  ['init containers count', [range([container({ max: { cpu: '1' } })])], pod(cpu('1', '1'), { initContainers: [{ name: 'i', resources: cpu(undefined, '2') }] }), ['maximum cpu usage per Container is 1, but limit is 2']],
  ['several faults are listed', [range([container({ max: { cpu: '1', memory: '1Mi' } })])], pod({ limits: { cpu: '2', memory: '2Mi' } }), ['[maximum cpu usage per Container is 1, but limit is 2, maximum memory usage per Container is 1Mi, but limit is 2Mi]']],
  ['the pod is the sum of its containers', [range([{ type: 'Pod', max: { cpu: '1' } }])], pod(cpu('0.5', '0.6'), { containers: [{ name: 'c', resources: cpu('0.5', '0.6') }, { name: 'd', resources: cpu('0.5', '0.6') }] }), ['maximum cpu usage per Pod is 1, but limit is 1200m']],
  ['or its largest init container', [range([{ type: 'Pod', max: { cpu: '1' } }])], pod(cpu('0.5', '0.6'), { initContainers: [{ name: 'i', resources: cpu('2', '2') }] }), ['maximum cpu usage per Pod is 1, but limit is 2']],
  ['a pod has no defaults', [range([{ type: 'Pod', max: { cpu: '1' } }])], pod(), ['maximum cpu usage per Pod is 1.  No limit is specified']],
  ['what the pod itself asks for counts from 1.34', [range([{ type: 'Pod', max: { cpu: '1' } }])], pod(cpu('0.5', '0.6'), { resources: cpu('2', '3') }), ['maximum cpu usage per Pod is 1, but limit is 3']],
  ['claims are no pods', [range([{ type: 'PersistentVolumeClaim', max: { storage: '1Gi' } }])], pod(), []],
  ['different defaults in two LimitRanges', [range([container({ default: { cpu: '1' } })]), range([container({ default: { cpu: '2' } })], 's')], pod(), [], ['gap/limit-ranges/shop']],

  ['a quota of limits demands them of every container', [quota({ 'limits.cpu': '10', 'requests.memory': '1Gi' })], pod(), ['failed quota: q: must specify limits.cpu for: c; requests.memory for: c']],
  ['a default of a LimitRange meets the quota', [quota({ 'limits.cpu': '10' }), range([container({ default: { cpu: '1' } })])], pod(), [], ['gap/quota/shop/q']],
  ['what the pod itself asks for meets the quota', [quota({ 'limits.cpu': '10' }, {}, { hard: { 'limits.cpu': '10' }, used: { 'limits.cpu': '0' } })], pod({}, { resources: cpu('1', '1') }), []],
  ['a quota of storage demands nothing', [quota({ 'ephemeral-storage': '1Gi', 'requests.storage': '1Gi' })], pod(), []],
  ['a quota of other objects', [quota({ configmaps: '0', 'count/secrets': '0' })], pod(), []],
  ['no pods at all', [quota({ pods: '0' })], pod(), ['exceeded quota: q, requested: pods=1, limited: pods=0']],
  ['used up', [quota({ pods: '5' }, {}, { hard: { pods: '5' }, used: { pods: '5' } })], pod(), ['exceeded quota: q, requested: pods=1, used: pods=5, limited: pods=5']],
  ['what is used was not read', [quota({ pods: '5' })], pod(), [], ['gap/quota/shop/q']],
  ['room left', [quota({ pods: '5' }, {}, { hard: { pods: '5' }, used: { pods: '4' } })], pod(), []],
  ['more than all of it', [quota({ 'requests.cpu': '1' })], pod(cpu('1500m', '2')), ['exceeded quota: q, requested: requests.cpu=1500m, limited: requests.cpu=1']],
  ['extended resources', [quota({ [gpu]: '0' })], pod({ limits: { 'nvidia.com/gpu': '1' } }), [`exceeded quota: q, requested: ${gpu}=1, limited: ${gpu}=0`]],
  ['the overhead of a runtime counts', [quota({ 'requests.cpu': '1' })], pod(cpu('1', '1'), { overhead: { cpu: '250m' } }), ['exceeded quota: q, requested: requests.cpu=1250m, limited: requests.cpu=1']],
  ['scope BestEffort of a pod that asks for something', [quota({ pods: '0' }, { scopes: ['BestEffort'] })], pod(cpu('1', '1')), []],
  ['scope BestEffort', [quota({ pods: '0' }, { scopes: ['BestEffort'] })], pod(), ['exceeded quota: q, requested: pods=1, limited: pods=0']],
  ['scope Terminating', [quota({ pods: '0' }, { scopes: ['Terminating'] })], pod(), []],
  ['scope of a priority class', [quota({ pods: '0' }, { scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: ['high'] }] } })], pod({}, { priorityClassName: 'high' }), ['exceeded quota: q, requested: pods=1, limited: pods=0']],

  ['an account that does not exist', [inShop('ServiceAccount', 'other', {})], pod({}, { serviceAccountName: 'web' }), ['error looking up service account shop/web: serviceaccount "web" not found']],
  ['an account of a namespace whose accounts were not read', [], pod({}, { serviceAccountName: 'web' }), [], ['gap/service-account/shop/web']],
  ['the account that every namespace has', [inShop('ServiceAccount', 'other', {})], pod(), []],
  ['an account that limits Secrets', [{ ...inShop('ServiceAccount', 'web', { secrets: [{ name: 'own' }] }), metadata: { name: 'web', namespace: 'shop', annotations: { 'kubernetes.io/enforce-mountable-secrets': 'true' } } }], pod({}, { serviceAccountName: 'web', volumes: [{ name: 'v', secret: { secretName: 'own' } }, { name: 'w', secret: { secretName: 'key' } }] }), ['volume with secret.secretName="key" is not allowed because service account web does not reference that secret']],
];
for (const [name, objects, of, said, gaps = []] of rows) {
  test(`admission plug-ins: ${name}`, () => {
    const answer = admit(objects, of);
    assert.deepEqual(answer.refusals.map(({ message }) => message), said.map((each) => `pods "p" is forbidden: ${each}`));
    assert.deepEqual(answer.gaps.map(({ id }) => id), gaps);
  });
}

test('admission plug-ins: pod-level resources count from 1.34 only', () => {
  const of = pod(cpu('0.5', '0.6'), { resources: cpu('2', '3') });
  assert.deepEqual(['1.33', '1.34'].map((version) => admit([range([{ type: 'Pod', max: { cpu: '1' } }])], of, version).allowed), [true, false]);
});

const says = (expression: string): readonly KubernetesObject[] => [
  { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingAdmissionPolicy', metadata: { name: 'v' }, spec: { matchConstraints: { resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }] }, validations: [{ expression }] } },
  { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingAdmissionPolicyBinding', metadata: { name: 'v' }, spec: { policyName: 'v', validationActions: ['Deny'] } },
];
for (const [name, objects, expression] of [
  ['a default limit, and the request that follows from it', [range([container({ default: { cpu: '2' } })])], 'object.spec.containers[0].resources.limits.cpu == "2" && object.spec.containers[0].resources.requests.cpu == "2"'],
  ['a request of its own before the limit', [range([container({ default: { cpu: '2' }, defaultRequest: { cpu: '100m' } })])], 'object.spec.containers[0].resources.requests.cpu == "100m"'],
  ['the class of service counts what was filled in', [range([container({ default: { cpu: '2', memory: '1Gi' } })])], 'object.status.qosClass == "Guaranteed"'],
  ['the annotation that tells', [range([container({ default: { cpu: '2' } })])], 'object.metadata.annotations["kubernetes.io/limit-ranger"] == "LimitRanger plugin set: cpu request for container c; cpu limit for container c"'],
  ['pull secrets of the account', [inShop('ServiceAccount', 'default', { imagePullSecrets: [{ name: 'reg' }] })], 'object.spec.imagePullSecrets[0].name == "reg"'],
  ['an account that mounts no token', [inShop('ServiceAccount', 'default', { automountServiceAccountToken: false })], '!has(object.spec.volumes)'],
] as const) {
  test(`admission plug-ins: policies see ${name}`, () => assert.deepEqual(admit([...objects, ...says(expression)], pod()).refusals, []));
}

test('admission plug-ins: refusals stand in the order of the API server, the quota last', () => {
  const order = admit([quota({ pods: '0' }), range([container({ max: { cpu: '1' } })]), inShop('ServiceAccount', 'other', {}), ...says('false')], pod(cpu('2', '2'), { serviceAccountName: 'web' })).refusals.map(({ gate }) => gate.kind);
  assert.deepEqual(order, ['service-account', 'limit-range', 'validating-policy', 'resource-quota']);
});
