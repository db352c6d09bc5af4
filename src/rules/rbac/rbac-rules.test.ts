import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AssessOptions } from '../../assess.ts';
import { assess } from '../../assess.ts';
import { collectText } from '../../collect/index.ts';
import type { PolicyRule } from '../../engines/access/index.ts';
import type { Finding } from '../../model/assessment.ts';
import { boundIn, boundTo } from '../grant-examples.ts';

const app = '{kind: ServiceAccount, name: app, namespace: shop}';
const rbac = 'rbac.authorization.k8s.io';

function assessed(yaml: string, options: AssessOptions = {}): { readonly findings: readonly Finding[]; readonly rules: readonly string[] } {
  const all = assess(collectText(yaml).snapshot, { kubernetesVersion: '1.36', ...options }).findings;
  const findings = all.filter(({ object }) => object.kind !== 'Cluster');
  return { findings, rules: findings.map(({ rule }) => rule).toSorted() };
}

/** The rules that fail for one rule of a ClusterRole bound cluster-wide. */
function failing(rule: PolicyRule, options: AssessOptions = {}): readonly string[] {
  return assessed(boundTo(app, rule), options).rules;
}

function core(verbs: readonly string[], ...resources: readonly string[]): PolicyRule {
  return { verbs, apiGroups: [''], resources };
}

function binding(kind: string, role: string, subject: string, namespace?: string): string {
  const where = namespace === undefined ? '' : `, namespace: ${namespace}`;
  return `apiVersion: ${rbac}/v1\nkind: ${namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding'}\nmetadata: {name: b${where}}\nroleRef: {apiGroup: ${rbac}, kind: ${kind}, name: ${role}}\nsubjects: [${subject}]\n`;
}

test('a Secret by name is not every Secret (Kubescape, Trivy and Polaris alarm)', () => {
  assert.deepEqual(failing({ ...core(['get'], 'secrets'), resourceNames: ['mine'] }), []);
  assert.deepEqual(failing(core(['get'], 'secrets')), ['reads-secrets']);
});

test('a list limited to one name reads that one alone, by a field selector', () => {
  assert.deepEqual(failing({ ...core(['list', 'watch'], 'secrets'), resourceNames: ['mine'] }), []);
});

test('watch returns the contents of Secrets (KubeHound, rbac-police and KubiScan miss it)', () => {
  assert.deepEqual(failing(core(['watch'], 'secrets')), ['reads-secrets']);
});

test('all Secrets cluster-wide are a high finding (Polaris misses them)', () => {
  const [finding] = assessed(boundTo(app, core(['list'], 'secrets'))).findings;
  assert.deepEqual([finding?.rule, finding?.severity], ['reads-secrets', 'high']);
});

test('pods does not include pods/exec, pods/exec not pods', () => {
  assert.deepEqual(failing(core(['get', 'list'], 'pods')), []);
  assert.deepEqual(failing(core(['create'], 'pods/exec')), ['exec-rights']);
  assert.deepEqual(failing(core(['create'], 'pods')), ['creates-workloads']);
});

test('pods/* is no wildcard, */exec is one (KubeHound takes the first and misses the second)', () => {
  assert.deepEqual(failing(core(['create', 'update'], 'pods/*')), []);
  assert.deepEqual(failing(core(['create'], '*/exec')), ['exec-rights']);
});

test('API groups v1 and core grant nothing, nor does a rule without groups', () => {
  assert.deepEqual(failing({ ...core(['*'], 'secrets'), apiGroups: ['v1', 'core'] }), []);
  assert.deepEqual(failing({ verbs: ['get'], resources: ['secrets'] }), []);
});

test('secrets of another API group are no Secrets (KubiScan alarms)', () => {
  assert.deepEqual(failing({ ...core(['get'], 'secrets'), apiGroups: ['vault.example.com'] }), []);
});

test('a prefix or a capital letter is no wildcard', () => {
  assert.deepEqual(failing(core(['get*', 'GET'], 'secrets')), []);
  assert.deepEqual(failing(core(['get'], 'secret*')), []);
});

