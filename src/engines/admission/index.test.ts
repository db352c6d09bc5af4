import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubernetesObject } from '../../model/object.ts';
import { PodAdmission, type AdmissionAnswer, type PodCreation } from './index.ts';

const admission = 'admissionregistration.k8s.io/v1';
const rbac = 'rbac.authorization.k8s.io';
const actor = { user: 'ann', groups: ['system:authenticated'] };
const namespace = (labels: Record<string, string> = {}, name = 'shop'): KubernetesObject => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
const pod = (spec: object = {}, container: object = {}, metadata: object = {}): KubernetesObject => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', ...metadata }, spec: { containers: [{ name: 'c', image: 'r.example/a:1', ...container }], ...spec } });
const pods = [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }];

function policy(spec: object, bindings: readonly object[] = [{}], name = 'p'): readonly KubernetesObject[] {
  return [
    { apiVersion: admission, kind: 'ValidatingAdmissionPolicy', metadata: { name }, spec: { matchConstraints: { resourceRules: pods }, ...spec } },
    ...bindings.map((binding, index): KubernetesObject => ({ apiVersion: admission, kind: 'ValidatingAdmissionPolicyBinding', metadata: { name: `b${index}` }, spec: { policyName: name, validationActions: ['Deny'], ...binding } })),
  ];
}

function admit(objects: readonly KubernetesObject[], creation: Partial<PodCreation> = {}): AdmissionAnswer {
  return PodAdmission.from(objects).admit({ pod: pod(), namespace: 'shop', actor, ...creation });
}

const noLatest = [{ expression: 'object.spec.containers.all(c, !c.image.endsWith(":latest"))', message: 'no latest' }];
const latest = pod({}, { image: 'a:latest' });
const config = (name: string, data: Record<string, string>, labels = {}): KubernetesObject => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'shop', labels }, data });
const paramKind = { apiVersion: 'v1', kind: 'ConfigMap' };
const repo = [{ expression: 'object.spec.containers.all(c, c.image.startsWith(params.data.repo))', messageExpression: '"only from " + params.data.repo' }];

