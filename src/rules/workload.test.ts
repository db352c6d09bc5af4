import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextOf } from '../../test/support/context.ts';
import { atVersion, documents, inContainer, inPod, withVolume } from './examples.ts';
import { findingsOf } from './findings.ts';
import { rules } from './registry.ts';
import { rulesOf } from './selection.ts';
import { runRules } from './run.ts';

const wholeRegistry = new Set(rules.map(({ id }) => id));

/** The rules that fail, among those named. */
function failing(yaml: string, ids: readonly string[]): readonly string[] {
  for (const id of ids) assert.ok(wholeRegistry.has(id), id);
  return runRules(rules.filter(({ id }) => ids.includes(id)), contextOf(yaml)).filter(({ fails }) => fails.length > 0).map(({ rule }) => rule.id);
}

const restricted = 'allowPrivilegeEscalation: false, runAsNonRoot: true, runAsUser: 10001, runAsGroup: 10001, readOnlyRootFilesystem: true, seccompProfile: {type: RuntimeDefault}';
const ofWorkloads = rulesOf(rules).filter(({ on, id }) => (on === 'container' || on === 'workload') && !id.startsWith('image-')).map(({ id }) => id);

interface Case {
  readonly name: string;
  readonly yaml: string;
  readonly rules: readonly string[];
  readonly fails: readonly string[];
}

