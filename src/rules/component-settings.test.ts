import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextOf } from '../../test/support/context.ts';
import { isWeakCipher } from './ciphers.ts';
import { isEveryAddress, isLoopback, secondsOf } from './component-settings.ts';
import { flagChange } from './flag-change.ts';
import { withFlags } from './flag-examples.ts';

const addresses = [
  { address: '127.0.0.1', loopback: true, every: false },
  { address: '127.0.0.1:10249', loopback: true, every: false },
  { address: 'localhost', loopback: true, every: false },
  { address: '::1', loopback: true, every: false },
  { address: '[::1]:10249', loopback: true, every: false },
  { address: 'https://127.0.0.1:2379', loopback: true, every: false },
  { address: 'http://localhost:2379/', loopback: true, every: false },
  { address: '0.0.0.0', loopback: false, every: true },
  { address: '::', loopback: false, every: true },
  { address: '[::]:10249', loopback: false, every: true },
  { address: ':10249', loopback: false, every: true },
  { address: 'https://0.0.0.0:2379', loopback: false, every: true },
  { address: '10.0.0.10', loopback: false, every: false },
  { address: 'fd00::1', loopback: false, every: false },
  { address: 'https://[fd00::127]:2379', loopback: false, every: false },
  { address: '127.0.0.1.example', loopback: false, every: false },
];
for (const { address, loopback, every } of addresses) {
  test(`address ${address}`, () => assert.deepEqual([isLoopback(address), isEveryAddress(address)], [loopback, every]));
}

for (const [duration, seconds] of [['0', 0], ['0s', 0], ['1m0s', 60], ['4h0m0s', 14_400], ['1h30m', 5400], ['300ms', 0.3], ['1.5h', 5400], ['soon', undefined]] as const) {
  test(`duration ${duration}`, () => assert.equal(secondsOf(duration), seconds));
}

for (const [suite, weak] of [
  ['TLS_RSA_WITH_AES_256_GCM_SHA384', true],
  ['TLS_ECDHE_RSA_WITH_RC4_128_SHA', true],
  ['TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA', true],
  ['TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256', true],
  ['TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', false],
  ['TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256', false],
  ['TLS_AES_128_GCM_SHA256', false],
] as const) {
  test(`${suite} is ${weak ? '' : 'not '}weak`, () => assert.equal(isWeakCipher(suite), weak));
}

function changed(yaml: string, flag: string): unknown {
  const [component] = contextOf(yaml).components.of('kube-apiserver');
  assert.ok(component);
  return flagChange(component, flag, 'false', 'Nothing.')?.edits[0];
}
const command = ['spec', 'containers', 0, 'command'];
const edits: readonly { readonly name: string; readonly yaml: string; readonly edit: unknown }[] = [
  { name: 'a missing flag is appended', yaml: withFlags('kube-apiserver', ['--a=b']), edit: { op: 'append', path: command, value: '--profiling=false' } },
  { name: 'a flag with its value is replaced', yaml: withFlags('kube-apiserver', ['--a=b', '--profiling=true']), edit: { op: 'set', path: [...command, 2], value: '--profiling=false' } },
  { name: 'the last of a flag given twice is replaced', yaml: withFlags('kube-apiserver', ['--profiling=false', '--profiling=true']), edit: { op: 'set', path: [...command, 2], value: '--profiling=false' } },
  { name: 'a bare boolean is replaced', yaml: withFlags('kube-apiserver', ['--profiling', '--a=b']), edit: { op: 'set', path: [...command, 1], value: '--profiling=false' } },
  { name: 'a value in a word of its own is left to a person', yaml: withFlags('kube-apiserver', ['--profiling', 'true']), edit: undefined },
  { name: 'a script is left to a person', yaml: withFlags('kube-apiserver', []).replace('["kube-apiserver"]', '["/bin/sh", "-c", "exec kube-apiserver --a=b --profiling=true"]'), edit: undefined },
];
for (const { name, yaml, edit } of edits) {
  test(`change of a flag: ${name}`, () => assert.deepEqual(changed(yaml, '--profiling'), edit));
}