/** [what, objects, creation, messages of the refusals, ids of the gaps] */
const cases: readonly (readonly [what: string, objects: readonly KubernetesObject[], creation: Partial<PodCreation>, refusals: readonly string[], gaps?: readonly string[]])[] = [
  ['no gate', [namespace()], { pod: pod({ hostPID: true }) }, []],
  ['the namespace was not given', [], {}, [], ['gap/namespace/shop']],
  ['Pod Security refuses', [namespace({ 'pod-security.kubernetes.io/enforce': 'baseline' })], { pod: pod({ hostPID: true }) }, ['pods "p" is forbidden: violates PodSecurity "baseline:latest": host namespaces (hostPID=true)']],
  ['a policy lets in', [namespace(), ...policy({ validations: noLatest })], {}, []],
  ['a policy refuses', [namespace(), ...policy({ validations: noLatest })], { pod: latest }, ['no latest']],
  ['a policy without binding', [namespace(), ...policy({ validations: noLatest }, [])], { pod: latest }, []],
  ['a binding that only warns', [namespace(), ...policy({ validations: noLatest }, [{ validationActions: ['Warn', 'Audit'] }])], { pod: latest }, []],
  ['a policy of other resources', [namespace(), ...policy({ validations: noLatest, matchConstraints: { resourceRules: [{ ...pods[0], resources: ['pods/exec', 'services'] }] } })], { pod: latest }, []],
  ['a policy of updates', [namespace(), ...policy({ validations: noLatest, matchConstraints: { resourceRules: [{ ...pods[0], operations: ['UPDATE'] }] } })], { pod: latest }, []],
  ['an excluded name', [namespace(), ...policy({ validations: noLatest, matchConstraints: { resourceRules: pods, excludeResourceRules: [{ ...pods[0], resourceNames: ['p'] }] } })], { pod: latest }, []],
  ['a binding for other namespaces', [namespace({ tier: 'a' }), ...policy({ validations: noLatest }, [{ matchResources: { namespaceSelector: { matchLabels: { tier: 'b' } } } }])], { pod: latest }, []],
  ['a selector by the name of the namespace', [namespace(), ...policy({ validations: noLatest }, [{ matchResources: { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } } } }])], { pod: latest }, ['no latest']],
  ['a selector of an unread namespace', policy({ validations: noLatest }, [{ matchResources: { namespaceSelector: { matchLabels: { tier: 'b' } } } }]), { pod: latest }, [], ['gap/namespace/shop']],
  ['an object selector', [namespace(), ...policy({ validations: noLatest, matchConstraints: { resourceRules: pods, objectSelector: { matchLabels: { a: 'b' } } } })], { pod: latest }, []],
  ['a condition that is false', [namespace(), ...policy({ validations: noLatest, matchConditions: [{ name: 'x', expression: 'request.userInfo.username != "ann"' }] })], { pod: latest }, []],
  ['a false condition beside a broken one', [namespace(), ...policy({ validations: noLatest, matchConditions: [{ name: 'x', expression: 'object.nope' }, { name: 'y', expression: 'false' }] })], { pod: latest }, []],
  ['a broken condition', [namespace(), ...policy({ validations: noLatest, matchConditions: [{ name: 'x', expression: 'object.nope == 1' }] })], {}, ['No such key: nope']],
  ['a broken expression', [namespace(), ...policy({ validations: [{ expression: 'object.spec.nope == 1' }] })], {}, ['No such key: nope']],
  ['a broken expression that is ignored', [namespace(), ...policy({ failurePolicy: 'Ignore', validations: [{ expression: 'object.spec.nope == 1' }, { expression: 'false' }] })], {}, ['failed expression: false']],
  ['what is not evaluated', [namespace(), ...policy({ validations: [{ expression: 'object.metadata.name.find("(a+)+") == "" || object.metadata.name.quote() == ""' }] }, [{}], 'find')], {}, [], ['gap/validating-policy/find']],
  ['what is not evaluated and only warns', [namespace(), ...policy({ validations: [{ expression: 'object.metadata.name.find("(a+)+") == "" || object.metadata.name.quote() == ""' }] }, [{ validationActions: ['Warn'] }])], {}, []],
  ['variables', [namespace(), ...policy({ variables: [{ name: 'names', expression: 'object.spec.containers.map(c, c.name)' }, { name: 'one', expression: 'size(variables.names) == 1' }, { name: 'bad', expression: 'object.nope' }], validations: [{ expression: '!variables.one', messageExpression: '"has " + variables.names[0]' }] })], {}, ['has c']],
  ['the labels of the namespace', [namespace({ tier: 'a' }), ...policy({ validations: [{ expression: 'namespaceObject.metadata.labels.tier == "b"', message: 'tier' }] })], {}, ['tier']],
  ['parameters by name', [namespace(), config('c', { repo: 'r.example/' }), ...policy({ paramKind, validations: repo }, [{ paramRef: { name: 'c', parameterNotFoundAction: 'Deny' } }])], {}, []],
  ['each of several parameters', [namespace(), config('c', { repo: 'r.example/' }, { x: 'y' }), config('d', { repo: 'other/' }, { x: 'y' }), ...policy({ paramKind, validations: repo }, [{ paramRef: { selector: { matchLabels: { x: 'y' } }, parameterNotFoundAction: 'Deny' } }])], {}, ['only from other/']],
  ['no parameter, refused', [namespace(), config('c', {}), ...policy({ paramKind, validations: repo }, [{ validationActions: ['Warn'], paramRef: { name: 'd', parameterNotFoundAction: 'Deny' } }])], {}, ['failed to configure binding: no params found for policy binding with `Deny` parameterNotFoundAction']],
  ['no parameter, allowed', [namespace(), config('c', {}), ...policy({ paramKind, validations: repo }, [{ paramRef: { name: 'd', parameterNotFoundAction: 'Allow' } }])], {}, []],
  ['parameters that were not read', [namespace(), ...policy({ paramKind, validations: repo }, [{ paramRef: { name: 'c', parameterNotFoundAction: 'Deny' } }])], {}, [], ['gap/params/configmap/shop/c']],
  ['the authorizer', [namespace(), { apiVersion: `${rbac}/v1`, kind: 'ClusterRole', metadata: { name: 'r' }, rules: [{ verbs: ['root'], apiGroups: [''], resources: ['pods'] }] }, { apiVersion: `${rbac}/v1`, kind: 'ClusterRoleBinding', metadata: { name: 'r' }, roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: 'r' }, subjects: [{ kind: 'User', name: 'bob' }] }, ...policy({ validations: [{ expression: 'authorizer.requestResource.check("root").allowed()', message: 'may not' }] })], {}, ['may not']],
  ['a webhook', [namespace(), { apiVersion: admission, kind: 'ValidatingWebhookConfiguration', metadata: { name: 'w' }, webhooks: [{ name: 'x.example', rules: pods }] }], {}, [], ['gap/webhook/w/x.example']],
  ['a webhook of other objects', [namespace(), { apiVersion: admission, kind: 'MutatingWebhookConfiguration', metadata: { name: 'w' }, webhooks: [{ name: 'x.example', rules: pods, objectSelector: { matchLabels: { inject: 'yes' } } }, { name: 'y.example', rules: pods, matchConditions: [{ name: 'z', expression: 'request.namespace != "shop"' }] }] }], {}, []],
  ['a mutating policy', [namespace(), { apiVersion: admission, kind: 'MutatingAdmissionPolicy', metadata: { name: 'm' }, spec: { matchConstraints: { resourceRules: pods } } }, { apiVersion: admission, kind: 'MutatingAdmissionPolicyBinding', metadata: { name: 'm' }, spec: { policyName: 'm' } }], {}, [], ['gap/mutating-policy/m']],
  ['Kyverno', [namespace(), { apiVersion: 'kyverno.io/v1', kind: 'ClusterPolicy', metadata: { name: 'k' }, spec: { rules: [{ name: 'a', match: { any: [{ resources: { kinds: ['Deployment'], namespaces: ['sh*'] } }] } }, { name: 'b', match: { resources: { kinds: ['Service'] } } }, { name: 'c', match: { any: [{ resources: { kinds: ['Pod'], namespaces: ['x'] } }] } }] } }], {}, [], ['gap/kyverno/k/a']],
  ['Gatekeeper', [namespace(), ...[{ name: 'g', excluded: 'kube-*' }, { name: 'h', excluded: 'sh*' }].map(({ name, excluded }): KubernetesObject => ({ apiVersion: 'constraints.gatekeeper.sh/v1beta1', kind: 'K8sNo', metadata: { name }, spec: { match: { kinds: [{ apiGroups: [''], kinds: ['Pod'] }], excludedNamespaces: [excluded] } } }))], {}, [], ['gap/gatekeeper/K8sNo/g']],
];
for (const [what, objects, creation, refusals, gaps = []] of cases) {
  test(`admission: ${what}`, () => {
    const answer = admit(objects, creation);
    assert.deepEqual(answer.refusals.map(({ message }) => message), refusals);
    assert.equal(answer.allowed, refusals.length === 0);
    assert.deepEqual(answer.gaps.map(({ id }) => id), gaps);
  });
}

