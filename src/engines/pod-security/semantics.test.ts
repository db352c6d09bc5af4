// What re-implementations of Pod Security get wrong, point by point.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { admitPodSecurity, defaultPod, defaultPodTemplate, evaluatePodSecurity, resolvePodSecurityPolicy, type Level } from './index.ts';

type Spec = Readonly<Record<string, unknown>>;

const strict: Spec = { allowPrivilegeEscalation: false, runAsNonRoot: true, capabilities: { drop: ['ALL'] }, seccompProfile: { type: 'RuntimeDefault' } };
const label = 'pod-security.kubernetes.io/';

/** A container that restricted allows, with parts of its securityContext changed. */
function container(security: Spec = {}, rest: Spec = {}): Spec {
  return { name: 'c', image: 'i', securityContext: { ...strict, ...security }, ...rest };
}

function ids(level: Level, version: string, spec: Spec, annotations: Spec = {}): readonly string[] {
  return evaluatePodSecurity({ metadata: { annotations }, spec: { containers: [container()], ...spec } }, { level, version }).failed.map(({ id }) => id);
}

function baseline(spec: Spec, version = 'latest', annotations: Spec = {}): readonly string[] {
  return ids('baseline', version, spec, annotations);
}

function restricted(spec: Spec, version = 'latest', annotations: Spec = {}): readonly string[] {
  return ids('restricted', version, spec, annotations);
}

function message(level: Level, spec: Spec, version = 'latest'): string {
  return evaluatePodSecurity({ spec }, { level, version }).message;
}

test('1: restricted is not baseline plus more', () => {
  const windows = { os: { name: 'windows' }, containers: [container({ capabilities: { add: ['SYS_ADMIN'] }, seccompProfile: { type: 'Unconfined' } })] };
  assert.deepEqual(baseline(windows), ['capabilities_baseline', 'seccompProfile_baseline']);
  assert.deepEqual(restricted(windows), []);
  assert.deepEqual(restricted(windows, 'v1.24'), ['capabilities_restricted', 'seccompProfile_restricted']);
  const both = { volumes: [{ name: 'v', hostPath: { path: '/' }, emptyDir: {} }] };
  assert.deepEqual([baseline(both), restricted(both)], [['hostPathVolumes'], []]);
});

test('2: the stored form is judged: defaults of pods and of templates', () => {
  const raw = { spec: { hostNetwork: true, containers: [container({}, { ports: [{ containerPort: 80 }] })], initContainers: [{ name: 'i', ports: [{ containerPort: 81 }] }], ephemeralContainers: [{ name: 'e', ports: [{ containerPort: 82 }] }], volumes: [{ name: 'v' }] } };
  const before = structuredClone(raw);
  const failed = (pod: object): readonly string[] => evaluatePodSecurity(pod, { level: 'baseline', version: 'latest' }).failed.map(({ id, detail }) => `${id}: ${detail}`);
  const network = 'hostNamespaces: hostNetwork=true';
  const ports = 'hostPorts: containers "i", "c" use hostPorts 80, 81';
  assert.deepEqual(failed(raw), [network]);
  assert.deepEqual(failed(defaultPod(raw)), [network, ports]);
  assert.deepEqual(raw, before);
  assert.deepEqual(failed(defaultPodTemplate(raw, { version: '1.27' })), [network, ports]);
  assert.deepEqual(failed(defaultPodTemplate(raw, { version: 'v1.28.3' })), [network]);
  assert.deepEqual(failed(defaultPodTemplate(raw)), [network]);
  assert.match(message('restricted', raw.spec), /volume "v" uses restricted volume type "unknown"/);
  assert.ok(!message('restricted', defaultPod(raw).spec).includes('volume'));
  const defaulted = defaultPod({ spec: { containers: [{ name: 'c', ports: [{ containerPort: 80 }] }], volumes: [{ name: 'a' }, { name: 'b', emptyDir: null }, { name: 'c', secret: {} }] } });
  assert.deepEqual(defaulted.spec, { securityContext: {}, containers: [{ name: 'c', ports: [{ containerPort: 80, protocol: 'TCP' }] }], volumes: [{ name: 'a', emptyDir: {} }, { name: 'b', emptyDir: {} }, { name: 'c', secret: {} }] });
});

