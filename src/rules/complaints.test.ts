// What users of other scanners complain of, each as a test that this one does not do it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextOf } from '../../test/support/context.ts';
import { assess } from '../assess.ts';
import { collectText } from '../collect/index.ts';
import type { Assessment } from '../model/assessment.ts';

const today = new Date('2026-11-28');

function assessed(yaml: string, themes: readonly string[] = []): Assessment {
  return assess(collectText(yaml).snapshot, { today, themes });
}

function findings(yaml: string, rule: string, themes: readonly string[] = []): readonly string[] {
  return assessed(yaml, themes).findings.filter((each) => each.rule === rule).map(({ object, container, instances }) => `${object.kind} ${object.namespace ?? ''}/${object.name}${container === null ? '' : ` ${container}`} x${instances}`);
}

function verdict(yaml: string, rule: string, themes: readonly string[] = []): string | undefined {
  return assessed(yaml, themes).rules.find(({ id }) => id === rule)?.verdict;
}

const docs = (...all: readonly unknown[]): string => all.map((each) => (typeof each === 'string' ? each : JSON.stringify(each))).join('\n---\n');
const spec = { containers: [{ name: 'app', image: 'app:latest' }] };
const owned = (kind: string, name: string, uid: string): object => ({ ownerReferences: [{ apiVersion: 'apps/v1', kind, name, uid, controller: true }] });
const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'shop', uid: 'd' }, spec: { replicas: 3, selector: { matchLabels: { app: 'web' } }, template: { metadata: { labels: { app: 'web' } }, spec } } };
const replicaSet = { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: 'web-1', namespace: 'shop', uid: 'r', ...owned('Deployment', 'web', 'd') }, spec: { replicas: 3, template: { metadata: { labels: { app: 'web' } }, spec } } };
const pods = [1, 2, 3].map((index) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: `web-1-${index}`, namespace: 'shop', uid: `p${index}`, labels: { app: 'web' }, ...owned('ReplicaSet', 'web-1', 'r') }, spec }));

test('a Deployment, its ReplicaSet and its pods are one finding, counted (trivy#8715, #5064)', () => {
  assert.deepEqual(findings(docs(deployment, replicaSet, ...pods), 'image-mutable-tag'), ['Deployment shop/web app x3']);
});

test('one cause on a workload with many containers is one finding (trivy#6154)', () => {
  const many = { ...deployment, metadata: { name: 'web', namespace: 'shop' }, spec: { ...deployment.spec, template: { ...deployment.spec.template, spec: { containers: ['a', 'b', 'c'].map((name) => ({ name, image: `${name}:1.0.0` })) } } } };
  assert.deepEqual(findings(docs(many), 'image-without-digest'), ['Deployment shop/web x3']);
  assert.deepEqual(findings(docs(many), 'memory-limit'), ['Deployment shop/web x3']);
});

test('a node version that all nodes share is one finding', () => {
  const nodes = [1, 2, 3].map((index) => ({ apiVersion: 'v1', kind: 'Node', metadata: { name: `n${index}` }, status: { nodeInfo: { kubeletVersion: 'v1.37.0', containerRuntimeVersion: 'containerd://1.7.20', operatingSystem: 'linux' } } }));
  assert.equal(findings(docs(...nodes), 'vulnerable-node').length, 1);
});

test('init, sidecar and ephemeral containers are judged as well (kube-linter#40, #261)', () => {
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'app', namespace: 'shop' }, spec: { initContainers: [{ name: 'init', image: 'init' }, { name: 'mesh', image: 'mesh', restartPolicy: 'Always' }], containers: [{ name: 'app', image: 'app:1.0.0' }], ephemeralContainers: [{ name: 'debug', image: 'debug' }] } };
  assert.deepEqual(findings(docs(pod), 'image-mutable-tag').map((each) => each.split(' ')[2] ?? '').toSorted(), ['debug', 'init', 'mesh']);
});

test('probes are not asked of init containers, sidecars and jobs (checkov#4807)', () => {
  const probed = { containers: [{ name: 'app', image: 'app', readinessProbe: { tcpSocket: { port: 80 } } }], initContainers: [{ name: 'init', image: 'init' }] };
  assert.deepEqual(findings(docs({ ...deployment, spec: { ...deployment.spec, template: { spec: probed } } }), 'readiness-probe', ['reliability']), []);
  assert.equal(verdict(docs({ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'j', namespace: 'shop' }, spec: { template: { spec } } }), 'readiness-probe', ['reliability']), 'not-applicable');
});

test('objects that carry no pods are not judged as pods (trivy#4922, #8635, #9329)', () => {
  const other = docs('apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: shop}\ndata: {a: b}', 'apiVersion: v1\nkind: Service\nmetadata: {name: s, namespace: shop}\nspec: {}', 'apiVersion: v1\nkind: LimitRange\nmetadata: {name: l, namespace: shop}');
  for (const { rule } of assessed(other).findings) assert.ok(!/^(image|memory|run-as|privileged|namespace-limit-range|namespace-resource-quota)/.test(rule), rule);
});