test('a RoleBinding to a ClusterRole grants in its namespace only (K8sAttackMap reaches all of them)', () => {
  const role = `apiVersion: ${rbac}/v1\nkind: ClusterRole\nmetadata: {name: app}\nrules: ${JSON.stringify([core(['get'], 'secrets')])}\n---\n`;
  const [finding] = assessed(role + binding('ClusterRole', 'app', app, 'shop')).findings;
  assert.equal(finding?.factors.spread, 'namespace');
  assert.match(finding.message, /^reads every Secret \(get secrets\) in shop, held by ServiceAccount shop\/app \(RoleBinding shop\/b → ClusterRole app\)$/);
});

test('what has no namespace is dead in a Role, but for the namespace itself', () => {
  assert.deepEqual(assessed(boundIn('shop', core(['*'], 'nodes', 'nodes/proxy', 'persistentvolumes'))).rules, []);
  assert.deepEqual(assessed(boundIn('shop', core(['get', 'create', 'patch'], 'nodes', 'nodes/proxy', 'persistentvolumes'))).rules, []);
  assert.deepEqual(assessed(boundIn('shop', core(['impersonate'], 'users', 'groups'))).rules, []);
  assert.deepEqual(assessed(boundIn('shop', core(['patch'], 'namespaces'))).rules, ['namespace-guard-rights']);
});

test('a service account without namespace in a ClusterRoleBinding reaches nobody', () => {
  assert.deepEqual(assessed(boundTo('{kind: ServiceAccount, name: default}', { verbs: ['*'], apiGroups: ['*'], resources: ['*'] })).rules, []);
});

test('a service account without namespace in a RoleBinding is one of its namespace', () => {
  const yaml = boundIn('shop', core(['get'], 'secrets')).replace(app, '{kind: ServiceAccount, name: default}');
  assert.deepEqual(assessed(yaml).rules, ['default-service-account-rights', 'reads-secrets']);
});

test('a User that spells out a service account is that service account', () => {
  const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: app, namespace: shop}\nspec: {serviceAccountName: app, automountServiceAccountToken: true, containers: [{name: app, image: app}]}\n---\n';
  const { findings } = assessed(pod + boundTo('{kind: User, name: "system:serviceaccount:shop:app"}', core(['create'], 'serviceaccounts/token')));
  assert.ok(findings.some(({ rule, object }) => rule === 'workload-takeover' && object.name === 'app'));
});

test('a binding of another namespace counts for the account it names (KubeHound drops it)', () => {
  const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: app, namespace: shop}\nspec: {serviceAccountName: app, automountServiceAccountToken: true, containers: [{name: app, image: app}]}\n---\n';
  const takeover = assessed(pod + boundIn('bank', core(['create'], 'pods'))).findings.find(({ rule }) => rule === 'workload-takeover');
  assert.match(takeover?.message ?? '', /^can take over namespace bank: its ServiceAccount shop\/app creates or changes pods/);
});

test('system:authenticated holds every service account: a pod takes over the cluster through it', () => {
  const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: app, namespace: shop}\nspec: {automountServiceAccountToken: true, containers: [{name: app, image: app}]}\n---\n';
  const { findings } = assessed(pod + boundTo('{kind: Group, name: system:authenticated}', core(['get'], 'nodes/proxy')));
  assert.ok(findings.some(({ rule }) => rule === 'workload-takeover'));
  const crowd = findings.find(({ rule }) => rule === 'authenticated-rights');
  assert.deepEqual([crowd?.severity, crowd?.object.kind], ['critical', 'ClusterRoleBinding']);
  assert.equal(findings.some(({ rule }) => rule === 'nodes-proxy'), false, 'one root cause, one finding');
});

test('a user and a group of one name are two (KubeHound takes them for one)', () => {
  assert.deepEqual(assessed(boundTo('{kind: User, name: system:masters}', core(['get'], 'pods'))).rules, []);
  assert.deepEqual(assessed(boundTo('{kind: Group, name: system:masters}', core(['get'], 'pods'))).rules, ['system-masters-binding']);
});

