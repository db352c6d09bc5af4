// No step that cannot change: one field of a small cluster is changed at a time. The table says which steps must come and go
// then, and no others may. It was written from the rules of Kubernetes before the code was run on it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AttackGraph } from '../src/attack/attack-graph.ts';
import { bound, controller, custom, program } from '../src/attack/deputies/examples.ts';
import { app, calico, cart, deployed, everywhere, inShop, joining, namespace, node, podIn, podPolicy, rule } from '../src/attack/examples.ts';
import { endOf, isHidden, isRole } from '../src/attack/states.ts';
import { Cluster } from '../src/cluster/cluster.ts';
import { collectText } from '../src/collect/index.ts';

type Change = readonly [written: string, instead: string];

interface Mutation {
  readonly what: string;
  readonly base: string;
  /** Of the objects. */
  readonly change?: Change;
  /** The version; two where it is what changes. Null for one that is not known. */
  readonly version?: string | null | readonly [string | null, string | null];
  readonly steps: readonly string[];
}

/** May do all of it or much of it before and after: the cluster's administrators, the controllers that it is born with, and the deputies of the table. */
const mighty = /^(cluster-admin|group:system:masters|user:system:kube-.*|serviceaccount:(kube-system|argocd|flux-system)\/.*(controller|collector|cleaner|binder|publisher|provider|scheduler|autoscaler))$/;

function stepsOf(yaml: string, kubernetesVersion: string | null): ReadonlySet<string> {
  const graph = AttackGraph.of(Cluster.from(collectText(yaml).snapshot, kubernetesVersion === null ? {} : { kubernetesVersion }));
  // What a role gives shows at those who hold it.
  const starts = graph.model.names.filter((name) => !isHidden(name) && !isRole(name) && !mighty.test(name)).map((name) => (name.startsWith('inside:') ? endOf(name) : name));
  return new Set([...new Set(starts)].flatMap((from) => graph.steps(from).map(({ technique, to, verdict }) => `${technique.slice('technique/'.length)} ${from} → ${to}${verdict === 'certain' ? '' : ' ?'}`)));
}

function changed(base: string, [written, instead]: Change): string {
  assert.equal(base.split(written).length, 2, `one place: ${written}`);
  return base.replace(written, () => instead);
}

const lines = (sign: string, technique: string, from: string, to: readonly string[], doubt = ''): readonly string[] => to.map((each) => `${sign} ${technique} ${from} → ${each}${doubt}`);
const lost = (technique: string, from: string, ...to: readonly string[]): readonly string[] => lines('-', technique, from, to);
const gained = (technique: string, from: string, ...to: readonly string[]): readonly string[] => lines('+', technique, from, to);
const lostDoubt = (technique: string, from: string, ...to: readonly string[]): readonly string[] => lines('-', technique, from, to, ' ?');
const gainedDoubt = (technique: string, from: string, ...to: readonly string[]): readonly string[] => lines('+', technique, from, to, ' ?');
const doubtful = (technique: string, from: string, ...to: readonly string[]): readonly string[] => [...lost(technique, from, ...to), ...gainedDoubt(technique, from, ...to)];

