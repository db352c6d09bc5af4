// `glacis admit`: who refuses the pods of a file, and what stands before them.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { glacis } from './support/command.ts';

const folder = mkdtempSync(join(tmpdir(), 'glacis-admit-'));
after(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const strict = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: strict, labels: {pod-security.kubernetes.io/enforce: restricted}}\n';
const open = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: open, labels: {pod-security.kubernetes.io/enforce: privileged}}\n';
const hooks = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: guard}
webhooks: [{name: guard.example, rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]}]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: people}
spec:
  matchConstraints: {resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]}
  validations: [{expression: 'request.userInfo.username != "dana"', message: not dana}]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: people}
spec: {policyName: people, validationActions: [Deny]}
`;
const workloads = file('pods.yaml', `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: a, securityContext: {privileged: true}}]}}}
---
apiVersion: v1
kind: Pod
metadata: {name: bare}
spec: {containers: [{name: c, image: a}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: other}
`);
const cluster = file('cluster.yaml', [strict, open, hooks].join('---\n'));

interface Report {
  readonly schema: string;
  readonly pods: readonly { readonly kind: string; readonly name: string; readonly as: string; readonly allowed: boolean; readonly refusals: readonly { readonly gate: { readonly kind: string }; readonly message: string }[]; readonly gates: readonly { readonly kind: string; readonly evaluated: boolean }[]; readonly gaps: readonly { readonly id: string }[] }[];
}

function asked(...args: readonly string[]): { readonly status: number | null; readonly report: Report } {
  const { status, stdout, stderr } = glacis(['admit', cluster, '--pod', workloads, '--format', 'json', ...args]);
  assert.notEqual(stdout, '', stderr);
  return { status, report: JSON.parse(stdout) as Report };
}

test('admit: a restricted namespace refuses every pod of the file, with the words of the API server', () => {
  const { status, report } = asked('--namespace', 'strict');
  assert.equal(status, 1);
  assert.deepEqual([report.schema, report.pods.map(({ kind, name, allowed }) => [kind, name, allowed])], ['glacis.admit/v1', [['Deployment', 'web', false], ['Pod', 'bare', false]]]);
  assert.match(report.pods[0]?.refusals[0]?.message ?? '', /^pods "web-xxxxx" is forbidden: violates PodSecurity "restricted:latest": privileged/);
});

test('admit: an open namespace lets them in as far as the webhook does, which is named', () => {
  const { status, report } = asked('--namespace', 'open');
  assert.equal(status, 0);
  for (const { allowed, gates, gaps } of report.pods) {
    assert.deepEqual([allowed, gates.map(({ kind, evaluated }) => [kind, evaluated])], [true, [['validating-policy', true], ['validating-webhook', false]]]);
    assert.ok(gaps.some(({ id }) => id === 'gap/webhook/guard/guard.example'));
  }
});

test('admit: a workload is created by its controller, a bare pod by whoever asks', () => {
  const { status, report } = asked('--namespace', 'open', '--as', 'dana', '--as-group', 'team');
  assert.equal(status, 1);
  assert.deepEqual(report.pods.map(({ as, refusals }) => [as, refusals.map(({ message }) => message)]), [['system:serviceaccount:kube-system:replicaset-controller', []], ['dana', ['not dana']]]);
});

test('admit: a plug-in that the API server switched off refuses nothing', () => {
  const server = (flag: string): string => file('server.yaml', `apiVersion: v1\nkind: Pod\nmetadata: {name: kube-apiserver-a, namespace: kube-system, annotations: {kubernetes.io/config.mirror: x}}\nspec: {containers: [{name: c, image: "registry.k8s.io/kube-apiserver:v1.34.1", command: [kube-apiserver, "${flag}"]}]}\n`);
  const status = (flag: string): number | null => glacis(['admit', cluster, server(flag), '--pod', workloads, '--namespace', 'strict']).status;
  assert.deepEqual([status('--v=2'), status('--disable-admission-plugins=PodSecurity')], [1, 0]);
});

test('admit: what stands beside a pod in its file is applied with it', () => {
  const account = file('account.yaml', 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: web, namespace: open}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: open}\nspec: {serviceAccountName: web, containers: [{name: c, image: a}]}\n');
  assert.equal(glacis(['admit', cluster, '--pod', account]).status, 0);
  const alone = file('alone.yaml', 'apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: open}\nspec: {serviceAccountName: web, containers: [{name: c, image: a}]}\n');
  const run = glacis(['admit', cluster, '--pod', alone]);
  assert.equal(run.status, 1);
  assert.match(run.stdout, /serviceaccount "web" not found/);
});

test('admit: no line is wider than the screen', () => {
  const long = glacis(['admit', cluster, '--pod', workloads, '--namespace', 'strict'], { env: { COLUMNS: '80' } }).stdout.split('\n').filter((line) => line.length > 80 && !/^ *\S+$/.test(line));
  assert.deepEqual(long, []);
});

test('admit: the cluster is a snapshot, and the file of pods none of its own', () => {
  const packed = join(folder, 'cluster.glacis');
  assert.equal(glacis(['snapshot', cluster, '-o', packed]).status, 0);
  const answers = (source: string): string => glacis(['admit', source, '--pod', workloads, '--namespace', 'strict']).stdout;
  assert.equal(answers(packed), answers(cluster));
  assert.match(answers(packed), /refused/);
});
