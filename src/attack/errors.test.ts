// One test for each class of error that tools of this kind make, by its number in the catalogue of techniques.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cluster } from '../cluster/cluster.ts';
import { collectText } from '../collect/index.ts';
import { AttackGraph } from './attack-graph.ts';
import { app, calico, cart, everywhere, inShop, namespace, node, podIn, rule } from './examples.ts';

function graphOf(yaml: string, kubernetesVersion?: string): AttackGraph {
  return AttackGraph.of(Cluster.from(collectText(yaml).snapshot, kubernetesVersion === undefined ? {} : { kubernetesVersion }));
}

function leads(yaml: string, from: string, to: string, version?: string): boolean {
  return graphOf(yaml, version).reach(from).some((each) => each.to === to && each.verdict === 'certain');
}

function verdict(yaml: string, from: string, to: string, version?: string): string | undefined {
  return graphOf(yaml, version).reach(from).find((each) => each.to === to)?.verdict;
}

const rbac = 'rbac.authorization.k8s.io';
const binding = (kind: string, name: string, role: string, subject: string, where = ''): string =>
  `apiVersion: ${rbac}/v1\nkind: ${kind}\nmetadata: {name: ${name}${where === '' ? '' : `, namespace: ${where}`}}\nroleRef: {apiGroup: ${rbac}, kind: ClusterRole, name: ${role}}\nsubjects: [${subject}]\n---\n`;
const clusterRole = (name: string, rules: string, more = ''): string => `apiVersion: ${rbac}/v1\nkind: ClusterRole\nmetadata: {name: ${name}${more}}\nrules: [${rules}]\n---\n`;
const ofAccount = '{kind: ServiceAccount, name: cart, namespace: shop}';

test('X1: names restrict exec and tokens, and never a create or a deletecollection', () => {
  const pods = podIn('shop') + podIn('shop').replace('name: web', 'name: other');
  assert.ok(leads(inShop(rule('pods/exec', 'create', 'resourceNames: [web]')) + pods, cart, app));
  assert.ok(!leads(inShop(rule('pods/exec', 'create', 'resourceNames: [web]')) + pods, cart, 'container:shop/other/app'));
  assert.ok(!leads(inShop(rule('pods/exec', 'create', 'resourceNames: ["*"]')) + pods, cart, app), 'a star is no wildcard among names');
  const boss = podIn('shop', '', 'serviceAccountName: boss');
  assert.ok(!leads(inShop(rule('pods', 'create', 'resourceNames: [web]')) + boss, cart, 'serviceaccount:shop/boss'));
});

test('X2: */exec is that subresource of everything, pods/* is nothing', () => {
  assert.ok(leads(inShop(rule('"*/exec"', 'create')) + podIn('shop'), cart, app));
  assert.ok(!leads(inShop(rule('"pods/*"', 'create')) + podIn('shop'), cart, app));
});

test('X3: group and resource match in one rule', () => {
  const boss = namespace('shop') + podIn('shop', '', 'serviceAccountName: boss');
  assert.ok(leads(inShop('{apiGroups: [apps], resources: [deployments], verbs: [create]}') + boss, cart, 'serviceaccount:shop/boss'));
  assert.ok(!leads(inShop('{apiGroups: [apps], resources: [pods], verbs: [create]}', '{apiGroups: [""], resources: [deployments], verbs: [create]}') + boss, cart, 'serviceaccount:shop/boss'));
});

test('X4: a service account has what its implied groups have', () => {
  const role = clusterRole('exec', rule('pods/exec', 'create'));
  for (const group of ['system:serviceaccounts', 'system:serviceaccounts:shop', 'system:authenticated']) {
    assert.ok(leads(role + binding('ClusterRoleBinding', 'all', 'exec', `{kind: Group, name: '${group}'}`) + podIn('shop', '', 'serviceAccountName: cart'), cart, app), group);
  }
  assert.ok(!leads(role + binding('ClusterRoleBinding', 'all', 'exec', "{kind: Group, name: 'system:serviceaccounts:blog'}") + podIn('shop', '', 'serviceAccountName: cart'), cart, app));
});

test('X5: an account of one namespace acts in another by a RoleBinding there', () => {
  const all = clusterRole('exec', rule('pods/exec', 'create')) + binding('RoleBinding', 'guests', 'exec', ofAccount, 'blog') + podIn('blog') + podIn('shop');
  assert.ok(leads(all, cart, 'container:blog/web/app'));
  assert.ok(!leads(all, cart, app));
});

