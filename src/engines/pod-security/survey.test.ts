import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cluster } from '../../cluster/cluster.ts';
import { collectText } from '../../collect/index.ts';
import { podSecurityConfiguration, surveyPodSecurity, type NamespaceSurvey } from './index.ts';

const configuration = `apiVersion: apiserver.config.k8s.io/v1
kind: AdmissionConfiguration
plugins:
- name: PodSecurity
  configuration:
    apiVersion: pod-security.admission.config.k8s.io/v1
    kind: PodSecurityConfiguration
    defaults: {enforce: baseline, warn: restricted}
    exemptions: {namespaces: [tools], runtimeClasses: [kata], usernames: [ci]}
`;

function namespace(name: string, labels = ''): string {
  return `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}, labels: {${labels}}}\n`;
}

function deployment(name: string, spec: string, where = 'shop'): string {
  return `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}, namespace: ${where}}\nspec: {template: {spec: {${spec}}}}\n`;
}

function survey(minor: number, ...documents: string[]): readonly NamespaceSurvey[] {
  const cluster = Cluster.from(collectText(documents.join('---\n')).snapshot);
  return surveyPodSecurity(cluster, podSecurityConfiguration(cluster), minor);
}

function only(found: readonly NamespaceSurvey[]): NamespaceSurvey {
  const [first, ...others] = found;
  assert.ok(first && others.length === 0);
  return first;
}

const strict = 'securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}, containers: [{name: c, securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}}]';

test('a namespace that was not given is unknown, and what its workloads allow is known all the same', () => {
  const found = only(survey(37, deployment('a', 'containers: [{name: c}]')));
  assert.deepEqual([found.modes, found.highest, found.violations, found.gaps.map(({ id }) => id)], [undefined, 'baseline', [], ['gap/namespace/shop']]);
  assert.deepEqual(found.next.map(({ workload, asked }) => [workload.ref.name, asked.level]), [['a', 'restricted']]);
});

test('levels come from labels, from a stricter enforce label, or from a default that is assumed', () => {
  const { modes, gaps } = only(survey(37, namespace('shop', 'pod-security.kubernetes.io/enforce: baseline, pod-security.kubernetes.io/enforce-version: v1.30')));
  assert.deepEqual(modes, {
    enforce: { level: 'baseline', version: 'v1.30', source: 'label' },
    audit: { level: 'privileged', version: 'latest', source: 'assumed' },
    warn: { level: 'baseline', version: 'v1.30', source: 'enforce label' },
  });
  assert.deepEqual(gaps.map(({ id }) => id), ['gap/pod-security-defaults']);
  const invalid = only(survey(37, namespace('shop', 'pod-security.kubernetes.io/enforce: strict')));
  assert.deepEqual([invalid.modes?.enforce, invalid.invalidLabels], [{ level: 'restricted', version: 'latest', source: 'invalid label' }, ['pod-security.kubernetes.io/enforce']]);
});

test('an AdmissionConfiguration gives defaults and exemptions, and ends the assumption', () => {
  const found = survey(37, configuration, namespace('shop'), namespace('tools'), deployment('a', 'hostPID: true, containers: [{name: c}]'), deployment('k', 'hostPID: true, runtimeClassName: kata, containers: []'), deployment('t', 'hostPID: true, containers: []', 'tools'));
  assert.deepEqual(found.map(({ name, exempt, workloads, exemptWorkloads, violations }) => [name, exempt, workloads, exemptWorkloads, violations.map(({ workload, modes }) => [workload.ref.name, modes])]), [
    ['shop', false, 2, 1, [['a', ['enforce']], ['a', ['warn']]]],
    ['tools', true, 1, 0, []],
  ]);
  assert.equal(found[0]?.modes?.enforce.source, 'cluster default');
  assert.deepEqual(found.flatMap(({ gaps }) => gaps), []);
});

test('a configuration in another file, or one with which the API server does not start, leaves a question', () => {
  const elsewhere = 'apiVersion: apiserver.config.k8s.io/v1\nkind: AdmissionConfiguration\nplugins: [{name: PodSecurity, path: ps.yaml}]\n';
  const wrong = 'apiVersion: pod-security.admission.config.k8s.io/v1\nkind: PodSecurityConfiguration\ndefaults: {enforce: high}\n';
  const gapsWith = (document: string): readonly string[] => podSecurityConfiguration(Cluster.from(collectText(document).snapshot)).gaps.map(({ id }) => id);
  assert.deepEqual([gapsWith(elsewhere), gapsWith(wrong), gapsWith(configuration)], [['gap/pod-security-defaults'], ['gap/pod-security-defaults-invalid'], []]);
});

test('templates are judged as the pods they make: host ports and sources are filled in, and the annotations of the template count', () => {
  const ports = only(survey(37, namespace('shop', 'pod-security.kubernetes.io/enforce: baseline'), deployment('a', 'hostNetwork: true, containers: [{name: c, ports: [{containerPort: 80}]}]')));
  assert.deepEqual(ports.violations[0]?.failed.map(({ id }) => id), ['hostNamespaces', 'hostPorts']);
  assert.equal(only(survey(37, deployment('a', `${strict}, volumes: [{name: v}]`))).highest, 'restricted');
  const annotated = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a, namespace: shop}\nspec: {template: {metadata: {annotations: {container.apparmor.security.beta.kubernetes.io/c: unconfined}}, spec: {containers: [{name: c}]}}}\n';
  assert.equal(only(survey(37, annotated)).highest, 'privileged');
});

test('no policy version is newer than the API server', () => {
  const shop = [namespace('shop', 'pod-security.kubernetes.io/enforce: baseline'), deployment('a', 'containers: [{name: c, livenessProbe: {httpGet: {host: h, port: 1}}}]')];
  assert.deepEqual([33, 34].map((minor) => only(survey(minor, ...shop)).violations.length), [0, 1]);
});

test('a pod that ended violates nothing', () => {
  const pod = (phase: string): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: shop}\nspec: {hostPID: true, containers: [{name: c}]}\nstatus: {phase: ${phase}}\n`;
  assert.deepEqual(['Succeeded', 'Running'].map((phase) => only(survey(37, pod(phase))).highest), ['restricted', 'privileged']);
});

test('from 1.30 an AppArmor annotation is the field too, which the message then names', () => {
  const annotated = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a, namespace: shop}\nspec: {template: {metadata: {annotations: {container.apparmor.security.beta.kubernetes.io/c: unconfined}}, spec: {containers: [{name: c}]}}}\n';
  const message = (minor: number): string => only(survey(minor, namespace('shop', 'pod-security.kubernetes.io/enforce: baseline'), annotated)).violations[0]?.message ?? '';
  assert.doesNotMatch(message(29), /container "c"/);
  assert.match(message(30), /container "c"/);
});
