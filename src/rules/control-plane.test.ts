import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runRules } from './run.ts';
import { rules } from './registry.ts';
import { documents } from './examples.ts';
import { withField, withFlags, withKubeletFile } from './flag-examples.ts';
import { contextOf } from '../../test/support/context.ts';
import { messagesOf, verdictOf, type Verdict } from '../../test/support/verdict.ts';

const api = (...flags: readonly string[]): string => withFlags('kube-apiserver', flags);
const asArgs = api('--profiling=false').replace('command: ["kube-apiserver", "--profiling=false"]', 'command: ["kube-apiserver"]\n      args: ["--profiling=false"]');
const encryption = (rows: string): string => documents(api('--encryption-provider-config=/e.yaml'), `apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\nresources: [${rows}]\n`);
const key = '{keys: [{name: a, secret: c2VlIHRoZSBmaWxl}]}';
const windows = (yaml: string): string => withKubeletFile(yaml).replace('nodeInfo: {', 'nodeInfo: {operatingSystem: windows, ');

const cases: readonly { readonly name: string; readonly rule: string; readonly yaml: string; readonly verdict: Verdict; readonly minor?: string }[] = [
  // Where peers are wrong: spec pages "checks" 2.8 and "guide" 1.10.
  { name: 'DenyServiceExternalIPs that runs passes (peers demand the reverse)', rule: 'apiserver-external-ips', yaml: api('--enable-admission-plugins=NodeRestriction,DenyServiceExternalIPs'), verdict: 'pass' },
  { name: 'DenyServiceExternalIPs that does not run fails (peers demand the reverse)', rule: 'apiserver-external-ips', yaml: api('--enable-admission-plugins=NodeRestriction'), verdict: 'fail' },
  { name: 'identity first writes in clear, whatever comes after (peers accept any strong provider)', rule: 'apiserver-encryption-provider', yaml: encryption(`{resources: [secrets], providers: [{identity: {}}, {secretbox: ${key}}]}`), verdict: 'fail' },
  { name: 'a strong provider for other resources does not help Secrets (peers accept any)', rule: 'apiserver-encryption-provider', yaml: encryption(`{resources: [configmaps], providers: [{secretbox: ${key}}]}, {resources: [secrets], providers: [{identity: {}}]}`), verdict: 'fail' },
  { name: 'a provider for all resources covers Secrets', rule: 'apiserver-encryption-provider', yaml: encryption(`{resources: ["*.*"], providers: [{secretbox: ${key}}]}`), verdict: 'pass' },
  { name: 'a row for Secrets beats one for all resources', rule: 'apiserver-encryption-provider', yaml: encryption(`{resources: [secrets], providers: [{identity: {}}]}, {resources: ["*.*"], providers: [{secretbox: ${key}}]}`), verdict: 'fail' },
  { name: 'an encryption file that was not given is unknown (peers take the flag for the content)', rule: 'apiserver-encryption-provider', yaml: api('--encryption-provider-config=/e.yaml'), verdict: 'unknown' },
  { name: 'flags in args count like those in command (peers read one of them)', rule: 'apiserver-profiling', yaml: asArgs, verdict: 'pass' },
  { name: 'no flag is no fault where the default is right: lookup (peers report it)', rule: 'apiserver-service-account-lookup', yaml: api(), verdict: 'pass' },
  { name: 'no flag is no fault where the default is right: TLS version', rule: 'apiserver-tls-version', yaml: api(), verdict: 'pass' },
  { name: 'no flag is no fault where the default is right: ciphers (peers report it)', rule: 'apiserver-tls-ciphers', yaml: api(), verdict: 'pass' },
  { name: 'no flag is no fault where the default is right: ServiceAccount plug-in (peers report it)', rule: 'apiserver-service-account-admission', yaml: api(), verdict: 'pass' },
  { name: 'no flag is no fault where the default is right: NamespaceLifecycle (peers report it)', rule: 'apiserver-namespace-lifecycle', yaml: api('--enable-admission-plugins=NodeRestriction'), verdict: 'pass' },
  { name: 'a plug-in both enabled and disabled runs', rule: 'apiserver-node-restriction', yaml: api('--enable-admission-plugins=NodeRestriction', '--disable-admission-plugins=NodeRestriction'), verdict: 'pass' },
  { name: 'a missing authorization mode is AlwaysAllow (a peer passes it)', rule: 'apiserver-authorization-always-allow', yaml: api(), verdict: 'fail' },
  { name: 'authorizers of a file are read (peers know the flag alone)', rule: 'apiserver-authorization-rbac', yaml: documents(api('--authorization-config=/a.yaml'), 'apiVersion: apiserver.config.k8s.io/v1\nkind: AuthorizationConfiguration\nauthorizers: [{type: Node, name: n}, {type: RBAC, name: r}]\n'), verdict: 'pass' },
  { name: 'anonymous access limited to health paths passes (peers know the flag alone)', rule: 'authentication-config-anonymous', yaml: 'apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\nanonymous: {enabled: true, conditions: [{path: /livez}]}\n', verdict: 'pass' },
  { name: 'a file that speaks of anonymous access decides it, not the default of the flag', rule: 'apiserver-anonymous-auth', yaml: documents(api('--authentication-config=/a.yaml'), 'apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\nanonymous: {enabled: false}\n'), verdict: 'not-applicable' },
  { name: 'a file that is silent leaves anonymous access on', rule: 'apiserver-anonymous-auth', yaml: documents(api('--authentication-config=/a.yaml'), 'apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\njwt: []\n'), verdict: 'fail' },
  { name: 'the insecure port does nothing from 1.20 (peers report it)', rule: 'apiserver-insecure-port', yaml: api('--insecure-port=8080'), verdict: 'not-applicable' },
  { name: 'the idle timeout does nothing from 1.34 (peers report it)', rule: 'kubelet-streaming-idle-timeout', yaml: withField('streamingConnectionIdleTimeout', '0s'), verdict: 'not-applicable' },
  // One root cause, one finding.
  { name: 'AlwaysAllow is one finding, not three', rule: 'apiserver-authorization-node', yaml: api(), verdict: 'not-applicable' },
  { name: 'without a policy the place of the audit log is no finding of its own', rule: 'apiserver-audit-log', yaml: api(), verdict: 'not-applicable' },
  { name: 'etcd that makes its own certificates is one finding', rule: 'etcd-serving-certificate', yaml: withFlags('etcd', ['--auto-tls=true']), verdict: 'not-applicable' },
  { name: 'etcd without certificates is one finding', rule: 'etcd-listen-address', yaml: withFlags('etcd', ['--listen-client-urls=http://10.0.0.1:2379']), verdict: 'pass' },
  // Versions and systems.
  { name: 'an image by digest is judged by the version of the cluster', rule: 'apiserver-insecure-port', yaml: api('--insecure-port=8080').replace(':v1.34.2', `@sha256:${'0'.repeat(64)}`), minor: '1.33', verdict: 'not-applicable' },
  { name: 'the default of 1.36 deletes the audit log by age, late enough', rule: 'apiserver-audit-log-retention', yaml: withFlags('kube-apiserver', ['--audit-policy-file=/p.yaml', '--audit-log-path=/var/log/audit.log'], 'v1.36.3'), verdict: 'pass' },
  { name: 'an audit log on standard output has no age', rule: 'apiserver-audit-log-retention', yaml: api('--audit-log-path=-', '--audit-log-maxage=1'), verdict: 'not-applicable' },
  { name: 'an audit log in an emptyDir dies with its pod', rule: 'apiserver-audit-log-mounted', yaml: withFlags('kube-apiserver', ['--audit-policy-file=/p.yaml', '--audit-log-path=/var/log/audit.log'], 'v1.34.2', ['/var/log']).replace('hostPath: {path: /var/log}', 'emptyDir: {}'), verdict: 'fail' },
  { name: 'a log beside the mounted directory is not mounted', rule: 'apiserver-audit-log-mounted', yaml: withFlags('kube-apiserver', ['--audit-policy-file=/p.yaml', '--audit-log-path=/var/log-audit/audit.log'], 'v1.34.2', ['/var/log']), verdict: 'fail' },
  { name: 'Windows nodes have no seccomp default', rule: 'kubelet-seccomp-default', yaml: windows('seccompDefault: false'), verdict: 'not-applicable' },
  { name: 'Windows nodes have no process id limit', rule: 'kubelet-pod-pid-limit', yaml: windows('podPidsLimit: -1'), verdict: 'not-applicable' },
  { name: 'an empty address of kube-proxy is its default', rule: 'kube-proxy-metrics-address', yaml: withField('metricsBindAddress', '""', 'kube-proxy'), verdict: 'pass' },
  { name: 'kube-proxy on all IPv6 addresses is on the network', rule: 'kube-proxy-metrics-address', yaml: withField('metricsBindAddress', '"[::]:10249"', 'kube-proxy'), verdict: 'fail' },
  { name: 'the CA of etcd is compared by its place on the node, not in the container', rule: 'etcd-own-ca', yaml: documents(withFlags('kube-apiserver', ['--client-ca-file=/pki/ca.crt'], 'v1.34.2', ['/pki']).replace('hostPath: {path: /pki}', 'hostPath: {path: /etc/kubernetes/pki}'), withFlags('etcd', ['--trusted-ca-file=/etc/kubernetes/pki/ca.crt'], '3.6.5-0', ['/etc/kubernetes/pki'])), verdict: 'fail' },
  { name: 'the same path over other directories is another CA', rule: 'etcd-own-ca', yaml: documents(withFlags('kube-apiserver', ['--client-ca-file=/pki/ca.crt'], 'v1.34.2', ['/pki']).replace('hostPath: {path: /pki}', 'hostPath: {path: /etc/kubernetes/pki}'), withFlags('etcd', ['--trusted-ca-file=/pki/ca.crt'], '3.6.5-0', ['/pki'])), verdict: 'pass' },
  { name: 'a webhook that is asked last refuses when it does not answer', rule: 'authorization-config-no-opinion', yaml: 'apiVersion: apiserver.config.k8s.io/v1\nkind: AuthorizationConfiguration\nauthorizers: [{type: RBAC, name: r}, {type: Webhook, name: w, webhook: {failurePolicy: NoOpinion}}]\n', verdict: 'pass' },
  { name: 'settings of a file that OpenShift names and nobody gave are unknown', rule: 'apiserver-client-ca', yaml: api('--openshift-config=/c.yaml'), verdict: 'unknown' },
];
test('the example with args has them', () => assert.match(asArgs, /command: \["kube-apiserver"\]\n *args:/));

