// No verdict that cannot change: one field or flag of the hardened example is flipped at a time. The table says what must turn
// then, and nothing else may. It was written from the rules of the domain before the code was run on it.
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { assess, contextOf } from '../src/assess.ts';
import { collect } from '../src/collect/index.ts';
import type { Assessment } from '../src/model/assessment.ts';
import type { Edit } from '../src/model/change.ts';
import { valueAt, type KubernetesObject, type Path } from '../src/model/object.ts';
import type { Snapshot } from '../src/model/snapshot.ts';

const today = new Date('2026-11-28');
const snapshot = await collect([resolve(import.meta.dirname, '../examples/shop-hardened')]);
const { cluster } = contextOf(snapshot, { today });
const before = assess(snapshot, { today });

interface Mutation {
  readonly what: string;
  readonly apply: (given: Snapshot) => Snapshot;
  /** New findings, `rule Kind namespace/name`. */
  readonly findings: readonly string[];
  /** Recommendations whose verdict changes. */
  readonly recommendations: readonly string[];
  /** Threats whose verdict or list of places changes. */
  readonly threats: readonly string[];
}

function find(kind: string, group: string, namespace: string | undefined, name: string): KubernetesObject {
  const object = cluster.find(kind, group, namespace, name);
  assert.ok(object, `${kind} ${name}`);
  return object;
}

function edited(object: KubernetesObject, ...edits: readonly Edit[]): Mutation['apply'] {
  return () => cluster.apply([{ target: cluster.ref(object), title: 'mutate', edits, breaks: '' }]).snapshot;
}

function set(kind: string, group: string, namespace: string | undefined, name: string, path: Path, value: unknown): Mutation['apply'] {
  return edited(find(kind, group, namespace, name), value === undefined ? { op: 'remove', path } : { op: 'set', path, value });
}

/** A flag of a static pod, left out or set; the value is a function of the present one. */
function flag(component: string, name: string, value: string | ((now: string) => string) | null): Mutation['apply'] {
  const pod = find('Pod', '', 'kube-system', `${component}-cp-1`);
  const path = ['spec', 'containers', 0, 'command'];
  const words = valueAt(pod, path) as readonly string[];
  const written = words.find((word) => word.startsWith(`${name}=`));
  assert.ok(written, name);
  const now = written.slice(name.length + 1);
  const next = typeof value === 'function' ? value(now) : value;
  return edited(pod, { op: 'set', path, value: words.flatMap((word) => (word !== written ? [word] : next === null ? [] : [`${name}=${next}`])) });
}

/** A field of what the kubelet of worker-1 answers. */
function configz(path: Path, value: unknown): Mutation['apply'] {
  return (given) => ({
    ...given,
    configz: given.configz.map((each) => {
      if (each.node !== 'worker-1') return each;
      const config = structuredClone(each.config);
      const parent = valueAt(config, path.slice(0, -1)) as Record<string | number, unknown>;
      parent[path.at(-1) ?? ''] = value;
      return { ...each, config };
    }),
  });
}

const catalog = (path: Path, value: unknown): Mutation['apply'] => set('Deployment', 'apps', 'shop', 'catalog', ['spec', 'template', 'spec', ...path], value);
const without = (list: string, word: string): string => list.split(',').filter((each) => each !== word).join(',');
const apiserver = 'Pod kube-system/kube-apiserver-cp-1';
const etcd = 'Pod kube-system/etcd-cp-1';
const manager = 'Pod kube-system/kube-controller-manager-cp-1';
const worker = 'Node /worker-1';
const deployment = 'Deployment shop/catalog';

