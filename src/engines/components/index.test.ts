import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextOf } from '../../../test/support/context.ts';
import { withField, withFlags } from '../../rules/flag-examples.ts';
import type { ComponentId } from './component.ts';

const coredns = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: coredns, namespace: kube-system}\nspec: {template: {spec: {containers: [{name: coredns, image: "registry.k8s.io/coredns/coredns:v1.12.1", args: [-conf, /etc/coredns/Corefile]}]}}}\n';
const backup = 'apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: backup, namespace: kube-system}\nspec: {jobTemplate: {spec: {template: {spec: {containers: [{name: b, image: "registry.k8s.io/etcd:3.6.4", command: [/bin/sh, -c, "etcdctl snapshot save x"]}]}}}}}\n';
const openshift = withFlags('kube-apiserver', ['--openshift-config=/etc/config.yaml']);

const found: readonly { name: string; yaml: string; id: ComponentId; foundBy: string }[] = [
  { name: 'a mirror pod', yaml: withFlags('etcd', []), id: 'etcd', foundBy: 'mirror pod' },
  { name: 'CoreDNS by its image, since it has no command', yaml: coredns, id: 'cluster-dns', foundBy: 'Deployment' },
  { name: 'a job that runs another program of the etcd image is no etcd', yaml: backup, id: 'etcd', foundBy: 'nothing' },
  { name: 'a kubelet by its Node', yaml: withField('readOnlyPort', '0'), id: 'kubelet', foundBy: 'Node' },
];
for (const { name, yaml, id, foundBy } of found) {
  test(`components: ${name}`, () => assert.deepEqual(contextOf(yaml).components.of(id).map((component) => component.foundBy), [foundBy]));
}

const settings: readonly { name: string; yaml: string; id: ComponentId; setting: string; value: unknown }[] = [
  { name: 'a flag', yaml: withFlags('kube-apiserver', ['--anonymous-auth=false']), id: 'kube-apiserver', setting: '--anonymous-auth', value: { value: 'false', origin: 'flag' } },
  { name: 'the last of a flag given twice', yaml: withFlags('kube-apiserver', ['--profiling=true', '--profiling', 'false']), id: 'kube-apiserver', setting: '--profiling', value: { value: 'false', origin: 'flag' } },
  { name: 'a boolean without value', yaml: withFlags('etcd', ['--client-cert-auth', '--name=a']), id: 'etcd', setting: '--client-cert-auth', value: { value: 'true', origin: 'flag' } },
  { name: 'the default of the version', yaml: withFlags('kube-apiserver', []), id: 'kube-apiserver', setting: '--anonymous-auth', value: { value: 'true', origin: 'default' } },
  { name: 'a field of the file that kubeadm gives', yaml: withField('readOnlyPort', '10255'), id: 'kubelet', setting: 'readOnlyPort', value: { value: '10255', origin: 'file' } },
  { name: 'unknown where a file that was not read may say it', yaml: openshift, id: 'kube-apiserver', setting: '--authorization-mode', value: 'gap/file/kube-apiserver//etc/config.yaml' },
  { name: 'unknown where nothing shows the component', yaml: coredns, id: 'etcd', setting: '--client-cert-auth', value: 'gap/flags/etcd' },
];
for (const { name, yaml, id, setting, value } of settings) {
  test(`settings: ${name}`, () => {
    const fact = contextOf(yaml).components.of(id)[0]?.setting(setting);
    assert.deepEqual(fact?.known ? fact.value : fact?.gaps[0]?.id, value);
  });
}

