// Every verdict that a decision can give, on the smallest input that gives it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextOf } from '../../../test/support/context.ts';
import type { ThreatVerdict } from '../../model/assessment.ts';
import { withField, withFlags } from '../../rules/flag-examples.ts';
import { evaluateThreat } from '../evaluate.ts';
import { threats } from '../index.ts';
import { decisions } from './index.ts';

type Fields = Readonly<Record<string, unknown>>;
const json = (apiVersion: string, kind: string, name: string, rest: Fields = {}, namespace?: string, metadata: Fields = {}): string =>
  JSON.stringify({ apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }), ...metadata }, ...rest });
const docs = (...documents: readonly string[]): string => documents.join('\n---\n');
const digest = `@sha256:${'a'.repeat(64)}`;
const app = `registry.example/app${digest}`;

const podSpec = (container: Fields, spec: Fields = {}): Fields => ({ containers: [{ name: 'app', image: app, ...container }], ...spec });
const pod = (container: Fields = {}, spec: Fields = {}, namespace = 'shop'): string => json('v1', 'Pod', 'app', { spec: podSpec(container, spec) }, namespace, { labels: { app: 'app' } });
const daemonSet = (container: Fields = {}, spec: Fields = {}, namespace = 'shop'): string => json('apps/v1', 'DaemonSet', 'agent', { spec: { template: { metadata: { labels: { app: 'agent' } }, spec: podSpec(container, spec) } } }, namespace);
const namespace = (name: string, level?: string): string => json('v1', 'Namespace', name, {}, undefined, level === undefined ? {} : { labels: { 'pod-security.kubernetes.io/enforce': level } });
const mount = (path: string, readOnly = false): readonly [Fields, Fields] => [{ volumeMounts: [{ name: 'v', mountPath: '/v', readOnly }] }, { volumes: [{ name: 'v', hostPath: { path } }] }];
const secret = (name: string, type: string, data: Fields, annotations: Fields = {}, where = 'shop'): string => json('v1', 'Secret', name, { type, stringData: data }, where, { annotations });
const bound = (rules: readonly Fields[], subject: Fields, where?: string): string => {
  const scope = where === undefined ? 'Cluster' : '';
  return docs(
    json('rbac.authorization.k8s.io/v1', `${scope}Role`, 'r', { rules }, where),
    json('rbac.authorization.k8s.io/v1', `${scope}RoleBinding`, 'b', { roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: `${scope}Role`, name: 'r' }, subjects: [subject] }, where),
  );
};
const rule = (verbs: string, resources: string, group = '', names?: readonly string[]): Fields => ({ verbs: verbs.split(','), apiGroups: [group], resources: resources.split(','), ...(names ? { resourceNames: names } : {}) });
const account = (name = 'app', where = 'shop'): Fields => ({ kind: 'ServiceAccount', name, namespace: where });
const person: Fields = { kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'dana' };
const everything = rule('*', '*', '*');
/** A dump that was taken whole: it holds what every API server makes, as stored. */
const whole = docs(
  json('rbac.authorization.k8s.io/v1', 'ClusterRole', 'cluster-admin', { rules: [everything, { verbs: ['*'], nonResourceURLs: ['*'] }] }, undefined, { uid: 'u1', labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' }, annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' } }),
  json('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', 'cluster-admin', { roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' }, subjects: [{ kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: 'system:masters' }] }, undefined, { uid: 'u2', labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' }, annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' } }),
);
const node = (name: string, labels: Fields, more: Fields = {}): string => json('v1', 'Node', name, { spec: {}, status: { nodeInfo: { kubeletVersion: 'v1.34.2', containerRuntimeVersion: 'containerd://2.1.4' } }, ...more }, undefined, { labels });
const controlPlane = { 'node-role.kubernetes.io/control-plane': '' };
const policy = (spec: Fields, where = 'shop', name = 'p'): string => json('networking.k8s.io/v1', 'NetworkPolicy', name, { spec }, where);
const corefile = (lines: string): string => docs(
  json('apps/v1', 'Deployment', 'coredns', { spec: { replicas: 2, template: { metadata: { labels: { 'k8s-app': 'kube-dns' } }, spec: { containers: [{ name: 'coredns', image: 'registry.k8s.io/coredns/coredns:v1.12.1' }] } } } }, 'kube-system'),
  json('v1', 'ConfigMap', 'coredns', { data: { Corefile: `.:53 {\n${lines}\n}\n` } }, 'kube-system'),
);
const budget = json('policy/v1', 'PodDisruptionBudget', 'dns', { spec: { minAvailable: 1, selector: { matchLabels: { 'k8s-app': 'kube-dns' } } } }, 'kube-system');
const at10 = json('v1', 'Node', 'n1', { status: { addresses: [{ type: 'InternalIP', address: '10.0.0.5' }] } });
const none = namespace('shop');
const webhook = (kind: 'Mutating' | 'Validating', more: Fields, rules: Fields = { operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] }): string =>
  json('admissionregistration.k8s.io/v1', `${kind}WebhookConfiguration`, 'w', { webhooks: [{ name: 'w.example', clientConfig: { service: { namespace: 'inject', name: 'injector' } }, rules: [rules], ...more }] });
