import assert from 'node:assert/strict';
import { test } from 'node:test';
import { app, calico, cart, everywhere, inShop, joining, namespace, node, podIn, rule } from '../../attack/examples.ts';
import { Cluster } from '../../cluster/cluster.ts';
import { collectText } from '../../collect/index.ts';
import { PlanningGraph, type GraphPlan, type GraphPlanOptions } from '../planning-graph.ts';

function planOf(yaml: string, options: GraphPlanOptions, version: string = '1.32'): GraphPlan {
  return PlanningGraph.of(Cluster.from(collectText(yaml).snapshot, { kubernetesVersion: version })).plan(options);
}

const digest = `sha256:${'a'.repeat(64)}`;
const status = (id: string): string => `status: {phase: Running, containerStatuses: [{name: app, imageID: "registry.example/app@${id}"}]}\n---\n`;
const running = podIn('shop').replace('---\n', status(digest));
const image = 'image:registry.example/app';

const nginx = (version: string, digested = ''): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: nginx, namespace: ingress, labels: {app: nginx}}\nspec: {nodeName: worker, containers: [{name: controller, image: "registry.k8s.io/ingress-nginx/controller:${version}${digested}", args: [/nginx-ingress-controller, "--validating-webhook=:8443", --validating-webhook-certificate=/c]}]}\n---\n`;
const hook = 'apiVersion: v1\nkind: Service\nmetadata: {name: admission, namespace: ingress}\nspec: {selector: {app: nginx}, ports: [{port: 443, targetPort: 8443}]}\n---\napiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration\nmetadata: {name: nginx}\nwebhooks: [{name: v.nginx, clientConfig: {service: {namespace: ingress, name: admission}}, rules: [], sideEffects: None, admissionReviewVersions: [v1]}]\n---\n';
const controller = 'container:ingress/nginx/controller';
const ingresses = inShop('{apiGroups: [networking.k8s.io], resources: [ingresses], verbs: [create]}');
const snippets = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ingress-nginx-controller, namespace: ingress}\ndata: {allow-snippet-annotations: "true"}\n---\n';

const account = (more: string): string => `apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: cart, namespace: shop${more}}\n---\n`;
const role = 'arn:aws:iam::111122223333:role/cart';
const cloudToken = (name: string): string => podIn('shop', `env: [{name: AWS_ROLE_ARN, value: "${role}"}], volumeMounts: [{name: ${name}, mountPath: /t}]`, `serviceAccountName: cart, volumes: [{name: ${name}, projected: {sources: [{serviceAccountToken: {audience: sts.amazonaws.com, path: token}}]}}]`);
const keys = podIn('shop', 'securityContext: {runAsUser: 1000}, envFrom: [{secretRef: {name: keys}}], env: [{name: A, value: b}, {name: K, valueFrom: {secretKeyRef: {name: keys, key: k}}}], volumeMounts: [{name: v, mountPath: /v}]', 'volumes: [{name: v, secret: {secretName: keys}}]');
const tools = 'volumes: [{name: v, persistentVolumeClaim: {claimName: tools}}]';
const shared = podIn('shop', 'securityContext: {runAsUser: 0}, volumeMounts: [{name: v, mountPath: /data}]', tools) + podIn('shop', 'command: [/tools/run], volumeMounts: [{name: v, mountPath: /tools, readOnly: true}]', tools).replace('name: web', 'name: other');
const kubeconfig = 'apiVersion: v1\nkind: Secret\nmetadata: {name: admin, namespace: shop}\ndata: {kubeconfig: YQ==}\n---\n';
const key = ['AKIA', '2222KLMNOPQRSTUV'].join('');
const map = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: app, namespace: shop}\ndata: {id: ${key}, other: x}\n---\n`;
const noted = (kind: string, apiVersion: string, more: string): string => `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: web, namespace: shop, annotations: {note: ${key}}}\n${more}\n---\n`;
const joinToken = 'apiVersion: v1\nkind: Secret\nmetadata: {name: bootstrap-token-abcdef, namespace: kube-system}\ntype: bootstrap.kubernetes.io/token\nstringData: {token-id: abcdef, token-secret: "0123456789abcdef", usage-bootstrap-authentication: "true"}\n---\n';
const flannel = calico.replace('docker.io/calico/node:v3.30.0', 'docker.io/flannel/flannel:v0.26.0').replaceAll('calico-node', 'flannel').replace('namespace: kube-system}\nspec: {template:', 'namespace: kube-flannel}\nspec: {template:');
const victim = podIn('blog', 'env: [{name: K, valueFrom: {secretKeyRef: {name: keys, key: k}}}]');