test('admission: warnings name policy and binding', () => {
  const answer = admit([namespace(), ...policy({ validations: noLatest }, [{ validationActions: ['Warn'] }])], { pod: latest });
  assert.deepEqual(answer.warnings, ["Validation failed for ValidatingAdmissionPolicy 'p' with binding 'b0': no latest"]);
});

test('admission: the gates are those that look at the pod, and none where nothing does', () => {
  assert.deepEqual(admit([namespace(), ...policy({ validations: noLatest }, [])]).gates, []);
  const both = admit([namespace({ 'pod-security.kubernetes.io/enforce': 'restricted' }), ...policy({ validations: noLatest })]);
  assert.deepEqual(both.gates.map(({ kind, name }) => `${kind} ${name}`), ['pod-security restricted', 'validating-policy p']);
});

test('admission: an AppArmor annotation counts as the field it is written into, from 1.30', () => {
  const annotated = pod({}, {}, { annotations: { 'container.apparmor.security.beta.kubernetes.io/c': 'unconfined' } });
  const message = (version: string): string | undefined => PodAdmission.from([namespace({ 'pod-security.kubernetes.io/enforce': 'baseline' })], { version }).admit({ pod: annotated, namespace: 'shop', actor }).refusals[0]?.message;
  assert.match(message('1.30') ?? '', /container "c" and annotation/);
  assert.match(message('1.29') ?? '', /profile \(annotation/);
});

test('admission: expressions find no empty fields', () => {
  const empty = pod({ hostNetwork: false, hostPID: true }, { env: [], securityContext: {} }, { labels: {}, annotations: { a: '' } });
  const asks = (expression: string): boolean => admit([namespace(), ...policy({ validations: [{ expression }] })], { pod: empty }).allowed;
  const held = ['!has(object.metadata.labels)', 'has(object.metadata.annotations.a)', '!has(object.spec.hostNetwork)', 'object.spec.hostPID', '!has(object.spec.containers[0].env)', 'has(object.spec.containers[0].securityContext)', 'object.spec.containers[0].imagePullPolicy == "IfNotPresent"'];
  assert.deepEqual(held.filter((each) => !asks(each)), []);
});

test('admission: the pull policy is filled in by the tag, a digest beside it or not', () => {
  const policyOf = (image: string, written?: string): string | undefined =>
    ['Always', 'IfNotPresent', 'Never'].find((each) => admit([namespace(), ...policy({ validations: [{ expression: `object.spec.containers[0].imagePullPolicy == "${each}"` }] })], { pod: pod({}, { image, ...(written === undefined ? {} : { imagePullPolicy: written }) }) }).allowed);
  const digest = `sha256:${'a'.repeat(64)}`;
  assert.deepEqual(
    ['app', 'r.example:5000/app', 'app:latest', `app:latest@${digest}`, `app@${digest}`, 'app:1', 'Shop/App'].map((image) => policyOf(image)),
    ['Always', 'Always', 'Always', 'Always', 'IfNotPresent', 'IfNotPresent', 'IfNotPresent'],
  );
  assert.equal(policyOf('app:1', 'Never'), 'Never');
});

test('admission: latest means no more than the API server knows', () => {
  const slow = pod({ securityContext: { sysctls: [{ name: 'net.ipv4.tcp_notsent_lowat', value: '1' }] } });
  const allowed = (version: string): boolean => PodAdmission.from([namespace({ 'pod-security.kubernetes.io/enforce': 'baseline' })], { version }).admit({ pod: slow, namespace: 'shop', actor }).allowed;
  assert.deepEqual(['1.36', '1.37'].map(allowed), [false, true]);
});

test('admission: a policy that the version does not know is a question', () => {
  const objects = [namespace(), ...policy({ validations: [{ expression: 'object.spec.containers.all(i, c, i > 5)' }] }, [{}], 'two')];
  const answer = (version: string): AdmissionAnswer => PodAdmission.from(objects, { version }).admit({ pod: pod(), namespace: 'shop', actor });
  assert.deepEqual([answer('1.31').allowed, answer('1.31').gaps.map(({ id }) => id), answer('1.32').allowed], [true, ['gap/validating-policy/two'], false]);
});
