// `--as-seen-by`: what a token's own review says it can do.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { glacis } from './support/command.ts';

const directory = mkdtempSync(join(tmpdir(), 'glacis-seen-'));
// Not in a hook: with several files in one process it may run before the last test.
process.once('exit', () => rmSync(directory, { recursive: true, force: true }));

function review(name: string, rules: readonly object[], more: object = {}, spec: object = { namespace: 'shop' }): string {
  const file = join(directory, `${name}.json`);
  writeFileSync(file, JSON.stringify({ kind: 'SelfSubjectRulesReview', apiVersion: 'authorization.k8s.io/v1', spec, status: { resourceRules: rules, nonResourceRules: [], incomplete: false, ...more } }));
  return file;
}
const secrets = { verbs: ['get'], apiGroups: [''], resources: ['secrets'] };
const pods = { verbs: ['create'], apiGroups: [''], resources: ['pods'] };
const shop = 'examples/shop';

const rows: readonly { readonly name: string; readonly args: readonly string[]; readonly status: number; readonly says: RegExp }[] = [
  { name: 'who may create pods gets to a node', args: ['paths', '--as-seen-by', review('pods', [pods]), '--to', 'node-root:*', shop], status: 0, says: /user REVIEWED → root on a node[^]*known in namespace shop only/ },
  { name: 'who may not, does not', args: ['paths', '--as-seen-by', review('none', [{ verbs: ['get'], apiGroups: [''], resources: ['configmaps'] }]), '--to', 'node-root:*', shop], status: 0, says: /^No path from user REVIEWED/ },
  { name: 'its Secrets in its namespace, and no others', args: ['blast', 'user:REVIEWED', '--as-seen-by', review('secrets', [secrets], { incomplete: true }), shop], status: 0, says: /^user REVIEWED reaches[^]*incomplete/ },
  { name: 'without anything else given', args: ['blast', 'user:REVIEWED', '--as-seen-by', review('alone', [pods])], status: 0, says: /^user REVIEWED reaches/ },
  { name: 'the namespace is needed', args: ['paths', '--as-seen-by', review('nowhere', [pods], {}, {}), shop], status: 2, says: /--namespace NAME/ },
  { name: 'the namespace may be said', args: ['paths', '--as-seen-by', review('said', [pods], {}, {}), '--namespace', 'shop', '--to', 'node-root:*', shop], status: 0, says: /namespace shop only/ },
  { name: 'a file of something else', args: ['paths', '--as-seen-by', 'package.json', shop], status: 2, says: /no SelfSubjectRulesReview/ },
];
for (const { name, args, status, says } of rows) {
  test(`as seen by: ${name}`, () => {
    const run = glacis(args);
    assert.equal(run.status, status, run.stderr);
    assert.match((run.stdout + run.stderr).replaceAll(/\n +/g, ' '), says);
  });
}

test('as seen by: rights of one namespace reach nothing of another', () => {
  const { reached } = JSON.parse(glacis(['blast', 'user:REVIEWED', '--as-seen-by', review('json', [secrets]), '--format', 'json', shop]).stdout) as { reached: { to: string }[] };
  const found = reached.filter(({ to }) => to.startsWith('secret:'));
  assert.ok(found.length > 0);
  assert.deepEqual(found.filter(({ to }) => !to.startsWith('secret:shop/')), []);
});
