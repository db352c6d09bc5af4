import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { glacis } from './support/command.ts';

const shop = 'examples/shop';
const flannel = 'apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: flannel, namespace: kube-flannel}\nspec: {template: {spec: {containers: [{name: c, image: "ghcr.io/flannel-io/flannel:v0.26.1"}]}}}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: b}\nspec: {containers: []}\n';
const rows: readonly { name: string; args: readonly string[]; input?: string; status: number; says: RegExp }[] = [
  { name: 'an allowed connection names the rule, its file and line', args: ['shop/checkout-api', 'payments/payments-api', '--port', '8080', shop], status: 0, says: /^yes .*TCP 8080[^]*egress +let through: no policy[^]*payments\/payments-api spec\.ingress\[0\] allows\s+examples\/shop\/deploy\/payments\/network-policies\.yaml:4\d/ },
  { name: 'a denied one names what isolates', args: ['shop/search', 'payments/payments-db', '--port', '5432', shop], status: 1, says: /^no .*\n[^]*payments\/default-deny isolates the pod/ },
  { name: 'without a port the open ones are listed', args: ['payments/payments-api', 'ip:198.51.100.7', shop], status: 0, says: /reaches ip:198\.51\.100\.7 on TCP 443/ },
  { name: 'without a port nothing may be open', args: ['payments/payments-api', 'ip:203.0.113.7', shop], status: 1, says: /does not reach .* on any port/ },
  { name: 'UDP is asked for', args: ['payments/payments-api', 'kube-system/coredns', '--port', '53', '--protocol', 'UDP', shop], status: 0, says: /^yes[^]*payments\/allow-dns spec\.egress\[0\] allows/ },
  { name: 'what could turn the answer is said', args: ['shop/search', 'shop/redis', '--port', '6379', shop], status: 0, says: /what could turn the answer:[^]*AdminNetworkPolicy/ },
  { name: 'a plug-in that carries out no policy is said', args: ['b/a', 'ip:1.2.3.4', '-'], input: flannel, status: 0, says: /carries out no policy/ },
  { name: 'a misspelt end names the nearest', args: ['shop/checkout-ap', 'shop/redis', shop], status: 2, says: /Did you mean shop\/checkout-api\?/ },
  { name: 'an address that is none is an error', args: ['shop/redis', 'ip:300.1.1.1', shop], status: 2, says: /no IP address/ },
  { name: 'a port that is none is an error', args: ['shop/redis', 'shop/search', '--port', '70000', shop], status: 2, says: /no port: 1 to 65535/ },
  { name: 'a protocol that is none is an error', args: ['shop/redis', 'shop/search', '--protocol', 'ICMP', shop], status: 2, says: /Allowed choices are TCP, UDP, SCTP/ },
  { name: 'one end is not enough', args: ['shop/redis'], status: 2, says: /needs two ends[^]*--from internet/ },
  { name: 'another --from is an error', args: ['--from', 'mars', shop], status: 2, says: /--from mars is not known[^]*For two ends: glacis reach/ },
  { name: 'a port is for two ends', args: ['--map', '--port', '80', shop], status: 2, says: /--port is for two ends, not for --map/ },
  { name: 'a protocol is for two ends', args: ['--from', 'internet', '--protocol', 'UDP', shop], status: 2, says: /--protocol is for two ends, not for --from/ },
  { name: 'the map and the ways in are asked one by one', args: ['--from', 'internet', '--map', shop], status: 2, says: /two questions/ },
  { name: 'a map cannot be asked for one connection', args: ['shop/redis', 'shop/search', '--format', 'svg', shop], status: 2, says: /--format svg is for --map/ },
  { name: 'the ways in from the internet', args: ['--from', 'internet', shop], status: 0, says: /LoadBalancer port 443 leads to TCP 443, by Service\s+ingress-nginx[^]*controller\.yaml:\d+[^]*NodePort 30808 leads to TCP 8080[^]*Ingress www\.shop\.example\/api\/checkout/ },
  { name: 'the map in words', args: ['--map', shop], status: 0, says: /payments\/payments-db\[StatefulSet\]\n +from +payments\/ledger-export\[CronJob\],\s+payments\/payments-api\[Deployment\]:\s+TCP\s+5432/ },
  { name: 'the map as Mermaid', args: ['--map', '--format', 'mermaid', shop], status: 0, says: /^flowchart LR\n +subgraph n0\["argocd"\][^]*-->\|"TCP 5432"\|/ },
  { name: 'the map as a drawing', args: ['--map', '--format', 'svg', shop], status: 0, says: /^<svg [^]*payments\/payments-db\[StatefulSet\][^]*<\/svg>\n$/ },
  { name: 'help explains the ends and the exit status', args: ['--help'], status: 0, says: /ip:ADDRESS[^]*0 reachable, 1 not/ },
];
for (const { name, args, input, status, says } of rows) {
  test(`reach: ${name}`, () => {
    const run = glacis(['reach', ...args], input === undefined ? {} : { input });
    assert.equal(run.status, status, run.stdout + run.stderr);
    assert.match(run.stdout + run.stderr, says);
  });
}

test('reach: JSON holds both directions, who decided, and the questions', () => {
  const { stdout } = glacis(['reach', 'shop/search', 'payments/payments-db', '--port', '5432', '--format', 'json', shop]);
  const answer = JSON.parse(stdout) as { allowed: boolean; ingress: { allowed: boolean; tier: string; decidedBy: { policy: string; place: string }[] }; egress: { allowed: boolean }; gaps: { id: string }[] };
  assert.deepEqual([answer.allowed, answer.egress.allowed, answer.ingress.allowed, answer.ingress.tier], [false, true, false, 'namespace']);
  assert.match(answer.ingress.decidedBy[0]?.place ?? '', /network-policies\.yaml:\d+/);
  assert.ok(answer.gaps.some(({ id }) => id === 'gap/cluster-network-policies'));
});

test('reach: names of the input reach no terminal and no markup as they are', () => {
  const directory = mkdtempSync(join(tmpdir(), 'glacis-reach-'));
  const name = JSON.stringify('w\u001b[31m"<script>]--x');
  writeFileSync(join(directory, 'in.yaml'), [`a`, 'b'].map((app) => `apiVersion: v1\nkind: Pod\nmetadata: {name: ${app === 'a' ? name : 'b'}, namespace: n, labels: {app: ${app}}}\nspec: {hostNetwork: true, containers: []}\n`).join('---\n'));
  for (const args of [['--map'], ['--map', '--format', 'mermaid'], ['--map', '--format', 'svg'], ['--map', '--format', 'json'], ['--from', 'internet']]) {
    const { status, stdout } = glacis(['reach', ...args, directory]);
    assert.equal(status, 0, args.join(' '));
    assert.ok(stdout.includes('31m') && !stdout.includes('\u001b'), args.join(' '));
    if (!args.includes('json')) assert.ok(args.length < 3 || !stdout.includes('<script>'), args.join(' '));
  }
  rmSync(directory, { recursive: true });
});

test('reach: no line of the screen is wider than the terminal', () => {
  for (const args of [['--map', shop], ['--from', 'internet', shop], ['shop/search', 'payments/payments-db', shop]]) {
    const wide = glacis(['reach', ...args]).stdout.split('\n').filter((line) => line.length > 80 && !/^ +examples\//.test(line));
    assert.deepEqual(wide, []);
  }
});
