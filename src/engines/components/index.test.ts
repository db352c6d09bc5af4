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