test('X6: rights add up over bindings', () => {
  const [writes, binds] = [clusterRole('writes', `{apiGroups: [${rbac}], resources: [clusterrolebindings], verbs: [create]}`), clusterRole('binds', `{apiGroups: [${rbac}], resources: [clusterroles], verbs: [bind]}`)];
  const both = writes + binds + binding('ClusterRoleBinding', 'a', 'writes', ofAccount) + binding('ClusterRoleBinding', 'b', 'binds', "{kind: Group, name: 'system:serviceaccounts:shop'}");
  assert.ok(leads(both, cart, 'cluster-admin'));
  assert.ok(!leads(writes + binds + binding('ClusterRoleBinding', 'a', 'writes', ofAccount) + binding('ClusterRoleBinding', 'b', 'binds', '{kind: User, name: dana}'), cart, 'cluster-admin'), 'nor over subjects, for one request');
});

test('X7: a ClusterRole bound in a namespace acts there only', () => {
  const all = binding('RoleBinding', 'boss', 'cluster-admin', ofAccount, 'shop') + namespace('shop', 'restricted') + podIn('shop') + podIn('blog') + node('worker');
  assert.ok(leads(all, cart, app));
  assert.ok(graphOf(all).steps(cart).every(({ to }) => !to.includes('blog/')));
  assert.ok(!leads(all, cart, 'all-secrets') && !leads(all, cart, 'cluster-admin'));
});

test('X8: the token counts where it is mounted, in that container', () => {
  const account = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: cart, namespace: shop}\nautomountServiceAccountToken: false\n---\n';
  assert.ok(leads(podIn('shop', '', 'serviceAccountName: cart'), app, cart));
  assert.ok(!leads(account + podIn('shop', '', 'serviceAccountName: cart'), app, cart));
  assert.ok(leads(account + podIn('shop', '', 'serviceAccountName: cart, automountServiceAccountToken: true'), app, cart));
});

test('X9: init, sidecar and debug containers count, and capabilities do not add up over containers', () => {
  const sidecar = '{name: side, image: a, restartPolicy: Always, securityContext: {privileged: true}}';
  assert.ok(leads(podIn('shop', '', `initContainers: [${sidecar}]`), 'container:shop/web/side', 'node:worker'));
  assert.ok(leads(podIn('shop', '', 'ephemeralContainers: [{name: look, image: a, securityContext: {privileged: true}}]'), 'container:shop/web/look', 'node:worker'));
  const split = podIn('shop', 'securityContext: {runAsUser: 0, capabilities: {add: [SYS_ADMIN]}, appArmorProfile: {type: RuntimeDefault}}', `hostPID: true, initContainers: [{name: other, image: a, securityContext: {runAsUser: 0, capabilities: {add: [SYS_PTRACE]}, appArmorProfile: {type: RuntimeDefault}}}]`);
  assert.ok(!leads(split, app, 'node:worker'));
});

test('X10: capabilities are what is left of the default set, and need root', () => {
  const given = (capabilities: string, user = 0): string => podIn('shop', `securityContext: {runAsUser: ${user}, capabilities: {${capabilities}}}`);
  assert.ok(leads(given('add: [ALL]'), app, 'node:worker'));
  assert.ok(leads(given('add: [cap_sys_module]'), app, 'node:worker'));
  assert.ok(!leads(given('add: [SYS_MODULE]', 1000), app, 'node:worker'));
  assert.ok(!leads(given('drop: [ALL]'), app, 'node:worker'));
});

test('X11: the pod’s settings count where the container is silent, and the image where both are', () => {
  const capability = 'securityContext: {capabilities: {add: [SYS_MODULE]}}';
  assert.ok(leads(podIn('shop', capability, 'securityContext: {runAsUser: 0}'), app, 'node:worker'));
  assert.equal(verdict(podIn('shop', capability, 'securityContext: {runAsUser: 1000}'), app, 'node:worker'), undefined);
  assert.equal(verdict(podIn('shop', capability), app, 'node:worker'), 'possible');
});

test('X12: a user namespace in effect ends capabilities and not host paths', () => {
  const privileged = podIn('shop', 'securityContext: {privileged: true}', 'hostUsers: false');
  assert.equal(verdict(privileged, app, 'node:worker', '1.34'), undefined);
  assert.equal(verdict(privileged, app, 'node:worker', '1.30'), 'certain');
  assert.equal(verdict(privileged, app, 'node:worker'), 'possible');
  assert.equal(verdict(podIn('shop', 'volumeMounts: [{name: v, mountPath: /v}]', 'hostUsers: false, volumes: [{name: v, hostPath: {path: /etc/cron.d}}]'), app, 'node:worker', '1.34'), 'certain');
});

