// What `glacis plan` and `glacis what-if` print and how they end.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { usualCosts } from '../src/plan/costs.ts';
import { glacis } from './support/command.ts';

const shop = 'examples/shop';
const rows: readonly { name: string; args: readonly string[]; status: number; says: RegExp }[] = [
  { name: 'the changes, what each closes, its diff, side effect, proof and way back', args: ['plan', shop], status: 0, says: /^\d+ changes close the paths of \d+ of \d+ pairs of start and end\. Proved:[^]*11 pairs left,\s+0 opened[^]*No cheaper set does\s+it[^]* now [^]*━[^]*Enforce Pod Security baseline in namespace[^]*namespace\.yaml:\d+\n   \+ +pod-security\.kubernetes\.io\/enforce: baseline\n   may break +nothing that runs[^]*verify[^]*undo[^]*cost/ },
  { name: 'what is strong by design, and what is not known', args: ['plan', shop], status: 0, says: /by design, and left as they are[^]*argocd[^]*Unknown[^]*--unknown/ },
  { name: 'what well-known controllers need is left to them, with who says so', args: ['plan', shop], status: 0, says: /Left to programs that do not work without it\n[^]*cert-manager,\s+which\s+needs\s+to[^]*secrets:\s+it\s+keeps\s+certificates[^]*github\.com\/cert-manager\/cert-manager\)/ },
  { name: 'a policy of the network is shown as a new object', args: ['plan', shop], status: 0, says: /only known clients[^]*new: NetworkPolicy ingress-nginx\/ingress-nginx-controller-ingress\n   \+ apiVersion: networking\.k8s\.io\/v1/ },
  { name: 'between two ends', args: ['plan', '--from', 'internet', '--to', 'cluster-admin', shop], status: 0, says: /^1 change closes every path from 1 starting point from the internet to\s+cluster-admin/ },
  { name: 'nothing to do is said', args: ['plan', '--from', 'serviceaccount:shop/default', '--to', 'cluster-admin', shop], status: 0, says: /^No path from ServiceAccount shop\/default to cluster-admin was found that is\s+certain/ },
  { name: 'other costs give another plan', args: ['plan', '--from', 'internet', '--to', 'cluster-admin', '--cost', 'delete-token-secret=1', shop], status: 0, says: /Delete Secret ci\/deployer-token/ },
  { name: 'a misspelt kind of change names the nearest', args: ['plan', '--cost', 'take-rigt=1', shop], status: 2, says: /Did you mean take-right\?/ },
  { name: 'a cost that is none is an error', args: ['plan', '--cost', 'take-right=0', shop], status: 2, says: /whole number from 1/ },
  { name: 'a misspelt end names the nearest', args: ['plan', '--from', 'serviceaccount:ci/deploier', shop], status: 2, says: /Did you mean serviceaccount:ci\/deployer\?/ },
  { name: 'the next command can be copied', args: ['plan', shop], status: 0, says: /next  glacis what-if --change change\/\w+ examples\/shop   / },
  { name: 'nothing read is an error', args: ['plan', '/dev/null'], status: 3, says: /no Kubernetes object/ },
  { name: 'what a scan says of it: what it closes, its changes, what each leaves, and where', args: ['scan', '--plan', shop], status: 0, says: /^\d+ changes? closes? the paths of \d+ of \d+ pairs[^]*DO FIRST +starting points left\n +now +\d+\n 1 \S[^]*?\d+\n[^]*?\n   new: NetworkPolicy ingress-nginx\/\S+\n 2 \S[^]*?\d+\n   examples\/shop\/deploy\/\S+:\d+\n[^]*THREATS/m },
  { name: 'a scan takes other costs', args: ['scan', '--plan', '--cost', 'take-right=1', shop], status: 0, says: /DO FIRST[^]*Take the right to create pods out of Role shop\/developers/ },
  { name: 'a scan leaves an owner their rights', args: ['scan', '--plan', '--owner', 'user:marc@agency.example', shop], status: 0, says: /^(?![^]*Take User marc@agency\.example)[^]*DO FIRST/ },
  { name: 'a scan cuts what is not known to be so as well', args: ['scan', '--plan', '--unknown', shop], status: 0, says: /close the paths of \d+ of (?!140 )\d{3} pairs[^]*DO FIRST/ },
  { name: 'a scan names the nearest of a misspelt owner', args: ['scan', '--plan', '--owner', 'user:marc@agency.exmple', shop], status: 2, says: /Did you mean user:marc@agency\.example\?/ },
  { name: 'a scan names the nearest of a misspelt kind of change', args: ['scan', '--plan', '--cost', 'take-rigt=1', shop], status: 2, says: /Did you mean take-right\?/ },
  ...[['--unknown'], ['--cost', 'take-right=1'], ['--owner', 'group:platform-admins']].map((words) => ({ name: `${words[0]} shapes a plan, and without one it is refused`, args: ['scan', ...words, shop], status: 2, says: new RegExp(`glacis: ${words[0]} shapes the plan, and none was asked for\nAdd --plan: glacis scan --plan ${words[0]}`) })),
  { name: 'a scan says nothing of it where nobody asked', args: ['scan', shop], status: 0, says: /^(?!.*DO FIRST)[^]*glacis plan examples\/shop/ },
  { name: 'a field changed', args: ['what-if', '--change', 'ClusterRoleBinding/ci-deployer:roleRef.name=view', shop], status: 0, says: /^\d+ pairs of start and end lose their paths, 0 gain one[^]*ServiceAccount ci\/deployer → cluster-admin/ },
  { name: 'what goes and comes of findings and threats', args: ['what-if', '--change', '-ClusterRoleBinding/ci-deployer', shop], status: 0, says: /^\d+ pairs[^]*?;\s+\d+ findings? goe?s?,\s+0\s+come;\s+\d+\s+threats\s+change[^]*findings that go, \d+\n\s+critical ClusterRoleBinding ci-deployer: grants every right[^]*threats that go or change[^]*SCA-10 [^]*present/ },
  { name: 'a finding that comes', args: ['what-if', '--change', 'Deployment/shop/storefront:spec.template.spec.hostPID=true', shop], status: 0, says: /findings that come, \d+\n[^]*Deployment shop\/storefront: [^]*left:/ },
  { name: 'an object deleted', args: ['what-if', '--change', '-ClusterRoleBinding/ci-deployer', shop], status: 0, says: /paths that close[^]*ServiceAccount ci\/deployer → cluster-admin/ },
  { name: 'a path that opens', args: ['what-if', '--change', 'ClusterRoleBinding/ci-deployer:subjects[0].name=default', shop], status: 0, says: /paths that open[^]*ServiceAccount ci\/default → cluster-admin[^]*paths that close/ },
  { name: 'an object that is not there', args: ['what-if', '--change', '-ClusterRoleBinding/none', shop], status: 2, says: /not among what was given/ },
  { name: 'a misspelt object names the nearest of its kind', args: ['what-if', '--change', '-ClusterRoleBinding/ci-deplyer', shop], status: 2, says: /Did you mean ClusterRoleBinding\/ci-deployer\?/ },
  { name: 'a change that is none', args: ['what-if', '--change', 'nothing', shop], status: 2, says: /is no change/ },
  { name: 'no change at all', args: ['what-if', shop], status: 2, says: /needs a --change/ },
];
for (const { name, args, status, says } of rows) {
  test(`${args[0]}: ${name}`, () => {
    const run = glacis(args);
    assert.equal(run.status, status, run.stdout + run.stderr);
    assert.match(run.stdout + run.stderr, says);
  });
}

