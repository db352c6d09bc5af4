// `--as-seen-by`: what a token's own review says it can do.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { AttackGraph } from '../src/attack/attack-graph.ts';
import { everywhere, rule } from '../src/attack/examples.ts';
import { Cluster } from '../src/cluster/cluster.ts';
import { collectText } from '../src/collect/index.ts';
import { glacis } from './support/command.ts';

const directory = mkdtempSync(join(tmpdir(), 'glacis-seen-'));
// Not in a hook: with several files in one process it may run before the last test.
process.once('exit', () => rmSync(directory, { recursive: true, force: true }));

interface Blast {
  readonly reached: readonly { readonly to: string; readonly verdict: string }[];
}

function review(name: string, rules: readonly object[], more: object = {}, spec: object = { namespace: 'shop' }): string {
  const file = join(directory, `${name}.json`);
  writeFileSync(file, JSON.stringify({ kind: 'SelfSubjectRulesReview', apiVersion: 'authorization.k8s.io/v1', spec, status: { resourceRules: rules, nonResourceRules: [], incomplete: false, ...more } }));
  return file;
}
const secrets = { verbs: ['get'], apiGroups: [''], resources: ['secrets'] };
const pods = { verbs: ['create'], apiGroups: [''], resources: ['pods'] };
const proxies = { verbs: ['get', 'create'], apiGroups: [''], resources: ['nodes/proxy'] };
const shop = 'examples/shop';
// Of cluster-scoped resources: bound in a namespace it gives nothing.
const whole = { verbs: ['impersonate'], apiGroups: [''], resources: ['users', 'groups'] };

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
  const { reached } = JSON.parse(glacis(['blast', 'user:REVIEWED', '--as-seen-by', review('json', [secrets]), '--format', 'json', shop]).stdout) as Blast;
  const [sure, may] = [reached.filter(({ verdict }) => verdict === 'certain'), reached.filter(({ verdict }) => verdict === 'possible')].map((list) => list.filter(({ to }) => to.startsWith('secret:')));
  assert.ok(sure && may && sure.length > 0 && may.length > 0);
  assert.deepEqual(sure.filter(({ to }) => !to.startsWith('secret:shop/')), []);
  assert.deepEqual(may.filter(({ to }) => to.startsWith('secret:shop/')), []);
});

const verdictOf = (to: string, files: readonly string[], ...sources: readonly string[]): string | undefined => (JSON.parse(glacis(['blast', 'user:REVIEWED', ...files.flatMap((file) => ['--as-seen-by', file]), '--format', 'json', ...sources]).stdout) as Blast).reached.find((each) => each.to === to)?.verdict;
const all = (name: string, namespace: string, ...rules: readonly object[]): string => review(name, rules, {}, { namespace });

// A RoleBinding can name a ClusterRole with `nodes` or with everything: the review lists it, and in the whole cluster it gives nothing.
const verdicts: readonly { readonly name: string; readonly files: readonly string[]; readonly verdict: string | undefined }[] = [
  { name: 'what one review lists may hold in the whole cluster', files: [all('one', 'shop', whole)], verdict: 'possible' },
  { name: 'what two reviews list may be two RoleBindings', files: [all('two-a', 'shop', whole), all('two-b', 'payments', { ...whole })], verdict: 'possible' },
  { name: 'what one of two reviews lacks holds in no other namespace', files: [all('lacks-a', 'shop', whole), all('lacks-b', 'payments', secrets)], verdict: undefined },
  { name: 'what a namespace lists that is not there holds in the whole cluster', files: [all('nowhere-a', 'shop', secrets), all('nowhere-b', 'glacis-nowhere', whole)], verdict: 'certain' },
  { name: 'what it does not list does not', files: [all('nowhere-c', 'shop', whole), all('nowhere-d', 'glacis-nowhere', { ...secrets, resources: ['configmaps'] })], verdict: undefined },
  { name: 'the order within a rule says nothing', files: [all('order-a', 'shop', { ...whole, resources: ['groups', 'users'] }), all('order-b', 'payments', whole)], verdict: 'possible' },
];
for (const { name, files, verdict } of verdicts) test(`as seen by: ${name}`, () => assert.equal(verdictOf('cluster-admin', files, shop), verdict));

test('as seen by: a right over nodes in one review may hold (it was left out)', () => {
  assert.equal(verdictOf('node:worker-1', [all('nodes-one', 'shop', pods)], shop), 'certain');
  assert.equal(verdictOf('etcd', [all('proxy-one', 'kube-public', proxies)], shop), 'possible');
  assert.equal(verdictOf('etcd', [all('proxy-two', 'kube-public', secrets), all('proxy-all', 'glacis-nowhere', proxies)], shop), 'certain');
});

test('as seen by: nobody takes the name that stands for what may be', () => {
  const file = all('name', 'shop', whole);
  assert.doesNotMatch(glacis(['blast', 'user:REVIEWED', '--as-seen-by', file, '--all', shop]).stdout, /EVERYWHERE/);
  const { cluster, maybe } = { cluster: Cluster.from(collectText(everywhere(rule('users', 'impersonate')) + everywhere(rule('pods', 'get')).replaceAll('name: given', 'name: other').replace('{kind: ServiceAccount, name: cart, namespace: shop}', '{kind: User, name: someone}')).snapshot), maybe: { from: 'user:me', to: 'user:someone', text: '', gaps: [] } };
  assert.ok(AttackGraph.of(cluster).reach('serviceaccount:shop/cart').some(({ to }) => to === 'user:someone'));
  assert.deepEqual(AttackGraph.of(cluster, { maybe }).reach('serviceaccount:shop/cart').filter(({ to }) => to === 'user:someone'), []);
});

test('as seen by: several reviews in one file, one after the other, in a list or as YAML', () => {
  const one = (namespace: string, rules: readonly object[]): object => ({ kind: 'SelfSubjectRulesReview', apiVersion: 'authorization.k8s.io/v1', spec: { namespace }, status: { resourceRules: rules, nonResourceRules: [] } });
  const both = [one('shop', [secrets]), one('glacis-nowhere', [whole])];
  const texts = { stream: both.map((each) => JSON.stringify(each, null, 2)).join('\n'), list: JSON.stringify({ kind: 'List', apiVersion: 'v1', items: both }), yaml: both.map((each) => JSON.stringify(each)).join('\n---\n') };
  for (const [name, written] of Object.entries(texts)) {
    const file = join(directory, `many-${name}`);
    writeFileSync(file, written);
    assert.equal(verdictOf('cluster-admin', [file], shop), 'certain', name);
  }
});

test('as seen by: the question that decides what holds in the whole cluster', () => {
  const { stdout } = glacis(['paths', '--as-seen-by', all('asked', 'shop', whole), '--to', 'cluster-admin', '--unknown', shop]);
  assert.match(stdout.replaceAll(/\n +/g, ' '), /kubectl auth can-i VERB RESOURCE -A[^]*glacis-nowhere/);
});