// Where the gate UserNamespacesSupport is off in the API server, `hostUsers: false` in a file is nothing.
const mapped = podIn('shop', 'securityContext: {privileged: true}', 'hostUsers: false');
const server = (gates: string, flag = `--feature-gates=${gates}`): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: kube-apiserver-cp, namespace: kube-system, labels: {component: kube-apiserver}}\nspec: {containers: [{name: kube-apiserver, image: registry.example/kube-apiserver, command: [kube-apiserver, "--authorization-mode=Node,RBAC", --anonymous-auth=false, ${flag}]}]}\n---\n`;
const stored = mapped.replace('metadata: {name: web', 'metadata: {uid: a, name: web');
const kubelet = (version: string): string => `apiVersion: v1\nkind: Node\nmetadata: {name: worker}\nstatus: {nodeInfo: {kubeletVersion: ${version}}}\n---\n`;
const kubeletGates = (on: boolean): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: kubelet-config, namespace: kube-system}\ndata:\n  kubelet: |\n    featureGates:\n      UserNamespacesSupport: ${String(on)}\n---\n`;
const namespaces: readonly { readonly what: string; readonly objects: string; readonly version: string; readonly verdict: string | undefined }[] = [
  { what: 'the gate off in the API server, which drops the field', objects: server('UserNamespacesSupport=false') + mapped, version: '1.34', verdict: 'certain' },
  { what: 'the gate among others', objects: server('', '--feature-gates, "Other=true,UserNamespacesSupport=false"') + mapped, version: '1.34', verdict: 'certain' },
  { what: 'a gate that is locked cannot be turned', objects: server('UserNamespacesSupport=false') + mapped, version: '1.36', verdict: undefined },
  { what: 'another gate says nothing', objects: server('UserNamespacesPodSecurityStandards=false') + mapped, version: '1.34', verdict: undefined },
  { what: 'the gate on before it is the default, with kubelets that refuse where theirs is off', objects: server('UserNamespacesSupport=true') + kubelet('v1.32.1') + mapped, version: '1.32', verdict: undefined },
  { what: 'the gate on, with kubelets older than 1.30 that nobody asked', objects: server('UserNamespacesSupport=true') + kubelet('v1.29.4') + mapped, version: '1.32', verdict: 'possible' },
  { what: 'the gate on in both', objects: server('UserNamespacesSupport=true') + kubelet('v1.29.4') + kubeletGates(true) + mapped, version: '1.29', verdict: undefined },
  { what: 'the gate on in the API server and off in kubelets that go on without', objects: server('UserNamespacesSupport=true') + kubelet('v1.29.4') + kubeletGates(false) + mapped, version: '1.29', verdict: 'certain' },
  { what: 'an API server that stored the field against its default', objects: stored, version: '1.31', verdict: 'possible' },
  { what: 'an API server that stored the field', objects: stored, version: '1.33', verdict: undefined },
];
for (const { what, objects, version, verdict: expected } of namespaces) test(`X12: ${what}`, () => assert.equal(verdict(objects, app, 'node:worker', version), expected));

test('X12: a pod with a user namespace and the processes of its node is refused, and nobody is in it', () => {
  const both = podIn('shop', 'securityContext: {privileged: true}', 'hostUsers: false, hostPID: true') + node('worker');
  assert.throws(() => verdict(both, app, 'node:worker', '1.34'), /not among what was given/);
  assert.equal(verdict(both, app, 'node:worker', '1.32'), 'certain', 'the field is dropped, and the pod runs');
  assert.equal(verdict(both, app, 'node:worker'), 'possible');
  const network = podIn('shop', '', 'hostUsers: false, hostNetwork: true');
  assert.throws(() => verdict(network, app, 'node:worker', '1.36'), /not among what was given/);
  assert.equal(verdict(server('UserNamespacesHostNetworkSupport=true') + network, app, 'node:worker', '1.36'), undefined);
});

test('X13: AppArmor decides mounts and ptrace; unset, the node does', () => {
  const admin = (profile: string): string => podIn('shop', `securityContext: {runAsUser: 0, capabilities: {add: [SYS_ADMIN]}${profile}}`);
  assert.equal(verdict(admin(', appArmorProfile: {type: Unconfined}'), app, 'node:worker'), 'certain');
  assert.equal(verdict(admin(', appArmorProfile: {type: RuntimeDefault}'), app, 'node:worker'), undefined);
  assert.equal(verdict(admin(''), app, 'node:worker'), 'possible');
});

test('X14: Pod Security refuses a pod that owns its node, at every version', () => {
  const creates = (level?: string): string => inShop(rule('pods', 'create')) + namespace('shop', level) + node('worker');
  assert.ok(leads(creates(), cart, 'node:worker', '1.23'));
  for (const level of ['baseline', 'restricted']) assert.ok(!leads(creates(level), cart, 'node:worker'), level);
  assert.ok(leads(creates('privileged'), cart, 'node:worker'));
});

test('X15: a ValidatingAdmissionPolicy refuses it as well', () => {
  const policy = `apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicy\nmetadata: {name: no-privilege}\nspec: {failurePolicy: Fail, matchConstraints: {resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]}, validations: [{expression: "!has(object.spec.volumes) && !has(object.spec.hostPID) && object.spec.containers.all(c, !has(c.securityContext) || !has(c.securityContext.privileged) || !c.securityContext.privileged)"}]}\n---\napiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicyBinding\nmetadata: {name: no-privilege}\nspec: {policyName: no-privilege, validationActions: [ACTION]}\n---\n`;
  const creates = inShop(rule('pods', 'create')) + namespace('shop') + node('worker');
  assert.notEqual(verdict(creates + policy.replace('ACTION', 'Deny'), cart, 'node:worker'), 'certain');
  assert.equal(verdict(creates + policy.replace('ACTION', 'Audit'), cart, 'node:worker'), 'certain');
});