const kubeadm = (configuration: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: kubeadm-config, namespace: kube-system}\ndata:\n  ClusterConfiguration: |\n${configuration.replaceAll(/^/gm, '    ')}\n`;
const v1beta3 = kubeadm('apiVersion: kubeadm.k8s.io/v1beta3\nkubernetesVersion: v1.34.2\napiServer: {extraArgs: {anonymous-auth: "false"}}\netcd: {local: {extraArgs: {client-cert-auth: "false"}}}');
const v1beta4 = kubeadm('apiVersion: kubeadm.k8s.io/v1beta4\nkubernetesVersion: v1.34.2\napiServer: {extraArgs: [{name: anonymous-auth, value: "false"}]}');
const external = kubeadm('apiVersion: kubeadm.k8s.io/v1beta4\nkubernetesVersion: v1.34.2\netcd: {external: {endpoints: ["https://10.0.0.1:2379"]}}');

const described: readonly { name: string; yaml: string; id: ComponentId; setting: string; value: unknown }[] = [
  { name: 'extra arguments as a map', yaml: v1beta3, id: 'kube-apiserver', setting: '--anonymous-auth', value: ['kubeadm ConfigMap', 'false', true] },
  { name: 'extra arguments as a list', yaml: v1beta4, id: 'kube-apiserver', setting: '--anonymous-auth', value: ['kubeadm ConfigMap', 'false', true] },
  { name: 'what kubeadm writes by itself', yaml: v1beta4, id: 'kube-apiserver', setting: '--authorization-mode', value: ['kubeadm ConfigMap', 'Node,RBAC', true] },
  { name: 'extra arguments of etcd beat what kubeadm writes', yaml: v1beta3, id: 'etcd', setting: '--client-cert-auth', value: ['kubeadm ConfigMap', 'false', true] },
  { name: 'an external etcd is not described', yaml: external, id: 'etcd', setting: '--client-cert-auth', value: ['nothing', 'gap/flags/etcd', false] },
  { name: 'the pod itself beats the configuration', yaml: `${v1beta3}---\n${withFlags('kube-apiserver', ['--anonymous-auth=true'])}`, id: 'kube-apiserver', setting: '--anonymous-auth', value: ['mirror pod', 'true', false] },
];
for (const { name, yaml, id, setting, value } of described) {
  test(`kubeadm: ${name}`, () => {
    const [component] = contextOf(yaml).components.of(id);
    const fact = component?.setting(setting);
    assert.deepEqual([component?.foundBy, fact?.known ? fact.value.value : fact?.gaps[0]?.id, fact?.known === true && fact.assumed], value);
  });
}

const lease = (name: string, holder: string, labels = '{}'): string => `apiVersion: coordination.k8s.io/v1\nkind: Lease\nmetadata: {name: ${name}, namespace: kube-system, labels: ${labels}}\nspec: {holderIdentity: ${holder}}\n`;
test('a Lease shows that a component is there, and nothing of its settings', () => {
  const { components } = contextOf(`${lease('kube-scheduler', 'cp-1_7a')}---\n${lease('apiserver-abc', 'apiserver-abc_1', '{apiserver.kubernetes.io/identity: kube-apiserver}')}---\n${lease('other', 'x')}---\napiVersion: v1\nkind: Node\nmetadata: {name: cp-1}\n`);
  const shown = (id: ComponentId): unknown => components.of(id).map((each) => [each.foundBy, each.nodes, each.setting('--profiling').known]);
  assert.deepEqual([shown('kube-scheduler'), shown('kube-apiserver'), shown('kube-controller-manager')], [[['Lease', ['cp-1'], false]], [['Lease', [], false]], [['nothing', [], false]]]);
});

const silenced: readonly { name: string; yaml: string; id: ComponentId; setting: string; value: unknown }[] = [
  { name: 'with --config the flags of kube-proxy that stand for fields are ignored', yaml: `${withFlags('kube-proxy', ['--config=/var/lib/kube-proxy/config.conf', '--metrics-bind-address=0.0.0.0:10249'])}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: kube-proxy, namespace: kube-system}\ndata: {config.conf: "metricsBindAddress: 127.0.0.1:10249"}\n`, id: 'kube-proxy', setting: '--metrics-bind-address', value: '127.0.0.1:10249' },
  { name: 'with --config-file all flags of etcd are ignored', yaml: withFlags('etcd', ['--config-file=/etc/etcd.yaml', '--client-cert-auth=true']), id: 'etcd', setting: '--client-cert-auth', value: 'gap/file/etcd//etc/etcd.yaml' },
  { name: 'without a file the flag counts', yaml: withFlags('etcd', ['--client-cert-auth=true']), id: 'etcd', setting: '--client-cert-auth', value: 'true' },
];
for (const { name, yaml, id, setting, value } of silenced) {
  test(`settings: ${name}`, () => {
    const fact = contextOf(yaml).components.of(id)[0]?.setting(setting);
    assert.deepEqual(fact?.known ? fact.value.value : fact?.gaps[0]?.id, value);
  });
}

const node = (more: string): string => `apiVersion: v1\nkind: Node\nmetadata: {name: a${more}\n`;
const providers: readonly (readonly [name: string, yaml: string, provider: string | null | undefined])[] = [
  ['a label of EKS', node(', labels: {eks.amazonaws.com/nodegroup: a}}'), 'EKS'],
  ['a version of EKS', node('}\nstatus: {nodeInfo: {kubeletVersion: v1.34.1-eks-113cf36}}'), 'EKS'],
  ['a version of k3s', node('}\nstatus: {nodeInfo: {kubeletVersion: v1.34.1+k3s1}}'), 'k3s'],
  ['a node of kind', node('}\nspec: {providerID: kind://docker/kind/kind-control-plane}'), 'kind'],
  ['a control-plane node without marks', node(', labels: {node-role.kubernetes.io/control-plane: ""}}'), null],
  ['no mark at all', node('}'), undefined],
];
for (const [name, yaml, expected] of providers) {
  test(`provider: ${name}`, () => {
    const { provider } = contextOf(yaml).components;
    assert.deepEqual(provider.known ? (provider.value?.name ?? null) : undefined, expected);
  });
}
test('a hosted control plane is asked of its provider, a distribution of its file', () => {
  const askOf = (yaml: string): string | undefined => {
    const fact = contextOf(yaml).components.of('kube-apiserver')[0]?.setting('--anonymous-auth');
    return fact?.known === false ? fact.gaps[0]?.ask : undefined;
  };
  assert.match(askOf(node(', labels: {eks.amazonaws.com/nodegroup: a}}')) ?? '', /^How does EKS configure kube-apiserver/);
  assert.match(askOf(node('}\nstatus: {nodeInfo: {kubeletVersion: v1.34.1+k3s1}}')) ?? '', /config\.yaml of its servers/);
});

test('neighbours are found by their images', () => {
  const pod = (name: string, image: string): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: n}\nspec: {containers: [{name: c, image: ${image}}]}\n`;
  const { neighbours } = contextOf([pod('a', 'quay.io/argoproj/argocd:v3.1.1'), pod('b', 'docker.io/calico/node:v3.30.0'), pod('c', 'registry.example/shop/cart:1')].join('---\n')).components;
  assert.deepEqual(neighbours.map(({ kind, name, ref }) => [kind, name, ref.name]), [['CNI', 'Calico', 'b'], ['GitOps', 'Argo CD', 'a']]);
});