test('aggregated roles are computed, and the role that contributes the rule is named', () => {
  const aggregated = `apiVersion: ${rbac}/v1\nkind: ClusterRole\nmetadata: {name: all}\nrules: []\naggregationRule: {clusterRoleSelectors: [{matchLabels: {part: "yes"}}]}\n---\n`;
  const part = `apiVersion: ${rbac}/v1\nkind: ClusterRole\nmetadata: {name: part, labels: {part: "yes"}}\nrules: ${JSON.stringify([core(['get'], 'pods'), core(['get'], 'secrets')])}\n---\n`;
  const [finding, ...others] = assessed(aggregated + part + binding('ClusterRole', 'all', app)).findings;
  assert.deepEqual([finding?.rule, finding?.object.name, finding?.field, others.length], ['reads-secrets', 'part', 'rules[1]', 0]);
  assert.match(finding?.message ?? '', /ClusterRoleBinding b → ClusterRole all → ClusterRole part/);
});

test('a rule aggregated into the built-in role view is found through a binding of view', () => {
  const part = `apiVersion: ${rbac}/v1\nkind: ClusterRole\nmetadata: {name: part, labels: {rbac.authorization.k8s.io/aggregate-to-view: "true"}}\nrules: ${JSON.stringify([core(['get'], 'secrets')])}\n---\n`;
  const finding = assessed(part + binding('ClusterRole', 'view', '{kind: Group, name: auditors}')).findings.find(({ rule }) => rule === 'reads-secrets');
  assert.deepEqual([finding?.object.name, finding?.severity], ['part', 'high']);
});

test('a rule that a built-in role gives is for the binding to take away', () => {
  const finding = assessed(binding('ClusterRole', 'edit', '{kind: Group, name: developers}', 'shop')).findings.find(({ rule }) => rule === 'exec-rights');
  assert.deepEqual([finding?.object.kind, finding?.field], ['RoleBinding', 'roleRef.name']);
});

test('what every cluster is born with is no finding, until it has a guest (Trivy and Kubescape report it)', () => {
  const manager = (guest: string): string => `apiVersion: ${rbac}/v1
kind: ClusterRoleBinding
metadata: {name: "system:kube-controller-manager"}
roleRef: {apiGroup: ${rbac}, kind: ClusterRole, name: "system:kube-controller-manager"}
subjects: [{apiGroup: ${rbac}, kind: User, name: "system:kube-controller-manager"}${guest}]
`;
  assert.deepEqual(assessed(manager('')).rules, []);
  assert.ok(assessed(manager(`, {apiGroup: ${rbac}, kind: User, name: eve}`)).rules.includes('reads-secrets'));
});

test('discovery for requests without credentials is more than version 1.14 and later give', () => {
  const yaml = `apiVersion: ${rbac}/v1\nkind: ClusterRoleBinding\nmetadata: {name: "system:public-info-viewer"}\nroleRef: {apiGroup: ${rbac}, kind: ClusterRole, name: "system:discovery"}\nsubjects: [{kind: Group, name: system:unauthenticated}]\n`;
  assert.deepEqual(assessed(yaml).rules, ['anonymous-rights']);
});

test('a get on nodes/proxy is enough', () => {
  assert.deepEqual(failing(core(['get'], 'nodes/proxy')), ['nodes-proxy']);
});

test('a create limited to names grants no create', () => {
  assert.deepEqual(failing({ ...core(['create'], 'pods'), resourceNames: ['app'] }), []);
  assert.deepEqual(failing({ verbs: ['create'], apiGroups: ['apps'], resources: ['deployments'], resourceNames: ['app'] }), []);
});

test('a create on a named subresource carries the name', () => {
  assert.deepEqual(failing({ ...core(['create'], 'pods/exec', 'serviceaccounts/token'), resourceNames: ['app'] }), []);
});