// Each is a case that one or more other scanners answer wrongly. More are in test/peers.
const cases: readonly Case[] = [
  {
    name: 'a restricted container may add NET_BIND_SERVICE (peers report it)',
    yaml: inContainer(`securityContext: {${restricted}, capabilities: {drop: [ALL], add: [NET_BIND_SERVICE]}}`),
    rules: ['added-capabilities', 'dangerous-capabilities', 'capabilities-not-dropped', 'privilege-escalation', 'run-as-non-root'], fails: [],
  },
  {
    name: 'the default capabilities may be added back at baseline (peers report every one)',
    yaml: inContainer('securityContext: {capabilities: {drop: [ALL], add: [CHOWN, SETUID, SETGID, KILL]}}'), rules: ['added-capabilities'], fails: [],
  },
  {
    name: 'a privileged debugging container is found (peers miss it)',
    yaml: inPod('ephemeralContainers: [{name: debug, image: debug, securityContext: {privileged: true}}]'), rules: ['privileged', 'ephemeral-container'], fails: ['ephemeral-container', 'privileged'],
  },
  {
    name: 'a Pod-level runAsNonRoot counts for a container without its own (peers report it)',
    yaml: inPod('securityContext: {runAsNonRoot: true}'), rules: ['run-as-non-root'], fails: [],
  },
  { name: 'an unset runAsGroup is no finding (peers report it)', yaml: inPod('securityContext: {runAsNonRoot: true}'), rules: ['root-group'], fails: [] },
  { name: 'the whole disk of the node is mounted (peers miss it)', yaml: withVolume('hostPath: {path: /}'), rules: ['host-path', 'host-path-sensitive', 'host-path-writable', 'runtime-socket'], fails: ['runtime-socket'] },
  { name: 'a trailing slash hides no path (peers miss it)', yaml: withVolume('hostPath: {path: /etc/kubernetes/pki/}'), rules: ['host-path-sensitive'], fails: ['host-path-sensitive'] },
  { name: 'a directory above a sensitive path is as sensitive (peers miss it)', yaml: withVolume('hostPath: {path: /var}', 'readOnly: true'), rules: ['host-path-sensitive'], fails: ['host-path-sensitive'] },
  { name: 'subPath narrows what is mounted (peers report the volume)', yaml: withVolume('hostPath: {path: /etc}', 'subPath: localtime, readOnly: true'), rules: ['host-path-sensitive', 'host-path-writable'], fails: [] },
  { name: 'a path declared and mounted by nobody is no finding (peers report it)', yaml: inPod('volumes: [{name: host, hostPath: {path: /etc}}]'), rules: ['host-path', 'host-path-sensitive', 'host-path-writable'], fails: [] },
  { name: 'HostProcess set by the Pod is found (peers miss it)', yaml: inPod('os: {name: windows}\nhostNetwork: true\nsecurityContext: {windowsOptions: {hostProcess: true}}'), rules: ['windows-host-process'], fails: ['windows-host-process'] },
  {
    name: 'a compliant Windows Pod has no finding (peers report up to nine)',
    yaml: inPod('os: {name: windows}\nautomountServiceAccountToken: false\nsecurityContext: {runAsNonRoot: true, windowsOptions: {runAsUserName: ContainerUser}}').replace('    - name: app\n', '    - name: app\n      ports: [{containerPort: 80}]\n      resources: {requests: {cpu: 1, memory: 1Gi}, limits: {cpu: 1, memory: 1Gi}}\n'),
    rules: ofWorkloads.filter((id) => !/^(no-|cpu|memory|liveness|readiness)/.test(id)), fails: [],
  },
  { name: 'the appArmorProfile field is read (peers read annotations only)', yaml: inContainer('securityContext: {appArmorProfile: {type: Unconfined}}'), rules: ['apparmor-unconfined'], fails: ['apparmor-unconfined'] },
  { name: 'a localhost AppArmor profile passes (peers report it)', yaml: inContainer('securityContext: {appArmorProfile: {type: Localhost, localhostProfile: tight}}'), rules: ['apparmor-unconfined'], fails: [] },
  { name: 'an explicit default procMount passes (peers report it)', yaml: inContainer('securityContext: {procMount: Default}'), rules: ['proc-mount'], fails: [] },
  { name: 'a Localhost seccomp profile passes (peers report it)', yaml: inContainer('securityContext: {seccompProfile: {type: Localhost, localhostProfile: tight.json}}'), rules: ['seccomp-unconfined'], fails: [] },
  { name: 'Unconfined is no seccomp profile (peers pass it)', yaml: inContainer('securityContext: {seccompProfile: {type: Unconfined}}'), rules: ['seccomp-unconfined'], fails: ['seccomp-unconfined'] },
  { name: 'sysctls of the safe list pass, net.* among them (peers report them)', yaml: inPod('securityContext: {sysctls: [{name: net.ipv4.ip_local_port_range, value: "1024 65535"}]}'), rules: ['unsafe-sysctls'], fails: [] },
  { name: 'sysctls of 1.37 pass there (peers stop at 1.32)', yaml: atVersion('1.37.0', inPod('securityContext: {sysctls: [{name: net.ipv4.tcp_slow_start_after_idle, value: "0"}]}')), rules: ['unsafe-sysctls'], fails: [] },
  { name: 'image volumes are safe (peers refuse them)', yaml: withVolume('image: {reference: registry.example/model}'), rules: ['volume-types'], fails: [] },
  { name: 'volume types of the future are not safe (peers pass them)', yaml: withVolume('somethingNew: {}'), rules: ['volume-types'], fails: ['volume-types'] },
  { name: 'dropping one capability is not dropping all (peers pass it)', yaml: inContainer('securityContext: {capabilities: {drop: [KILL]}}'), rules: ['capabilities-not-dropped'], fails: ['capabilities-not-dropped'] },
  { name: 'an init container adds a capability (peers look at containers only)', yaml: inPod('initContainers: [{name: setup, image: setup, securityContext: {capabilities: {add: [NET_ADMIN]}}}]'), rules: ['added-capabilities'], fails: ['added-capabilities'] },
  { name: 'a probe that asks another host is found (nobody reads it)', yaml: inContainer('readinessProbe: {tcpSocket: {host: 10.0.0.1, port: 22}}'), rules: ['probe-host'], fails: ['probe-host'] },
  { name: 'hostUsers: false before 1.33 isolates nothing, so privileged stays high', yaml: atVersion('1.32.0', inPod('hostUsers: false')), rules: ['user-namespaces'], fails: [] },
];

for (const { name, yaml, rules: ids, fails } of cases) test(name, () => assert.deepEqual(failing(yaml, ids).toSorted(), fails));

function severitiesOf(yaml: string, id: string): readonly string[] {
  const context = contextOf(yaml);
  const runs = runRules(rules.filter((rule) => rule.id === id), context);
  return findingsOf(runs, { context, locate: ({ object, path, seen }) => ({ object, field: path.join('.'), seen, location: null }), referencesOf: () => [] }).map(({ severity }) => severity);
}