test('what Kubernetes makes itself is no fault of the user (hardeneks#27)', () => {
  const born = 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: system:public-info-viewer, labels: {kubernetes.io/bootstrapping: rbac-defaults}, annotations: {rbac.authorization.kubernetes.io/autoupdate: "true"}}\nrules: [{verbs: [get], nonResourceURLs: [/healthz, /livez, /readyz, /version, /version/]}]\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: system:public-info-viewer, labels: {kubernetes.io/bootstrapping: rbac-defaults}, annotations: {rbac.authorization.kubernetes.io/autoupdate: "true"}}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: system:public-info-viewer}\nsubjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: system:authenticated}, {kind: Group, apiGroup: rbac.authorization.k8s.io, name: system:unauthenticated}]\n';
  assert.deepEqual(assessed(born).findings.map(({ rule }) => rule), []);
});

test('a role that nobody is bound to is ranked below the same role in use (platform#2787)', () => {
  const role = 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: all}\nrules: [{verbs: ["*"], apiGroups: ["*"], resources: ["*"]}]\n';
  const binding = 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: all}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: all}\nsubjects: [{kind: ServiceAccount, name: app, namespace: shop}]\n';
  assert.deepEqual(assessed(role).findings.map(({ severity }) => severity).filter((each) => each !== 'low'), []);
  assert.ok(assessed(docs(role, binding)).findings.some(({ severity }) => severity === 'critical'));
});

test('what was not read is unknown, never passed (kubescape#3069, #2816)', () => {
  const service = 'apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop, uid: s}\nspec: {selector: {app: web}}';
  assert.equal(verdict(service, 'service-selects-nothing'), 'unknown');
  assert.equal(verdict(service, 'vulnerable-node'), 'unknown');
  assert.equal(verdict(service, 'vulnerable-component'), 'unknown');
});

test('a Service of one directory selects pods of another, of every kind (kube-linter#179, #187, #249)', () => {
  const service = 'apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {selector: {app: web}}';
  const template = { template: { metadata: { labels: { app: 'web' } }, spec } };
  const makers = [
    { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'w', namespace: 'shop' }, spec: template },
    { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'w', namespace: 'shop' }, spec: template },
    { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'w', namespace: 'shop' }, spec: { jobTemplate: { spec: template } } },
    { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', metadata: { name: 'w', namespace: 'shop' }, spec: template },
    { apiVersion: 'apps.kruise.io/v1alpha1', kind: 'CloneSet', metadata: { name: 'w', namespace: 'shop' }, spec: template },
  ];
  for (const maker of makers) assert.equal(verdict(docs(service, maker), 'service-selects-nothing'), 'pass', maker.kind);
  for (const apart of ['{type: ExternalName, externalName: db.example}', '{clusterIP: None}']) assert.equal(verdict(docs(deployment, `apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: ${apart}`), 'service-selects-nothing'), 'not-applicable');
});

test('an object without namespace is not taken for one of namespace default (semantica#801)', () => {
  const chart = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: deployment.spec };
  for (const rule of ['default-namespace', 'missing-service-account', 'missing-reference']) assert.deepEqual(findings(docs(chart), rule), []);
});

test('a patch of Kustomize is not judged as the whole object (kics#6746)', () => {
  assert.equal(verdict('apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\nspec: {replicas: 3}', 'selector-mismatch'), 'not-applicable');
});

test('the same workload gets the same findings alone and among others, in any order (kubescape#1743)', () => {
  const own = (yaml: string): readonly string[] => assessed(yaml).findings.filter(({ object, rule }) => object.name === 'web' && object.kind === 'Deployment' && rule !== 'network-policy').map(({ id, severity }) => `${id} ${severity}`).toSorted();
  const other = { ...deployment, metadata: { name: 'api', namespace: 'other', uid: 'x' } };
  assert.deepEqual(own(docs(other, deployment)), own(docs(deployment)));
  assert.deepEqual(own(docs(deployment, other)), own(docs(other, deployment)));
});

test('a finding keeps its id when its file, line and neighbours change (kubescape#3268)', () => {
  const ids = (yaml: string): readonly string[] => assessed(yaml).findings.filter(({ object }) => object.name === 'web').map(({ id }) => id).toSorted();
  assert.deepEqual(ids(docs(deployment)), ids(`# moved\n\n\n${docs(deployment)}`));
});

test('every finding says where: object, field and what should stand there, and how grave it is without any account (kubescape#1563, checkov#884)', () => {
  for (const each of assessed(docs(deployment, ...pods)).findings) {
    assert.ok(each.field !== '' && each.evidence.length > 0 && each.object.name !== '', each.rule);
    assert.ok(['critical', 'high', 'medium', 'low'].includes(each.severity), each.rule);
    assert.ok(Object.keys(each.factors).length === 5, each.rule);
  }
});

test('counts in the summary are the findings, and no share hides what was not judged (trivy#3179, kubescape#1282)', () => {
  const { findings: list, summary, rules: told } = assessed(docs(deployment));
  assert.equal(Object.values(summary.findings).reduce((a, b) => a + b, 0), list.length);
  assert.equal(Object.values(summary.rules).reduce((a, b) => a + b, 0), told.length);
});

test('thousands of pods of one owner are one workload (kubescape#2919, trivy#7662)', () => {
  const thousand = Array.from({ length: 2000 }, (_, index) => ({ ...pods[0], metadata: { ...pods[0]?.metadata, name: `web-1-${index}`, uid: `p${index}` } }));
  const { cluster } = contextOf(docs(deployment, replicaSet, ...thousand));
  assert.deepEqual(cluster.workloads.map(({ instances }) => instances), [2000]);
});