const rows: readonly { readonly name: string; readonly yaml: string; readonly options: GraphPlanOptions; readonly titles: readonly RegExp[]; readonly edits?: readonly (readonly [field: string, to: unknown])[] }[] = [
  { name: 'a tag by the digest that runs', yaml: running, options: { from: image, to: app, certainty: 'certain' }, titles: [/^Name the image of container app by its digest in Pod shop\/web$/], edits: [['spec.containers[0].image', `registry.example/app:1@${digest}`]] },
  { name: 'a webhook that gives the controller away, by a release without the flaw', yaml: calico + nginx('v1.11.4') + podIn('shop'), options: { from: app, to: controller, certainty: 'certain' }, titles: [/^Run ingress-nginx v1\.\d+\.\d+ in container controller in Pod ingress\/nginx$/] },
  { name: 'a webhook that gives the controller away, by leaving it out', yaml: calico + nginx('v1.11.4', `@${digest}`) + podIn('shop') + hook, options: { from: app, to: controller, certainty: 'certain', costs: { 'isolate-pods': 20 } }, titles: [/^Run no admission webhook in Pod ingress\/nginx$/], edits: [['spec.containers[0].args', ['/nginx-ingress-controller']], ['', null]] },
  { name: 'injection into nginx, by a release without the flaw', yaml: nginx('v1.9.0') + ingresses, options: { from: cart, to: controller, certainty: 'certain', costs: { 'take-right': 20, 'unbind-account': 20 } }, titles: [/^Run ingress-nginx v1\.\d+\.\d+ in/] },
  { name: 'snippets in annotations', yaml: nginx('v1.11.8') + ingresses + snippets, options: { from: cart, to: controller, certainty: 'certain', costs: { 'take-right': 20, 'unbind-account': 20 } }, titles: [/^Let no annotation bring configuration of nginx, by ConfigMap ingress\/ingress-nginx-controller$/, /^Run ingress-nginx/] },
  { name: 'a token for a cloud that the template mounts', yaml: account('') + cloudToken('own'), options: { from: app, to: `cloud:${role}` }, titles: [/^Mount no token for sts\.amazonaws\.com in Pod shop\/web$/], edits: [['spec.volumes', null], ['spec.containers[0].volumeMounts', null]] },
  { name: 'a Secret in environment and files of a container', yaml: keys, options: { from: app, to: 'secret:shop/keys' }, titles: [/^Give container app Secret keys no more in Pod shop\/web$/], edits: [['spec.volumes', null], ['spec.containers[0].envFrom', null], ['spec.containers[0].env', [{ name: 'A', value: 'b' }]], ['spec.containers[0].volumeMounts', null]] },
  { name: 'a program in a shared volume', yaml: shared, options: { from: app, to: 'container:shop/other/app', certainty: 'certain' }, titles: [/^Mount volume v read-only for container app in Pod shop\/web$/], edits: [['spec.containers[0].volumeMounts[0].readOnly', true]] },
  { name: 'a kubeconfig in a Secret', yaml: kubeconfig + inShop(rule('secrets', 'get')), options: { from: cart, to: 'cluster-admin', costs: { 'take-right': 20, 'unbind-account': 20 } }, titles: [/^Delete Secret shop\/admin$/], edits: [['', null]] },
  { name: 'a bootstrap token', yaml: joining() + joinToken, options: { from: 'secret:kube-system/bootstrap-token-abcdef', to: 'user:system:bootstrap:abcdef', certainty: 'certain' }, titles: [/^Delete Secret kube-system\/bootstrap-token-abcdef$/], edits: [['', null]] },
  { name: 'a kubelet that runs the hooks of what it clones, by the level that lets no such volume in', yaml: inShop(rule('pods', 'create')) + namespace('shop', 'baseline') + node('worker').replace('---', 'status: {nodeInfo: {kubeletVersion: v1.29.1}}\n---'), options: { from: cart, to: 'node:worker', costs: { 'take-right': 20, 'unbind-account': 20 } }, titles: [/^Enforce Pod Security restricted in namespace shop$/] },
  { name: 'a key of a cloud in a ConfigMap', yaml: map + inShop(rule('configmaps', 'get')), options: { from: cart, to: 'cloud:*', costs: { 'take-right': 20, 'unbind-account': 20 } }, titles: [/^Take id out of ConfigMap shop\/app$/], edits: [['data.id', null]] },
  { name: 'a key of a cloud in an annotation', yaml: inShop(rule('services', 'get')) + noted('Service', 'v1', 'spec: {}'), options: { from: cart, to: 'cloud:*', costs: { 'take-right': 20, 'unbind-account': 20 } }, titles: [/^Take annotation note away from Service shop\/web$/], edits: [['metadata.annotations.note', null]] },
  { name: 'a key of a cloud in an annotation of pods', yaml: inShop(rule('pods', 'get')) + noted('ReplicaSet', 'apps/v1', `spec: {template: {metadata: {annotations: {id: ${key}}}, spec: {containers: [{name: app, image: a}]}}}`).replace(`, annotations: {note: ${key}}`, ''), options: { from: cart, to: 'cloud:*', costs: { 'take-right': 20, 'unbind-account': 20 } }, titles: [/^Take annotation id away from ReplicaSet shop\/web$/], edits: [['spec.template.metadata.annotations.id', null]] },
  { name: 'a key of a cloud in a ConfigMap that is mounted', yaml: map + podIn('shop', 'envFrom: [{configMapRef: {name: app}}]'), options: { from: app, to: 'cloud:*' }, titles: [/^Take id out of ConfigMap shop\/app$/], edits: [['data.id', null]] },
  { name: 'the right to read ConfigMaps in which a key stands', yaml: map + inShop(rule('configmaps', 'get, list')), options: { from: cart, to: 'cloud:*' }, titles: [/^Take the right to get, list configmaps out of Role shop\/given$/] },
  { name: 'packets in the name of others', yaml: flannel + podIn('shop', 'securityContext: {runAsUser: 0}') + victim, options: { from: app, to: 'secret:blog/keys', costs: { 'drop-secret': 90 } }, titles: [/^Drop capability NET_RAW of container app in Pod shop\/web$/, /^Give container app Secret keys no more in Pod blog\/web$/] },
  { name: 'a webhook of somebody’s own, by all the verbs that give it', yaml: everywhere('{apiGroups: [admissionregistration.k8s.io], resources: [validatingwebhookconfigurations], verbs: [create, patch, get]}'), options: { from: cart, to: 'all-secrets', certainty: 'certain' }, titles: [/^Take the right to create, .*validatingwebhookconfigurations out of ClusterRole given$/], edits: [['rules[0].verbs', ['get']]] },
];
for (const { name, yaml, options, titles, edits } of rows) {
  test(`plan cuts ${name}`, () => {
    const { changes, remaining, optimal, pathsOpened } = planOf(yaml, options);
    const told = changes.map(({ title }) => title).join('\n');
    assert.deepEqual([remaining, optimal, pathsOpened], [[], true, 0], told);
    assert.equal(changes.length, titles.length, told);
    for (const title of titles) assert.ok(changes.some((change) => title.test(change.title)), `${title.source}\n${told}`);
    if (edits) assert.deepEqual(changes.flatMap((change) => change.edits).map(({ field, to }) => [field, to]), edits);
    for (const change of changes) assert.ok(change.breaks.length > 5 && change.verify.startsWith('kubectl ') && change.undo.length > 10, change.title);
  });
}