interface Left {
  readonly starts: number;
  readonly pairs: number;
}

interface Printed {
  readonly schema: string;
  readonly changes: readonly { readonly id: string; readonly edits: readonly object[]; readonly diff: readonly object[]; readonly cuts: number }[];
  readonly pathsOpened: number;
  readonly optimal: boolean;
}

test('plan: JSON holds edits and diffs, and each id is taken by what-if', () => {
  const { stdout } = glacis(['plan', '--from', 'internet', '--format', 'json', shop]);
  const { schema, changes, pathsOpened, optimal } = JSON.parse(stdout) as Printed;
  assert.deepEqual([schema, pathsOpened, optimal], ['glacis.plan/v1', 0, true]);
  assert.ok(changes.length > 0);
  for (const { edits, diff, cuts } of changes) assert.ok(edits.length > 0 && diff.length > 0 && cuts > 0);
  const run = glacis(['what-if', '--change', changes[0]?.id ?? '', '--format', 'json', shop]);
  assert.equal(run.status, 0, run.stderr);
  assert.deepEqual((JSON.parse(run.stdout) as { opened: unknown[] }).opened, []);
});

test('plan: what is left after a change is never less than what is left after all of them', () => {
  const { stdout } = glacis(['plan', '--unknown', '--format', 'json', shop]);
  const { before, after, changes } = JSON.parse(stdout) as Record<'before' | 'after', Left> & { readonly changes: readonly { readonly left: Left }[] };
  const all = [before, ...changes.map(({ left }) => left)];
  for (const [at, { starts, pairs }] of all.entries()) assert.ok(starts >= after.starts && pairs >= after.pairs && pairs <= (all[at - 1]?.pairs ?? pairs), `${at}: ${starts} ${pairs}`);
});