test('X16: a node reads what belongs to its own pods and no more', () => {
  const all = node('worker') + node('other') + podIn('shop', 'envFrom: [{secretRef: {name: keys}}]', 'serviceAccountName: cart') + podIn('blog', 'envFrom: [{secretRef: {name: diary}}]').replace('nodeName: worker', 'nodeName: other');
  for (const to of ['secret:shop/keys', cart]) assert.ok(leads(all, 'user:system:node:worker', to), to);
  assert.ok(!leads(all, 'user:system:node:worker', 'secret:blog/diary'));
});

test('X17: only Secrets of that type stand for a service account, and not those marked invalid', () => {
  const secret = (type: string, more = ''): string => `apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: boss, namespace: shop}\n---\napiVersion: v1\nkind: Secret\nmetadata: {name: t, namespace: shop${more}, annotations: {kubernetes.io/service-account.name: boss}}\ntype: ${type}\n---\n`;
  const reads = inShop(rule('secrets', 'list'));
  assert.ok(leads(reads + secret('kubernetes.io/service-account-token'), cart, 'serviceaccount:shop/boss'));
  assert.ok(!leads(reads + secret('Opaque'), cart, 'serviceaccount:shop/boss'));
  assert.ok(!leads(reads + secret('kubernetes.io/service-account-token', ', labels: {kubernetes.io/legacy-token-invalid-since: "2026-01-01"}'), cart, 'serviceaccount:shop/boss'));
});

test('X18: host paths are cleaned, cut by subPath, per mount, and reach through claims', () => {
  const mounted = (path: string, mount = ''): string => podIn('shop', `volumeMounts: [{name: v, mountPath: /v${mount}}]`, `volumes: [{name: v, hostPath: {path: ${path}}}]`);
  assert.ok(leads(mounted('/etc/cron.d/'), app, 'node:worker'));
  assert.ok(leads(mounted('/var/../etc/kubernetes/manifests'), app, 'node:worker'));
  assert.ok(!leads(mounted('/etc', ', subPath: localtime, readOnly: true'), app, 'node:worker'));
  assert.ok(!leads(podIn('shop', '', 'volumes: [{name: v, hostPath: {path: /}}]'), app, 'node:worker'), 'declared and mounted by nobody');
  const claim = 'apiVersion: v1\nkind: PersistentVolume\nmetadata: {name: disk}\nspec: {hostPath: {path: /}, claimRef: {name: c, namespace: shop}}\n---\napiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: c, namespace: shop}\nspec: {volumeName: disk}\n---\n';
  assert.ok(leads(claim + podIn('shop', 'volumeMounts: [{name: v, mountPath: /v}]', 'volumes: [{name: v, persistentVolumeClaim: {claimName: c}}]'), app, 'node:worker'));
});

test('X19: a template is enough, and stands under its own name', () => {
  const deployment = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\nspec: {template: {spec: {containers: [{name: app, image: a, securityContext: {privileged: true}}]}}}\n';
  assert.ok(leads(deployment, 'container:shop/web/app', 'node-root:*'));
  assert.ok(leads(deployment, 'pod:shop/web', 'node-root:*'));
});

test('X20: a Service inside the cluster is no way in from the internet', () => {
  const service = (type: string): string => `apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {type: ${type}, selector: {app: web}, ports: [{port: 80}]}\n---\n${podIn('shop').replace('namespace: shop}', 'namespace: shop, labels: {app: web}}')}`;
  assert.ok(leads(service('LoadBalancer'), 'internet', app));
  assert.equal(verdict(service('ClusterIP'), 'internet', app), undefined);
});

test('X21: an administrator is one by rights, whatever the role is called', () => {
  const all = '{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}';
  assert.ok(leads(clusterRole('readers', all) + binding('ClusterRoleBinding', 'b', 'readers', ofAccount), cart, 'cluster-admin'));
  assert.ok(!leads(clusterRole('admin-of-everything', rule('pods', 'get')) + binding('ClusterRoleBinding', 'b', 'admin-of-everything', ofAccount), cart, 'cluster-admin'));
});

test('X22: a user and a group of one name are two', () => {
  const all = binding('ClusterRoleBinding', 'b', 'cluster-admin', '{kind: Group, name: dana}') + binding('ClusterRoleBinding', 'c', 'view', '{kind: User, name: dana}');
  assert.ok(leads(all, 'group:dana', 'cluster-admin'));
  assert.ok(!leads(all, 'user:dana', 'cluster-admin'));
});