const graded: readonly { readonly name: string; readonly yaml: string; readonly rule: string; readonly severity: string }[] = [
  { name: 'SYS_ADMIN of a container that may be root', yaml: inContainer('securityContext: {capabilities: {add: [SYS_ADMIN]}}'), rule: 'dangerous-capabilities', severity: 'high' },
  { name: 'SYS_ADMIN of a container that is not root', yaml: inContainer('securityContext: {runAsUser: 10001, capabilities: {add: [SYS_ADMIN]}}'), rule: 'dangerous-capabilities', severity: 'medium' },
  { name: 'SYS_ADMIN in a user namespace', yaml: atVersion('1.36.0', inPod('hostUsers: false').replace('    - name: app\n', '    - name: app\n      securityContext: {capabilities: {add: [SYS_ADMIN]}}\n')), rule: 'dangerous-capabilities', severity: 'low' },
  { name: 'a user namespace that the version drops', yaml: atVersion('1.32.0', inPod('hostUsers: false').replace('    - name: app\n', '    - name: app\n      securityContext: {privileged: true}\n')), rule: 'privileged', severity: 'high' },
  { name: 'privileged in a user namespace', yaml: atVersion('1.36.0', inPod('hostUsers: false').replace('    - name: app\n', '    - name: app\n      securityContext: {privileged: true}\n')), rule: 'privileged', severity: 'medium' },
  { name: 'the data of etcd', yaml: withVolume('hostPath: {path: /var/lib/etcd}', 'readOnly: true'), rule: 'host-path-sensitive', severity: 'high' },
  { name: '/sys, read-only', yaml: withVolume('hostPath: {path: /sys}', 'readOnly: true'), rule: 'host-path-sensitive', severity: 'low' },
  { name: 'the log directory, writable', yaml: withVolume('hostPath: {path: /var/log}'), rule: 'host-path-sensitive', severity: 'medium' },
  { name: 'a narrow path, read-only', yaml: withVolume('hostPath: {path: /etc/localtime}', 'readOnly: true'), rule: 'host-path', severity: 'low' },
];

for (const { name, yaml, rule, severity } of graded) test(`${name} is ${severity}`, () => assert.deepEqual(severitiesOf(yaml, rule), [severity]));

test('a path behind a claim is shown at the mount first, then at its PersistentVolume', () => {
  const volume = 'apiVersion: v1\nkind: PersistentVolume\nmetadata: {name: data}\nspec: {hostPath: {path: /etc}, claimRef: {namespace: shop, name: data}}\n';
  const context = contextOf(documents(withVolume('persistentVolumeClaim: {claimName: data}'), volume));
  const runs = runRules(rules.filter(({ id }) => id === 'host-path-sensitive' || id === 'host-path-persistent-volume'), context);
  const seen = runs.flatMap(({ fails }) => fails.flatMap(({ breaches }) => breaches.flatMap(({ evidence }) => evidence.map(({ object, path }) => `${object.kind} ${path.join('.')}`))));
  assert.deepEqual(seen, ['Pod spec.containers.0.volumeMounts.0.name', 'PersistentVolume spec.hostPath.path']);
});

test('one offending port names its own container alone (peers name all)', () => {
  const yaml = inPod('initContainers: [{name: proxy, image: proxy, restartPolicy: Always, ports: [{containerPort: 8080, hostPort: 8080}]}]');
  const [run] = runRules(rules.filter(({ id }) => id === 'host-port'), contextOf(yaml));
  assert.deepEqual(run?.fails.map(({ judged }) => judged.container), ['proxy']);
});

test('hygiene of workloads is low', () => {
  const hygiene = rules.filter(({ severity, on }) => severity.gain === 'hygiene' && (on === 'container' || on === 'workload'));
  const yaml = documents(...hygiene.map(({ examples }) => (examples.bad[0] ?? '').split('\n---\n')[0] ?? ''));
  for (const { id } of hygiene) for (const severity of severitiesOf(yaml, id)) assert.equal(severity, 'low', id);
});