test('plan: the same input prints the same, byte for byte', () => {
  const print = (): string => glacis(['plan', '--format', 'json', shop]).stdout;
  assert.equal(print(), print());
});

test('what-if: a file of manifests takes the place of what is there', () => {
  const directory = mkdtempSync(join(tmpdir(), 'glacis-what-if-'));
  const file = join(directory, 'new.yaml');
  writeFileSync(file, 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: ci-deployer}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}\nsubjects: [{kind: ServiceAccount, name: deployer, namespace: ci}]\n');
  const { status, stdout } = glacis(['what-if', '--change', file, shop]);
  assert.equal(status, 0);
  assert.match(stdout, /paths that close[^]*ServiceAccount ci\/deployer → cluster-admin/);
  rmSync(directory, { recursive: true });
});

test('plan: names of the input reach no terminal as they are, and no line is too wide', () => {
  const directory = mkdtempSync(join(tmpdir(), 'glacis-plan-'));
  const name = JSON.stringify("w\u001b[31m'; rm -rf /");
  writeFileSync(join(directory, 'in.yaml'), `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: n}\nspec: {containers: [{name: a, image: a, securityContext: {privileged: true}}]}\n`);
  for (const args of [['plan'], ['plan', '--format', 'json']]) {
    const { status, stdout } = glacis([...args, directory]);
    assert.equal(status, 0, stdout);
    assert.ok(!stdout.includes('\u001b'), args.join(' '));
  }
  const { changes } = JSON.parse(glacis(['plan', '--format', 'json', directory]).stdout) as { changes: { verify: string; undo: string }[] };
  for (const command of changes.flatMap(({ verify, undo }) => [verify, undo])) assert.ok(command.includes("m'\\''; rm -rf /'"), command);
  rmSync(directory, { recursive: true });
  assert.deepEqual(glacis(['plan', shop]).stdout.split('\n').filter((line) => Array.from(line).length > 80 && !/^next|'\[?\{/.test(line)), []);
});

test('docs/plan.md has every kind of change with its cost', () => {
  const page = readFileSync(join(import.meta.dirname, '../docs/plan.md'), 'utf8');
  for (const [kind, { cost, what }] of Object.entries(usualCosts)) assert.ok(page.includes(`| \`${kind}\` | ${cost} | ${what} |`), kind);
});