test('X23: the same input gives the same graph', () => {
  const all = everywhere(rule('secrets, pods, nodes/proxy', 'get, create')) + namespace('shop') + node('worker') + podIn('shop') + podIn('blog');
  const [one, two] = [graphOf(all), graphOf(all)];
  assert.deepEqual(one.model.names, two.model.names);
  assert.deepEqual(one.reach(cart), two.reach(cart));
  assert.deepEqual(one.paths({ from: cart, to: app }), two.paths({ from: cart, to: app }));
});

test('X24: rights to URLs are rights, and to URLs alone', () => {
  const urls = (list: string): string => `${clusterRole('urls', `{nonResourceURLs: [${list}], verbs: ["*"]}`)}${podIn('shop')}`;
  const everywhereTo = (list: string): string => urls(list) + binding('ClusterRoleBinding', 'b', 'urls', ofAccount);
  assert.ok(!graphOf(everywhereTo('"*"')).steps(cart).some(({ to }) => to === 'cluster-admin' || to === app), 'no resource is a URL');
  const asks = (yaml: string, path: string): boolean =>
    graphOf(yaml).model.context.authorizer.authorize({ user: 'system:serviceaccount:shop:cart', groups: [], nonResourceAttributes: { path, verb: 'get' } }).allowed;
  for (const path of ['/metrics', '/logs/kube-apiserver.log', '/debug/pprof/profile']) {
    assert.ok(asks(everywhereTo('/metrics, "/logs/*", "/debug/*"'), path), path);
    assert.ok(!asks(everywhereTo('/healthz, "/log"'), path), path);
    assert.ok(!asks(urls('"*"') + binding('RoleBinding', 'b', 'urls', ofAccount, 'shop'), path), `${path} in a namespace`);
  }
});

test('X25: virtual nodes run no privileged pods, and taints stop no node name', () => {
  const creates = inShop(rule('pods', 'create')) + namespace('shop') + node('cp', 'labels: {node-role.kubernetes.io/control-plane: ""}') + node('virtual', 'labels: {type: virtual-kubelet}');
  assert.ok(leads(creates, cart, 'cluster-admin'));
  assert.equal(verdict(creates, cart, 'node:virtual'), undefined);
});

test('X26: what was not read makes a step possible, with its question', () => {
  const graph = graphOf(inShop(rule('pods/exec', 'get')) + podIn('shop'));
  assert.equal(graph.reach(cart).find(({ to }) => to === app)?.verdict, 'possible');
  const { found } = graph.pathsBetween(graph.seedsOf(cart), app, 'possible', 1);
  assert.deepEqual(found[0]?.steps[0]?.gaps.map(({ id }) => id), ['gap/exec-by-get']);
});

test('X27: the rules of aggregated ClusterRoles are computed', () => {
  const parts = clusterRole('part', rule('pods/exec', 'create'), ', labels: {into: whole}') + `apiVersion: ${rbac}/v1\nkind: ClusterRole\nmetadata: {name: whole}\naggregationRule: {clusterRoleSelectors: [{matchLabels: {into: whole}}]}\nrules: []\n---\n`;
  assert.ok(leads(parts + binding('ClusterRoleBinding', 'b', 'whole', ofAccount) + podIn('shop'), cart, app));
});

test('root on one node is not root on the others that a workload runs on', () => {
  const agent = (name: string, where: string): string => podIn('shop', 'securityContext: {privileged: true}').replace('name: web', `name: ${name}, ownerReferences: [{apiVersion: apps/v1, kind: DaemonSet, name: agent, uid: u, controller: true}]`).replace('nodeName: worker', `nodeName: ${where}`);
  const all = node('a') + node('b') + agent('agent-1', 'a') + agent('agent-2', 'b');
  assert.ok(!leads(all, 'node:a', 'node:b'));
  assert.ok(leads(all, 'pod:shop/agent-1', 'node:b'), 'but who may choose the pod has both');
});

test('a debug container owns the node where it may be privileged (it only reached the pod)', () => {
  const debugs = inShop(rule('pods/ephemeralcontainers', 'patch')) + node('worker') + podIn('shop');
  assert.ok(leads(debugs + namespace('shop'), cart, 'node:worker'));
  assert.ok(!leads(debugs + namespace('shop', 'baseline'), cart, 'node:worker'));
  assert.ok(!leads(debugs.replace('nodeName: worker', 'nodeName: worker, hostUsers: false') + namespace('shop'), cart, 'node:worker', '1.36'), 'its root is not that of the node');
});

test('whoever may change one controller by its name is in its containers (only its account was reached)', () => {
  const web = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\nspec: {template: {spec: {automountServiceAccountToken: false, containers: [{name: app, image: registry.example/app:1}]}}}\n---\n';
  const changes = (name: string): string => inShop(`{apiGroups: [apps], resources: [deployments], verbs: [patch], resourceNames: [${name}]}`);
  assert.ok(leads(changes('web') + web, cart, app));
  assert.ok(!leads(changes('other') + web, cart, app));
});

