// Credentials planted wherever they can hide. None may reach an output, an error, or what is kept of Secrets.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { collect } from '../src/collect/index.ts';
import { glacis } from './support/command.ts';

const plain = 'Kq7-canary-Zx3!do-not-print';
const encoded = Buffer.from(plain).toString('base64');

/** Where a value is a Secret's own: it is gone once collected. */
const kept: Readonly<Record<string, string>> = {
  'a Secret, its copy and its data': `apiVersion: v1
kind: Secret
metadata: {name: s, namespace: n, annotations: {kubectl.kubernetes.io/last-applied-configuration: '{"stringData":{"a":"${plain}"}}'}}
stringData: {a: "${plain}"}
data: {b: ${encoded}}
`,
  'a Secret in a List in a List': JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [{ apiVersion: 'v1', kind: 'SecretList', items: [{ metadata: { name: 't', namespace: 'n' }, data: { b: encoded } }] }] }),
  'keys of the encryption of etcd': `apiVersion: apiserver.config.k8s.io/v1
kind: EncryptionConfiguration
metadata: {name: e}
resources: [{resources: [secrets], providers: [{aescbc: {keys: [{name: k, secret: ${encoded}}]}}, {identity: {}}]}]
`,
  'a token by which nodes join': `apiVersion: kubeadm.k8s.io/v1beta4
kind: JoinConfiguration
metadata: {name: j}
discovery: {bootstrapToken: {token: "${plain}"}, tlsBootstrapToken: "${plain}"}
`,
};

/** Where a value stands in the open and is judged: it is never shown. */
const judged: Readonly<Record<string, string>> = {
  'environment, arguments and annotations': `apiVersion: v1
kind: Pod
metadata: {name: p, namespace: n, annotations: {api-key: "${plain}", db-password: "${plain}"}}
spec:
  containers:
    - name: c
      image: i
      env: [{name: DB_PASSWORD, value: "${plain}"}, {name: URL, value: "postgres://user:${plain}@db/x"}]
      args: ["--password=${plain}", --token, "${plain}"]
`,
  'lines around what is wrong': `apiVersion: v1
kind: Pod
metadata:
  name: q
  namespace: n
  annotations:
    kubectl.kubernetes.io/last-applied-configuration: '{"spec":{"x":"${plain}"}}'
    # password: ${plain}
    db-password: "${plain}"
spec:
  hostPID: true # token=${plain}
  containers:
    - name: c
      args:
        - --password
        - ${plain}
      securityContext:
        privileged: true
      env:
        - name: DB_PASSWORD
          value: ${plain}
      image: i:latest
`,
  'a Secret beside it in one list': `apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: Secret
    metadata: {name: s2, namespace: n}
    data:
      b: ${encoded}
  - apiVersion: v1
    kind: Pod
    metadata: {name: r, namespace: n}
    spec: {hostPID: true, hostNetwork: true, containers: [{name: c, image: "i:latest"}]}
`,
  'a ConfigMap': `apiVersion: v1
kind: ConfigMap
metadata: {name: m, namespace: n}
data: {password: "${plain}", app.ini: "[db]\\npassword = ${plain}\\n"}
`,
  'a flag of a component': `apiVersion: v1
kind: Pod
metadata: {name: etcd-cp-1, namespace: kube-system, annotations: {kubernetes.io/config.mirror: "0"}}
spec: {containers: [{name: etcd, image: "registry.k8s.io/etcd:3.6.5-0", command: [etcd, "--password=${plain}"]}]}
`,
  'a document that cannot be read': `apiVersion: v1\nkind: Secret\nmetadata: {name: x}\nstringData: {a: "${plain}"\n  b: [\n`,
  'JSON that is cut off': `{"apiVersion":"v1","kind":"Secret","metadata":{"name":"y"},"stringData":{"a":"${plain}"`,
};

const directory = mkdtempSync(join(tmpdir(), 'glacis-canary-'));
process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
for (const [index, text] of [...Object.values(kept), ...Object.values(judged)].entries()) writeFileSync(join(directory, `${index}.${text.startsWith('{') ? 'json' : 'yaml'}`), text);

for (const [name, text] of Object.entries(kept)) {
  test(`canary: ${name}: nothing of it is kept`, async () => {
    const file = join(directory, `kept.${text.startsWith('{') ? 'json' : 'yaml'}`);
    writeFileSync(file, text);
    const snapshot = await collect([file]);
    rmSync(file);
    const all = JSON.stringify([snapshot.objects, [...snapshot.secrets.values()], snapshot.problems, snapshot.skipped]);
    assert.ok(snapshot.objects.length > 0 && !all.includes(plain) && !all.includes(encoded), all);
  });
}

const runs: readonly (readonly string[])[] = [
  ['scan', directory], ['scan', directory, '--all'], ...['json', 'sarif', 'junit', 'markdown', 'csv', 'github', 'gitlab', 'agent', 'html'].map((format) => ['scan', directory, '--format', format]), ['scan', '--plan', directory], ...['json', 'markdown', 'html'].map((format) => ['scan', '--plan', directory, '--format', format]), ['plan', directory], ['plan', directory, '--format', 'json'], ['threats', directory], ['threats', directory, '--all'], ['explain', 'credential-in-env', directory], ['explain', 'threat/APP-17', directory],
  ['explain', 'component/etcd', directory], ['can', 'list', 'secrets', directory, '-A', '--as', 'dana'], ['who-can', 'get', 'secrets', directory, '-A'],
];
for (const args of runs) {
  test(`canary: ${args.filter((word) => word !== directory).join(' ')} shows none`, () => {
    const { stdout, stderr } = glacis(args);
    assert.ok(stdout.length > 0);
    // Not even the first part of one.
    for (const part of [plain, encoded, plain.slice(0, 10)]) assert.ok(!(stdout + stderr).includes(part), `${part} in ${(stdout + stderr).split('\n').find((line) => line.includes(part))}`);
  });
}

test('canary: every finding about a planted credential, explained, shows none', () => {
  const { findings } = JSON.parse(glacis(['scan', directory, '--format', 'json']).stdout) as { findings: { id: string; rule: string }[] };
  const credentials = findings.filter(({ rule }) => rule.startsWith('credential-'));
  assert.ok(credentials.length >= 3);
  for (const { id } of credentials) {
    const { stdout, stderr } = glacis(['explain', id, directory]);
    assert.ok(stdout.length > 100 && !(stdout + stderr).includes(plain), id);
  }
});

test('canary: no snapshot holds one, whatever it is made of', () => {
  const file = join(directory, 'all.glacis');
  for (const source of [directory, file]) {
    const { status, stdout, stderr } = glacis(['snapshot', source, '-o', file]);
    // Some of what is planted stands in files that are broken.
    assert.equal(status, 3, stderr);
    const held = gunzipSync(readFileSync(file)).toString();
    assert.ok(held.split('\n').length > 10);
    for (const part of [plain, encoded, plain.slice(0, 10), encoded.slice(0, 14)]) assert.ok(!(held + stdout + stderr).includes(part), `${part} in ${held.split('\n').find((line) => line.includes(part))}`);
  }
  const rules = (source: string): readonly string[] => (JSON.parse(glacis(['scan', source, '--format', 'json']).stdout) as { findings: { id: string }[] }).findings.map(({ id }) => id);
  assert.deepEqual(rules(file), rules(directory));
});