test('3: what API validation refuses is judged by the evaluator all the same', () => {
  assert.deepEqual(baseline({ os: { name: 'windows' }, containers: [container({ privileged: true })] }), ['privileged']);
  assert.deepEqual(baseline({ containers: [container({ windowsOptions: { hostProcess: true } })] }), ['windowsHostProcess']);
  assert.deepEqual(baseline({ hostUsers: false, hostPID: true, containers: [container({ procMount: 'Unmasked' })] }), ['hostNamespaces']);
});

test('4: all three container lists count, in the order init, regular, ephemeral', () => {
  const bad = (name: string): Spec => ({ name, securityContext: { privileged: true } });
  const spec = { containers: [bad('b')], initContainers: [bad('z')], ephemeralContainers: [bad('a')] };
  assert.equal(message('baseline', spec), 'privileged (containers "z", "b", "a" must not set securityContext.privileged=true)');
  assert.deepEqual(restricted({ ephemeralContainers: [{ name: 'debug' }] }), ['allowPrivilegeEscalation', 'capabilities_restricted', 'runAsNonRoot', 'seccompProfile_restricted']);
});

test('5: only os.name windows, exactly, skips three checks, and from v1.25', () => {
  const bare = { containers: [{ name: 'c' }] };
  const all = ['allowPrivilegeEscalation', 'capabilities_restricted', 'runAsNonRoot', 'seccompProfile_restricted'];
  assert.deepEqual(restricted({ ...bare, os: { name: 'windows' } }), ['runAsNonRoot']);
  assert.deepEqual(restricted({ ...bare, os: { name: 'windows' } }, 'v1.24'), all);
  assert.deepEqual(restricted({ ...bare, os: { name: 'Windows' } }), all);
  assert.deepEqual(restricted({ ...bare, nodeSelector: { 'kubernetes.io/os': 'windows' } }), all);
  assert.deepEqual(restricted({ os: { name: 'windows' }, securityContext: { runAsUser: 0 }, volumes: [{ name: 'v', nfs: {} }] }), ['restrictedVolumes', 'runAsUser']);
});

test('6: hostUsers false relaxes procMount at baseline, runAsNonRoot and runAsUser, from v1.35', () => {
  const spec = { hostUsers: false, containers: [container({ procMount: 'Unmasked', runAsNonRoot: false, runAsUser: 0 })] };
  assert.deepEqual(baseline(spec), []);
  assert.deepEqual(restricted(spec, 'v1.35'), ['procMount_restricted']);
  assert.deepEqual(restricted(spec, 'v1.34'), ['procMount', 'runAsNonRoot', 'runAsUser']);
  for (const hostUsers of [true, null, undefined]) assert.deepEqual(restricted({ ...spec, hostUsers }), ['procMount_restricted', 'runAsNonRoot', 'runAsUser']);
});

test('7: runAsNonRoot: an explicit false fails anywhere, silence needs the pod, no container passes', () => {
  assert.deepEqual(restricted({ securityContext: { runAsNonRoot: false } }), ['runAsNonRoot']);
  assert.deepEqual(restricted({ securityContext: { runAsNonRoot: true }, containers: [container({ runAsNonRoot: false })] }), ['runAsNonRoot']);
  assert.deepEqual(restricted({ containers: [container({ runAsNonRoot: undefined })] }), ['runAsNonRoot']);
  assert.deepEqual(restricted({ securityContext: { runAsNonRoot: true }, containers: [container({ runAsNonRoot: undefined })] }), []);
  assert.deepEqual(restricted({ containers: [] }), []);
});

test('8: runAsUser: unset passes, 0 at the pod fails though containers override it; groups and the like do not count', () => {
  assert.deepEqual(restricted({ securityContext: { runAsUser: 0 }, containers: [container({ runAsUser: 1000 })] }), ['runAsUser']);
  assert.deepEqual(restricted({ securityContext: { runAsUser: 0 } }, 'v1.22'), []);
  assert.deepEqual(restricted({ securityContext: { runAsGroup: 0, fsGroup: 0, supplementalGroups: [0] }, automountServiceAccountToken: true, containers: [container({ readOnlyRootFilesystem: false }, { image: 'i:latest' })] }), []);
});