for (const { name, rule, yaml, verdict, minor } of cases) {
  test(name, () => assert.equal(verdictOf(rule, yaml, minor === undefined ? {} : { kubernetesVersion: minor }), verdict));
}

test('a key of the encryption file is in no finding', () => {
  const yaml = encryption(`{resources: [secrets], providers: [{aesgcm: ${key}}]}`);
  const runs = runRules(rules.filter(({ id }) => id.startsWith('apiserver-')), contextOf(yaml));
  assert.equal(JSON.stringify(runs.map(({ fails }) => fails.map(({ breaches }) => breaches))).includes('c2VlIHRoZSBmaWxl'), false);
  assert.deepEqual(messagesOf('apiserver-kms', yaml), ['encrypts Secrets with a key that stands in the file (aesgcm)']);
});

test('one kubelet-config is one finding, however many nodes read it', () => {
  const yaml = documents(withField('podPidsLimit', '-1'), 'apiVersion: v1\nkind: Node\nmetadata: {name: worker-2}\nstatus: {nodeInfo: {kubeletVersion: v1.34.2}}\n');
  const [run] = runRules(rules.filter(({ id }) => id === 'kubelet-pod-pid-limit'), contextOf(yaml));
  assert.deepEqual(run?.fails.flatMap(({ breaches }) => breaches.map(({ object }) => object?.kind)), ['ConfigMap', 'ConfigMap']);
});
