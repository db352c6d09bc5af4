// The Model Context Protocol server, asked by the protocol's own client.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { tools } from '../src/commands/mcp-tools.ts';
import { build } from './support/command.ts';

const root = resolve(import.meta.dirname, '..');
const directory = mkdtempSync(join(tmpdir(), 'glacis-mcp-'));
const client = new Client({ name: 'test', version: '1.0.0' });

const shop = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}\nspec: {hostPID: true, serviceAccountName: cart, containers: [{name: app, image: registry.example/app:1}]}\n';
const binding = 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: boss}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}\nsubjects: [{kind: ServiceAccount, name: cart, namespace: shop}]\n';

let connected: Promise<void> | undefined;

/** Not in a hook: one that fails would fail the tests of every file. */
function connection(): Promise<void> {
  return (connected ??= connect());
}

async function connect(): Promise<void> {
  build();
  for (const name of ['deploy', 'other']) mkdirSync(join(directory, name));
  writeFileSync(join(directory, 'deploy', 'shop.yaml'), `${shop}---\n${binding}`);
  writeFileSync(join(directory, 'other', 'pod.yaml'), shop);
  symlinkSync(join(directory, 'other'), join(directory, 'deploy', 'out'));
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [join(root, 'bin', 'glacis.mjs'), 'mcp', 'deploy'], cwd: directory, stderr: 'inherit' }));
}

after(async () => {
  await client.close();
  rmSync(directory, { recursive: true });
});

async function call(name: string, args: Record<string, unknown> = {}): Promise<{ readonly failed: boolean; readonly text: string }> {
  await connection();
  const { isError, content } = await client.callTool({ name, arguments: args });
  assert.ok(Array.isArray(content));
  return { failed: isError === true, text: content.map((part) => ('text' in part ? part.text : '')).join('') };
}

test('every tool is listed, and says that it only reads', async () => {
  await connection();
  const listed = (await client.listTools()).tools;
  assert.deepEqual(listed.map(({ name }) => name), tools.map(({ name }) => name));
  for (const { name, annotations, description } of listed) {
    assert.deepEqual([annotations?.readOnlyHint, annotations?.destructiveHint], [true, false], name);
    assert.ok((description ?? '').length > 30, name);
  }
});

const answers: readonly (readonly [name: string, args: Record<string, unknown>, expected: RegExp])[] = [
  ['scan', {}, /high host-pid object="Pod shop\/web"/],
  ['scan', { select: 'workload', source: 'deploy/shop.yaml' }, /host-pid/],
  ['threats', { verdict: 'present' }, /present/],
  ['explain', { id: 'host-pid' }, /processes/],
  ['can', { as: 'system:serviceaccount:shop:cart', verb: 'list', resource: 'secrets' }, /"allowed": true/],
  ['can', { as: 'system:serviceaccount:shop:other', verb: 'list', resource: 'secrets', namespace: 'shop' }, /"allowed": false/],
  ['who_can', { verb: 'list', resource: 'secrets' }, /"cart"/],
  ['reach', { from: 'shop/web', to: 'ip:192.0.2.1', port: 443 }, /"allowed": true/],
  ['paths', { to: 'cluster-admin' }, /cluster-admin/],
  ['blast', { end: 'serviceaccount:shop/cart' }, /cluster-admin/],
];

for (const [name, args, expected] of answers) {
  test(`${name} ${JSON.stringify(args)} is answered`, async () => {
    const { failed, text } = await call(name, args);
    assert.equal(failed, false, text);
    assert.match(text, expected);
  });
}

const refusals: readonly (readonly [what: string, name: string, args: Record<string, unknown>, expected: RegExp])[] = [
  ['a source beside those it was started for', 'scan', { source: 'other' }, /outside/],
  ['a way up', 'scan', { source: 'deploy/../other/pod.yaml' }, /outside/],
  ['a link that leads out', 'scan', { source: 'deploy/out' }, /outside/],
  ['an absolute path', 'scan', { source: '/etc' }, /outside/],
  ['standard input', 'scan', { source: '-' }, /not there/],
  ['an option as a source', 'scan', { source: '--output=stolen' }, /not there/],
  ['a word that is nothing', 'explain', { id: 'host-pidd' }, /Did you mean host-pid\?/],
  ['an option as a word', 'explain', { id: '--help' }, /no id or word/],
  ['an end that is not there', 'blast', { end: 'node:nowhere' }, /not among what was given/],
  ['an argument of the wrong kind', 'reach', { from: 'shop/web', to: 'ip:192.0.2.1', port: 'x' }, /port/],
];

for (const [what, name, args, expected] of refusals) {
  test(`${what} is refused with the reason`, async () => {
    const { failed, text } = await call(name, args);
    assert.equal(failed, true, text);
    assert.match(text, expected);
  });
}
