// What `glacis paths` and `glacis blast` print and how they end.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { glacis } from './support/command.ts';

const shop = 'examples/shop';
const rows: readonly { name: string; args: readonly string[]; input?: string; status: number; says: RegExp }[] = [
  { name: 'who reaches what, and the cheapest path of each kind', args: ['paths', shop], status: 0, says: /WHO REACHES WHAT[^]*the internet +3[^]*path 1: the internet → cluster-admin, 3 steps[^]*ci\/deployer-token[^]*deployer\.yaml:\d+/ },
  { name: 'what is strong by design is listed apart', args: ['paths', shop], status: 0, says: /by design, and not counted:[^]*argocd/ },
  { name: 'from one end to another', args: ['paths', '--from', 'group:shop-developers', '--to', 'cluster-admin', '--limit', '1', shop], status: 0, says: /^1 path[^]*1 root on node cp-1: RoleBinding shop\/developers;[^]*shop-developers\.yaml:\d+[^]*2 is cluster-admin[^]*At least \d+ more: --limit \d+ shows them/ },
  { name: 'from one end to all goals', args: ['paths', '--from', 'pod:monitoring/grafana', shop], status: 0, says: /→ cluster-admin[^]*→ all Secrets/ },
  { name: 'a path that avoids an end goes round it', args: ['paths', '--from', 'internet', '--to', 'cluster-admin', '--avoid', 'serviceaccount:ci/deployer', shop], status: 0, says: /No path|^\d+ paths?(?![^]*as ServiceAccount ci\/deployer)/ },
  { name: 'no path is said', args: ['paths', '--from', 'pod:shop/redis', '--to', 'cluster-admin', 'examples/shop-hardened'], status: 0, says: /^No path from pod shop\/redis to cluster-admin/ },
  { name: 'a flaw in a program that pods may reach is a step', args: ['paths', '--from', 'pod:shop/redis', '--to', 'cluster-admin', shop], status: 0, says: /1 into container argocd\/argocd-application-controller\/application-controller:\s+it\s+listens\s+on\s+TCP\s+8082/ },
  { name: 'of many starts one path each is shown', args: ['paths', '--to', 'cluster-admin', shop], status: 0, says: /At least \d+ more: --from shows those of one start/ },
  { name: 'a start that holds the goal takes one step, and that is numbered', args: ['paths', '--from', 'serviceaccount:ci/deployer', '--to', 'cluster-admin', shop], status: 0, says: /, 1 step\n  1 is cluster-admin/ },
  { name: 'the next command can be copied', args: ['paths', shop], status: 0, says: /next  glacis paths --from internet --to cluster-admin examples\/shop\n +glacis blast END examples\/shop / },
  { name: 'a misspelt end names the nearest', args: ['paths', '--from', 'serviceaccount:ci/deploier', shop], status: 2, says: /Did you mean serviceaccount:ci\/deployer\?/ },
  { name: 'a limit that is none is an error', args: ['paths', '--limit', 'all', shop], status: 2, says: /no number of paths/ },
  { name: 'nothing read is an error', args: ['paths', '-'], input: '', status: 3, says: /no Kubernetes object/ },
  { name: 'what a service account reaches', args: ['blast', 'serviceaccount:ci/deployer', shop], status: 0, says: /^ServiceAccount ci\/deployer reaches \d+ things[^]*cluster-admin +1 step/ },
  { name: 'what a workload reaches, by its name alone', args: ['blast', 'monitoring/grafana', shop], status: 0, says: /^pod monitoring\/grafana reaches[^]*next  glacis paths --from pod:monitoring\/grafana examples\/shop   how/ },
  { name: 'what takes a flaw in a program is marked', args: ['blast', 'shop/checkout-api', 'examples/shop-hardened'], status: 0, says: /~ +\d+ +kube-system\/coredns[^]*~: only\s+through\s+a\s+flaw/ },
  { name: 'what takes none is not', args: ['blast', 'serviceaccount:ci/deployer', shop], status: 0, says: /^(?![^]*^~)/m },
  { name: 'what a node reaches, by its name alone', args: ['blast', 'cp-1', shop], status: 0, says: /^node cp-1 reaches[^]*cluster-admin +1 step/ },
];
for (const { name, args, input, status, says } of rows) {
  test(`${args[0]}: ${name}`, () => {
    const run = glacis(args, input === undefined ? {} : { input });
    assert.equal(run.status, status, run.stdout + run.stderr);
    assert.match(run.stdout + run.stderr, says);
  });
}

test('paths: JSON holds technique, evidence with file and line, what removes and what detects each step', () => {
  const { stdout } = glacis(['paths', '--from', 'internet', '--to', 'cluster-admin', '--format', 'json', shop]);
  const { schema, paths } = JSON.parse(stdout) as { schema: string; paths: { verdict: string; length: number; steps: { technique: string; aliases: string[]; attack: string[]; from: string; to: string; evidence: { location: { file: string } | null }[]; removes: string; detects: string }[] }[] };
  assert.equal(schema, 'glacis.paths/v1');
  const [first] = paths;
  assert.deepEqual([first?.verdict, first?.length, first?.steps[0]?.from, first?.steps.at(-1)?.to], ['certain', 3, 'internet', 'cluster-admin']);
  for (const step of first?.steps ?? []) {
    assert.ok(step.technique.startsWith('technique/') && step.aliases.length > 0 && step.attack.length > 0 && step.removes.length > 5 && step.detects.length > 5);
    assert.ok(step.evidence.some(({ location }) => location?.file.includes('examples/shop')), step.technique);
  }
});

test('paths: the same input prints the same, byte for byte', () => {
  const print = (): string => glacis(['paths', '--format', 'json', shop]).stdout;
  assert.equal(print(), print());
});

test('paths: names of the input reach no terminal as they are', () => {
  const directory = mkdtempSync(join(tmpdir(), 'glacis-paths-'));
  const name = JSON.stringify('w\u001b[31m');
  writeFileSync(join(directory, 'in.yaml'), `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: n}\nspec: {containers: [{name: a, image: a, securityContext: {privileged: true}}]}\n`);
  for (const args of [['paths'], ['paths', '--format', 'json'], ['blast', 'node-root:*']]) {
    const { status, stdout } = glacis([...args, directory]);
    assert.equal(status, 0, args.join(' '));
    assert.ok(!stdout.includes('\u001b'), args.join(' '));
  }
  rmSync(directory, { recursive: true });
});

test('paths: no line of the screen is wider than the terminal', () => {
  for (const args of [['paths', shop], ['paths', '--unknown', shop], ['blast', 'monitoring/grafana', shop]]) {
    assert.deepEqual(glacis(args).stdout.split('\n').filter((line) => Array.from(line).length > 80 && !line.startsWith('next')), []);
  }
});