test('to impersonate the name of a node, without its group, gives nothing of what the node may', () => {
  const named = (resource: string, name: string): string => rule(resource, 'impersonate', `resourceNames: ["${name}"]`);
  const held = podIn('shop', '', 'serviceAccountName: boss') + node('worker');
  assert.equal(verdict(everywhere(named('users', 'system:node:worker')) + held, cart, 'user:system:node:worker'), undefined);
  assert.ok(leads(everywhere(named('users', 'system:node:worker'), named('groups', 'system:nodes')) + held, cart, 'user:system:node:worker'));
});

test('a DaemonSet on the host network of which no pod was given sends from every node (the step was lost under a policy)', () => {
  const workload = (kind: string, name: string, where: string, spec: string): string => `apiVersion: apps/v1\nkind: ${kind}\nmetadata: {name: ${name}, namespace: ${where}}\nspec: {template: {spec: {${spec}containers: [{name: app, image: "registry.example/${name}:1", ports: [{containerPort: 8080}]}]}}}\n---\n`;
  const closed = 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: none, namespace: blog}\nspec: {podSelector: {}, policyTypes: [Ingress]}\n---\n' + calico;
  const from = 'container:shop/agent/app';
  const to = 'container:blog/web/app';
  assert.equal(verdict(workload('DaemonSet', 'agent', 'shop', 'hostNetwork: true, ') + workload('Deployment', 'web', 'blog', '') + closed, from, to), 'certain');
  assert.equal(verdict(workload('Deployment', 'agent', 'shop', 'hostNetwork: true, ') + workload('Deployment', 'web', 'blog', '') + closed, from, to), 'possible');
});

const mountOf = (path: string, more = '', container = ''): string => podIn('shop', `${container}volumeMounts: [{name: v, mountPath: /v${more}}]`, `automountServiceAccountToken: false, volumes: [{name: v, hostPath: {path: ${path}}}]`);
const elsewhere = (container: string, pod: string): string => podIn('blog', container, pod).replace('name: web', 'name: other');

test('the volumes of pods hold no variables and no token that no pod asked for (whoever read the directory had them)', () => {
  const read = mountOf('/var/lib/kubelet/pods', ', readOnly: true');
  const other = elsewhere('envFrom: [{secretRef: {name: keys}}], volumeMounts: [{name: f, mountPath: /f}]', 'serviceAccountName: quiet, automountServiceAccountToken: false, volumes: [{name: f, secret: {secretName: file}}]');
  const all = read + other + node('worker');
  assert.ok(leads(all, app, 'secret:blog/file'));
  for (const to of ['secret:blog/keys', 'serviceaccount:blog/quiet']) {
    assert.ok(!leads(all, app, to, '1.30'), to);
    assert.ok(leads(all, 'user:system:node:worker', to, '1.30'), to);
  }
});

test('the directory of the kubelet on a node of the control plane is its kubelet, and not the cluster', () => {
  const all = (path: string): string => mountOf(path, ', readOnly: true') + node('worker', 'labels: {node-role.kubernetes.io/control-plane: ""}');
  for (const path of ['/var/lib/kubelet', '/var/lib/kubelet/pki', '/etc/kubernetes/kubelet.conf']) {
    assert.ok(leads(all(path), app, 'user:system:node:worker'), path);
    assert.equal(verdict(all(path), app, 'cluster-admin'), undefined, path);
  }
  assert.ok(leads(all('/etc/kubernetes'), app, 'cluster-admin'));
  assert.ok(leads(all('/etc/kubernetes/pki'), app, 'cluster-admin'));
  assert.ok(leads(all('/etc/kubernetes/scheduler.conf') + binding('ClusterRoleBinding', 's', 'view', '{kind: User, name: "system:kube-scheduler"}'), app, 'user:system:kube-scheduler'));
  assert.equal(verdict(all('/etc/kubernetes/scheduler.conf'), app, 'user:system:node:worker'), undefined);
  assert.equal(verdict(mountOf('/etc/kubernetes/controller-manager.conf') + node('worker'), app, 'user:system:kube-controller-manager'), undefined, 'no such file on a worker');
  assert.equal(verdict(mountOf('/etc/kubernetes/controller-manager.conf').replace('nodeName: worker, ', ''), app, 'user:system:kube-controller-manager'), 'possible');
});

test('a claim for a local volume is a path of the node (only hostPath volumes were)', () => {
  const claim = (path: string): string => `apiVersion: v1\nkind: PersistentVolume\nmetadata: {name: disk}\nspec: {local: {path: ${path}}, claimRef: {name: c, namespace: shop}}\n---\napiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: c, namespace: shop}\nspec: {volumeName: disk}\n---\n`;
  const pod = podIn('shop', 'volumeMounts: [{name: v, mountPath: /v}]', 'volumes: [{name: v, persistentVolumeClaim: {claimName: c}}]');
  assert.ok(leads(claim('/etc') + pod, app, 'node:worker'));
  assert.equal(verdict(claim('/mnt/disks/one') + pod, app, 'node:worker'), undefined);
});