const injector = (image: string): string => json('apps/v1', 'Deployment', 'injector', { spec: { template: { spec: { containers: [{ name: 'c', image }] } } } }, 'inject');
const csr = json('certificates.k8s.io/v1', 'CertificateSigningRequest', 'dana', { spec: { signerName: 'kubernetes.io/kube-apiserver-client', username: 'admin', request: '' } });
const service = (type: string, more: Fields = {}): string => json('v1', 'Service', 'app', { spec: { type, selector: { app: 'app' }, ports: [{ port: 80, nodePort: 30080 }], ...more } }, 'shop');
const ingress = (host: string, where: string, tls: boolean): string => json('networking.k8s.io/v1', 'Ingress', 'web', { spec: { ...(tls ? { tls: [{ hosts: [host] }] } : {}), rules: [{ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'app', port: { number: 80 } } } }] } }] } }, where);
const cni = (image: string): string => json('apps/v1', 'DaemonSet', 'cni', { spec: { template: { spec: { hostNetwork: true, containers: [{ name: 'cni', image }] } } } }, 'kube-system');
const calico = cni('docker.io/calico/node:v3.30.0');
const flannel = cni('docker.io/flannel/flannel:v0.27.0');
const project = (spec: Fields): string => json('argoproj.io/v1alpha1', 'AppProject', 'default', { spec }, 'argocd');
const placed = (name: string, where?: string, serviceAccountName?: string): string => json('v1', 'Pod', name, { spec: { ...podSpec({}), ...(where === undefined ? {} : { nodeName: where }), ...(serviceAccountName === undefined ? {} : { serviceAccountName }) } }, 'shop', { labels: { app: name } });
const published = json('v1', 'Service', 'web', { spec: { type: 'LoadBalancer', selector: { app: 'web' }, ports: [{ port: 80 }] } }, 'shop');
const buckets = json('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'buckets.s3.services.k8s.aws', { spec: { group: 's3.services.k8s.aws', names: { plural: 'buckets', kind: 'Bucket' } } });
const outside = json('v1', 'Node', 'n1', { spec: { providerID: 'baremetalhost:///a' } });
const inAws = json('v1', 'Node', 'n1', { spec: { providerID: 'aws:///eu-central-1a/i-0' } });
const warned = (mode: string): string => json('v1', 'Namespace', 'shop', {}, undefined, { labels: { [`pod-security.kubernetes.io/${mode}`]: 'restricted' } });
const kubeconfig = (user: string): string => json('v1', 'ConfigMap', 'login', { data: { config: `apiVersion: v1\nkind: Config\nusers:\n- name: a\n  user:\n    ${user}\n` } }, 'shop');
const store = (s3Url: string): string => json('velero.io/v1', 'BackupStorageLocation', 'default', { spec: { config: { s3Url } } }, 'velero');
const application = json('argoproj.io/v1alpha1', 'Application', 'shop', { spec: { project: 'default', syncPolicy: { automated: {} } } }, 'argocd');
const tokenOf = (name: string): string => secret('token', 'kubernetes.io/service-account-token', { token: 'x' }, { 'kubernetes.io/service-account.name': name });
const proxy = (address: string): string => docs(withFlags('kube-proxy', ['--config=/var/lib/kube-proxy/config.conf']), json('v1', 'ConfigMap', 'kube-proxy', { data: { 'config.conf': `metricsBindAddress: ${address}\n` } }, 'kube-system'));

const report = (kind: string, rest: Fields): string => json('aquasecurity.github.io/v1alpha1', kind, 'r', { report: { registry: { server: 'index.docker.io' }, artifact: { repository: 'library/app', tag: '1.0.0' }, ...rest } }, 'shop');
const scannedPod = pod({ image: 'app:1.0.0' });
const withPullSecret = (policy: string): string => pod({ image: 'registry.example/app:1.0.0', imagePullPolicy: policy }, { imagePullSecrets: [{ name: 'pull' }] });
const nodeOf = (nodeInfo: Fields): string => json('v1', 'Node', 'n1', { status: { nodeInfo: { operatingSystem: 'linux', ...nodeInfo } } });

const rows: readonly (readonly [threat: string, verdict: ThreatVerdict, why: string, input: string])[] = [
  ['SCA-01', 'unknown', 'no list of registries', pod()],
  ['SCA-01', 'mitigated', 'a policy names registries', docs(pod(), json('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', 'p', { spec: { validations: [{ expression: "object.spec.containers.all(c, c.image.startsWith('registry.example/'))" }] } }))],
  ['SCA-02', 'present', 'a tag', pod({ image: 'app:1' })],
  ['SCA-02', 'absent', 'a digest', pod()],
  ['SCA-03', 'present', 'nothing verifies', pod()],
  ['SCA-03', 'mitigated', 'a policy enforces', docs(pod(), json('policy.sigstore.dev/v1beta1', 'ClusterImagePolicy', 'signed', { spec: {} }))],
  ['SCA-03', 'unknown', 'no workload was given', none],
  ['SCA-04', 'present', 'a scan found a grave flaw with a fix', docs(scannedPod, report('VulnerabilityReport', { vulnerabilities: [{ vulnerabilityID: 'CVE-2024-0001', severity: 'CRITICAL', fixedVersion: '1.2' }] }))],
  ['SCA-04', 'absent', 'a scan found nothing that a release mends', docs(scannedPod, report('VulnerabilityReport', { vulnerabilities: [{ vulnerabilityID: 'CVE-2024-0001', severity: 'CRITICAL', fixedVersion: '' }, { vulnerabilityID: 'CVE-2024-0002', severity: 'LOW', fixedVersion: '1' }] }))],
  ['SCA-04', 'present', 'a program with published flaws', pod({ image: 'quay.io/argoproj/argocd:v2.8.0' })],
  ['SCA-04', 'unknown', 'no scan', scannedPod],
  ['SCA-04', 'unknown', 'a scan of another tag', docs(pod({ image: 'app:1.0.1' }), report('VulnerabilityReport', { vulnerabilities: [] }))],
  ['SCA-05', 'present', 'a package known as malicious', docs(scannedPod, report('VulnerabilityReport', { vulnerabilities: [{ vulnerabilityID: 'MAL-2025-1', resource: 'left-pat', severity: 'CRITICAL' }] }))],
  ['SCA-05', 'unknown', 'a scan that names none', docs(scannedPod, report('VulnerabilityReport', { vulnerabilities: [] }))],
  ['SCA-06', 'present', 'a scan found a credential', docs(scannedPod, report('ExposedSecretReport', { secrets: [{ ruleID: 'aws-access-key-id', target: '/app/.env' }] }))],
  ['SCA-06', 'absent', 'a scan found none', docs(scannedPod, report('ExposedSecretReport', { secrets: [] }))],
  ['SCA-06', 'unknown', 'no scan', scannedPod],
  ['SCA-07', 'present', 'somebody else reads the pull Secret', docs(withPullSecret('Always'), bound([rule('get', 'secrets')], account('other'), 'shop'))],
  ['SCA-07', 'present', 'a kubelet that never asks', docs(withPullSecret('IfNotPresent'), withField('imagePullCredentialsVerificationPolicy', 'NeverVerify', 'kubelet', 'v1.35.1'))],
  ['SCA-07', 'unknown', 'pulled anew each time, readers not given', withPullSecret('Always')],
  ['SCA-07', 'absent', 'no pull credential', pod()],
  ['SCA-14', 'present', 'starts a shell', pod({ command: ['/bin/sh', '-c', '/app'] })],
  ['SCA-14', 'present', 'a probe starts a shell', pod({ livenessProbe: { exec: { command: ['bash', '-c', 'true'] } } })],
  ['SCA-14', 'present', 'an image of Alpine', pod({ image: 'node:26.1.0-alpine3.22' })],
  ['SCA-14', 'present', 'an SBOM with curl', docs(scannedPod, report('SbomReport', { components: { components: [{ name: 'curl', type: 'library' }] } }))],
  ['SCA-14', 'absent', 'an SBOM without tools', docs(scannedPod, report('SbomReport', { components: { components: [{ name: 'tzdata', type: 'library' }] } }))],
  ['SCA-14', 'unknown', 'nothing known', pod()],
  ['SCI-03', 'present', 'a runtime with flaws', nodeOf({ containerRuntimeVersion: 'containerd://1.7.20' })],
  ['SCI-03', 'unknown', 'runc is not in the API', nodeOf({ containerRuntimeVersion: 'containerd://2.3.9' })],
  ['SCI-03', 'unknown', 'no node', none],
  ['SCI-04', 'present', 'a system out of support', nodeOf({ osImage: 'Ubuntu 18.04.6 LTS', kernelVersion: '6.18.36' })],
  ['SCI-04', 'unknown', 'a kernel that a distribution may have mended', nodeOf({ osImage: 'Ubuntu 24.04.1 LTS', kernelVersion: '5.15.0-91-generic' })],
  ['SCI-04', 'absent', 'a kernel newer than all flaws known', nodeOf({ osImage: 'Flatcar', kernelVersion: '9.1.0-flatcar' })],
  ['SCI-05', 'unknown', 'nobody sees it from the cluster', nodeOf({})],
  ['SCI-09', 'unknown', 'nobody sees it from the cluster', none],
  ['SCA-08', 'present', 'a project without limits', project({ sourceRepos: ['*'] })],
  ['SCA-08', 'absent', 'a project with limits', project({ sourceRepos: ['https://git.example/shop'], destinations: [{ namespace: 'shop' }] })],
  ['SCA-08', 'unknown', 'nothing of the kind', none],
  ['SCA-09', 'present', 'no signature asked for', docs(application, project({ sourceRepos: ['https://git.example/shop'] }))],
  ['SCA-09', 'absent', 'a signing key', docs(application, project({ signatureKeys: [{ keyID: 'A' }] }))],
  ['SCA-09', 'unknown', 'a project that was not given', application],
  ['SCA-10', 'present', 'a token that runs pods', docs(tokenOf('app'), bound([rule('create', 'pods')], account()))],
  ['SCA-10', 'unknown', 'a token without rights that were given', tokenOf('app')],
  ['SCA-10', 'absent', 'without rights in a whole dump', docs(tokenOf('app'), whole)],
  ['SCA-11', 'present', 'a privileged builder', pod({ image: `moby/buildkit${digest}`, securityContext: { privileged: true } })],
  ['SCA-11', 'absent', 'a rootless builder', pod({ image: `moby/buildkit${digest}` })],
  ['SCA-11', 'mitigated', 'a rootless builder where baseline is enforced', docs(namespace('shop', 'baseline'), pod({ image: `moby/buildkit${digest}` }))],
  ['SCA-12', 'present', 'an injector by tag', docs(webhook('Mutating', {}), injector('injector:1'))],
  ['SCA-12', 'absent', 'an injector by digest', docs(webhook('Mutating', {}), injector(`injector${digest}`))],
  ['SCA-12', 'unknown', 'an injector that was not given', webhook('Mutating', {})],
  ['SCA-13', 'present', 'downloads a script', pod({ command: ['sh', '-c', 'curl -s https://x.example/i.sh | sh'] })],
  ['SCA-13', 'absent', 'starts what it ships', pod({ command: ['/app'] })],
  ['SCA-13', 'unknown', 'gitRepo at an unknown version', pod({}, { volumes: [{ name: 'g', gitRepo: { repository: 'https://x.example' } }] })],
  ['SCI-01', 'present', 'another registry', withFlags('etcd', []).replace('registry.k8s.io', 'mirror.example')],
  ['SCI-01', 'absent', 'the release registry', withFlags('etcd', [])],
  ['SCI-02', 'present', 'a kubelet newer than its API server', docs(withFlags('kube-apiserver', []).replaceAll('v1.34.2', 'v1.36.3'), node('a', {}).replaceAll('v1.34.2', 'v1.37.0'))],
  ['SCI-06', 'present', 'a privileged agent by tag', daemonSet({ image: 'agent:1', securityContext: { privileged: true } })],
  ['SCI-06', 'absent', 'a privileged agent by digest', daemonSet({ securityContext: { privileged: true } })],
  ['SCI-07', 'present', 'a retired program', pod({ image: 'registry.k8s.io/ingress-nginx/controller:v1.13.0' })],
  ['SCI-07', 'absent', 'another', pod()],
  ['SCI-08', 'present', 'a cluster of Argo CD', json('v1', 'Secret', 'c', { type: 'Opaque' }, 'argocd', { labels: { 'argocd.argoproj.io/secret-type': 'cluster' } })],
  ['SCI-08', 'absent', 'an ordinary Secret', secret('s', 'Opaque', { a: 'b' })],
  ['API-01', 'present', 'a load balancer in front of it', json('v1', 'Service', 'kubernetes', { spec: { type: 'LoadBalancer', ports: [{ port: 443 }] } }, 'default')],
  ['API-01', 'absent', 'a load balancer for some', json('v1', 'Service', 'kubernetes', { spec: { type: 'LoadBalancer', loadBalancerSourceRanges: ['192.0.2.0/24'], ports: [{ port: 443 }] } }, 'default')],
  ['API-01', 'unknown', 'a public address of its node', node('a', controlPlane, { status: { addresses: [{ type: 'ExternalIP', address: '203.0.113.1' }] } })],
  ['API-01', 'unknown', 'a provider that shows nothing', node('a', { 'eks.amazonaws.com/nodegroup': 'n' })],
  ['API-02', 'present', 'a binding and the flag', docs(withFlags('kube-apiserver', []), bound([rule('get', 'pods')], { kind: 'User', name: 'system:anonymous' }))],
  ['API-02', 'absent', 'the flag is off', docs(withFlags('kube-apiserver', ['--anonymous-auth=false']), bound([rule('get', 'pods')], { kind: 'User', name: 'system:anonymous' }))],
  ['API-02', 'unknown', 'flags that were not given', bound([rule('get', 'pods')], { kind: 'Group', name: 'system:unauthenticated' })],
  ['API-04', 'present', 'a token file', withFlags('kube-apiserver', ['--token-auth-file=/t', '--oidc-issuer-url=https://id.example'])],
  ['API-04', 'present', 'certificates of people', docs(withFlags('kube-apiserver', []), csr)],
  ['API-04', 'absent', 'single sign-on', withFlags('kube-apiserver', ['--oidc-issuer-url=https://id.example'])],
  ['API-04', 'unknown', 'nobody says how people log in', withFlags('kube-apiserver', [])],
  ['API-07', 'present', 'a webhook that fails open', webhook('Validating', { failurePolicy: 'Ignore' })],
  ['API-07', 'absent', 'a webhook that fails closed', webhook('Validating', {})],
  ['API-07', 'unknown', 'none was given', none],
  ['API-08', 'present', 'a webhook that sees Secrets', webhook('Validating', {}, { operations: ['*'], apiGroups: [''], apiVersions: ['v1'], resources: ['secrets'] })],
  ['API-08', 'absent', 'a webhook that sees pods', webhook('Validating', {})],
  ['API-08', 'unknown', 'none was given', none],
  ['API-09', 'present', 'kubelets are not checked', withFlags('kube-apiserver', [])],
  ['API-09', 'absent', 'all checked', withFlags('kube-apiserver', ['--kubelet-certificate-authority=/ca', '--requestheader-client-ca-file=/f', '--requestheader-allowed-names=front'])],
  ['API-09', 'unknown', 'flags that were not given', none],
  ['API-12', 'present', 'fairness off', withFlags('kube-apiserver', ['--enable-priority-and-fairness=false'])],
  ['API-12', 'absent', 'fairness on', withFlags('kube-apiserver', [])],
  ['API-12', 'unknown', 'flags that were not given', none],
  ['API-13', 'present', 'a token Secret', docs(tokenOf('app'), withFlags('kube-apiserver', []))],
  ['API-13', 'absent', 'none, and defaults', docs(none, withFlags('kube-apiserver', []))],
  ['API-13', 'unknown', 'flags that were not given', none],
  ['API-14', 'present', 'a token without expiry', secret('bootstrap-token-a', 'bootstrap.kubernetes.io/token', { 'token-id': 'a' }, {}, 'kube-system')],
  ['API-14', 'absent', 'an expired token', secret('bootstrap-token-a', 'bootstrap.kubernetes.io/token', { 'token-id': 'a', expiration: '2020-01-01T00:00:00Z' }, {}, 'kube-system')],
  ['API-15', 'present', 'approves for clients', bound([rule('update', 'certificatesigningrequests/approval', 'certificates.k8s.io'), rule('approve', 'signers', 'certificates.k8s.io')], person)],
  ['API-15', 'unknown', 'half of it', bound([rule('update', 'certificatesigningrequests/approval', 'certificates.k8s.io')], person)],
  ['API-15', 'absent', 'nobody in a whole dump', whole],
  ['API-16', 'present', 'no taint', node('cp', controlPlane)],
  ['API-16', 'absent', 'the taint', node('cp', controlPlane, { spec: { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] } })],
  ['API-16', 'not-applicable', 'a provider runs it', node('a', { 'eks.amazonaws.com/nodegroup': 'a' })],
  ['API-16', 'unknown', 'no node', none],
  ['API-17', 'present', 'profiling on', withFlags('kube-apiserver', [])],
  ['API-17', 'absent', 'off, in a whole dump', docs(withFlags('kube-apiserver', ['--profiling=false']), whole)],
  ['API-17', 'unknown', 'off, and rights were not given', withFlags('kube-apiserver', ['--profiling=false'])],
  ['ETC-01', 'absent', 'loopback', withFlags('etcd', ['--listen-client-urls=https://127.0.0.1:2379', '--listen-peer-urls=https://127.0.0.1:2380'])],
  ['ETC-01', 'unknown', 'an address of the node', withFlags('etcd', ['--listen-client-urls=https://10.0.0.1:2379', '--listen-peer-urls=https://127.0.0.1:2380'])],
  ['ETC-03', 'present', 'mounts the data', pod(...mount('/var/lib/etcd'))],
  ['ETC-03', 'absent', 'mounts nothing', pod()],
  ['ETC-03', 'mitigated', 'a namespace that refuses', docs(namespace('shop', 'baseline'), pod())],
  ['ETC-04', 'present', 'a plain copy on the node', pod({ command: ['sh', '-c', 'etcdctl snapshot save /v/x'], ...mount('/var/backups')[0] }, mount('/var/backups')[1])],
  ['ETC-04', 'absent', 'an encrypted copy', pod({ command: ['sh', '-c', 'etcdctl snapshot save /x && age -r key /x'] })],
  ['ETC-04', 'unknown', 'no copy', none],
  ['ETC-05', 'present', 'one member', withFlags('etcd', [])],
  ['ETC-05', 'absent', 'three members', docs(...['1', '2', '3'].map((each) => withFlags('etcd', []).replace('etcd-cp-1', `etcd-cp-${each}`)))],
  ['ETC-05', 'unknown', 'fewer pods than nodes', docs(withFlags('etcd', []), node('a', controlPlane), node('b', controlPlane))],
  ['ETC-05', 'not-applicable', 'a provider runs it', node('a', { 'eks.amazonaws.com/nodegroup': 'a' })],
  ['SCH-01', 'absent', 'loopback', withFlags('kube-scheduler', ['--bind-address=127.0.0.1'])],
  ['SCH-01', 'unknown', 'every address', withFlags('kube-scheduler', [])],
  ['SCH-02', 'present', 'binds pods', bound([rule('create', 'pods/binding')], account())],
  ['SCH-02', 'unknown', 'nobody that was given', none],
  ['SCH-02', 'absent', 'nobody in a whole dump', whole],
  ['SCH-03', 'present', 'creates pods', bound([rule('create', 'pods')], person)],
  ['SCH-03', 'mitigated', 'a policy on placement', docs(bound([rule('create', 'pods')], person), json('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', 'p', { spec: { validations: [{ expression: '!has(object.spec.nodeName)' }] } }))],
  ['SCH-03', 'unknown', 'nobody that was given', none],
  ['KCM-02', 'unknown', 'every address', withFlags('kube-controller-manager', [])],
  ['KCM-02', 'absent', 'loopback, both', docs(withFlags('kube-controller-manager', ['--bind-address=127.0.0.1']), withFlags('cloud-controller-manager', ['--bind-address=127.0.0.1']))],
  ['KCM-03', 'present', 'mounts the key', docs(withFlags('kube-controller-manager', ['--cluster-signing-key-file=/etc/kubernetes/pki/ca.key']), pod(...mount('/etc/kubernetes/pki')))],
  ['KCM-03', 'unknown', 'who can read it on the node', withFlags('kube-controller-manager', ['--cluster-signing-key-file=/etc/kubernetes/pki/ca.key'])],
  ['KCM-03', 'absent', 'no key on disk', withFlags('kube-controller-manager', [])],
  ['KCM-04', 'present', 'reads Secrets of kube-system', bound([rule('get', 'secrets')], person, 'kube-system')],
  ['KCM-04', 'unknown', 'reads Secrets elsewhere', bound([rule('get', 'secrets')], person, 'shop')],
  ['KCM-04', 'absent', 'nobody in a whole dump', whole],
  ['KCM-05', 'present', 'piles up', json('batch/v1', 'CronJob', 'j', { spec: { schedule: '* * * * *', jobTemplate: { spec: { template: { spec: podSpec({}) } } } } }, 'shop')],
  ['KCM-05', 'absent', 'forbids', json('batch/v1', 'CronJob', 'j', { spec: { concurrencyPolicy: 'Forbid', jobTemplate: { spec: { template: { spec: podSpec({}) } } } } }, 'shop')],
  ['KCM-05', 'mitigated', 'a quota', docs(json('batch/v1', 'CronJob', 'j', { spec: { jobTemplate: { spec: { template: { spec: podSpec({}) } } } } }, 'shop'), json('v1', 'ResourceQuota', 'q', { spec: { hard: { pods: '10' } } }, 'shop'))],
  ['CCM-01', 'present', 'a key by name', secret('cloud', 'Opaque', { aws_secret_access_key: 'x' })],
  ['CCM-01', 'absent', 'another Secret', secret('s', 'Opaque', { a: 'b' })],
  ['CCM-03', 'present', 'open to everybody', service('LoadBalancer')],
  ['CCM-03', 'absent', 'open to some', service('LoadBalancer', { loadBalancerSourceRanges: ['192.0.2.0/24'] })],
  ['CCM-04', 'unknown', 'who may take the role', json('v1', 'ServiceAccount', 'a', {}, 'shop', { annotations: { 'eks.amazonaws.com/role-arn': 'arn:a' } })],
  ['CCM-04', 'present', 'one role for two', docs(...['a', 'b'].map((name) => json('v1', 'ServiceAccount', name, {}, 'shop', { annotations: { 'eks.amazonaws.com/role-arn': 'arn:a' } })))],
  ['CCM-04', 'absent', 'no role', json('v1', 'ServiceAccount', 'a', {}, 'shop')],
  ['KUB-03', 'present', 'no policy', docs(pod(), at10)],
  ['KUB-03', 'present', 'a policy that lets everything out', docs(pod(), policy({ podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }] }), at10)],
  ['KUB-03', 'present', 'a plug-in that carries nothing out', docs(pod(), policy({ podSelector: {}, policyTypes: ['Egress'] }), at10, cni('docker.io/flannel/flannel:v0.27.0'))],
  ['KUB-03', 'mitigated', 'nodes taken out of the block', docs(pod(), policy({ podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/24'] } }] }] }), at10, cni('docker.io/calico/node:v3.30.0'))],
  ['KUB-03', 'unknown', 'the plug-in was not given', docs(pod(), policy({ podSelector: {}, policyTypes: ['Egress'] }), at10)],
  ['KUB-03', 'unknown', 'no node was given, and some addresses are allowed', docs(pod(), policy({ podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/24' } }] }] }), calico)],
  ['KUB-03', 'mitigated', 'no node was given, and no address is allowed', docs(pod(), policy({ podSelector: {}, policyTypes: ['Egress'] }), calico)],
  ['KUB-03', 'present', 'no node was given, and every address is allowed', docs(pod(), policy({ podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }] }), calico)],
  ['KUB-03', 'unknown', 'a policy that is not evaluated', docs(pod(), at10, json('cilium.io/v2', 'CiliumNetworkPolicy', 'c', { spec: { endpointSelector: {}, egress: [{}] } }, 'shop'))],
  ['KUB-03', 'present', 'a policy of the plug-in for the other direction', docs(pod(), at10, json('cilium.io/v2', 'CiliumNetworkPolicy', 'c', { spec: { endpointSelector: {}, ingress: [{}] } }, 'shop'))],
  ['KUB-03', 'absent', 'no workload', none],
  ['KUB-05', 'present', 'mounts the kubelet', pod(...mount('/var/lib/kubelet', true))],
  ['KUB-05', 'absent', 'mounts the directory of plug-ins', pod(...mount('/var/lib/kubelet/plugins'))],
  ['KUB-05', 'mitigated', 'a namespace that refuses', docs(namespace('shop', 'restricted'), pod())],
  ['KUB-06', 'present', 'writes static pods', pod(...mount('/etc/kubernetes'))],
  ['KUB-06', 'absent', 'reads them only, no address', docs(pod(...mount('/etc/kubernetes', true)), withField('readOnlyPort', '0'))],
  ['KUB-07', 'present', 'root that reads logs', docs(pod({ ...mount('/var/log')[0], securityContext: { runAsUser: 0 } }, { ...mount('/var/log')[1], serviceAccountName: 'app' }), bound([rule('get', 'pods/log')], account()))],
  ['KUB-07', 'unknown', 'the user is unknown', docs(pod(...mount('/var/log')), bound([rule('get', 'pods/log')], account()))],
  ['KUB-07', 'absent', 'not root', pod({ ...mount('/var/log')[0], securityContext: { runAsUser: 1000 } }, mount('/var/log')[1])],
  ['RUN-05', 'not-applicable', 'a pod that has ended', pod(...mount('/var/log')).replace('"spec"', '"status":{"phase":"Succeeded"},"spec"')],
  ['KUB-08', 'present', 'a default', withField('seccompDefault', 'false')],
  ['KUB-08', 'unknown', 'no kubelet', none],
  ['RUN-05', 'present', 'writes logs', pod(...mount('/var/log'))],
  ['RUN-05', 'absent', 'reads logs', pod(...mount('/var/log', true))],
  ['KPX-01', 'present', 'metrics for all', proxy('0.0.0.0:10249')],
  ['KPX-01', 'absent', 'loopback', proxy('127.0.0.1:10249')],
  ['KPX-01', 'unknown', 'no proxy', none],
  ['KPX-02', 'present', 'a NodePort', service('NodePort')],
  ['KPX-02', 'present', 'a hostPort', pod({ ports: [{ containerPort: 80, hostPort: 80 }] })],
  ['KPX-02', 'absent', 'neither', service('ClusterIP')],
  ['KPX-03', 'present', 'creates Services', docs(withFlags('kube-apiserver', []), bound([rule('create', 'services')], person))],
  ['KPX-03', 'mitigated', 'refused by a plug-in', docs(withFlags('kube-apiserver', ['--enable-admission-plugins=DenyServiceExternalIPs']), bound([rule('create', 'services')], person))],
  ['KPX-03', 'unknown', 'nobody that was given', withFlags('kube-apiserver', [])],
  ['KPX-04', 'present', 'host network and NET_ADMIN', pod({ securityContext: { capabilities: { add: ['NET_ADMIN'] } } }, { hostNetwork: true })],
  ['KPX-04', 'absent', 'NET_ADMIN in its own network', pod({ securityContext: { capabilities: { add: ['NET_ADMIN'] } } })],
  ['KPX-04', 'mitigated', 'a namespace that refuses', docs(namespace('shop', 'baseline'), pod())],
  ['NOD-01', 'present', 'mounts /etc', pod(...mount('/etc', true))],
  ['NOD-01', 'absent', 'mounts a narrow path', pod(...mount('/srv/data'))],
  ['NOD-02', 'not-applicable', 'no cloud', docs(pod(), node('a', {}, { spec: { providerID: 'kind://docker/kind/a' } }))],
  ['NOD-02', 'unknown', 'a node that names no provider', docs(pod(), node('a', {}))],
  ['NOD-02', 'not-applicable', 'GKE answers in its place', docs(pod(), node('a', { 'iam.gke.io/gke-metadata-server-enabled': 'true' }, { spec: { providerID: 'gce://p/z/a' } }))],
  ['NOD-02', 'unknown', 'the plug-in was not given', docs(pod(), node('a', {}, { spec: { providerID: 'aws:///a/i-1' } }), policy({ podSelector: {}, policyTypes: ['Egress'] }))],
  ['NOD-02', 'unknown', 'the hop limit', docs(pod(), node('a', {}, { spec: { providerID: 'aws:///a/i-1' } }))],
  ['NOD-02', 'mitigated', 'egress is closed', docs(pod(), calico, node('a', {}, { spec: { providerID: 'aws:///a/i-1' } }), policy({ podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.0.0/16'] } }] }] }))],
  ['NOD-02', 'unknown', 'egress is open to every address', docs(pod(), calico, node('a', {}, { spec: { providerID: 'aws:///a/i-1' } }), policy({ podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }] }))],
  ['NOD-03', 'present', 'reads Secrets everywhere', docs(daemonSet({}, { serviceAccountName: 'app' }), bound([rule('list', 'secrets')], account()))],
  ['NOD-03', 'unknown', 'no such right that was given', daemonSet()],
  ['NOD-03', 'absent', 'none in a whole dump', docs(daemonSet(), whole)],
  ['NOD-04', 'present', 'no limit of disk', pod()],
  ['NOD-04', 'absent', 'limits', docs(pod({ resources: { limits: { 'ephemeral-storage': '1Gi' } } }), withField('podPidsLimit', '512'))],
  ['NOD-06', 'present', 'a public address', node('a', {}, { status: { addresses: [{ type: 'ExternalIP', address: '203.0.113.1' }] } })],
  ['NOD-06', 'absent', 'none', node('a', {})],
  ['NOD-06', 'unknown', 'no node', none],
  ['APP-01', 'present', 'published', docs(pod(), service('LoadBalancer'))],
  ['APP-01', 'absent', 'a load balancer inside the network', docs(pod(), json('v1', 'Service', 'app', { spec: { type: 'LoadBalancer', selector: { app: 'app' }, ports: [{ port: 80, nodePort: 30080 }] } }, 'shop', { annotations: { 'networking.gke.io/load-balancer-type': 'Internal' } }))],
  ['APP-01', 'present', 'an HTTPRoute', docs(pod(), service('ClusterIP'), json('gateway.networking.k8s.io/v1', 'Gateway', 'g', { spec: { listeners: [{ name: 'web', port: 80, protocol: 'HTTP' }] } }, 'shop'), json('gateway.networking.k8s.io/v1', 'HTTPRoute', 'r', { spec: { parentRefs: [{ name: 'g' }], rules: [{ backendRefs: [{ name: 'app', port: 80 }] }] } }, 'shop'))],
  ['APP-01', 'absent', 'an HTTPRoute that the gateway does not take', docs(pod(), service('ClusterIP'), json('gateway.networking.k8s.io/v1', 'Gateway', 'g', { spec: { listeners: [{ name: 'web', port: 80, protocol: 'HTTP' }] } }, 'edge'), json('gateway.networking.k8s.io/v1', 'HTTPRoute', 'r', { spec: { parentRefs: [{ name: 'g', namespace: 'edge' }], rules: [{ backendRefs: [{ name: 'app', port: 80 }] }] } }, 'shop'))],
  ['APP-01', 'unknown', 'published, and the plug-in was not given', docs(pod(), service('LoadBalancer', { externalTrafficPolicy: 'Local' }), policy({ podSelector: {} }))],
  ['APP-01', 'absent', 'not published', docs(pod(), service('ClusterIP'))],
  ['APP-08', 'present', 'no limits', pod()],
  ['APP-08', 'absent', 'limits', pod({ resources: { limits: { cpu: '1', memory: '1Gi' } } })],
  ['APP-08', 'absent', 'limits of the namespace', docs(pod(), json('v1', 'LimitRange', 'l', { spec: { limits: [{ type: 'Container', default: { cpu: '1', memory: '1Gi' } }] } }, 'shop'))],
  ['APP-15', 'present', 'writes webhooks', bound([rule('update', 'validatingwebhookconfigurations', 'admissionregistration.k8s.io')], account())],
  ['APP-15', 'present', 'rewrites one webhook by its name', bound([rule('update', 'validatingwebhookconfigurations', 'admissionregistration.k8s.io', ['own'])], account())],
  ['APP-15', 'unknown', 'nobody that was given', none],
  ['APP-15', 'absent', 'nobody in a whole dump', whole],
  ['APP-16', 'present', 'published', docs(pod({ image: 'docker.io/adminer:5' }), service('NodePort'))],
  ['APP-16', 'present', 'without a login', pod({ image: 'docker.io/grafana/grafana:12.0.0', env: [{ name: 'GF_AUTH_ANONYMOUS_ENABLED', value: 'true' }] })],
  ['APP-16', 'present', 'not published, and open to every pod', pod({ image: 'docker.io/grafana/grafana:12.0.0' })],
  ['APP-16', 'mitigated', 'not published, and kept by a policy', docs(pod({ image: 'docker.io/grafana/grafana:12.0.0' }), policy({ podSelector: {} }), calico)],
  ['APP-16', 'unknown', 'kept by a policy, and the plug-in was not given', docs(pod({ image: 'docker.io/grafana/grafana:12.0.0' }), policy({ podSelector: {} }))],
  ['APP-16', 'absent', 'no console', pod()],
  ['APP-16', 'absent', 'another program of an image that holds a console', pod({ image: 'quay.io/argoproj/argocd:v3.1.0', args: ['/usr/local/bin/argocd-repo-server'] })],
  ['APP-18', 'present', 'two that write', docs(json('v1', 'PersistentVolumeClaim', 'c', { spec: { accessModes: ['ReadWriteMany'] } }, 'shop'), ...['a', 'b'].map((name) => json('v1', 'Pod', name, { spec: podSpec({ name }, { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'c' } }] }) }, 'shop', { labels: { name } })))],
  ['APP-18', 'absent', 'one', json('v1', 'PersistentVolumeClaim', 'c', { spec: { accessModes: ['ReadWriteMany'] } }, 'shop')],
  ['APP-20', 'present', 'deletes claims', bound([rule('delete', 'persistentvolumeclaims')], person, 'shop')],
  ['APP-20', 'unknown', 'nobody that was given', none],
  ['APP-20', 'absent', 'nobody in a whole dump', whole],
  ['NET-01', 'present', 'no policy', pod()],
  ['NET-01', 'present', 'a policy for another pod', docs(pod(), policy({ podSelector: { matchLabels: { app: 'other' } } }))],
  ['NET-01', 'present', 'a policy that lets everybody in again', docs(pod(), policy({ podSelector: {}, ingress: [{}] }))],
  ['NET-01', 'present', 'a plug-in that carries nothing out', docs(pod(), policy({ podSelector: {} }), flannel)],
  ['NET-01', 'mitigated', 'a default deny', docs(pod(), policy({ podSelector: {} }), calico)],
  ['NET-01', 'absent', 'a policy for each pod', docs(pod(), policy({ podSelector: { matchLabels: { app: 'app' } } }))],
  ['NET-01', 'unknown', 'a policy that is not evaluated', docs(pod(), json('cilium.io/v2', 'CiliumNetworkPolicy', 'c', { spec: { endpointSelector: {}, ingress: [{}] } }, 'shop'))],
  ['NET-01', 'unknown', 'a default deny of an administrator, beside Calico', docs(pod(), calico, json('policy.networking.k8s.io/v1alpha1', 'BaselineAdminNetworkPolicy', 'default', { spec: { subject: { namespaces: {} }, ingress: [{ action: 'Deny', from: [{ namespaces: {} }] }] } }))],
  ['NET-01', 'not-applicable', 'no pod', none],
  ['NET-02', 'present', 'no policy', pod()],
  ['NET-02', 'present', 'every address but those of the cluster', docs(pod(), policy({ podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] } }], ports: [{ port: 443 }] }] }))],
  ['NET-02', 'present', 'names from anywhere', docs(pod(), policy({ podSelector: {}, policyTypes: ['Egress'], egress: [{ ports: [{ port: 53, protocol: 'UDP' }] }] }))],
  ['NET-02', 'mitigated', 'pods of the cluster alone', docs(pod(), policy({ podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [{ namespaceSelector: {} }] }] }), calico)],
  ['NET-02', 'absent', 'one block, for one pod', docs(pod(), policy({ podSelector: { matchLabels: { app: 'app' } }, policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr: '192.0.2.0/24' } }] }] }))],
  ['NET-02', 'present', 'a default deny of an administrator that leaves addresses open', docs(pod(), json('policy.networking.k8s.io/v1alpha1', 'BaselineAdminNetworkPolicy', 'default', { spec: { subject: { namespaces: {} }, egress: [{ action: 'Deny', to: [{ namespaces: {} }] }] } }))],
  ['NET-03', 'unknown', 'policies of administrators beside Calico', docs(json('policy.networking.k8s.io/v1alpha1', 'BaselineAdminNetworkPolicy', 'default', { spec: { subject: { namespaces: {} } } }), policy({ podSelector: {} }), calico)],
  ['NET-03', 'absent', 'Calico', docs(policy({ podSelector: {} }), cni('docker.io/calico/node:v3.30.0'))],
  ['NET-03', 'present', 'Flannel alone', docs(policy({ podSelector: {} }), cni('docker.io/flannel/flannel:v0.27.0'))],
  ['NET-03', 'unknown', 'no plug-in', policy({ podSelector: {} })],
  ['NET-03', 'not-applicable', 'no policy', docs(pod(), cni('docker.io/flannel/flannel:v0.27.0'))],
  ['NET-04', 'present', 'every namespace', policy({ podSelector: {}, ingress: [{ from: [{ namespaceSelector: {} }] }] })],
  ['NET-04', 'present', 'every IPv6 address', policy({ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: '::/0' } }] }] })],
  ['NET-04', 'absent', 'named namespaces', policy({ podSelector: {}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { a: 'b' } } }] }] })],
  ['NET-04', 'absent', 'names for everybody', policy({ podSelector: {}, ingress: [{ from: [{ namespaceSelector: {} }], ports: [{ port: 53, protocol: 'UDP' }] }] })],
  ['NET-05', 'present', 'nothing encrypts', pod()],
  ['NET-05', 'mitigated', 'WireGuard', docs(pod(), json('crd.projectcalico.org/v1', 'FelixConfiguration', 'default', { spec: { wireguardEnabled: true } }))],
  ['NET-05', 'unknown', 'no workload', none],
  ['NET-06', 'present', 'a bridge and NET_RAW', docs(pod(), cni('docker.io/flannel/flannel:v0.27.0'))],
  ['NET-06', 'unknown', 'an unknown network', pod()],
  ['NET-06', 'absent', 'dropped', pod({ securityContext: { capabilities: { drop: ['ALL'] } } })],
  ['NET-07', 'present', 'a version with the flaw', pod({ image: 'registry.k8s.io/ingress-nginx/controller:v1.11.4' })],
  ['NET-07', 'mitigated', 'the flaw behind a policy', docs(pod({ image: 'registry.k8s.io/ingress-nginx/controller:v1.11.4' }), policy({ podSelector: {}, ingress: [{ ports: [{ port: 443 }] }] }), calico)],
  ['NET-07', 'present', 'the flaw behind a policy that opens the webhook', docs(pod({ image: 'registry.k8s.io/ingress-nginx/controller:v1.11.4', ports: [{ name: 'webhook', containerPort: 9443 }] }), policy({ podSelector: {}, ingress: [{ ports: [{ port: 'webhook' }] }] }), calico)],
  ['NET-07', 'absent', 'a mended version', pod({ image: 'registry.k8s.io/ingress-nginx/controller:v1.11.5' })],
  ['NET-07', 'unknown', 'a digest alone', pod({ image: `registry.k8s.io/ingress-nginx/controller${digest}` })],
  ['NET-08', 'present', 'one host in two namespaces', docs(ingress('a.example', 'shop', true), ingress('a.example', 'blog', true))],
  ['NET-08', 'absent', 'two hosts', docs(ingress('a.example', 'shop', true), ingress('b.example', 'blog', true))],
  ['DNS-01', 'present', 'writes the Corefile', bound([rule('update', 'configmaps', '', ['coredns'])], person, 'kube-system')],
  ['DNS-01', 'unknown', 'writes elsewhere', bound([rule('update', 'configmaps')], person, 'shop')],
  ['DNS-01', 'absent', 'nobody in a whole dump', whole],
  ['DNS-02', 'present', 'transfers to anyone', corefile('  transfer {\n    to *\n  }')],
  ['DNS-02', 'absent', 'no transfer', corefile('  errors')],
  ['DNS-02', 'unknown', 'no Corefile', none],
  ['DNS-03', 'present', 'no budget', corefile('  errors')],
  ['DNS-03', 'absent', 'two replicas and a budget', docs(corefile('  errors'), budget)],
  ['DNS-03', 'unknown', 'no DNS', none],
  ['DNS-04', 'present', 'the resolver of the node', corefile('  forward . /etc/resolv.conf')],
  ['DNS-04', 'absent', 'over TLS', corefile('  forward . tls://9.9.9.9 {\n    tls_servername dns.quad9.net\n  }')],
  ['DNS-04', 'unknown', 'no Corefile', none],
  ['INA-02', 'present', 'a binding', bound([rule('get', 'pods')], { kind: 'Group', name: 'system:masters' })],
  ['INA-02', 'unknown', 'certificates', none],
  ['INA-03', 'present', 'impersonates', bound([rule('impersonate', 'users')], person)],
  ['INA-03', 'unknown', 'limited to names', bound([rule('impersonate', 'users', '', ['eve'])], person)],
  ['INA-03', 'absent', 'nobody in a whole dump', whole],
  ['INA-04', 'present', 'deletes events', bound([rule('delete', 'events')], person)],
  ['INA-04', 'unknown', 'nobody that was given', none],
  ['INA-04', 'absent', 'nobody in a whole dump', whole],
  ['INA-05', 'present', 'people who read every Secret', bound([everything], person)],
  ['INA-05', 'unknown', 'in one namespace only', bound([rule('get', 'secrets')], person, 'shop')],
  ['INA-05', 'absent', 'nobody in a whole dump', whole],
  ['INA-06', 'present', 'a shell on the node', pod({ command: ['nsenter', '-t', '1'] }, { hostPID: true })],
  ['INA-06', 'unknown', 'who can log in', none],
  ['INA-08', 'present', 'a privileged namespace', namespace('x', 'privileged')],
  ['INA-08', 'absent', 'levels, and no file', docs(namespace('x', 'restricted'), withFlags('kube-apiserver', []))],
  ['INA-08', 'unknown', 'a file that was not given', docs(namespace('x', 'restricted'), withFlags('kube-apiserver', ['--admission-control-config-file=/a.yaml']))],
  ['INA-09', 'present', 'Velero as administrator', docs(pod({ image: 'docker.io/velero/velero:v1.17.0' }, { serviceAccountName: 'velero' }), bound([everything], account('velero')))],
  ['INA-09', 'absent', 'no backup', none],
  ['INA-09', 'unknown', 'rights that were not given', pod({ image: 'docker.io/velero/velero:v1.17.0' }, { serviceAccountName: 'velero' })],
  ['INU-01', 'present', 'runs pods beside a stronger account', docs(bound([rule('create', 'pods')], person, 'shop'), bound([rule('list', 'secrets')], account()).replaceAll('"name":"r"', '"name":"r2"').replaceAll('"name":"b"', '"name":"b2"'))],
  ['INU-01', 'unknown', 'no account that was given is stronger', bound([rule('create', 'pods')], person, 'shop')],
  ['INU-04', 'present', 'patches namespaces', bound([rule('patch', 'namespaces')], person)],
  ['INU-04', 'unknown', 'nobody that was given', none],
  ['INU-04', 'absent', 'nobody in a whole dump', whole],
  ['INU-05', 'present', 'creates ingresses', bound([rule('create', 'ingresses', 'networking.k8s.io')], person, 'shop')],
  ['INU-05', 'unknown', 'nobody that was given', none],
  ['INU-05', 'absent', 'nobody in a whole dump', whole],
  ['INU-08', 'present', 'no quota', pod()],
  ['INU-08', 'present', 'a policy that holds none of its pods', docs(pod(), policy({ podSelector: { matchLabels: { app: 'other' } } }), json('v1', 'ResourceQuota', 'q', {}, 'shop'), json('v1', 'LimitRange', 'l', {}, 'shop'))],
  ['INU-08', 'absent', 'all three', docs(pod(), policy({ podSelector: {} }), json('v1', 'ResourceQuota', 'q', {}, 'shop'), json('v1', 'LimitRange', 'l', {}, 'shop'))],
  ['INU-09', 'present', 'creates volumes', bound([rule('create', 'persistentvolumes')], person)],
  ['INU-09', 'unknown', 'nobody that was given', none],
  ['INU-09', 'absent', 'nobody in a whole dump', whole],
  ['INP-02', 'present', 'no encryption asked for', json('storage.k8s.io/v1', 'StorageClass', 's', { provisioner: 'ebs.csi.aws.com' })],
  ['INP-02', 'absent', 'the key of the provider', json('storage.k8s.io/v1', 'StorageClass', 's', { provisioner: 'ebs.csi.aws.com', parameters: { encrypted: 'true' } })],
  ['INP-02', 'mitigated', 'a key of its own', json('storage.k8s.io/v1', 'StorageClass', 's', { provisioner: 'ebs.csi.aws.com', parameters: { encrypted: 'true', kmsKeyId: 'k' } })],
  ['INP-02', 'unknown', 'another provisioner', json('storage.k8s.io/v1', 'StorageClass', 's', { provisioner: 'disk.example' })],
  ['INP-07', 'present', 'one zone', docs(node('a', { 'topology.kubernetes.io/zone': 'a' }), node('b', { 'topology.kubernetes.io/zone': 'a' }))],
  ['INP-07', 'absent', 'two zones', docs(node('a', { 'topology.kubernetes.io/zone': 'a' }), node('b', { 'topology.kubernetes.io/zone': 'b' }))],
  ['INP-07', 'unknown', 'no node', none],
  ['INP-09', 'present', 'a vendor that reads Secrets', bound([rule('list', 'secrets')], account('agent', 'datadog'))],
  ['INP-09', 'unknown', 'nobody that was given', none],
  ['INP-09', 'absent', 'nobody in a whole dump', whole],
  ['NOD-05', 'present', 'an account that reads all Secrets beside a public pod', docs(placed('web', 'n1'), published, placed('agent', 'n1', 'agent'), bound([rule('list', 'secrets')], account('agent')))],
  ['NOD-05', 'absent', 'on another node', docs(placed('web', 'n1'), published, placed('agent', 'n2', 'agent'), bound([rule('list', 'secrets')], account('agent')))],
  ['NOD-05', 'absent', 'nothing is open to the outside', docs(placed('web', 'n1'), placed('agent', 'n1', 'agent'), bound([rule('list', 'secrets')], account('agent')))],
  ['NOD-05', 'unknown', 'it is not known where they run', docs(placed('web'), published, placed('agent', undefined, 'agent'), bound([rule('list', 'secrets')], account('agent')))],
  ['NOD-05', 'unknown', 'rights that were not given', docs(placed('web', 'n1'), published, placed('agent', 'n1', 'agent'))],
  ['NOD-05', 'unknown', 'Secrets of one namespace', docs(placed('web', 'n1'), published, placed('agent', 'n1', 'agent'), bound([rule('list', 'secrets')], account('agent'), 'shop'))],
  ['RUN-02', 'present', 'Docker on TCP', pod({ image: 'docker.io/library/docker:28-dind', args: ['dockerd', '--host=tcp://0.0.0.0:2375'] })],
  ['RUN-02', 'present', 'Docker without certificates', pod({ image: 'docker:dind', env: [{ name: 'DOCKER_TLS_CERTDIR', value: '' }] })],
  ['RUN-02', 'unknown', 'on loopback only', pod({ image: 'docker:dind', args: ['dockerd', '--host=tcp://127.0.0.1:2375'] })],
  ['RUN-02', 'unknown', 'with certificates', pod({ image: 'docker:dind', args: ['dockerd', '--host=tcp://0.0.0.0:2376', '--tlsverify'] })],
  ['RUN-03', 'absent', 'all in a sandbox', docs(pod({}, { runtimeClassName: 'safe' }), json('node.k8s.io/v1', 'RuntimeClass', 'safe', { handler: 'runsc' }))],
  ['RUN-03', 'unknown', 'a class that is no sandbox', docs(pod({}, { runtimeClassName: 'fast' }), json('node.k8s.io/v1', 'RuntimeClass', 'fast', { handler: 'runc' }))],
  ['RUN-03', 'unknown', 'no class', pod()],
  ['CCM-02', 'present', 'buckets by custom resources', docs(buckets, bound([rule('create', 'buckets', 's3.services.k8s.aws')], account()))],
  ['CCM-02', 'unknown', 'nobody may write them', docs(buckets, bound([rule('get', 'buckets', 's3.services.k8s.aws')], account()))],
  ['CCM-02', 'unknown', 'a kind that no controller makes in a cloud', bound([rule('create', 'buckets', 's3.services.k8s.aws')], account())],
  ['CCM-02', 'not-applicable', 'no cloud', outside],
  ['APP-19', 'present', 'kube-proxy that is none', json('apps/v1', 'DaemonSet', 'kube-proxy', { spec: { template: { spec: podSpec({ image: 'registry.example/miner:1' }) } } }, 'kube-system')],
  ['APP-19', 'unknown', 'kube-proxy that is one', json('apps/v1', 'DaemonSet', 'kube-proxy', { spec: { template: { spec: podSpec({ image: 'registry.k8s.io/kube-proxy:v1.34.2' }) } } }, 'kube-system')],
  ['INA-07', 'present', 'nothing heals', application],
  ['INA-07', 'absent', 'it heals', json('argoproj.io/v1alpha1', 'Application', 'shop', { spec: { syncPolicy: { automated: { selfHeal: true } } } }, 'argocd')],
  ['INA-07', 'present', 'Flux suspended', json('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', 'shop', { spec: { suspend: true } }, 'flux-system')],
  ['INA-07', 'absent', 'Flux running', json('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', 'shop', { spec: {} }, 'flux-system')],
  ['INA-07', 'present', 'a release that is not looked after', json('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'shop', { spec: {} }, 'shop')],
  ['INA-07', 'absent', 'a release that is', json('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'shop', { spec: { driftDetection: { mode: 'enabled' } } }, 'shop')],
  ['INA-07', 'unknown', 'no source', none],
  ['INA-10', 'unknown', 'what people leave behind', none],
  ['INU-06', 'present', 'a namespace that only warns', docs(warned('warn'), whole)],
  ['INU-06', 'absent', 'one that refuses as well', docs(warned('warn').replace('"pod-security.kubernetes.io/warn":', '"pod-security.kubernetes.io/enforce":"baseline","pod-security.kubernetes.io/warn":'), whole)],
  ['INU-06', 'absent', 'the namespace of the cluster itself', docs(warned('warn').replace('"shop"', '"kube-system"'), whole)],
  ['INU-06', 'present', 'a person who changes workloads', bound([rule('patch', 'deployments', 'apps')], person, 'shop')],
  ['INU-06', 'unknown', 'a pipeline that does', bound([rule('patch', 'deployments', 'apps')], { ...person, name: 'ci-deploy' }, 'shop')],
  ['INU-06', 'absent', 'nobody in a whole dump', whole],
  ['INU-07', 'present', 'a kubeconfig in a ConfigMap', kubeconfig('token: abcdef')],
  ['INU-07', 'unknown', 'a kubeconfig without a login', kubeconfig('exec: {command: aws}')],
  ['INP-01', 'unknown', 'the machines', none],
  ['INP-03', 'unknown', 'who administers the account', inAws],
  ['INP-03', 'not-applicable', 'no cloud', outside],
  ['INP-04', 'present', 'an agent for sessions', daemonSet({ image: 'public.ecr.aws/amazon-ssm-agent/amazon-ssm-agent:3.3' })],
  ['INP-04', 'unknown', 'no agent that was given', none],
  ['INP-05', 'unknown', 'the network underneath', none],
  ['INP-06', 'unknown', 'a machine of one’s own', outside],
  ['INP-06', 'not-applicable', 'machines of a cloud', inAws],
  ['INP-08', 'present', 'a store in the cluster', store('http://minio.velero.svc:9000')],
  ['INP-08', 'present', 'the same in short', docs(store('http://minio.velero:9000'), json('v1', 'Service', 'minio', { spec: {} }, 'velero'))],
  ['INP-08', 'unknown', 'a store elsewhere', store('https://s3.example.com')],
];

const shownAs: Parameters<typeof evaluateThreat>[2] = ({ object, seen }) => ({ object, field: '', seen, location: null });

function found(id: string): (typeof threats)[number] {
  const threat = threats.find((each) => each.id === `threat/${id}`);
  assert.ok(threat);
  return threat;
}

for (const [id, verdict, why, input] of rows) {
  test(`threat/${id} is ${verdict}: ${why}`, () => {
    const { result } = evaluateThreat(found(id), contextOf(input), shownAs);
    assert.equal(result.verdict, verdict, JSON.stringify(result.instances.map((each) => [each.verdict, each.message, each.gaps])));
  });
}

test('a published workload that a policy closes is mitigated', () => {
  const { result } = evaluateThreat(found('APP-01'), contextOf(docs(pod(), service('LoadBalancer', { externalTrafficPolicy: 'Local' }), policy({ podSelector: {} }), calico)), shownAs);
  assert.deepEqual(result.instances.map(({ verdict, scope, control }) => [verdict, scope.name, control?.name]), [['mitigated', 'app', 'p']]);
});

test('every decision has rows for two verdicts at least', () => {
  for (const id of Object.keys(decisions)) {
    const verdicts = new Set(rows.filter(([each]) => `threat/${each}` === id).map(([, verdict]) => verdict));
    // The rest of SCI-02 is decided by a rule; the others only by people.
    assert.ok(verdicts.size > 1 || ['SCI-02', 'SCI-05', 'SCI-09', 'INA-10', 'INP-01', 'INP-05'].includes(id.slice('threat/'.length)), id);
  }
});