test('9: allowPrivilegeEscalation is of containers, unset fails, privileged brings two failures', () => {
  assert.deepEqual(restricted({ securityContext: { allowPrivilegeEscalation: false }, containers: [container({ allowPrivilegeEscalation: undefined })] }), ['allowPrivilegeEscalation']);
  assert.deepEqual(restricted({ containers: [container({ allowPrivilegeEscalation: undefined })] }, 'v1.7'), []);
  assert.deepEqual(restricted({ containers: [container({ privileged: true, allowPrivilegeEscalation: true })] }), ['privileged', 'allowPrivilegeEscalation']);
});

test('10: capabilities compare exactly, drop must hold ALL, and before v1.22 restricted uses the list of baseline', () => {
  const adding = (...add: string[]): Spec => ({ containers: [container({ capabilities: { drop: ['ALL'], add } })] });
  for (const name of ['CAP_CHOWN', 'chown', 'ALL', 'NET_RAW']) assert.deepEqual(baseline(adding(name)), ['capabilities_baseline'], name);
  assert.deepEqual([baseline(adding('CHOWN')), restricted(adding('CHOWN')), restricted(adding('NET_BIND_SERVICE'))], [[], ['capabilities_restricted'], []]);
  assert.deepEqual(restricted({ containers: [container({ capabilities: { drop: ['all'] } })] }), ['capabilities_restricted']);
  assert.deepEqual([restricted(adding('CHOWN'), 'v1.21'), restricted(adding('SYS_TIME'), 'v1.21')], [[], ['capabilities_baseline']]);
});

test('11: seccomp: annotations alone before v1.19, fields alone from it, and a bad pod fails though each container sets its own', () => {
  const pod = 'seccomp.security.alpha.kubernetes.io/pod';
  const of = (name: string): string => `container.seccomp.security.alpha.kubernetes.io/${name}`;
  const unconfined = { containers: [container({ seccompProfile: { type: 'Unconfined' } })] };
  assert.deepEqual([baseline(unconfined, 'v1.18'), baseline(unconfined, 'v1.19')], [[], ['seccompProfile_baseline']]);
  for (const [value, failed] of [['unconfined', true], ['', true], ['localhost', true], ['runtime/default', false], ['docker/default', false], ['localhost/a', false]] as const) {
    assert.deepEqual(baseline({}, 'v1.18', { [pod]: value }), failed ? ['seccompProfile_baseline'] : [], value);
  }
  assert.deepEqual([baseline({}, 'v1.18', { [of('c')]: 'unconfined' }), baseline({}, 'v1.18', { [of('gone')]: 'unconfined' }), baseline({}, 'v1.19', { [of('c')]: 'unconfined' })], [['seccompProfile_baseline'], [], []]);
  assert.deepEqual([baseline({ securityContext: { seccompProfile: {} } }), restricted({ securityContext: { seccompProfile: { type: 'Unconfined' } } })], [['seccompProfile_baseline'], ['seccompProfile_restricted']]);
  const silent = { containers: [container({ seccompProfile: undefined })] };
  assert.deepEqual([restricted(silent), restricted({ ...silent, securityContext: { seccompProfile: { type: 'Localhost' } } }), restricted(silent, 'v1.18')], [['seccompProfile_restricted'], [], []]);
});

test('12: AppArmor: annotations count for containers that do not exist, fields at every version', () => {
  const key = 'container.apparmor.security.beta.kubernetes.io/gone';
  for (const [value, failed] of [['unconfined', true], ['localhost', true], ['', false], ['runtime/default', false], ['localhost/a', false]] as const) {
    assert.deepEqual(baseline({}, 'latest', { [key]: value }), failed ? ['appArmorProfile'] : [], value);
  }
  assert.deepEqual(baseline({ securityContext: { appArmorProfile: { type: 'Unconfined' } } }, 'v1.0'), ['appArmorProfile']);
  assert.deepEqual(baseline({ containers: [container({ appArmorProfile: {} })] }), ['appArmorProfile']);
});