test('with DAC_OVERRIDE, which is a default, files opened by their handle are written as well', () => {
  const opens = (more = ''): string => podIn('shop', `securityContext: {runAsUser: 0, capabilities: {add: [DAC_READ_SEARCH]${more}}}`);
  assert.ok(leads(opens(), app, 'node:worker'));
  assert.equal(verdict(opens(', drop: [DAC_OVERRIDE]'), app, 'node:worker'), undefined);
  assert.ok(leads(opens(', drop: [DAC_OVERRIDE]'), app, 'user:system:node:worker'));
});

test('a container that mounts the token of another account has its own as well', () => {
  const secret = 'apiVersion: v1\nkind: Secret\nmetadata: {name: t, namespace: shop, annotations: {kubernetes.io/service-account.name: boss}}\ntype: kubernetes.io/service-account-token\n---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: boss, namespace: shop}\n---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: cart, namespace: shop}\n---\n';
  const pod = (more = ''): string => podIn('shop', 'volumeMounts: [{name: t, mountPath: /t}]', `serviceAccountName: cart, ${more}volumes: [{name: t, secret: {secretName: t}}]`);
  for (const to of [cart, 'serviceaccount:shop/boss']) assert.ok(leads(secret + pod(), app, to), to);
  assert.equal(verdict(secret + pod('automountServiceAccountToken: false, '), app, cart), undefined);
  assert.ok(leads(secret + pod('automountServiceAccountToken: false, '), app, 'serviceaccount:shop/boss'));
});

test('a token for an audience of the API server is its login, by its flags or else perhaps', () => {
  const account = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: cart, namespace: shop}\n---\n';
  const pod = (audience: string): string => account + podIn('shop', 'volumeMounts: [{name: t, mountPath: /t}]', `serviceAccountName: cart, automountServiceAccountToken: false, volumes: [{name: t, projected: {sources: [{serviceAccountToken: {audience: "${audience}", path: token}}]}}]`);
  const server = 'apiVersion: v1\nkind: Pod\nmetadata: {name: kube-apiserver-cp, namespace: kube-system, labels: {component: kube-apiserver}, annotations: {kubernetes.io/config.mirror: x}}\nspec: {nodeName: cp, containers: [{name: kube-apiserver, image: "registry.k8s.io/kube-apiserver:v1.34.0", command: [kube-apiserver, "--service-account-issuer=https://issuer.example"]}]}\n---\n';
  assert.ok(leads(server + pod('https://issuer.example'), app, cart));
  assert.equal(verdict(server + pod('https://kubernetes.default.svc.cluster.local'), app, cart), undefined);
  assert.equal(verdict(pod('https://kubernetes.default.svc.cluster.local'), app, cart), 'possible');
  assert.equal(verdict(pod('vault'), app, cart), undefined);
});

test('a profile of the node’s own is a question, and not a stop (it ended the step)', () => {
  const admin = (more: string, capability = 'SYS_ADMIN'): string => podIn('shop', `securityContext: {runAsUser: 0, capabilities: {add: [${capability}]}, ${more}}`);
  assert.equal(verdict(admin('appArmorProfile: {type: Localhost, localhostProfile: own}'), app, 'node:worker'), 'possible');
  assert.equal(verdict(admin('appArmorProfile: {type: Unconfined}, seccompProfile: {type: Localhost, localhostProfile: own.json}'), app, 'node:worker'), 'possible');
  assert.equal(verdict(admin('appArmorProfile: {type: Unconfined}, seccompProfile: {type: RuntimeDefault}'), app, 'node:worker'), 'certain');
  assert.equal(verdict(admin('seccompProfile: {type: Localhost, localhostProfile: own.json}', 'SYS_MODULE'), app, 'node:worker'), 'possible');
});

test('of /sys only what names a program leads to the node, and a single such file does', () => {
  const mounted = (path: string): string => podIn('shop', 'securityContext: {runAsUser: 0}, volumeMounts: [{name: v, mountPath: /v}]', `volumes: [{name: v, hostPath: {path: ${path}}}]`);
  for (const path of ['/sys', '/sys/kernel', '/proc/sys/kernel/core_pattern', '/proc/sys/fs/binfmt_misc']) assert.equal(verdict(mounted(path), app, 'node:worker'), 'certain', path);
  assert.equal(verdict(mounted('/sys/fs/cgroup'), app, 'node:worker'), 'possible');
  for (const path of ['/sys/fs/bpf', '/sys/class/net', '/sys/devices']) assert.equal(verdict(mounted(path), app, 'node:worker'), undefined, path);
});

test('devices of the node that are mounted without privilege stay shut by default', () => {
  assert.equal(verdict(mountOf('/dev'), app, 'node:worker'), 'possible');
  assert.equal(verdict(mountOf('/dev', ', readOnly: true'), app, 'node:worker'), undefined);
});