const whyNot = (yaml: string, options: GraphPlanOptions): string => {
  const { changes, remaining } = planOf(yaml, options);
  assert.deepEqual(changes, []);
  return remaining.flatMap(({ why }) => why).join('; ');
};

test('which digest stands behind a tag has to be known, and be one', () => {
  const ends = { from: image, to: app, certainty: 'certain' } as const;
  assert.match(whyNot(podIn('shop'), ends), /which no pod that was read shows: crane digest registry\.example\/app:1/);
  const other = running.replace('name: web', 'name: other').replace(digest, `sha256:${'b'.repeat(64)}`);
  assert.match(whyNot(running + other, ends), /has different contents in different pods/);
});

test('an image that is named by its digest is not upgraded by its tag, which would open it to whoever pushes', () => {
  assert.match(whyNot(nginx('v1.9.0', `@${digest}`) + ingresses, { from: cart, to: controller, certainty: 'certain', owners: [cart] }), /put the tag v1\.\d+\.\d+ and the digest of that release in its place/);
});

test('what the webhook of a cloud puts into pods goes with the annotation that asks for it', () => {
  const pod = cloudToken('aws-iam-token').replace('metadata: {name: web, namespace: shop}', 'metadata: {name: web-1, namespace: shop, ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web-1, uid: u, controller: true}]}');
  const template = '{metadata: {labels: {app: web}}, spec: {serviceAccountName: cart, containers: [{name: app, image: "registry.example/app:1"}]}}';
  const owners = `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\nspec: {selector: {matchLabels: {app: web}}, template: ${template}}\n---\napiVersion: apps/v1\nkind: ReplicaSet\nmetadata: {name: web-1, namespace: shop, ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: web, uid: d, controller: true}]}\nspec: {template: ${template}}\n---\n`;
  const plan = planOf(account(`, annotations: {eks.amazonaws.com/role-arn: "${role}"}`) + owners + pod, { from: app, to: `cloud:${role}` });
  assert.deepEqual(plan.remaining, []);
  assert.deepEqual(plan.changes.flatMap((change) => change.edits).map(({ object, field, to }) => [object.kind, field, to]), [['ServiceAccount', 'metadata.annotations["eks.amazonaws.com/role-arn"]', null]]);
});