test('13: restricted allows nine volume types at every version and nothing else', () => {
  const allowed = ['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'image', 'persistentVolumeClaim', 'projected', 'secret'];
  assert.deepEqual(restricted({ volumes: allowed.map((type) => ({ name: type, [type]: {} })) }, 'v1.0'), []);
  for (const type of ['nfs', 'hostPath', 'typeOfTheFuture']) assert.deepEqual(restricted({ volumes: [{ name: 'v', [type]: {} }] }), ['restrictedVolumes'], type);
  assert.deepEqual(restricted(defaultPod({ spec: { containers: [], volumes: [{ name: 'v', typeOfTheFuture: {} }] } }).spec), ['restrictedVolumes']);
});

test('14: SELinux: level is free, type compares its case, user and role must be empty', () => {
  const options = (seLinuxOptions: Spec): Spec => ({ securityContext: { seLinuxOptions } });
  assert.deepEqual(baseline(options({ level: 's0:c1', type: 'container_t', user: '', role: '' })), []);
  for (const bad of [{ type: 'Container_t' }, { user: 'u' }, { role: 'r' }]) assert.deepEqual(baseline(options(bad)), ['seLinuxOptions']);
  assert.deepEqual([baseline(options({ type: 'container_engine_t' }), 'v1.30'), baseline(options({ type: 'container_engine_t' }), 'v1.31')], [['seLinuxOptions'], []]);
});

test('15: hostPort 0 passes, and the host of a probe or hook fails from v1.34, loopback too', () => {
  assert.deepEqual(baseline({ hostPID: false, containers: [container({}, { ports: [{ containerPort: 1, hostPort: 0 }] })] }), []);
  const http = { httpGet: { host: '127.0.0.1', port: 80 } };
  for (const rest of [{ livenessProbe: http }, { readinessProbe: http }, { startupProbe: http }, { lifecycle: { postStart: http } }, { lifecycle: { preStop: { tcpSocket: { host: 'h' } } } }]) {
    assert.deepEqual([baseline({ containers: [container({}, rest)] }), baseline({ containers: [container({}, rest)] }, 'v1.33')], [['hostProbesAndHostLifecycle'], []]);
  }
  assert.deepEqual(baseline({ containers: [container({}, { livenessProbe: { grpc: { port: 1 } }, readinessProbe: { exec: { command: ['host'] } }, startupProbe: { httpGet: { host: '', port: 1 } } })] }), []);
});

test('16: versions are latest or v1.N, and a newer one than is known is the newest known', () => {
  const spec = { securityContext: { sysctls: [{ name: 'net.ipv4.tcp_notsent_lowat' }] } };
  for (const version of ['v1.37', 'v1.99', 'latest']) assert.deepEqual(baseline(spec, version), []);
  assert.deepEqual(baseline(spec, 'v1.36'), ['sysctls']);
  for (const version of ['1.25', 'v1.25.3', 'v1.025', 'Latest', '']) {
    assert.deepEqual(resolvePodSecurityPolicy({ [`${label}enforce-version`]: version }).invalidLabels, [`${label}enforce-version`], version);
  }
});

test('17: missing labels are the default of their mode; invalid ones fail closed for enforce and open for the others', () => {
  const plain = { level: 'privileged', version: 'latest' };
  assert.deepEqual(resolvePodSecurityPolicy({}), { policy: { enforce: plain, audit: plain, warn: plain }, invalidLabels: [] });
  const defaults = { enforce: 'baseline', 'enforce-version': 'v1.30', audit: { level: 'restricted' } } as const;
  assert.deepEqual(resolvePodSecurityPolicy({}, defaults).policy, { enforce: { level: 'baseline', version: 'v1.30' }, audit: { level: 'restricted', version: 'latest' }, warn: plain });
  const bad = { [`${label}enforce`]: 'Baseline', [`${label}enforce-version`]: '1.30', [`${label}audit`]: 'none', [`${label}warn`]: '' };
  assert.deepEqual(resolvePodSecurityPolicy(bad, defaults), {
    policy: { enforce: { level: 'restricted', version: 'latest' }, audit: plain, warn: plain },
    invalidLabels: [`${label}enforce`, `${label}enforce-version`, `${label}audit`, `${label}warn`],
  });
  assert.throws(() => resolvePodSecurityPolicy({}, { enforce: 'none' as Level }), /default of enforce/);
});

test('18: warn follows a stricter enforce label, with its version; a default is not followed', () => {
  const enforced = { [`${label}enforce`]: 'baseline', [`${label}enforce-version`]: 'v1.30' };
  const warn = (labels: Record<string, string>, defaults = {}): string => Object.values(resolvePodSecurityPolicy(labels, defaults).policy.warn).join(':');
  assert.equal(warn(enforced), 'baseline:v1.30');
  assert.equal(warn({ ...enforced, [`${label}warn-version`]: 'v1.34' }), 'baseline:v1.34');
  assert.equal(warn({ ...enforced, [`${label}warn`]: 'privileged' }), 'privileged:latest');
  assert.equal(warn(enforced, { warn: 'restricted' }), 'restricted:latest');
  assert.equal(warn({}, { enforce: 'restricted' }), 'privileged:latest');
  assert.equal(warn({ [`${label}enforce`]: 'strict' }), 'privileged:latest');
});

const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { hostPID: true, runtimeClassName: 'kata', containers: [container()] } };
const inNamespace = (labels: Record<string, string>): { namespace: object } => ({ namespace: { metadata: { name: 'shop', labels: Object.fromEntries(Object.entries(labels).map(([name, value]) => [label + name, value])) } } });
const silently = { allowed: true, warnings: [], auditViolations: [] };
const request = { kind: 'Pod', operation: 'CREATE', namespace: 'shop', name: 'p', user: { username: 'ann' }, object: pod };