test('get on pods/exec opens a shell before 1.35, and needs create besides from then on', () => {
  const rule = core(['get'], 'pods/exec');
  assert.deepEqual(failing(rule, { kubernetesVersion: '1.34' }), ['exec-rights']);
  assert.deepEqual(failing(rule, { kubernetesVersion: '1.35' }), []);
});

test('escalate needs the right to write a role, bind the right to write a binding', () => {
  assert.deepEqual(failing({ verbs: ['escalate'], apiGroups: [rbac], resources: ['clusterroles'] }), []);
  assert.deepEqual(failing({ verbs: ['escalate', 'patch'], apiGroups: [rbac], resources: ['clusterroles'] }), ['escalation-rights']);
});

test('to write roles and bindings without escalate and bind is no escalation (Trivy alarms)', () => {
  assert.deepEqual(failing({ verbs: ['create', 'update', 'patch', 'delete'], apiGroups: [rbac], resources: ['roles', 'rolebindings', 'clusterroles', 'clusterrolebindings'] }), []);
});

test('rights add up over bindings: bind from one, create bindings from another', () => {
  const other = boundTo(app, { verbs: ['create'], apiGroups: [rbac], resources: ['clusterrolebindings'] }).replaceAll('name: app}', 'name: other}');
  const yaml = `${boundTo(app, { verbs: ['bind'], apiGroups: [rbac], resources: ['clusterroles'] })}---\n${other}`;
  assert.deepEqual(assessed(yaml).rules, ['escalation-rights']);
});

test('bind by name is harmless, but for the name cluster-admin (KubeHound drops every rule with names)', () => {
  const bind = (name: string): string => boundTo(app, { verbs: ['bind'], apiGroups: [rbac], resources: ['clusterroles'], resourceNames: [name] }, { verbs: ['create'], apiGroups: [rbac], resources: ['clusterrolebindings'] });
  assert.deepEqual(assessed(bind('view')).rules, []);
  assert.deepEqual(assessed(bind('cluster-admin')).rules, ['escalation-rights']);
});

test('to impersonate groups needs a user to put into them (IceKube and rbac-police alarm)', () => {
  assert.deepEqual(failing(core(['impersonate'], 'groups')), []);
  assert.deepEqual(failing(core(['impersonate'], 'users', 'groups')), ['impersonation-rights']);
});

test('approval of certificates needs approve on the signer', () => {
  const approval = { verbs: ['patch'], apiGroups: ['certificates.k8s.io'], resources: ['certificatesigningrequests/approval'] };
  const signer = (name: string): PolicyRule => ({ verbs: ['approve'], apiGroups: ['certificates.k8s.io'], resources: ['signers'], resourceNames: [name] });
  const of = (...rules: readonly PolicyRule[]): readonly (readonly string[])[] => assessed(boundTo(app, ...rules)).findings.map(({ rule, severity }) => [rule, severity]);
  assert.deepEqual(of(approval), []);
  assert.deepEqual(of(approval, signer('kubernetes.io/kubelet-serving')), []);
  assert.deepEqual(of(approval, signer('kubernetes.io/kube-apiserver-client')), [['csr-approval', 'critical']]);
  assert.deepEqual(of(approval, signer('kubernetes.io/kube-apiserver-client-kubelet')), [['csr-approval', 'high']]);
});

test('a webhook configuration limited to its name is as strong, because it says itself what it sees', () => {
  assert.deepEqual(failing({ verbs: ['update'], apiGroups: ['admissionregistration.k8s.io'], resources: ['mutatingwebhookconfigurations'], resourceNames: ['own'] }), ['webhook-configuration-rights']);
});

test('one wildcard over the core group is one finding, as grave as what it gives, that says all of it (argocd-server had four)', () => {
  const rules = failing(core(['*'], '*'));
  assert.deepEqual(rules, ['wildcard-rights']);
  const { findings, rules: verdicts } = assess(collectText(boundTo(app, core(['*'], '*'))).snapshot);
  const [finding] = findings.filter(({ rule }) => rule === 'wildcard-rights');
  assert.equal(finding?.severity, 'critical');
  assert.match(finding?.message ?? '', /; that .*reaches every kubelet.*reads every Secret/);
  assert.ok(finding?.also?.includes('reads-secrets') && finding.also.includes('nodes-proxy'));
  // The recommendation that the rule decides is as broken as before.
  assert.equal(verdicts.find(({ id }) => id === 'reads-secrets')?.verdict, 'fail');
  assert.deepEqual(rules.filter((id) => ['log-rights', 'node-rights', 'delete-events-rights', 'traffic-hijack-rights', 'port-forward-rights', 'dns-configuration-rights'].includes(id)), []);
});