const mutations: readonly Mutation[] = [
  { what: 'anonymous requests on', apply: flag('kube-apiserver', '--anonymous-auth', 'true'), findings: [`apiserver-anonymous-auth ${apiserver}`], recommendations: ['A1', 'U2'], threats: ['API-02'] },
  { what: 'profiling of the API server on', apply: flag('kube-apiserver', '--profiling', 'true'), findings: [`apiserver-profiling ${apiserver}`], recommendations: ['U2'], threats: ['API-17'] },
  { what: 'no audit policy', apply: flag('kube-apiserver', '--audit-policy-file', null), findings: [`apiserver-audit-policy ${apiserver}`], recommendations: ['L1', 'L3', 'L4', 'L5', 'U2'], threats: ['API-11'] },
  { what: 'the Node authorizer gone', apply: flag('kube-apiserver', '--authorization-mode', 'RBAC'), findings: [`apiserver-authorization-node ${apiserver}`], recommendations: ['U2'], threats: ['API-03', 'API-05'] },
  { what: 'everything allowed', apply: flag('kube-apiserver', '--authorization-mode', 'Node,RBAC,AlwaysAllow'), findings: [`apiserver-authorization-always-allow ${apiserver}`], recommendations: ['A5', 'U2'], threats: ['API-03'] },
  { what: 'NodeRestriction gone', apply: flag('kube-apiserver', '--enable-admission-plugins', (now) => without(now, 'NodeRestriction')), findings: [`apiserver-node-restriction ${apiserver}`], recommendations: ['U2'], threats: ['API-05'] },
  { what: 'DenyServiceExternalIPs gone', apply: flag('kube-apiserver', '--enable-admission-plugins', (now) => without(now, 'DenyServiceExternalIPs')), findings: [`apiserver-external-ips ${apiserver}`], recommendations: ['U2'], threats: ['KPX-03'] },
  { what: 'Secrets not encrypted', apply: flag('kube-apiserver', '--encryption-provider-config', null), findings: [`apiserver-encryption-at-rest ${apiserver}`], recommendations: ['N28', 'U2'], threats: ['API-10'] },
  { what: 'kubelets not checked', apply: flag('kube-apiserver', '--kubelet-certificate-authority', null), findings: [`apiserver-kubelet-certificate-authority ${apiserver}`], recommendations: ['N14', 'U2'], threats: ['API-09'] },
  { what: 'etcd without client certificates', apply: flag('etcd', '--client-cert-auth', 'false'), findings: [`etcd-client-cert-auth ${etcd}`], recommendations: ['N14', 'N20', 'U2'], threats: ['ETC-02'] },
  { what: 'etcd on every address', apply: flag('etcd', '--listen-client-urls', 'https://0.0.0.0:2379'), findings: [`etcd-listen-address ${etcd}`], recommendations: ['N17', 'N19'], threats: ['ETC-01'] },
  { what: 'etcd takes certificates of the cluster', apply: flag('etcd', '--trusted-ca-file', '/etc/kubernetes/pki/ca.crt'), findings: [`etcd-own-ca ${etcd}`], recommendations: ['N21', 'U2'], threats: ['ETC-02'] },
  { what: 'controllers share an identity', apply: flag('kube-controller-manager', '--use-service-account-credentials', 'false'), findings: [`controller-manager-service-account-credentials ${manager}`], recommendations: ['U2'], threats: ['KCM-01'] },
  { what: 'controller manager on every address', apply: flag('kube-controller-manager', '--bind-address', '0.0.0.0'), findings: [`controller-manager-bind-address ${manager}`], recommendations: ['N17', 'U2'], threats: ['KCM-02'] },
  { what: 'scheduler on every address', apply: flag('kube-scheduler', '--bind-address', '0.0.0.0'), findings: ['scheduler-bind-address Pod kube-system/kube-scheduler-cp-1'], recommendations: ['N17', 'U2'], threats: ['SCH-01'] },
  { what: 'the read-only port open', apply: configz(['readOnlyPort'], 10255), findings: [`kubelet-read-only-port ${worker}`], recommendations: ['A12', 'U2'], threats: ['KUB-02'] },
  { what: 'a kubelet open to anyone', apply: configz(['authentication', 'anonymous', 'enabled'], true), findings: [`kubelet-anonymous-auth ${worker}`], recommendations: ['A12', 'U2'], threats: ['KUB-01'] },
  { what: 'a kubelet that allows everything', apply: configz(['authorization', 'mode'], 'AlwaysAllow'), findings: [`kubelet-authorization-mode ${worker}`], recommendations: ['A12', 'U2'], threats: ['KUB-01'] },
  { what: 'processes without limit', apply: configz(['podPidsLimit'], -1), findings: [`kubelet-pod-pid-limit ${worker}`], recommendations: ['N12', 'U2'], threats: ['KUB-08', 'NOD-04'] },
  { what: 'metrics of kube-proxy for all', apply: edited(find('ConfigMap', '', 'kube-system', 'kube-proxy'), { op: 'set', path: ['data', 'config.conf'], value: 'metricsBindAddress: 0.0.0.0:10249\nnodePortAddresses: [primary]\nmode: nftables\n' }), findings: ['kube-proxy-metrics-address ConfigMap kube-system/kube-proxy'], recommendations: ['U2'], threats: ['KPX-01'] },
  { what: 'DNS asks in clear', apply: edited(find('ConfigMap', '', 'kube-system', 'coredns'), { op: 'set', path: ['data', 'Corefile'], value: '.:53 {\n  kubernetes cluster.local\n  forward . /etc/resolv.conf\n}\n' }), findings: [], recommendations: [], threats: ['DNS-04'] },
  { what: 'one replica of DNS', apply: set('Deployment', 'apps', 'kube-system', 'coredns', ['spec', 'replicas'], 1), findings: [], recommendations: [], threats: ['DNS-03'] },
  { what: 'a privileged container', apply: catalog(['containers', 0, 'securityContext', 'privileged'], true), findings: [`invalid-pod ${deployment}`, `privileged ${deployment}`, `refused-pods ${deployment}`], recommendations: [], threats: ['APP-02'] },
  { what: 'the process list of the node', apply: catalog(['hostPID'], true), findings: [`host-pid ${deployment}`, `invalid-pod ${deployment}`, `refused-pods ${deployment}`], recommendations: ['P12'], threats: ['APP-03'] },
  { what: 'a writable file system', apply: catalog(['containers', 0, 'securityContext', 'readOnlyRootFilesystem'], false), findings: [`writable-root-filesystem ${deployment}`], recommendations: [], threats: ['APP-07'] },
  { what: 'SYS_ADMIN', apply: catalog(['containers', 0, 'securityContext', 'capabilities', 'add'], ['SYS_ADMIN']), findings: [`dangerous-capabilities ${deployment}`, `refused-pods ${deployment}`], recommendations: [], threats: ['APP-05'] },
  { what: 'an image by tag', apply: catalog(['containers', 0, 'image'], 'registry.shop.example/shop/catalog:4.2.1'), findings: [`image-without-digest ${deployment}`], recommendations: [], threats: ['SCA-02'] },
  { what: 'a password in the environment', apply: catalog(['containers', 0, 'env', 0], { name: 'DB_PASSWORD', value: 'Zx81!kq0Pw7t' }), findings: [`credential-in-env ${deployment}`], recommendations: ['N27'], threats: ['APP-17'] },
  { what: 'any pod in shop', apply: set('Namespace', '', undefined, 'shop', ['metadata', 'labels', 'pod-security.kubernetes.io/enforce'], 'privileged'), findings: ['namespace-pod-security Namespace /shop'], recommendations: [], threats: ['API-06', 'INA-08', 'INU-06'] },
  { what: 'no label, and the default of the API server holds', apply: set('Namespace', '', undefined, 'shop', ['metadata', 'labels', 'pod-security.kubernetes.io/enforce'], undefined), findings: [], recommendations: [], threats: [] },
  { what: 'ingress of shop open; the policy for DNS still isolates egress', apply: edited(find('NetworkPolicy', 'networking.k8s.io', 'shop', 'default-deny'), { op: 'delete' }), findings: ['network-policy-ingress Namespace /shop'], recommendations: ['N4'], threats: ['NET-01'] },
  { what: 'nodes/proxy for Prometheus', apply: set('ClusterRole', 'rbac.authorization.k8s.io', undefined, 'prometheus-server', ['rules', 1, 'resources'], ['nodes/metrics', 'nodes/proxy']), findings: ['nodes-proxy ClusterRole /prometheus-server', 'workload-takeover Deployment monitoring/prometheus'], recommendations: [], threats: ['KUB-04'] },
  { what: 'a token that never expires', apply: edited(find('Namespace', '', undefined, 'ci'), { op: 'create', object: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'runner-token', namespace: 'ci', annotations: { 'kubernetes.io/service-account.name': 'runner' } }, type: 'kubernetes.io/service-account-token' } }), findings: ['legacy-token-secret Secret ci/runner-token'], recommendations: ['A4'], threats: ['API-13'] },
  { what: 'a port on every node, which policies close', apply: set('Service', '', 'shop', 'catalog', ['spec', 'type'], 'NodePort'), findings: [], recommendations: [], threats: ['KPX-02'] },
  { what: 'traffic in clear', apply: set('FelixConfiguration', 'crd.projectcalico.org', undefined, 'default', ['spec', 'wireguardEnabled'], false), findings: [], recommendations: [], threats: ['NET-05'] },
  { what: 'disks in clear', apply: set('StorageClass', 'storage.k8s.io', undefined, 'gp3', ['parameters'], { type: 'gp3' }), findings: [], recommendations: [], threats: ['INP-02'] },
  { what: 'a public address', apply: set('Node', '', undefined, 'worker-1', ['status', 'addresses', 0], { type: 'ExternalIP', address: '203.0.113.9' }), findings: [], recommendations: [], threats: ['NOD-06'] },
];