test('a Windows container without privilege writes to paths of its node unless it is no administrator', () => {
  const windows = (pod = ''): string => podIn('shop', 'volumeMounts: [{name: v, mountPath: "C:\\\\v"}]', `os: {name: windows}, ${pod}volumes: [{name: v, hostPath: {path: 'C:\\Windows'}}]`);
  assert.ok(leads(windows(), app, 'node:worker'));
  assert.equal(verdict(windows('securityContext: {windowsOptions: {runAsUserName: ContainerUser}}, '), app, 'node:worker'), undefined);
});

const pairIn = (pod: string, app: string, side: string): string => podIn('shop', app, `shareProcessNamespace: true${pod}`).replace(/\]\}\n---\n$/, `, {name: side, image: registry.example/side:1${side}}]}\n---\n`);
const sideOf = 'container:shop/web/side';

test('root without its capabilities does not enter a container of another user (any root did)', () => {
  const bare = 'securityContext: {runAsUser: 0, capabilities: {drop: [ALL]}}';
  assert.notEqual(verdict(pairIn('', bare, ', securityContext: {runAsUser: 1000}'), app, sideOf), 'certain');
  assert.equal(verdict(pairIn('', 'securityContext: {runAsUser: 0}', ', securityContext: {runAsUser: 1000}'), app, sideOf), 'certain');
  assert.equal(verdict(pairIn('', bare.replace('drop: [ALL]', 'drop: [ALL], add: [SYS_PTRACE]'), ', securityContext: {runAsUser: 1000}'), app, sideOf), 'certain');
});

test('a debug container shares the processes of the container that it names', () => {
  const debugged = (target: string): string => podIn('shop', 'securityContext: {runAsUser: 1000}', `ephemeralContainers: [{name: look, image: a, ${target}securityContext: {runAsUser: 1000}}]`);
  assert.equal(verdict(debugged('targetContainerName: app, '), 'container:shop/web/look', app), 'certain');
  assert.notEqual(verdict(debugged(''), 'container:shop/web/look', app), 'certain');
});

test('what only starts a pod is over when its containers run', () => {
  const started = podIn('shop', 'securityContext: {runAsUser: 1000}', 'shareProcessNamespace: true, initContainers: [{name: start, image: a, securityContext: {runAsUser: 1000}}, {name: proxy, image: a, restartPolicy: Always, securityContext: {runAsUser: 1000}}]');
  assert.equal(verdict(started, 'container:shop/web/proxy', app), 'certain');
  assert.notEqual(verdict(started, 'container:shop/web/start', app), 'certain');
  assert.equal(verdict(started.replace('{name: start, image: a, securityContext: {runAsUser: 1000}}, ', '').replace('Always, securityContext: {runAsUser: 1000}}', 'Always, securityContext: {runAsUser: 1000}}, {name: start, image: a, securityContext: {runAsUser: 1000}}'), 'container:shop/web/start', 'container:shop/web/proxy'), 'certain');
});

test('root without ptrace reads processes of other users of the node, and a mount of /proc shows them', () => {
  const other = podIn('blog', 'securityContext: {runAsUser: 1000}').replace('name: web', 'name: other');
  assert.equal(verdict(podIn('shop', 'securityContext: {runAsUser: 0}', 'hostPID: true') + other, app, 'container:blog/other/app'), 'certain');
  const shown = podIn('shop', 'securityContext: {runAsUser: 1000}, volumeMounts: [{name: p, mountPath: /host/proc, readOnly: true}]', 'volumes: [{name: p, hostPath: {path: /proc}}]');
  assert.equal(verdict(shown + other, app, 'container:blog/other/app'), 'certain');
});

test('to create an APIService takes none that is there: all of Kubernetes itself are', () => {
  const may = (verbs: string): string => everywhere(`{apiGroups: [apiregistration.k8s.io], resources: [apiservices], verbs: [${verbs}]}`, rule('services', 'create'));
  assert.equal(verdict(may('create'), cart, 'cluster-admin'), 'possible');
  for (const verbs of ['update', 'patch', 'create, delete']) assert.equal(verdict(may(verbs), cart, 'cluster-admin'), 'certain', verbs);
  assert.equal(verdict(may('delete'), cart, 'cluster-admin'), undefined);
});

test('a static pod shows a node of the control plane by the name of its container too (OpenShift’s images tell nothing)', () => {
  const server = (name: string): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}-cp, namespace: kube-system, annotations: {kubernetes.io/config.mirror: x}}\nspec: {nodeName: cp, containers: [{name: ${name}, image: "quay.io/release@sha256:0"}]}\n---\n`;
  assert.ok(leads(node('cp') + server('kube-apiserver'), 'node:cp', 'cluster-admin'));
  assert.ok(!leads(node('cp') + server('proxy'), 'node:cp', 'cluster-admin'));
});