test('a role that nobody is bound to grants nothing (Trivy alarms as if it were bound)', () => {
  const yaml = `apiVersion: ${rbac}/v1\nkind: ClusterRole\nmetadata: {name: unbound}\nrules: ${JSON.stringify([{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }])}\n`;
  assert.deepEqual(assessed(yaml).rules, []);
});

test('a binding to a ClusterRole that was not given is a question, never a pass', () => {
  const { rules } = assess(collectText(binding('ClusterRole', 'elsewhere', app)).snapshot, { kubernetesVersion: '1.36' });
  const counts = new Map(rules.map(({ id, counts: each }) => [id, each]));
  for (const id of ['reads-secrets', 'csr-approval', 'wildcard-rights', 'dangling-role-binding']) assert.deepEqual([counts.get(id)?.pass, counts.get(id)?.unknown], [0, 1], id);
});

test('bindings of one role to many are one finding', () => {
  const yaml = ['a', 'b', 'c', 'd', 'e'].map((name) => binding('ClusterRole', 'app', app, name)).join('---\n');
  const role = `apiVersion: ${rbac}/v1\nkind: ClusterRole\nmetadata: {name: app}\nrules: ${JSON.stringify([core(['get'], 'secrets')])}\n---\n`;
  const [finding, ...others] = assessed(role + yaml).findings;
  assert.deepEqual([finding?.rule, finding?.instances, others.length], ['reads-secrets', 5, 0]);
  assert.match(finding?.message ?? '', /and by 2 more bindings$/);
});

test('what only people hold weighs less than what a container holds', () => {
  const severity = (subject: string): string | undefined => assessed(boundTo(subject, core(['create'], 'pods/portforward'))).findings[0]?.severity;
  const factor = (subject: string): string | undefined => assessed(boundTo(subject, core(['get'], 'secrets'))).findings[0]?.factors.position;
  assert.deepEqual([severity(app), severity('{kind: Group, name: developers}')], ['medium', 'medium']);
  assert.deepEqual([factor(app), factor('{kind: Group, name: developers}')], ['a container', 'a user']);
});

test('a role that others aggregate is bound by them', () => {
  const part = `apiVersion: ${rbac}/v1\nkind: ClusterRole\nmetadata: {name: part, labels: {rbac.authorization.k8s.io/aggregate-to-view: "true"}}\nrules: []\n---\n`;
  const { rules } = assess(collectText(part + binding('ClusterRole', 'view', app)).snapshot);
  assert.deepEqual(rules.find(({ id }) => id === 'unbound-role')?.counts, { pass: 0, fail: 0, unknown: 0, 'not-applicable': 1 });
});