test('19: enforce is for pods; templates are checked for audit and warn; a refused pod gets no warnings', () => {
  const violation = 'host namespaces (hostPID=true)';
  const all = inNamespace({ enforce: 'baseline', audit: 'baseline', warn: 'restricted' });
  assert.deepEqual(admitPodSecurity(request, all), { allowed: false, warnings: [], auditViolations: [`would violate PodSecurity "baseline:latest": ${violation}`], message: `pods "p" is forbidden: violates PodSecurity "baseline:latest": ${violation}` });
  const template = { spec: { template: pod } };
  for (const kind of ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'ReplicationController', 'Job', 'CronJob', 'PodTemplate']) {
    const object = kind === 'CronJob' ? { spec: { jobTemplate: template } } : kind === 'PodTemplate' ? { template: pod } : template;
    const answer = { allowed: true, warnings: [`would violate PodSecurity "restricted:latest": ${violation}`], auditViolations: [`would violate PodSecurity "baseline:latest": ${violation}`] };
    assert.deepEqual(admitPodSecurity({ ...request, kind, object }, all), answer, kind);
    assert.deepEqual(admitPodSecurity({ ...request, kind, object }, inNamespace({ enforce: 'restricted', warn: 'privileged' })), silently, kind);
  }
  assert.deepEqual(admitPodSecurity({ ...request, kind: 'Rollout', object: template }, all), silently);
  assert.deepEqual(admitPodSecurity({ ...request, kind: 'Deployment', object: { apiVersion: 'other.example/v1', ...template } }, all), silently);
});

test('20: exemptions by exact name switch off all modes; an empty runtime class is in no list', () => {
  const all = inNamespace({ enforce: 'baseline', audit: 'baseline', warn: 'baseline' });
  const exempt = (exemptions: object, of: object = request): unknown => admitPodSecurity({ ...request, ...of }, { ...all, exemptions }).exempt;
  assert.deepEqual(admitPodSecurity(request, { ...all, exemptions: { namespaces: ['shop'] } }), { ...silently, exempt: 'namespace' });
  assert.deepEqual([exempt({ usernames: ['ann'] }), exempt({ runtimeClasses: ['kata'] })], ['user', 'runtimeClass']);
  assert.deepEqual([exempt({ namespaces: ['sh*', '*'] }), exempt({ usernames: ['ann'] }, { user: { username: 'system:serviceaccount:kube-system:replicaset-controller' } })], [undefined, undefined]);
  assert.equal(exempt({ runtimeClasses: [''] }, { object: { ...pod, spec: { ...pod.spec, runtimeClassName: '' } } }), undefined);
});

test('21: updates count when containers, images or ephemeral containers change; eight subresources do not count', () => {
  const all = inNamespace({ enforce: 'baseline' });
  const update = (spec: Spec): boolean => admitPodSecurity({ ...request, operation: 'UPDATE', oldObject: pod, object: { ...pod, spec: { ...pod.spec, ...spec } } }, all).allowed;
  assert.ok(update({ activeDeadlineSeconds: 1, tolerations: [{}] }));
  assert.ok(!update({ containers: [container({}, { image: 'other' })] }));
  assert.ok(!update({ containers: [container(), container()] }));
  assert.ok(!update({ initContainers: [container()] }));
  assert.ok(!update({ ephemeralContainers: [container({}, { name: 'debug' })] }));
  for (const subresource of ['exec', 'attach', 'binding', 'eviction', 'log', 'portforward', 'proxy', 'status']) assert.deepEqual(admitPodSecurity({ ...request, subresource }, all), silently, subresource);
  for (const subresource of ['ephemeralcontainers', 'resize', 'new']) assert.ok(!admitPodSecurity({ ...request, subresource }, all).allowed, subresource);
  assert.deepEqual(admitPodSecurity({ ...request, kind: 'Deployment', subresource: 'scale' }, all), silently);
});