test('the cloud identity of a program that works with it alone is left to it', () => {
  const dns = podIn('shop', '', 'serviceAccountName: cart').replace('registry.example/app:1', 'registry.k8s.io/external-dns/external-dns:v0.16.0');
  const { changes, kept } = planOf(account(`, annotations: {eks.amazonaws.com/role-arn: "${role}"}`) + dns, { from: cart, to: `cloud:${role}` });
  assert.deepEqual([changes, kept.map(({ program, resource }) => [program, resource])], [[], [['ExternalDNS', 'its cloud identity']]]);
});

test('a Secret that shares its volume with others is for a person to take out', () => {
  const several = podIn('shop', 'securityContext: {runAsUser: 1000}, volumeMounts: [{name: v, mountPath: /v}]', 'volumes: [{name: v, projected: {sources: [{secret: {name: keys}}, {secret: {name: more}}]}}]');
  assert.match(whyNot(several, { from: app, to: 'secret:shop/keys' }), /mounts Secret keys in one volume with others/);
});

test('Secrets of Cluster API are not deleted', () => {
  const capi = kubeconfig.replace('data: {kubeconfig', 'type: cluster.x-k8s.io/secret\ndata: {value').replace('name: admin', 'name: a-kubeconfig');
  assert.match(whyNot(capi, { from: 'secret:shop/a-kubeconfig', to: 'cluster-admin' }), /Cluster API works with Secret shop\/a-kubeconfig/);
});

test('of an object that is there more than once nobody knows which one to change', () => {
  const twice = (more: string): string => `apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: web, namespace: shop}\nspec: {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: app, image: i${more}}]}}}\n---\n`;
  assert.match(whyNot(twice(', securityContext: {privileged: true}') + twice(''), { from: app, to: 'node-root:*', certainty: 'certain' }), /DaemonSet shop\/web is there more than once/);
});
