import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cleaned } from '../cluster/mounts.ts';
import { sensitiveHostPath, sensitiveHostPaths } from './host-paths.ts';
import { socketsReachedBy } from './runtime-sockets.ts';

const cases: readonly (readonly [path: string, read: string | undefined, write: string | undefined])[] = [
  ['/', 'node', 'node'], ['/var', 'cluster', 'cluster'], ['/var/lib/kubelet', 'node', 'node'], ['/var/lib/kubelet/plugins/csi', undefined, undefined],
  ['/var/lib/kubelet/pods/a', 'secrets', 'node'], ['/etc/localtime', undefined, undefined], ['/etc/cron.d/job', undefined, 'node'], ['/etc/kubernetes/pki/ca.crt', undefined, 'node'],
  ['/usr/share/zoneinfo', undefined, 'node'], ['/sys', 'information', 'node'], ['/sys/fs/cgroup', undefined, 'node'], ['/var/log', undefined, 'secrets'], ['/var/log/app', undefined, undefined],
  ['/home/core/.aws', 'secrets', 'node'], ['/etcetera', undefined, undefined], [String.raw`/C:\Windows\System32`, undefined, 'node'], [String.raw`/C:\var\lib\kubelet\pki`, 'node', 'node'],
];

for (const [path, read, write] of cases) {
  test(`${path} gives ${read ?? 'nothing'} read, ${write ?? 'nothing'} written`, () => {
    assert.deepEqual([sensitiveHostPath(path, true)?.gain, sensitiveHostPath(path, false)?.gain], [read, write]);
  });
}

test('every path of the table is in the form it is compared in, once', () => {
  for (const { path } of sensitiveHostPaths) assert.equal(cleaned(path), path);
  assert.equal(new Set(sensitiveHostPaths.map(({ path }) => path)).size, sensitiveHostPaths.length);
});

const sockets: readonly (readonly [path: string, reached: boolean])[] = [
  ['/run', true], ['/run/docker.sock', true], ['/custom/dir/containerd.sock', true], [String.raw`/\\.\pipe\docker_engine`, true], ['/run/app', false], ['/run/docker.sock.d', false],
];

for (const [path, reached] of sockets) test(`${path} ${reached ? 'reaches' : 'does not reach'} a runtime`, () => assert.equal(socketsReachedBy(path).length > 0, reached));