test('22: namespaces: invalid labels are refused when new, and a tighter level names the pods it would refuse', () => {
  const object = (labels: Record<string, string>): object => ({ metadata: { name: 'shop', labels: Object.fromEntries(Object.entries(labels).map(([name, value]) => [label + name, value])) } });
  const ask = (operation: string, now: Record<string, string>, old: Record<string, string>, options = {}): ReturnType<typeof admitPodSecurity> => admitPodSecurity({ kind: 'Namespace', operation, name: 'shop', namespace: 'shop', object: object(now), oldObject: object(old) }, options);
  assert.deepEqual(ask('CREATE', { enforce: 'high' }, {}), { allowed: false, warnings: [], auditViolations: [], message: 'Namespace "shop" is invalid: metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: "high": must be one of privileged, baseline, restricted' });
  assert.ok(ask('UPDATE', { enforce: 'high', warn: 'baseline' }, { enforce: 'high' }).allowed);
  assert.ok(!ask('UPDATE', { enforce: 'high' }, { enforce: 'higher' }).allowed);
  const named = (name: string, spec: Spec): object => ({ metadata: { name, namespace: 'shop' }, spec });
  const existingPods = [named('b', { hostPID: true }), named('a', { hostPID: true }), named('z', { containers: [{ name: 'c', securityContext: { privileged: true } }] }), named('k', { hostPID: true, runtimeClassName: 'kata' }), { metadata: { name: 'other', namespace: 'bank' }, spec: { hostIPC: true } }];
  const options = { existingPods, exemptions: { runtimeClasses: ['kata'] } };
  assert.deepEqual(ask('UPDATE', { enforce: 'baseline' }, {}, options), { ...silently, warnings: ['existing pods in namespace "shop" violate the new PodSecurity enforce level "baseline:latest"', 'a (and 1 other pod): host namespaces', 'z: privileged'] });
  assert.deepEqual(ask('UPDATE', { enforce: 'baseline' }, { enforce: 'restricted' }, options), silently);
  assert.equal(ask('UPDATE', { enforce: 'baseline', 'enforce-version': 'v1.20' }, { enforce: 'restricted' }, options).warnings.length, 3);
  assert.deepEqual(ask('CREATE', { enforce: 'baseline' }, {}, { exemptions: { namespaces: ['shop'] } }).warnings, ['namespace "shop" is exempt from Pod Security, and the policy (enforce=baseline:latest) will be ignored']);
});

test('23: messages: checks in fixed order, values sorted once, containers in visiting order', () => {
  const bad = (name: string, ...add: string[]): Spec => ({ name, securityContext: { capabilities: { add }, seLinuxOptions: { user: 'u' } }, ports: [{ hostPort: 9 }, { hostPort: 10 }, { hostPort: 9 }] });
  assert.equal(
    message('baseline', { hostIPC: true, hostNetwork: true, containers: [bad('z', 'SYS_TIME', 'NET_RAW'), bad('a', 'NET_RAW')], securityContext: { seccompProfile: { type: 'Unconfined' } } }),
    'non-default capabilities (containers "z", "a" must not include "NET_RAW", "SYS_TIME" in securityContext.capabilities.add), host namespaces (hostNetwork=true, hostIPC=true), hostPort (containers "z", "a" use hostPorts 10, 9), seLinuxOptions (containers "z", "a" set forbidden securityContext.seLinuxOptions: user may not be set), seccompProfile (pod must not set securityContext.seccompProfile.type to "Unconfined")',
  );
  assert.equal(message('baseline', { securityContext: { sysctls: [{ name: 'kernel.b' }, { name: 'kernel.a' }] } }), 'forbidden sysctls (kernel.b, kernel.a)');
});

test('24: one field often fails several checks', () => {
  assert.deepEqual(baseline({ hostNetwork: true, securityContext: { windowsOptions: { hostProcess: true } } }), ['hostNamespaces', 'windowsHostProcess']);
});