function findingsIn({ findings }: Assessment): readonly string[] {
  return findings.map(({ rule, object }) => `${rule} ${object.kind} ${object.namespace ?? ''}/${object.name}`);
}

function threatsIn({ threats }: Assessment): ReadonlyMap<string, string> {
  const places = (each: Assessment['threats'][number]): string => each.instances.filter(({ verdict }) => verdict === 'present').map(({ scope }) => `${scope.kind}/${scope.namespace ?? ''}/${scope.name}`).toSorted().join(' ');
  return new Map(threats.map((threat) => [threat.id.slice('threat/'.length), `${threat.verdict} ${places(threat)}`]));
}

for (const { what, apply, findings, recommendations, threats } of mutations) {
  test(`mutation: ${what}`, () => {
    const after = assess(apply(snapshot), { today });
    const old = new Set(findingsIn(before));
    const oldVerdicts = new Map(before.recommendations.map(({ id, verdict }) => [id, verdict]));
    const oldThreats = threatsIn(before);
    assert.deepEqual(
      {
        findings: [...new Set(findingsIn(after).filter((each) => !old.has(each)))].toSorted(),
        recommendations: after.recommendations.filter(({ id, verdict }) => oldVerdicts.get(id) !== verdict).map(({ id }) => id.slice('nsa/'.length)),
        threats: [...threatsIn(after)].flatMap(([id, state]) => (oldThreats.get(id) === state ? [] : [id])).toSorted(),
      },
      { findings: findings.toSorted(), recommendations, threats },
    );
  });
}