const pod = (account: string): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: app, namespace: shop}\nspec: {serviceAccountName: app${account}}\n---\n`;

test('every kind of container is a way to the token, a pod without token is none', () => {
  const takes = (spec: string): boolean => assessed(pod(spec) + boundIn('shop', core(['create'], 'pods'))).rules.includes('workload-takeover');
  assert.equal(takes(', automountServiceAccountToken: true, containers: [{name: a, image: a}]'), true);
  assert.equal(takes(', automountServiceAccountToken: false, containers: [{name: a, image: a}]'), false);
  const occupied = '{name: a, image: a, volumeMounts: [{name: v, mountPath: /var/run/secrets/kubernetes.io/serviceaccount}]}';
  const volume = ', volumes: [{name: v, emptyDir: {}}]';
  assert.equal(takes(`, automountServiceAccountToken: true, containers: [${occupied}]${volume}`), false);
  assert.equal(takes(`, automountServiceAccountToken: true, containers: [${occupied}], ephemeralContainers: [{name: d, image: d}]${volume}`), true);
  assert.equal(takes(`, automountServiceAccountToken: true, containers: [${occupied}], initContainers: [{name: i, image: i}]${volume}`), true);
});

test('a workload that may only read plain objects takes nothing over', () => {
  const whole = ['ClusterRole', 'ClusterRoleBinding'].map((kind) => `apiVersion: ${rbac}/v1\nkind: ${kind}\nmetadata: {name: cluster-admin, uid: "1"}\n${kind === 'ClusterRole' ? 'rules: []' : `roleRef: {apiGroup: ${rbac}, kind: ClusterRole, name: cluster-admin}\nsubjects: []`}\n---\n`).join('');
  const { rules } = assess(collectText(whole + pod(', automountServiceAccountToken: true, containers: [{name: a, image: a}]') + boundIn('shop', core(['get'], 'configmaps'))).snapshot);
  assert.deepEqual(rules.find(({ id }) => id === 'workload-takeover')?.counts, { pass: 1, fail: 0, unknown: 0, 'not-applicable': 0 });
});

test('that a ClusterRole is missing is said of a dump that holds all of them, and asked otherwise', () => {
  const lists = [`apiVersion: ${rbac}/v1\nkind: ClusterRole\nmetadata: {name: cluster-admin, uid: "1"}\nrules: []\n---\n`, `apiVersion: ${rbac}/v1\nkind: ClusterRoleBinding\nmetadata: {name: cluster-admin, uid: "2"}\nroleRef: {apiGroup: ${rbac}, kind: ClusterRole, name: cluster-admin}\nsubjects: []\n---\n`];
  const finding = assessed(lists.join('') + binding('ClusterRole', 'gone', app)).findings.find(({ rule }) => rule === 'dangling-role-binding');
  assert.deepEqual([finding?.assumed, finding?.severity, finding?.change?.edits], [true, 'low', [{ op: 'delete' }]]);
  assert.deepEqual(assessed(binding('ClusterRole', 'gone', app)).rules, []);
});

test('aws-auth is asked about on EKS alone', () => {
  const writes = boundIn('kube-system', core(['patch'], 'configmaps'));
  const node = (label: string): string => `apiVersion: v1\nkind: Node\nmetadata: {name: n, labels: {${label}: "1"}}\n---\n`;
  assert.ok(assessed(node('eks.amazonaws.com/nodegroup') + writes).rules.includes('aws-auth-rights'));
  assert.equal(assessed(node('kubernetes.azure.com/cluster') + writes).rules.includes('aws-auth-rights'), false);
  assert.equal(assessed(writes).rules.includes('aws-auth-rights'), false);
});

test('a ConfigMap of another namespace is no DNS configuration', () => {
  assert.deepEqual(assessed(boundIn('shop', { ...core(['update'], 'configmaps'), resourceNames: ['coredns'] })).rules, []);
});

test('whoever runs pods needs no lesser right over them', () => {
  assert.deepEqual(failing(core(['create', 'get', 'update', 'delete'], 'pods', 'pods/log', 'pods/portforward', 'pods/ephemeralcontainers', 'events')), ['creates-workloads']);
});

test('the subject is taken out of a binding, the others stay', () => {
  const [finding] = assessed(boundTo('{kind: Group, name: auditors}, {kind: User, name: "system:anonymous"}', core(['get'], 'pods'))).findings;
  assert.deepEqual([finding?.rule, finding?.field], ['anonymous-rights', 'subjects[1]']);
  assert.deepEqual(finding?.change?.edits, [{ op: 'set', path: ['subjects'], value: [{ kind: 'Group', name: 'auditors' }] }]);
});

test('what kubeadm makes is no finding, but for its group of administrators', () => {
  const role = (kind: string, name: string, where: string, rules: unknown): string => `apiVersion: ${rbac}/v1\nkind: ${kind}\nmetadata: {name: "${name}"${where}}\nrules: ${JSON.stringify(rules)}\n---\n`;
  const bound = (kind: string, name: string, where: string, to: string, subject: string): string =>
    `apiVersion: ${rbac}/v1\nkind: ${kind}\nmetadata: {name: "${name}"${where}}\nroleRef: {apiGroup: ${rbac}, kind: ${to.startsWith('Role ') ? 'Role' : 'ClusterRole'}, name: "${to.replace('Role ', '')}"}\nsubjects: [${subject}]\n---\n`;
  const joining = '{kind: Group, name: "system:bootstrappers:kubeadm:default-node-token"}';
  const map = (name: string): PolicyRule => ({ ...core(['get'], 'configmaps'), resourceNames: [name] });
  const { findings } = assessed(
    [
      bound('ClusterRoleBinding', 'kubeadm:kubelet-bootstrap', '', 'system:node-bootstrapper', joining),
      bound('ClusterRoleBinding', 'kubeadm:node-autoapprove-bootstrap', '', 'system:certificates.k8s.io:certificatesigningrequests:nodeclient', joining),
      bound('ClusterRoleBinding', 'kubeadm:node-autoapprove-certificate-rotation', '', 'system:certificates.k8s.io:certificatesigningrequests:selfnodeclient', '{kind: Group, name: "system:nodes"}'),
      role('ClusterRole', 'kubeadm:get-nodes', '', [core(['get'], 'nodes')]),
      bound('ClusterRoleBinding', 'kubeadm:get-nodes', '', 'kubeadm:get-nodes', joining),
      role('Role', 'kubeadm:bootstrap-signer-clusterinfo', ', namespace: kube-public', [map('cluster-info')]),
      bound('RoleBinding', 'kubeadm:bootstrap-signer-clusterinfo', ', namespace: kube-public', 'Role kubeadm:bootstrap-signer-clusterinfo', '{kind: User, name: "system:anonymous"}'),
      role('Role', 'kubeadm:nodes-kubeadm-config', ', namespace: kube-system', [map('kubeadm-config')]),
      bound('RoleBinding', 'kubeadm:nodes-kubeadm-config', ', namespace: kube-system', 'Role kubeadm:nodes-kubeadm-config', `${joining}, {kind: Group, name: "system:nodes"}`),
      bound('ClusterRoleBinding', 'kubeadm:node-proxier', '', 'system:node-proxier', '{kind: ServiceAccount, name: kube-proxy, namespace: kube-system}'),
      bound('ClusterRoleBinding', 'kubeadm:cluster-admins', '', 'cluster-admin', '{kind: Group, name: "kubeadm:cluster-admins"}'),
    ].join(''),
  );
  assert.deepEqual(findings.map(({ rule, object }) => [rule, object.name]), [['cluster-admin-binding', 'kubeadm:cluster-admins']]);
});

test('the signer decides what an approval is worth, and is named', () => {
  const other = boundTo(app, { verbs: ['approve'], apiGroups: ['certificates.k8s.io'], resources: ['signers'], resourceNames: ['kubernetes.io/*'] }).replaceAll('name: app}', 'name: other}');
  const [finding] = assessed(`${boundTo(app, { verbs: ['update'], apiGroups: ['certificates.k8s.io'], resources: ['certificatesigningrequests/approval'] })}---\n${other}`).findings;
  assert.match(finding?.message ?? '', /^approves client certificates of signer kubernetes\.io\/\* \(update certificatesigningrequests\/approval\)/);
  assert.deepEqual(finding?.evidence.map(({ object }) => object.name), ['app', 'app', 'other']);
});

test('a policy that rewrites objects is a webhook without a server, from 1.36', () => {
  const rule = { verbs: ['create'], apiGroups: ['admissionregistration.k8s.io'], resources: ['mutatingadmissionpolicies', 'mutatingadmissionpolicybindings'] };
  assert.deepEqual(failing(rule), ['webhook-configuration-rights']);
  assert.deepEqual(failing(rule, { kubernetesVersion: '1.35' }), []);
});