const account = (name: string, where = 'shop', more = ''): string => `apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: ${name}, namespace: ${where}}\n${more}---\n`;
const grouped = (group: string, resources: string, verbs: string, more = ''): string => `{apiGroups: [${group}], resources: [${resources}], verbs: [${verbs}]${more}}`;
const rbac = 'rbac.authorization.k8s.io';
/** Makes subjects known, and gives them nothing. */
const subjects = (...list: readonly string[]): string => `apiVersion: ${rbac}/v1\nkind: ClusterRole\nmetadata: {name: nothing}\nrules: []\n---\napiVersion: ${rbac}/v1\nkind: ClusterRoleBinding\nmetadata: {name: nothing}\nroleRef: {apiGroup: ${rbac}, kind: ClusterRole, name: nothing}\nsubjects: [${list.join(', ')}]\n---\n`;
const service = (type: string): string => `apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {type: ${type}, selector: {app: web}, ports: [{port: 80}]}\n---\n`;
const policy = (rules: string): string => `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: deny, namespace: blog}\nspec: {${rules}}\n---\n`;
const secret = (name: string, type: string, more = ''): string => `apiVersion: v1\nkind: Secret\nmetadata: {name: ${name}, namespace: shop${more}}\ntype: ${type}\n---\n`;
const apiServer = (flag: string): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: kube-apiserver-cp, namespace: kube-system, labels: {component: kube-apiserver}, annotations: {kubernetes.io/config.mirror: x}}\nspec: {nodeName: cp, containers: [{name: kube-apiserver, image: "registry.k8s.io/kube-apiserver:v1.35.0", command: [kube-apiserver, "--authorization-mode=Node,RBAC", "${flag}"]}]}\n---\n`;

const off = 'automountServiceAccountToken: false';
const [boss, clerk, someone, guest, blogger] = ['serviceaccount:shop/boss', 'serviceaccount:shop/clerk', 'serviceaccount:shop/default', 'serviceaccount:blog/cart', 'serviceaccount:blog/default'];
const [other, blogApp] = ['container:shop/other/app', 'container:blog/web/app'];
const [worker, kubelet] = ['node:worker', 'user:system:node:worker'];
const given = 'role:shop/given';
const web = podIn('shop', '', off);
const ofCart = 'kind: ServiceAccount, name: cart, namespace: shop';

const exec = (verb: string): string => account('cart') + account('cart', 'blog') + subjects('{kind: User, name: cart}', '{kind: Group, name: cart}') + inShop(rule('pods/exec', verb)) + web + web.replace('name: web', 'name: other');
const execs = exec('create');
const attach = account('cart') + inShop(rule('pods/attach', 'get')) + web;
const toGiven = (from: string): readonly string[] => [...gained('pod-exec', from, app, other), ...gained('rights-through-binding', from, given)];
const fromCart: readonly string[] = [...lost('pod-exec', cart, app, other), ...lost('rights-through-binding', cart, given)];

const identity: readonly Mutation[] = [
  { what: 'a resourceName is added', base: execs, change: ['verbs: [create]', 'verbs: [create], resourceNames: [web]'], steps: lost('pod-exec', cart, other) },
  { what: 'a star as a resourceName', base: execs, change: ['verbs: [create]', 'verbs: [create], resourceNames: ["*"]'], steps: lost('pod-exec', cart, app, other) },
  { what: 'pods/* instead of pods/exec', base: execs, change: ['[pods/exec]', '["pods/*"]'], steps: lost('pod-exec', cart, app, other) },
  { what: '*/exec instead of pods/exec', base: execs, change: ['[pods/exec]', '["*/exec"]'], steps: [] },
  { what: '*/* instead of pods/exec', base: execs, change: ['[pods/exec]', '["*/*"]'], steps: lost('pod-exec', cart, app, other) },
  { what: 'pods/attach instead of pods/exec', base: execs, change: ['[pods/exec]', '[pods/attach]'], steps: [...lost('pod-exec', cart, app, other), ...gained('pod-attach', cart, app, other)] },
  { what: 'another API group', base: execs, change: ['apiGroups: [""]', 'apiGroups: [apps]'], steps: lost('pod-exec', cart, app, other) },
  { what: 'all API groups', base: execs, change: ['apiGroups: [""]', 'apiGroups: ["*"]'], steps: [] },
  { what: 'the namespace of a subject', base: execs, change: [ofCart, 'kind: ServiceAccount, name: cart, namespace: blog'], steps: [...fromCart, ...toGiven(guest)] },
  { what: 'a user instead of a service account', base: execs, change: [ofCart, 'kind: User, name: cart'], steps: [...fromCart, ...toGiven('user:cart')] },
  { what: 'a group instead of a service account', base: execs, change: [ofCart, 'kind: Group, name: cart'], steps: [...fromCart, ...toGiven('group:cart')] },
  { what: 'a user that spells out the service account', base: execs, change: [ofCart, 'kind: User, name: "system:serviceaccount:shop:cart"'], steps: [] },
  { what: 'all service accounts of the namespace', base: execs, change: [ofCart, 'kind: Group, name: "system:serviceaccounts:shop"'], steps: [...toGiven(someone), ...toGiven('group:system:serviceaccounts:shop')] },
  { what: 'all service accounts of another namespace', base: execs, change: [ofCart, 'kind: Group, name: "system:serviceaccounts:blog"'], steps: [...fromCart, ...[guest, blogger, 'group:system:serviceaccounts:blog'].flatMap(toGiven)] },
  { what: 'system:masters, who may everything already', base: execs, change: [ofCart, 'kind: Group, name: "system:masters"'], steps: fromCart },
  { what: 'a role that is not there', base: execs, change: ['kind: Role, name: given}', 'kind: Role, name: gone}'], steps: fromCart },
  { what: 'exec by list', base: execs, change: ['verbs: [create]', 'verbs: [list]'], steps: lost('pod-exec', cart, app, other) },
  { what: 'exec by get, 1.34 and 1.35', base: exec('get'), version: ['1.34', '1.35'], steps: lost('pod-exec', cart, app, other) },
  { what: 'attach by get, 1.34 and 1.35', base: attach, version: ['1.34', '1.35'], steps: lost('pod-attach', cart, app) },
  { what: 'exec by create instead of get at a version not known', base: exec('get'), change: ['verbs: [get]', 'verbs: [create]'], version: null, steps: [...lostDoubt('pod-exec', cart, app, other), ...gained('pod-exec', cart, app, other)] },
  { what: 'exec by create, 1.34 and 1.35', base: execs, version: ['1.34', '1.35'], steps: [] },
  { what: 'exec by get at 1.35, its gate turned off', base: exec('get') + apiServer('--feature-gates=AuthorizePodWebsocketUpgradeCreatePermission=true'), change: ['Permission=true', 'Permission=false'], version: '1.35', steps: gained('pod-exec', cart, app, other) },
];

const secrets = (verbs: string): string => account('cart') + account('boss') + account('clerk') + inShop(rule('secrets', verbs)) + secret('t', 'kubernetes.io/service-account-token', ', annotations: {kubernetes.io/service-account.name: boss}') + secret('other', 'Opaque');
const reading = secrets('list');
const noToken: readonly string[] = [...lost('read-token-secret', cart, boss), ...lost('read-token-secret', 'secret:shop/t', boss)];

const both = account('cart') + everywhere(rule('pods/exec', 'create')) + web + podIn('blog', '', off);
const proxying = account('cart') + everywhere(rule('nodes/proxy', 'create')) + web + podIn('blog', '', off).replace('nodeName: worker', 'nodeName: another');
const narrowed: Change = ['kind: ClusterRoleBinding\nmetadata: {name: given}', 'kind: RoleBinding\nmetadata: {name: given, namespace: shop}'];
const aggregated = (label: string): string => `${account('cart')}${web}apiVersion: ${rbac}/v1\nkind: ClusterRole\nmetadata: {name: part, labels: {into: ${label}}}\nrules: [${rule('pods/exec', 'create')}]\n---\napiVersion: ${rbac}/v1\nkind: ClusterRole\nmetadata: {name: whole}\naggregationRule: {clusterRoleSelectors: [{matchLabels: {into: whole}}]}\nrules: []\n---\napiVersion: ${rbac}/v1\nkind: ClusterRoleBinding\nmetadata: {name: given}\nroleRef: {apiGroup: ${rbac}, kind: ClusterRole, name: whole}\nsubjects: [{${ofCart}}]\n---\n`;
const minting = account('cart') + account('boss') + inShop(rule('serviceaccounts/token', 'create'));
const borrowing = account('cart') + account('boss') + inShop(rule('serviceaccounts', 'impersonate'));
const people = subjects('{kind: User, name: dana}', '{kind: User, name: bob}', '{kind: Group, name: staff}');
const users = account('cart') + people + everywhere(rule('users', 'impersonate'));
const bornUsers = ['user:system:kube-controller-manager', 'user:system:kube-proxy', 'user:system:kube-scheduler'];
const staff = account('cart') + people + everywhere(rule('users', 'impersonate'), rule('groups', 'impersonate', 'resourceNames: [staff]'));
const csr = 'certificates.k8s.io';
const signing = account('cart') + account('boss') + node('worker') + everywhere(grouped(csr, 'certificatesigningrequests', 'create, get'), grouped(csr, 'certificatesigningrequests/approval', 'update'), grouped(csr, 'signers', 'approve', ', resourceNames: [kubernetes.io/kube-apiserver-client]'));
const nodeNames = ['user:system:node:worker', 'group:system:nodes'];
const anybody: readonly string[] = [
  ...lost('sign-certificate', cart, ...bornUsers, 'group:system:authenticated', 'group:system:unauthenticated', 'group:system:serviceaccounts', 'group:system:monitoring'),
  ...lost('account-certificate', cart, boss, someone),
];

const rights: readonly Mutation[] = [
  { what: 'a ClusterRoleBinding turned into a RoleBinding', base: both, change: narrowed, steps: lost('pod-exec', cart, blogApp) },
  { what: 'nodes/proxy in a RoleBinding', base: proxying, change: narrowed, steps: lost('kubelet-exec', cart, app, blogApp) },
  { what: 'nodes/proxy of one node', base: proxying, change: ['verbs: [create]', 'verbs: [create], resourceNames: [worker]'], steps: lost('kubelet-exec', cart, blogApp) },
  { what: 'all Secrets in a RoleBinding', base: account('cart') + everywhere(rule('secrets', 'get')) + secret('keys', 'Opaque'), change: narrowed, steps: [...lost('read-secrets', cart, 'all-secrets'), ...gained('read-secrets', cart, 'secret:shop/keys')] },
  { what: 'a label that aggregation picks', base: aggregated('another'), change: ['into: another', 'into: whole'], steps: gained('pod-exec', cart, app) },
  { what: 'rules by hand in an aggregated role, which its controller empties', base: aggregated('another'), change: ['rules: []', `rules: [${rule('pods/exec', 'create')}]`], steps: [] },
  { what: 'a selector that asks for more', base: aggregated('whole'), change: ['matchLabels: {into: whole}', 'matchLabels: {into: whole, also: this}'], steps: lost('pod-exec', cart, app) },
  { what: 'empty rules without aggregation', base: aggregated('whole'), change: ['aggregationRule: {clusterRoleSelectors: [{matchLabels: {into: whole}}]}\n', ''], steps: lost('pod-exec', cart, app) },
  { what: 'tokens of one service account', base: minting, change: ['verbs: [create]', 'verbs: [create], resourceNames: [boss]'], steps: lost('mint-token', cart, someone) },
  { what: 'serviceaccounts/* instead of the token', base: minting, change: ['[serviceaccounts/token]', '["serviceaccounts/*"]'], steps: lost('mint-token', cart, boss, someone) },
  { what: 'impersonation of one service account', base: borrowing, change: ['verbs: [impersonate]', 'verbs: [impersonate], resourceNames: [boss]'], steps: lost('impersonate-account', cart, someone) },
  { what: 'impersonation of one user', base: users, change: ['verbs: [impersonate]', 'verbs: [impersonate], resourceNames: [dana]'], steps: lost('impersonate-user', cart, 'user:bob', ...bornUsers) },
  { what: 'impersonation of users in a RoleBinding', base: users, change: narrowed, steps: lost('impersonate-user', cart, 'user:bob', 'user:dana', ...bornUsers) },
  { what: 'impersonation of system:masters instead of a group', base: staff, change: ['[staff]', '["system:masters"]'], steps: [...lost('impersonate-group', cart, 'group:staff'), ...gained('impersonate-group', cart, 'group:system:masters')] },
  { what: 'impersonation of a group without that of anybody in it', base: staff, change: ['resources: [users]', 'resources: [pods]'], steps: [...lost('impersonate-group', cart, 'group:staff'), ...lost('impersonate-user', cart, 'user:bob', 'user:dana', ...bornUsers)] },
  { what: 'the type of a token Secret', base: reading, change: ['type: kubernetes.io/service-account-token', 'type: Opaque'], steps: noToken },
  { what: 'a token Secret marked invalid', base: reading, change: [', annotations:', ', labels: {kubernetes.io/legacy-token-invalid-since: "2026-01-01"}, annotations:'], steps: noToken },
  { what: 'a token Secret of another account', base: reading, change: ['service-account.name: boss', 'service-account.name: clerk'], steps: [...noToken, ...gained('read-token-secret', cart, clerk), ...gained('read-token-secret', 'secret:shop/t', clerk)] },
  { what: 'list of the Secret by its name', base: reading, change: ['verbs: [list]', 'verbs: [list], resourceNames: [t]'], steps: lost('read-secrets', cart, 'secret:shop/other') },
  { what: 'list of another Secret by its name', base: reading, change: ['verbs: [list]', 'verbs: [list], resourceNames: [other]'], steps: [...lost('read-token-secret', cart, boss), ...lost('read-secrets', cart, 'secret:shop/t')] },
  { what: 'create instead of list on Secrets', base: reading, change: ['verbs: [list]', 'verbs: [create]'], steps: [...lost('read-token-secret', cart, boss), ...lost('read-secrets', cart, 'secret:shop/t', 'secret:shop/other')] },
  { what: 'create besides list on Secrets', base: reading, change: ['verbs: [list]', 'verbs: [list, create]'], steps: gained('make-secrets', cart, boss, clerk, someone) },
  { what: 'the signer of kubelets instead of that of clients', base: signing, change: ['[kubernetes.io/kube-apiserver-client]', '[kubernetes.io/kube-apiserver-client-kubelet]'], steps: anybody },
  { what: 'all signers of the domain', base: signing, change: ['[kubernetes.io/kube-apiserver-client]', '["kubernetes.io/*"]'], steps: [] },
  { what: 'all signers of another domain', base: signing, change: ['[kubernetes.io/kube-apiserver-client]', '["example.com/*"]'], steps: [...anybody, ...lost('sign-certificate', cart, ...nodeNames)] },
  { what: 'requests that may be seen and not approved', base: signing, change: ['verbs: [update]', 'verbs: [get]'], steps: [...anybody, ...lost('sign-certificate', cart, ...nodeNames)] },
];

const pods = node('worker') + podIn('shop', 'securityContext: {privileged: true}', off);
const spec: Change = ['nodeName: worker', 'nodeName: worker, hostUsers: false'];
const capable = node('worker') + podIn('shop', 'securityContext: {runAsUser: 0, capabilities: {add: [SYS_MODULE]}}', off);
const mounting = (path: string, mount = ''): string => node('worker') + podIn('shop', `volumeMounts: [{name: v, mountPath: /v${mount}}]`, `${off}, volumes: [{name: v, hostPath: {path: ${path}}}]`);
const admin = node('worker') + podIn('shop', 'securityContext: {runAsUser: 0, capabilities: {add: [SYS_ADMIN]}, appArmorProfile: {type: Unconfined}}', off);
const spoofing = `${podIn('shop', 'securityContext: {runAsUser: 0}', off)}${podIn('blog', 'envFrom: [{secretRef: {name: keys}}]', off)}${calico.replace('docker.io/calico/node:v3.30.0', 'ghcr.io/flannel-io/flannel:v0.27.0')}`;
const claimed = `${node('worker')}apiVersion: v1\nkind: PersistentVolume\nmetadata: {name: disk}\nspec: {hostPath: {path: /}, claimRef: {name: c, namespace: shop}}\n---\napiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: c, namespace: shop}\nspec: {volumeName: disk}\n---\n${podIn('shop', 'volumeMounts: [{name: v, mountPath: /v}]', `${off}, volumes: [{name: v, persistentVolumeClaim: {claimName: c}}]`)}`;
const wholeDisk: readonly string[] = [...lost('host-path-write', app, worker), ...lost('host-path-read', app, kubelet), ...lost('runtime-socket', app, worker)];
const same = 'securityContext: {runAsUser: 1000}';
const watching = podIn('shop', same, `${off}, hostPID: true`) + podIn('blog', same, off);
const tracing = node('worker') + podIn('shop', 'securityContext: {runAsUser: 0, capabilities: {add: [SYS_PTRACE]}, appArmorProfile: {type: Unconfined}}', `${off}, hostPID: true`);
const host = node('worker') + podIn('shop', 'securityContext: {windowsOptions: {hostProcess: true}}', `${off}, os: {name: windows}, hostNetwork: true`);

const escapes: readonly Mutation[] = [
  { what: 'no longer privileged', base: pods, change: ['privileged: true', 'privileged: false'], steps: lost('privileged-container', app, worker) },
  { what: 'privileged as another user than root', base: pods, change: ['privileged: true', 'privileged: true, runAsUser: 1000'], steps: lost('privileged-container', app, worker) },
  { what: 'hostUsers: false at 1.29', base: pods, change: spec, version: '1.29', steps: [] },
  { what: 'hostUsers: false at 1.32', base: pods, change: spec, version: '1.32', steps: [] },
  { what: 'hostUsers: false at 1.33', base: pods, change: spec, version: '1.33', steps: lost('privileged-container', app, worker) },
  { what: 'hostUsers: false at a version not known', base: pods, change: spec, version: null, steps: doubtful('privileged-container', app, worker) },
  { what: 'privileged on Windows by its name', base: pods, change: ['nodeName: worker', 'nodeName: worker, os: {name: windows}'], steps: lost('privileged-container', app, worker) },
  { what: 'privileged on Windows by its selector', base: pods, change: ['nodeName: worker', 'nodeName: worker, nodeSelector: {kubernetes.io/os: windows}'], steps: lost('privileged-container', app, worker) },
  { what: 'a HostProcess container no longer', base: host, change: ['hostProcess: true', 'hostProcess: false'], steps: lost('windows-host-process', app, worker) },
  { what: 'a capability added and dropped', base: capable, change: ['add: [SYS_MODULE]', 'add: [SYS_MODULE], drop: [SYS_MODULE]'], steps: lost('kernel-module', app, worker) },
  { what: 'a capability added after all were dropped', base: capable, change: ['add: [SYS_MODULE]', 'add: [SYS_MODULE], drop: [ALL]'], steps: [] },
  { what: 'a capability by its long name', base: capable, change: ['[SYS_MODULE]', '[CAP_SYS_MODULE]'], steps: [] },
  { what: 'all capabilities', base: capable, change: ['[SYS_MODULE]', '[ALL]'], steps: [...gainedDoubt('admin-capability', app, worker), ...gainedDoubt('kernel-memory', app, kubelet), ...gained('open-by-handle', app, worker), ...gained('open-by-handle', app, kubelet)] },
  { what: 'a capability without root', base: capable, change: ['runAsUser: 0', 'runAsUser: 1000'], steps: lost('kernel-module', app, worker) },
  { what: 'a capability and hostUsers: false at 1.33', base: capable, change: spec, version: '1.33', steps: lost('kernel-module', app, worker) },
  { what: 'AppArmor on', base: admin, change: ['type: Unconfined', 'type: RuntimeDefault'], steps: lost('admin-capability', app, worker) },
  { what: 'AppArmor left to the node', base: admin, change: [', appArmorProfile: {type: Unconfined}', ''], steps: doubtful('admin-capability', app, worker) },
  { what: 'NET_RAW dropped', base: spoofing, change: ['runAsUser: 0', 'runAsUser: 0, capabilities: {drop: [NET_RAW]}'], steps: lostDoubt('neighbour-spoofing', app, 'secret:blog/keys') },
  { what: 'a mount made read-only', base: mounting('/etc'), change: ['mountPath: /v', 'mountPath: /v, readOnly: true'], steps: lost('host-path-write', app, worker) },
  { what: 'a slash at the end of a host path', base: mounting('/etc'), change: ['path: /etc', 'path: /etc/'], steps: [] },
  { what: 'a host path that goes up and down', base: mounting('/etc'), change: ['path: /etc', 'path: /srv/../etc'], steps: [] },
  { what: 'a subPath that holds no keys', base: mounting('/etc'), change: ['mountPath: /v', 'mountPath: /v, subPath: cron.d'], steps: lost('host-path-read', app, kubelet) },
  { what: 'a subPath of the whole disk', base: mounting('/'), change: ['mountPath: /v', 'mountPath: /v, subPath: srv/data'], steps: wholeDisk },
  { what: 'a volume that no container mounts', base: mounting('/'), change: ['volumeMounts: [{name: v, mountPath: /v}]', 'volumeMounts: []'], steps: wholeDisk },
  { what: 'a host path and hostUsers: false at 1.33', base: mounting('/etc'), change: spec, version: '1.33', steps: [] },
  { what: 'a read-only mount of a socket', base: mounting('/run/containerd/containerd.sock'), change: ['mountPath: /v', 'mountPath: /v, readOnly: true'], steps: [] },
  { what: 'a path beside the socket', base: mounting('/run/containerd/containerd.sock', ', readOnly: true'), change: ['/run/containerd/containerd.sock', '/srv/data'], steps: lost('runtime-socket', app, worker) },
  { what: 'a claim on another disk', base: claimed, change: ['claimName: c', 'claimName: d'], steps: wholeDisk },
  { what: 'hostPID off', base: watching, change: ['hostPID: true', 'hostPID: false'], steps: lost('host-pid', app, blogApp) },
  { what: 'hostPID as another user', base: watching, change: [`${same}}]}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: blog}`, `securityContext: {runAsUser: 2000}}]}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: blog}`], steps: lost('host-pid', app, blogApp) },
  { what: 'hostPID off, and with it the processes of the node', base: tracing, change: ['hostPID: true', 'hostPID: false'], steps: lost('host-process-trace', app, worker) },
  { what: 'hostPID and hostUsers: false before user namespaces', base: tracing, change: spec, version: '1.29', steps: [] },
  { what: 'hostPID and hostUsers: false, which the API server refuses together', base: tracing, change: spec, version: '1.33', steps: [...lost('compromised-image', 'image:registry.example/app', app), ...lost('registry-write', 'registry:registry.example', 'image:registry.example/app'), ...lost('host-process-trace', app, worker), ...lost('node-to-pods', worker, app), ...lostDoubt('open-kubelet', worker, app)] },
];

const token = (pod: string, more = ''): string => account('cart', 'shop', more) + node('worker') + podIn('shop', '', `serviceAccountName: cart${pod}`);
const offAccount = 'automountServiceAccountToken: false\n';
const projected = token(`, ${off}, volumes: [{name: t, projected: {sources: [{serviceAccountToken: {path: token}}]}}]`).replace('app:1', 'app:1, volumeMounts: [{name: t, mountPath: /var/run/token}]');
const noMount = lost('mounted-token', app, cart);
// From 1.33 a kubelet gets tokens only for the audiences that its pods name.
const noneHeld: readonly string[] = [...noMount, ...lost('node-volumes', worker, cart), ...lost('node-volumes', kubelet, cart)];
const neighbours = account('boss') + node('worker') + node('another') + podIn('shop', 'volumeMounts: [{name: v, mountPath: /v, readOnly: true}]', `${off}, volumes: [{name: v, hostPath: {path: /var/lib/kubelet/pods}}]`) + podIn('shop', '', 'serviceAccountName: boss').replace('name: web', 'name: other');
const [otherNode, otherKubelet] = ['node:another', 'user:system:node:another'];
const moved: Change = ['nodeName: worker, serviceAccountName: boss', 'nodeName: another, serviceAccountName: boss'];
const finishing = account('boss') + account('cart') + node('worker') + inShop(rule('pods/exec', 'create')) + podIn('shop', '', 'serviceAccountName: boss');
const finished: readonly string[] = [
  ...lost('pod-exec', cart, app), ...lost('compromised-image', 'image:registry.example/app', app), ...lost('node-to-pods', worker, app), ...lost('mounted-token', app, boss),
  ...lost('node-volumes', worker, boss), ...lost('node-volumes', kubelet, boss), ...lostDoubt('open-kubelet', worker, app), ...lost('registry-write', 'registry:registry.example', 'image:registry.example/app'),
];
const phase = (name: string): Change => ['spec: {nodeName', `status: {phase: ${name}}\nspec: {nodeName`];

const places: readonly Mutation[] = [
  { what: 'no token by the pod, before 1.33', base: token(''), change: ['serviceAccountName: cart', `serviceAccountName: cart, ${off}`], version: '1.32', steps: noMount },
  { what: 'no token by the pod', base: token(''), change: ['serviceAccountName: cart', `serviceAccountName: cart, ${off}`], steps: noneHeld },
  { what: 'no token by the account', base: token('', 'automountServiceAccountToken: true\n'), change: ['Token: true', 'Token: false'], steps: noneHeld },
  { what: 'the pod before the account, off', base: token(', automountServiceAccountToken: true', offAccount), change: [', automountServiceAccountToken: true', `, ${off}`], steps: noneHeld },
  { what: 'the pod before the account, on', base: token(', automountServiceAccountToken: true', offAccount), change: [offAccount, 'automountServiceAccountToken: true\n'], steps: [] },
  { what: 'a token for another audience', base: projected, change: ['serviceAccountToken: {path: token}', 'serviceAccountToken: {audience: vault, path: token}'], steps: [...noneHeld, ...gainedDoubt('audience-token', app, 'cloud:vault')] },
  {
    what: 'a pod on another node', base: neighbours, change: moved,
    steps: [
      ...lost('pod-volumes', app, boss), ...lost('node-to-pods', worker, other), ...lost('node-volumes', worker, boss), ...lost('node-volumes', kubelet, boss),
      ...gained('node-to-pods', otherNode, other), ...gained('node-volumes', otherNode, boss), ...gained('node-volumes', otherKubelet, boss),
    ],
  },
  { what: 'a pod that succeeded', base: finishing, change: phase('Succeeded'), steps: finished },
  { what: 'a pod that failed', base: finishing, change: phase('Failed'), steps: finished },
  { what: 'a pod that waits', base: finishing, change: phase('Pending'), steps: [] },
];

const making = (level: string): string => namespace('shop', level) + account('cart') + account('boss') + node('worker') + inShop(rule('pods', 'create'));
const owns = ['pod-to-node', cart, worker] as const;
const refusing = making('privileged') + podPolicy('false');
const letIn: readonly string[] = [...gained('create-pod', cart, boss, someone), ...gained(...owns)];
const twoNodes = making('privileged') + node('second');
const notThere = lost('pod-to-node', cart, 'node:second');
const second = (more: string): Change => ['metadata: {name: second}', `metadata: {name: second${more}}`];

const asksFor = (level: string): string => namespace('shop', level) + account('cart') + inShop(rule('pods/exec', 'create')) + deployed('web', `${off}, `).replace('web:1', 'web:1, securityContext: {privileged: true}');
const intoIt: readonly string[] = [...lost('pod-exec', cart, app), ...lost('compromised-image', 'image:registry.example/web', app), ...lostDoubt('node-to-pods', 'node:*', app)];
const refusesIt: readonly string[] = [...intoIt, ...lost('privileged-container', app, 'node-root:*')];

const admission: readonly Mutation[] = [
  { what: 'a level that refuses the pods of a Deployment', base: asksFor('privileged'), change: ['enforce: privileged', 'enforce: baseline'], steps: refusesIt },
  { what: 'a level that warns of the pods of a Deployment', base: asksFor('privileged'), change: ['/enforce: privileged', '/warn: baseline'], steps: [] },
  { what: 'a Deployment whose pods ask for nothing, under a level', base: asksFor('baseline'), change: ['privileged: true', 'privileged: false'], steps: intoIt.map((step) => step.replace('-', '+')) },
  { what: 'level baseline', base: making('privileged'), change: ['enforce: privileged', 'enforce: baseline'], steps: lost(...owns) },
  { what: 'level restricted', base: making('privileged'), change: ['enforce: privileged', 'enforce: restricted'], steps: lost(...owns) },
  { what: 'a level that does not exist counts as restricted', base: making('privileged'), change: ['enforce: privileged', 'enforce: baselin'], steps: lost(...owns) },
  { what: 'a level that only warns', base: making('baseline'), change: ['enforce: baseline', 'warn: baseline'], steps: gained(...owns) },
  { what: 'an old version of the level', base: making('baseline'), change: ['enforce: baseline', 'enforce: baseline, pod-security.kubernetes.io/enforce-version: v1.20'], steps: [] },
  { what: 'restricted instead of baseline for a pod that asks for nothing', base: making('baseline'), change: ['enforce: baseline', 'enforce: restricted'], steps: [] },
  { what: 'a policy that warns', base: refusing, change: ['validationActions: [Deny]', 'validationActions: [Warn]'], steps: letIn },
  { what: 'a policy that audits', base: refusing, change: ['validationActions: [Deny]', 'validationActions: [Audit]'], steps: letIn },
  { what: 'a policy that warns and denies', base: refusing, change: ['validationActions: [Deny]', 'validationActions: [Warn, Deny]'], steps: [] },
  { what: 'a binding of another policy', base: refusing, change: ['policyName: asked', 'policyName: others'], steps: letIn },
  { what: 'a policy on updates', base: refusing, change: ['operations: [CREATE]', 'operations: [UPDATE]'], steps: letIn },
  { what: 'a policy on other objects', base: refusing, change: ['operations: [CREATE], resources: [pods]', 'operations: [CREATE], resources: [services]'], steps: letIn },
  { what: 'a policy on hostPID alone', base: refusing, change: ['expression: "false"', 'expression: "!has(object.spec.hostPID)"'], steps: letIn },
  { what: 'pods/* instead of pods', base: making('privileged'), change: ['resources: [pods]', 'resources: ["pods/*"]'], steps: [...lost('create-pod', cart, boss, someone), ...lost(...owns)] },
  { what: 'names on the creation of pods', base: making('privileged'), change: ['verbs: [create]', 'verbs: [create], resourceNames: [web]'], steps: [...lost('create-pod', cart, boss, someone), ...lost(...owns)] },
  { what: 'a virtual node', base: twoNodes, change: second(', labels: {type: virtual-kubelet}'), steps: notThere },
  { what: 'a node of Windows', base: twoNodes, change: second(', labels: {kubernetes.io/os: windows}'), steps: notThere },
  { what: 'a node of Fargate', base: twoNodes, change: second(', labels: {eks.amazonaws.com/compute-type: fargate}'), steps: [...notThere, ...lost('open-etcd', 'etcd', 'cluster-admin')] },
  { what: 'a node that takes no pods of the scheduler', base: twoNodes, change: ['metadata: {name: second}', 'metadata: {name: second}\nspec: {unschedulable: true, taints: [{key: a, effect: NoExecute}]}'], steps: [] },
  { what: 'a node of the control plane', base: twoNodes, change: second(', labels: {node-role.kubernetes.io/control-plane: ""}'), steps: gained('control-plane-node', 'node:second', 'cluster-admin', 'etcd') },
];

const listening = web + podIn('blog', 'ports: [{containerPort: 8080}]', off);
const nobody = 'podSelector: {matchLabels: {app: none}}, policyTypes: [Ingress]';
const denying = listening + calico + policy('podSelector: {}, policyTypes: [Ingress]');
const agent = 'container:kube-system/calico-node/calico-node';
const reached = ['pod-to-pod', app, blogApp] as const;
/** The agent runs on nodes that were not given: one may be that of the pod. */
const notFromAgent = doubtful('pod-to-pod', agent, blogApp);
const beside = (where: string): string => podIn('shop', '', `${off}, hostNetwork: true`).replace('nodeName: worker', `nodeName: ${where}`) + podIn('blog', 'ports: [{containerPort: 8080}]', off) + calico + policy(nobody);
const served = (type: string): string => service(type) + web.replace('name: web, ', 'name: web, labels: {app: web}, ');

const network: readonly Mutation[] = [
  { what: 'a NetworkPolicy that picks the pod', base: listening + calico + policy(nobody), change: ['podSelector: {matchLabels: {app: none}}', 'podSelector: {}'], steps: [...lost(...reached), ...notFromAgent] },
  { what: 'a NetworkPolicy, and a pod on the host network of the same node', base: beside('worker'), change: ['podSelector: {matchLabels: {app: none}}', 'podSelector: {}'], steps: notFromAgent },
  { what: 'a NetworkPolicy, and a pod on the host network of another node', base: beside('another'), change: ['podSelector: {matchLabels: {app: none}}', 'podSelector: {}'], steps: [...lost(...reached), ...notFromAgent] },
  { what: 'a NetworkPolicy that nobody is known to enforce', base: listening + policy(nobody), change: ['podSelector: {matchLabels: {app: none}}', 'podSelector: {}'], steps: doubtful(...reached) },
  { what: 'a NetworkPolicy on the other direction', base: denying, change: ['policyTypes: [Ingress]', 'policyTypes: [Egress]'], steps: [...gained(...reached), ...lostDoubt('pod-to-pod', blogApp, app, agent), ...lostDoubt('pod-to-pod', agent, blogApp), ...gained('pod-to-pod', agent, blogApp)] },
  { what: 'a NetworkPolicy that lets all namespaces in', base: denying, change: ['policyTypes: [Ingress]', 'policyTypes: [Ingress], ingress: [{from: [{namespaceSelector: {}}]}]'], steps: gained(...reached) },
  { what: 'a NetworkPolicy that lets another port in', base: denying, change: ['policyTypes: [Ingress]', 'policyTypes: [Ingress], ingress: [{ports: [{port: 9090}]}]'], steps: [] },
  { what: 'a load balancer', base: served('ClusterIP'), change: ['type: ClusterIP', 'type: LoadBalancer'], steps: gained('exposed-container', 'internet', app) },
  { what: 'a node port', base: served('ClusterIP'), change: ['type: ClusterIP', 'type: NodePort'], steps: gainedDoubt('exposed-container', 'internet', app) },
  { what: 'a load balancer for some addresses', base: served('LoadBalancer'), change: ['type: LoadBalancer', 'type: LoadBalancer, loadBalancerSourceRanges: [203.0.113.0/24]'], steps: doubtful('exposed-container', 'internet', app) },
  { what: 'a Service that selects other pods', base: served('LoadBalancer'), change: ['selector: {app: web}', 'selector: {app: none}'], steps: lost('exposed-container', 'internet', app) },
];

const argoName = 'argocd-application-controller';
const argoAccount = `serviceaccount:argocd/${argoName}`;
const argo = (destination: string, more = ''): string => `${account('cart')}${namespace('shop')}${controller('argocd', argoName, 'quay.io/argoproj/argocd:v3.1.0', `/usr/local/bin/${argoName}`)}apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata: {name: default, namespace: argocd}\nspec: {sourceRepos: ["*"], destinations: [{server: "*", namespace: ${destination}}], clusterResourceWhitelist: [{group: "*", kind: "*"}]${more}}\n---\n${inShop(custom('argoproj.io', 'applications')).replaceAll('name: given, namespace: shop', 'name: given, namespace: argocd')}`;
const deploys = ['git-deploy-deputy', cart, argoAccount] as const;
const kustomize = 'kustomize.toolkit.fluxcd.io';
const fluxAccount = 'serviceaccount:flux-system/kustomize-controller';
const fluxIn = controller('flux-system', 'kustomize-controller', 'ghcr.io/fluxcd/kustomize-controller:v1.7.0', '--log-level=info');
const flux = account('cart') + account('boss') + fluxIn + inShop(custom(kustomize, 'kustomizations'));
const fluxed = ['flux-deputy', cart, fluxAccount] as const;
const sourced = `${account('cart')}${account('apps', 'flux-system')}${fluxIn}apiVersion: ${kustomize}/v1\nkind: Kustomization\nmetadata: {name: apps, namespace: flux-system}\nspec: {sourceRef: {kind: GitRepository, name: apps}}\n---\napiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata: {name: apps, namespace: flux-system}\nspec: {url: "https://git.example/apps"}\n---\n${inShop(custom('source.toolkit.fluxcd.io', 'gitrepositories', 'patch')).replaceAll('name: given, namespace: shop', 'name: given, namespace: flux-system')}`;

const runners = namespace('shop') + account('cart') + account('boss') + program('arc', 'actions-runner-controller', 'ghcr.io/actions/gha-runner-scale-set-controller:0.12.1', '--watch-single-namespace=shop') + inShop(custom('actions.github.com', 'ephemeralrunners'));
const collectors = namespace('shop') + account('cart') + account('boss') + program('otel', 'opentelemetry-operator-controller-manager', 'ghcr.io/open-telemetry/opentelemetry-operator/opentelemetry-operator:0.150.0', '--watch-namespace=shop') + inShop(custom('opentelemetry.io', 'opentelemetrycollectors'));
const kedaImage = 'ghcr.io/kedacore/keda:2.17.0';
const scaled = (env: string): string => `${account('cart')}${namespace('shop')}apiVersion: v1\nkind: Secret\nmetadata: {name: keys, namespace: shop}\n---\napiVersion: v1\nkind: Secret\nmetadata: {name: vault, namespace: keda}\n---\n${controller('keda', 'keda-operator', kedaImage).replace(`image: "${kedaImage}"`, `image: "${kedaImage}", env: [${env}]`)}${inShop(custom('keda.sh', 'triggerauthentications, scaledobjects'))}`;

const deputies: readonly Mutation[] = [
  { what: 'runners watched in another namespace than that of their controller', base: runners, change: ['single-namespace=shop', 'single-namespace=arc'], steps: [...lost('pipeline-deputy', cart, boss, someone), ...lost('pod-to-node', cart, 'node-root:*')] },
  { what: 'collectors watched by a flag in another namespace', base: collectors, change: ['watch-namespace=shop', 'watch-namespace=otel'], steps: [...lost('template-deputy', cart, boss, someone), ...lost('pod-to-node', cart, 'node-root:*')] },
  { what: 'KEDA kept to Secrets of its own namespace', base: scaled('{name: KEDA_RESTRICT_SECRET_ACCESS, value: "false"}'), change: ['value: "false"', 'value: "true"'], steps: [...lost('scaler-deputy', 'serviceaccount:keda/keda-operator', 'secret:shop/keys'), ...lost('scaler-deputy', cart, 'secret:shop/keys'), ...gained('scaler-deputy', cart, 'secret:keda/vault')] },
  { what: 'a project limited to one namespace', base: argo('"*"'), change: ['namespace: "*"', 'namespace: shop'], steps: [...lost(...deploys), ...gained('git-deploy-deputy', cart, 'clusterrole:cluster-admin')] },
  { what: 'a project for another cluster', base: argo('"*"'), change: ['server: "*"', 'server: "https://other.example"'], steps: lost(...deploys) },
  { what: 'a project for repositories of somebody', base: argo('"*"'), change: ['sourceRepos: ["*"]', 'sourceRepos: ["https://git.example/shop"]'], steps: doubtful(...deploys) },
  { what: 'a project without repositories', base: argo('"*"'), change: ['sourceRepos: ["*"]', 'sourceRepos: []'], steps: lost(...deploys) },
  { what: 'Argo CD with fewer rights', base: argo('shop'), change: [bound('argocd', argoName), ''], steps: lost('git-deploy-deputy', cart, 'clusterrole:cluster-admin') },
  { what: 'Flux within namespaces', base: flux, change: ['--log-level=info', '--no-cross-namespace-refs=true'], steps: lost(...fluxed) },
  { what: 'Flux as an account of the namespace', base: flux, change: ['--log-level=info', '--default-service-account=default'], steps: [...lost(...fluxed), ...gained('flux-deputy', cart, boss, someone)] },
  { what: 'Flux in its own namespace alone', base: flux, change: ['--log-level=info', '--watch-all-namespaces=false'], steps: lost(...fluxed) },
  { what: 'a Kustomization that names its account', base: sourced, change: ['name: apps}}\n---', 'name: apps}, serviceAccountName: apps}\n---'], steps: [...lost(...fluxed), ...gained('flux-deputy', cart, 'serviceaccount:flux-system/apps')] },
];

const awsKey = ['AKIA', '2222KLMNOPQRSTUV'].join('');
const inMap = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: app, namespace: shop}\ndata: {id: ${awsKey}}\n---\n`;
const readsMap = account('cart') + inMap + inShop(rule('configmaps', 'get')) + podIn('shop', 'volumeMounts: [{name: v, mountPath: /v}]', `${off}, volumes: [{name: v, configMap: {name: app}}]`);
const notedService = `${account('cart')}${inShop(rule('services', 'list'))}apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop, annotations: {id: ${awsKey}}}\nspec: {}\n---\n`;
const [mapHolders, cloud] = [[app, worker, kubelet], 'cloud:*'];

const credentials: readonly Mutation[] = [
  { what: 'a key that nobody has to keep secret', base: readsMap, change: [awsKey, ['AKIA', 'IOSFODNN7EXAMPLE'].join('')], steps: [...mapHolders, cart].flatMap((from) => lostDoubt('plain-credential', from, cloud)) },
  { what: 'another ConfigMap in the volume', base: readsMap, change: ['configMap: {name: app}', 'configMap: {name: other}'], steps: mapHolders.flatMap((from) => lostDoubt('plain-credential', from, cloud)) },
  { what: 'a volume that the container does not mount', base: readsMap, change: ['volumeMounts: [{name: v, mountPath: /v}]', 'volumeMounts: []'], steps: mapHolders.flatMap((from) => lostDoubt('plain-credential', from, cloud)) },
  { what: 'another key of the ConfigMap in the volume', base: readsMap, change: ['configMap: {name: app}', 'configMap: {name: app, items: [{key: other, path: id}]}'], steps: mapHolders.flatMap((from) => lostDoubt('plain-credential', from, cloud)) },
  { what: 'the right to change ConfigMaps in place of reading them', base: readsMap, change: ['verbs: [get]', 'verbs: [update]'], steps: lostDoubt('plain-credential', cart, cloud) },
  { what: 'the right to read Services in which no key stands', base: notedService, change: [`annotations: {id: ${awsKey}}`, 'annotations: {id: none}'], steps: [cart, 'serviceaccount:kube-system/kube-dns'].flatMap((from) => lostDoubt('plain-credential', from, cloud)) },
  { what: 'the right to read other objects than that with the annotation', base: notedService, change: ['resources: [services]', 'resources: [endpoints]'], steps: lostDoubt('plain-credential', cart, cloud) },
];

const loginToken = `${joining()}${account('cart')}${inShop(rule('secrets', 'get')).replaceAll('namespace: shop}\nr', 'namespace: kube-system}\nr')}apiVersion: v1\nkind: Secret\nmetadata: {name: bootstrap-token-abcdef, namespace: kube-system}\ntype: bootstrap.kubernetes.io/token\nstringData: {token-id: abcdef, token-secret: "0123456789abcdef", usage-bootstrap-authentication: "true"}\n---\n`;
const tokenSecret = 'secret:kube-system/bootstrap-token-abcdef';
const loggedIn = ['user:system:bootstrap:abcdef', 'group:system:bootstrappers', 'group:system:authenticated'] as const;
const noLogin = [...lost('read-bootstrap-token', tokenSecret, ...loggedIn), ...lost('read-bootstrap-token', loggedIn[0], ...loggedIn.slice(1)), ...lost('rights-through-binding', loggedIn[0], ...['basic-user', 'discovery', 'public-info-viewer'].map((name) => `clusterrole:system:${name}`))];

const joins: readonly Mutation[] = [
  { what: 'a bootstrap token for signing alone', base: loginToken, change: ['usage-bootstrap-authentication', 'usage-bootstrap-signing'], steps: noLogin },
  { what: 'a bootstrap token that has ended', base: loginToken, change: ['token-id: abcdef', 'token-id: abcdef, expiration: "2020-01-01T00:00:00Z"'], steps: noLogin },
  { what: 'a bootstrap token with a group that none may have', base: loginToken, change: ['token-id: abcdef', 'token-id: abcdef, auth-extra-groups: "system:masters"'], steps: noLogin },
  { what: 'a bootstrap token with one more group', base: loginToken, change: ['token-id: abcdef', 'token-id: abcdef, auth-extra-groups: "system:bootstrappers:workers"'], steps: [...gained('read-bootstrap-token', tokenSecret, 'group:system:bootstrappers:workers'), ...gained('read-bootstrap-token', loggedIn[0], 'group:system:bootstrappers:workers')] },
  { what: 'a bootstrap token of which no value was given', base: loginToken, change: ['stringData: {token-id: abcdef, token-secret: "0123456789abcdef", usage-bootstrap-authentication: "true"}\n', ''], steps: doubtful('read-bootstrap-token', tokenSecret, ...loggedIn) },
  { what: 'an API server that takes no bootstrap tokens', base: loginToken, change: ['token-auth=true', 'token-auth=false'], steps: noLogin },
];

const old = account('cart') + inShop(rule('pods', 'create')) + namespace('shop', 'baseline') + node('worker').replace('---', 'status: {nodeInfo: {kubeletVersion: v1.29.6}}\n---') + podIn('blog', '', `${off}, volumes: [{name: g, gitRepo: {repository: "https://git.example/a.git"}}]`);
const clones = ['git-volume', cart, worker] as const;

const flaws: readonly Mutation[] = [
  { what: 'a kubelet that runs no hooks of what it clones', base: old, change: ['v1.29.6', 'v1.29.7'], steps: lost(...clones) },
  { what: 'a kubelet of a newer minor', base: old, change: ['v1.29.6', 'v1.31.0'], steps: lost(...clones) },
  { what: 'a kubelet of a packager', base: old, change: ['v1.29.6', 'v1.29.6-acme.1'], steps: doubtful(...clones) },
  { what: 'a level that lets no gitRepo volume in', base: old, change: ['enforce: baseline', 'enforce: restricted'], steps: lost(...clones) },
  { what: 'a node that is not known to have git', base: old, change: ['gitRepo: {repository: "https://git.example/a.git"}', 'emptyDir: {}'], steps: doubtful(...clones) },
];

const mountsImage = podIn('shop', 'command: [/tools/run], volumeMounts: [{name: v, mountPath: /tools}]', `${off}, volumes: [{name: v, image: {reference: "tools.example/tools:1"}}]`);
const fromTools = lost('compromised-image', 'image:tools.example/tools', app);
const unknownTools = [...fromTools, ...lost('registry-write', 'registry:tools.example', 'image:tools.example/tools')];

const volumes: readonly Mutation[] = [
  { what: 'a mounted image of which nothing is run', base: mountsImage, change: ['command: [/tools/run]', 'command: [run, /tools/model]'], version: '1.35', steps: unknownTools },
  { what: 'a mounted image by its digest', base: mountsImage, change: ['tools:1', `tools@sha256:${'0'.repeat(64)}`], version: '1.35', steps: fromTools },
  { what: 'another volume over the program of a mounted image', base: mountsImage, change: ['mountPath: /tools}', 'mountPath: /tools}, {name: e, mountPath: /tools/run}'], version: '1.35', steps: unknownTools },
  { what: 'a mounted image, 1.35 and 1.34', base: mountsImage, version: ['1.35', '1.34'], steps: unknownTools },
];

const asked = account('cart') + apiServer('--anonymous-auth=true');

const loggedInAll = [
  ...['authenticated', 'monitoring', 'nodes', 'serviceaccounts', 'serviceaccounts:kube-system', 'serviceaccounts:shop'].map((name) => `group:system:${name}`),
  ...['bootstrap-signer', 'default', 'kube-controller-manager', 'kube-dns'].map((name) => `serviceaccount:kube-system/${name}`), cart, someone, 'user:system:node:cp',
];

const authorizers: readonly Mutation[] = [
  { what: 'no authorizer named', base: asked, change: ['"--authorization-mode=Node,RBAC", ', ''], steps: [...loggedInAll.flatMap((from) => gained('cluster-admin-rights', from, 'cluster-admin')), ...lostDoubt('anonymous-api', 'internet', 'user:system:anonymous')] },
  { what: 'authorizers of a file that was not read', base: asked, change: ['--authorization-mode=Node,RBAC', '--authorization-config=/etc/a.yaml'], steps: [] },
];

const all = [...identity, ...rights, ...escapes, ...places, ...admission, ...network, ...deputies, ...credentials, ...joins, ...flaws, ...volumes, ...authorizers];
for (const { what, base, change, version = '1.34', steps } of all) {
  test(`mutation of the graph: ${what}`, () => {
    const [first, last] = version === null || typeof version === 'string' ? [version, version] : version;
    const before = stepsOf(base, first);
    const after = stepsOf(change ? changed(base, change) : base, last);
    const found = [...[...before].filter((step) => !after.has(step)).map((step) => `- ${step}`), ...[...after].filter((step) => !before.has(step)).map((step) => `+ ${step}`)];
    assert.deepEqual(found.toSorted(), steps.toSorted());
  });
}
