import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { toolVersion } from '../src/version.ts';
import { build, glacis } from './support/command.ts';

const root = resolve(import.meta.dirname, '..');

const wildcard = 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: r}\nrules: [{apiGroups: [""], resources: ["*"], verbs: ["*"]}]\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: b}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: r}\nsubjects: [{kind: ServiceAccount, name: app, namespace: shop}]\n';
const placeless = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: c, image: d, securityContext: {privileged: true}}]}\n';
const binding = 'apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: b, namespace: shop}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}\nsubjects: [{kind: ServiceAccount, name: ghost, namespace: shop}]\n';
const widgets = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.org}
spec: {group: example.org, scope: Namespaced, names: {plural: widgets, singular: widget, kind: Widget, shortNames: [wd]}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: r, namespace: shop}
rules: [{apiGroups: [example.org], resources: [widgets], verbs: [get]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: b, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: r}
subjects: [{kind: User, name: dana}]
`;
const half = `${placeless}---\na: [1\n`;
const statuses: readonly { name: string; args: readonly string[]; input?: string; status: number; says: RegExp }[] = [
  { name: 'the example is scanned', args: ['scan', 'examples/shop'], status: 0, says: /ClusterRoleBinding ci-deployer +grants every right/ },
  { name: 'a broken document is told by the status, and its neighbours are judged', args: ['scan', '-'], input: `a: [1\n---\n${wildcard}`, status: 3, says: /holds every verb on every resource/ },
  { name: 'a template that was not rendered is none of a broken one', args: ['scan', '-'], input: `a: {{ .Values.a }}\n---\n${wildcard}`, status: 0, says: /holds every verb on every resource/ },
  { name: 'where nothing is valid, the line and the remedy are said', args: ['scan', '-'], input: 'a: {b: 1\nc: 2\n', status: 3, says: /no Kubernetes object found\n-:2 .*should stand here\. Correct the YAML/ },
  { name: 'where all is a template, that is said with what renders it', args: ['scan', '-'], input: 'kind: Pod\nmetadata: {name: {{ .Release.Name }}}\n', status: 3, says: /no Kubernetes object found\n-:2 an unrendered template\. Render it first: helm template/ },
  { name: 'where nothing is an object, that is said', args: ['paths', '-'], input: 'foo: bar\n', status: 3, says: /no Kubernetes object found\nnot a Kubernetes object: -:1\nA SOURCE is/ },
  ...[['paths'], ['plan'], ['export'], ['pod-security'], ['reach', '--map'], ['blast', 'pod:shop/web'], ['what-if', '--change', '-Pod/shop/web'], ['who-can', 'get', 'pods'], ['assert', 'examples/invariants.yaml'], ['snapshot', '-o', '-']].map((words) => ({ name: `${words[0]} says what it leaves out, by its status as well`, args: [...words, ...(['pod-security', 'who-can'].includes(words[0] ?? '') ? [] : ['--namespace', 'shop']), '-'], input: half, status: 3, says: /glacis: not read: -:6 .*never closed/ })),
  { name: 'a denial of which a part was not read is none for sure', args: ['can', 'get', 'pods', '-', '--as', 'system:anonymous'], input: half, status: 3, says: /^no [^]*not read: -:6/ },
  { name: 'templates that paths leaves out are said', args: ['paths', '-'], input: `a: {{ .Values.a }}\n---\n${placeless}`, status: 0, says: /glacis: not read: -:1 an unrendered template/ },
  { name: 'an end of which only the name is said is found', args: ['blast', 'grafana', 'examples/shop'], status: 2, says: /Did you mean .*serviceaccount:monitoring\/grafana/ },
  { name: 'a selection that finds nothing says how little was asked', args: ['scan', '--select', 'host-pid', 'examples/shop-hardened'], status: 0, says: /FINDINGS {2}none of the 1 rule that was asked for/ },
  { name: 'reach says where its ends come', args: ['reach', 'examples/shop', 'shop/storefront', 'payments/payments-db'], status: 2, says: /examples\/shop is a source, and what is to be reached comes first/ },
  { name: '--fail-on is met', args: ['scan', 'examples/shop', '--fail-on', 'critical'], status: 1, says: /critical/ },
  { name: 'an unknown option is an error', args: ['scan', '--fial-on', 'high'], status: 2, says: /unknown option/ },
  { name: 'an option that resembles none says where they are listed', args: ['scan', '--zzz'], status: 2, says: /COMMAND --help/ },
  { name: 'a wrong severity is an error', args: ['scan', 'examples/shop', '--fail-on', 'hihg'], status: 2, says: /Allowed choices are low, medium, high, critical/ },
  { name: 'a wrong format is an error', args: ['scan', 'examples/shop', '--format', 'yaml'], status: 2, says: /Allowed choices are terminal, json/ },
  { name: 'a wrong format with a file is an error', args: ['scan', 'examples/shop', '--format', 'serif=out.sarif'], status: 2, says: /Allowed choices are terminal, json, agent/ },
  { name: 'two formats for one place are an error', args: ['scan', 'examples/shop', '--format', 'json', '--format', 'sarif'], status: 2, says: /both go to standard output[^]*--format sarif=FILE/ },
  { name: 'a baseline that is none is an error', args: ['scan', 'examples/shop', '--baseline', 'package.json'], status: 2, says: /no report[^]*--format json/ },
  { name: 'a baseline that is not there is an error', args: ['scan', 'examples/shop', '--baseline', 'no/such.json'], status: 2, says: /cannot be read/ },
  { name: 'a wrong version is an error', args: ['scan', 'examples/shop', '--kubernetes-version', 'latest'], status: 2, says: /no Kubernetes version/ },
  { name: 'a namespace that cannot be one is an error', args: ['scan', 'examples/shop', '--namespace', 'Shop_1'], status: 2, says: /no name of a namespace/ },
  { name: 'a command that is not there names the nearest', args: ['scna'], status: 2, says: /Did you mean scan/ },
  { name: 'an output that cannot be written is an error', args: ['scan', 'examples/shop', '--output', 'no/such/directory/report.txt'], status: 2, says: /its directory does not exist/ },
  { name: 'a selected rule that is misspelt is an error', args: ['scan', 'examples/shop', '--select', 'privileged,host-pdi'], status: 2, says: /Did you mean host-pid/ },
  { name: 'a selected rule whose finding is part of a wider one shows that', args: ['scan', '-', '--select', 'reads-secrets', '--fail-on', 'critical'], input: wildcard, status: 1, says: /holds every verb on every resource/ },
  { name: 'a theme is selected', args: ['scan', 'examples/shop', '--select', 'rbac', '--all'], status: 0, says: /cluster-admin-binding/ },
  { name: 'a recommendation is selected by its rules', args: ['scan', 'examples/shop', '--select', 'nsa/P11'], status: 0, says: /runs privileged/ },
  { name: 'a standard is selected by its rules', args: ['scan', 'examples/shop', '--select', 'cis-2.0', '--all'], status: 0, says: /cluster-admin-binding/ },
  { name: 'an entry of a standard is selected', args: ['scan', 'examples/shop', '--select', 'cis-2.0/5.2.2', '--fail-on', 'low'], status: 1, says: /runs privileged/ },
  { name: 'an entry that no rule decides is an error', args: ['scan', 'examples/shop', '--select', 'cis-2.0/1.1.1'], status: 2, says: /no rule of this version decides it/ },
  { name: 'a misspelt standard is an error', args: ['scan', 'examples/shop', '--select', 'cis-2.1'], status: 2, says: /Did you mean cis-2\.0/ },
  { name: 'themes are selected', args: ['scan', 'examples/shop', '--theme', 'secrets,rbac', '--all'], status: 0, says: /credential-in-env/ },
  { name: 'themes and standards narrow each other', args: ['scan', 'examples/shop', '--theme', 'workload', '--select', 'cis-2.0/5.1', '--all', '--fail-on', 'high'], status: 0, says: /FINDINGS/ },
  { name: 'a misspelt theme is an error', args: ['scan', 'examples/shop', '--theme', 'rbca'], status: 2, says: /no theme[^]*Did you mean rbac/ },
  { name: 'what is not selected does not fail', args: ['scan', 'examples/shop', '--select', 'host-pid', '--fail-on', 'low'], status: 0, says: /none of the 1 rule that was asked for/ },
  { name: '--all shows factors, their sum and the change', args: ['scan', 'examples/shop', '--all', '--select', 'privileged'], status: 0, says: /gain node \+4[^]*: 6[^]*change: Run it without privilege/ },
  { name: 'threats are narrowed to a component', args: ['threats', 'examples/shop', '--component', 'kubelet'], status: 0, says: /KUB-04/ },
  { name: 'threats that were asked for are counted, and no others', args: ['threats', 'examples/shop', '--verdict', 'present', '--category', 'insider'], status: 0, says: /(\d+) threats? asked for: \1 present, 0 unknown, 0 absent/ },
  { name: 'a component that nothing touches is an error', args: ['threats', 'examples/shop', '--component', 'kublet'], status: 2, says: /Did you mean kubelet/ },
  { name: 'threats of one verdict are listed', args: ['threats', 'examples/shop', '--verdict', 'absent'], status: 0, says: /ABSENT, \d/ },
  { name: 'a missing path is an error', args: ['scan', 'examples/nothing'], status: 3, says: /no such file or directory/ },
  { name: 'a misspelt id names the nearest', args: ['explain', 'privilegd'], status: 2, says: /Did you mean privileged/ },
  { name: 'a threat is explained', args: ['explain', 'KUB-04'], status: 0, says: /threat\/KUB-04[^]*connection to the\s+kubelet/ },
  { name: 'a threat is explained with what is so here', args: ['explain', 'threat/kub-04', 'examples/shop'], status: 0, says: /present, critical[^]*prometheus-rbac\.yaml:\d+/ },
  { name: 'a component is explained by its bare name', args: ['explain', 'kubelet'], status: 0, says: /component\/kubelet[^]*10250/ },
  { name: 'a word of two words needs no quotes', args: ['explain', 'pod', 'security'], status: 0, says: /privileged, baseline and restricted/ },
  { name: 'a bare technique is the one of the newest edition', args: ['explain', 'T1611'], status: 0, says: /^attack-19\.1\/T1611[^]*threat\/APP-02[^]*privileged/ },
  { name: 'a reference of a standard says what is ours', args: ['explain', 'cis-2.0/5.2.2'], status: 0, says: /RULES +privileged/ },
  { name: 'a question says what waits for it', args: ['explain', 'gap/rbac'], status: 0, says: /kubectl get[^]*threat\/APP-10/ },
  { name: 'a technique is explained', args: ['explain', 'technique/pod-exec'], status: 0, says: /^technique\/pod-exec[^]*may create pods\/exec[^]*attack-19\.1\/T1609[^]*ALSO CALLED[^]*EXEC_INTO[^]*PRESENT[^]*- pods\/exec[^]*ABSENT[^]*pods\/\*/ },
  { name: 'a technique goes by the name of another tool', args: ['explain', 'CE_VAR_LOG_SYMLINK'], status: 0, says: /^technique\/log-link/ },
  { name: 'a misspelt technique names the nearest', args: ['explain', 'technique/pod-exce'], status: 2, says: /Did you mean technique\/pod-exec\?/ },
  { name: 'a misspelt question names the nearest', args: ['explain', 'gap/rabc'], status: 2, says: /Did you mean gap\/rbac/ },
  { name: 'severity is a table', args: ['explain', 'severity'], status: 0, says: /GAIN[^]*cluster +\+5/ },
  { name: 'a finding that is not there is an error', args: ['explain', '0123456789ab', 'examples/shop'], status: 2, says: /no finding 0123456789ab/ },
  { name: 'rules are listed by theme with severity', args: ['rules'], status: 0, says: /WORKLOAD[^]*high +privileged +Container runs privileged/ },
  { name: 'a shell that is not known is an error', args: ['completion', 'tcsh'], status: 2, says: /glacis completion bash/ },
  { name: 'a recommendation is explained', args: ['explain', 'nsa/P11'], status: 0, says: /our split and numbering/ },
  { name: 'admit says that nothing stands before a pod', args: ['admit', 'examples/shop', '--pod', 'examples/shop/deploy/ci/runner.yaml'], status: 0, says: /Deployment runner in namespace ci: admitted[^]*gates +none/ },
  { name: 'admit takes a file with pods only', args: ['admit', 'examples/shop', '--pod', 'examples/shop/deploy/ci/namespace.yaml'], status: 2, says: /no pod and no workload/ },
  { name: 'can answers yes with the binding', args: ['can', 'list', 'secrets', 'examples/shop', '-A', '--as', 'system:serviceaccount:monitoring:grafana'], status: 0, says: /^yes .*grafana-clusterrole/ },
  { name: 'can says where the binding stands', args: ['can', 'list', 'secrets', 'examples/shop', '-A', '--as', 'system:serviceaccount:monitoring:grafana'], status: 0, says: /^yes [^]*\n     examples\/shop\/deploy\/monitoring\/grafana-rbac\.yaml:\d+\n/ },
  { name: 'can takes an end for a service account', args: ['can', 'list', 'secrets', 'examples/shop', '-A', '--as', 'serviceaccount:monitoring/grafana'], status: 0, says: /^yes .*grafana-clusterrole/ },
  { name: 'can takes an end for a user', args: ['can', 'create', 'deployments', 'examples/shop', '-n', 'shop', '--as', 'user:marc@agency.example'], status: 0, says: /^yes .*agency-checkout/ },
  { name: 'can says that a name is that of an account, and not of a user', args: ['can', 'list', 'secrets', 'examples/shop', '-A', '--as', 'monitoring/grafana'], status: 1, says: /names a user monitoring\/grafana; did you mean serviceaccount:monitoring\/grafana\?/ },
  { name: 'can says that nobody names a user', args: ['can', 'list', 'secrets', 'examples/shop', '--as', 'marc@agency.exmple'], status: 1, says: /names a user marc@agency\.exmple; did you mean marc@agency\.example\?/ },
  { name: 'can says that a group is no user', args: ['can', 'list', 'secrets', 'examples/shop', '--as', 'group:shop-developers'], status: 2, says: /is a group[^]*--as-group shop-developers/ },
  { name: 'admit takes an end as well', args: ['admit', '--pod', 'examples/shop/deploy/ci/runner.yaml', '--as', 'group:shop-developers', 'examples/shop'], status: 2, says: /is a group/ },
  ...['deployments', 'deploy', 'deployment', 'Deployment', 'deploy.apps', 'deployments.v1.apps'].map((resource) => ({ name: `who-can knows ${resource}, as kubectl does`, args: ['who-can', 'create', resource, 'examples/shop', '-n', 'shop'], status: 0, says: /^(?![^]*glacis: warning)[^]*User marc@agency\.example[^]*agency-checkout/ })),
  { name: 'who-can knows the names that a definition gives', args: ['who-can', 'get', 'wd', '-', '-n', 'shop'], input: widgets, status: 0, says: /^(?![^]*glacis: warning)[^]*User dana\n  RoleBinding shop\/b → Role r\n/ },
  { name: 'who-can says where, and that others may be let in', args: ['who-can', 'get', 'secrets', 'examples/shop', '-A'], status: 0, says: /ServiceAccount monitoring\/grafana\n  ClusterRoleBinding grafana-clusterrolebinding → ClusterRole\n    grafana-clusterrole\n  examples\/shop\S+:\d+\n[^]*by the bindings that were given/ },
  { name: 'can answers no', args: ['can', 'delete', 'nodes', 'examples/shop', '-A', '--as', 'system:serviceaccount:monitoring:grafana'], status: 1, says: /^no / },
  { name: 'can says that a service account was not read', args: ['can', 'delete', 'nodes', 'examples/shop', '-A', '--as', 'system:serviceaccount:monitoring:ghost'], status: 1, says: /^no [^]*Is there a ServiceAccount monitoring\/ghost\? It was not read/ },
  { name: 'can says so of one that is allowed, too', args: ['can', 'get', 'pods', '-', '-n', 'shop', '--as', 'system:serviceaccount:shop:ghost'], input: binding, status: 0, says: /^yes [^]*Is there a ServiceAccount shop\/ghost\?/ },
  { name: 'blast takes and prints an object whose file names no namespace as a person writes it', args: ['blast', 'web', '-'], input: placeless, status: 0, says: /^pod web reaches[^]*glacis paths --from pod:web / },
  { name: 'paths print a container whose file names no namespace as a person writes it', args: ['paths', '-'], input: placeless, status: 0, says: /path 1: container web\/c → root on a node[^]*--from container:web\/c / },
  { name: 'such a container is taken as it is printed', args: ['paths', '--from', 'container:web/c', '-'], input: placeless, status: 0, says: /root on a node, 1 step/ },
  { name: 'scan hints at --namespace', args: ['scan', '-'], input: placeless, status: 0, says: /1 object names no namespace: [^]*--namespace NAME/ },
  { name: 'the table says whose steps it counts', args: ['scan', '-'], input: placeless, status: 0, says: /a number: the steps of the cheapest way/ },
  { name: 'who-can lists subjects, bindings and roles', args: ['who-can', 'list', 'secrets', 'examples/shop', '-A'], status: 0, says: /ServiceAccount monitoring\/grafana\s+ClusterRoleBinding grafana-clusterrolebinding → ClusterRole\s+grafana-clusterrole/ },
  { name: 'who-can finds the group of a resource as kubectl does', args: ['who-can', 'get', 'deployments', 'examples/shop', '-n', 'shop'], status: 0, says: /RoleBinding shop\/agency-checkout → ClusterRole edit/ },
  { name: 'a misspelt resource is asked about with a warning', args: ['who-can', 'list', 'secrts', 'examples/shop', '-A'], status: 0, says: /no resource secrts is known here; did you mean secrets/ },
  { name: 'a misspelt verb is asked about with a warning', args: ['can', 'lits', 'secrets', 'examples/shop', '--as', 'dana'], status: 1, says: /no verb lits is known here; did you mean list/ },
  { name: 'a question without a subject says which option is missing', args: ['can', 'list', 'secrets', 'examples/shop'], status: 2, says: /--as/ },
  { name: 'no command is an error with help', args: [], status: 2, says: /Usage: glacis/ },
  { name: 'help is no error', args: ['scan', '--help'], status: 0, says: /--fail-on/ },
  { name: 'pod-security says what a namespace enforces and could', args: ['pod-security', 'examples/shop', '--kubernetes-version', '1.34'], status: 0, says: /Kubernetes 1\.34, as asked for[^]*in force +enforce/ },
  { name: 'pod-security takes the older name of the option', args: ['pod-security', 'examples/shop', '--version', '1.33'], status: 0, says: /Kubernetes 1\.33, as asked for/ },
  { name: 'pod-security takes no version that is none', args: ['pod-security', 'examples/shop', '--version', 'newest'], status: 2, says: /no Kubernetes version/ },
  { name: 'a server for what is not there is an error', args: ['mcp', 'examples/nothing'], input: '', status: 3, says: /examples\/nothing: no such file or directory/ },
  { name: 'standard input is read', args: ['scan', '-'], input: 'apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: b}\nspec: {hostPID: true, containers: [{name: c, image: d}]}\n', status: 0, says: /Pod b\/a/ },
  { name: 'nothing to read is an error', args: ['scan', '-'], input: '# nothing\n', status: 3, says: /no Kubernetes object/ },
  ...[['can', 'get', 'pods', '-', '--as', 'dana'], ['who-can', 'get', 'pods', '-'], ['reach', '--map', '-'], ['reach', '--from', 'internet', '-'], ['blast', 'internet', '-'], ['pod-security', '-'], ['diff', '-', '-'], ['explain', 'kubelet', '-']].map((args) => ({ name: `nothing to read is an error of ${args[0]}`, args, input: '# nothing\n', status: 3, says: /no Kubernetes object/ })),
];
for (const { name, args, input, status, says } of statuses) {
  test(`command line: ${name}`, () => {
    const run = glacis(args, input === undefined ? {} : { input });
    assert.equal(run.status, status, run.stdout + run.stderr);
    assert.match(run.stdout + run.stderr, says);
  });
}

test('an older Node hands over to the one that the checkout brings', () => {
  build();
  const older = "data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.1.0'}});Object.defineProperty(process,'execPath',{value:'/usr/bin/node'})";
  const run = (...args: readonly string[]) => spawnSync(process.execPath, ['--import', older, 'bin/glacis.mjs', ...args], { encoding: 'utf8', cwd: root });
  assert.deepEqual([run('--version').status, run('--version').stdout], [0, `${toolVersion}\n`]);
  assert.equal(run('scan', 'no/such/file').status, 3);
});

test('help fits a screen of 80 columns, but for examples', () => {
  for (const args of [['--help'], ...['scan', 'paths', 'assert', 'reach', 'can', 'plan', 'mcp'].map((command) => [command, '--help'])]) {
    const { stdout, status } = glacis(args);
    assert.equal(status, 0);
    assert.deepEqual(stdout.split('\n').filter((line) => line.length > 80 && !line.startsWith('glacis ')), [], args.join(' '));
  }
  assert.match(glacis(['assert', '--help']).stdout, /\n {2}invariants:\n {4}- from: internet\n/);
});

test('command line: the id of a finding leads to its derivation', () => {
  const report = JSON.parse(glacis(['scan', 'examples/shop', '--format', 'json']).stdout) as { findings: { id: string; rule: string; change: object | null }[] };
  const finding = report.findings.find(({ rule, change }) => rule === 'privileged' && change !== null);
  const { stdout, status } = glacis(['explain', finding?.id ?? '', 'examples/shop']);
  assert.equal(status, 0);
  for (const part of [/OBJECT +Deployment ci\/runner/, /CONTAINER +runner/, /VALUE +true/, /EXPECTED +false/, /EVIDENCE[^]*runner\.yaml:\d+/, /gain +node +\+4/, /sum +6 +high/, /- privileged: true\n +\+ privileged: false/, /MAY BREAK/, /REFERENCES[^]*attack-19\.1/]) assert.match(stdout, part);
});

test('command line: explain and rules have JSON', () => {
  const explained = JSON.parse(glacis(['explain', 'nsa/P11', '--format', 'json']).stdout) as { schema: string; explanations: { id: string }[] };
  assert.deepEqual([explained.schema, explained.explanations.map(({ id }) => id)], ['glacis.explanation/v1', ['nsa/P11']]);
  const listed = JSON.parse(glacis(['rules', '--format', 'json']).stdout) as { rules: { id: string; theme: string; severity: string }[] };
  assert.deepEqual(listed.rules.filter(({ id }) => id === 'privileged').map(({ theme, severity }) => [theme, severity]), [['workload', 'high']]);
});

const completed: readonly { typed: readonly string[]; has: readonly string[]; lacks: readonly string[] }[] = [
  { typed: ['th'], has: ['threats'], lacks: ['scan'] },
  { typed: ['scan', '--fail-on', ''], has: ['low', 'critical'], lacks: ['scan'] },
  { typed: ['scan', '--format', ''], has: ['sarif', 'gitlab'], lacks: ['yaml'] },
  { typed: ['scan', '--theme', ''], has: ['rbac'], lacks: ['privileged'] },
  { typed: ['admit', '--p'], has: ['--pod'], lacks: ['--output'] },
  { typed: ['scan', '--o'], has: ['--output', '--open-world'], lacks: ['--format'] },
  { typed: ['scan', '--select', 'privileged,host-p'], has: ['privileged,host-pid'], lacks: ['privileged'] },
  { typed: ['explain', 'nsa/P1'], has: ['nsa/P1', 'nsa/P11'], lacks: ['nsa/N1'] },
  { typed: ['explain', 'technique/pod-'], has: ['technique/pod-exec', 'technique/pod-attach'], lacks: ['technique/mint-token'] },
  { typed: ['explain', 'EXEC'], has: ['EXEC_INTO'], lacks: ['POD_EXEC'] },
  { typed: ['explain', 'privileged', ''], has: [], lacks: ['privileged'] },
  { typed: ['who-can', 'get', 'secr'], has: ['secrets'], lacks: ['get'] },
];
for (const { typed, has, lacks } of completed) {
  test(`completion: ${typed.join(' ')}`, () => {
    const found = glacis(['completion', `--words=${typed.join('\u001f')}`]).stdout.split('\n');
    assert.deepEqual(has.filter((word) => !found.includes(word)), []);
    assert.deepEqual(lacks.filter((word) => found.includes(word)), []);
  });
}

test('completion: bash takes the script and completes with it', () => {
  const directory = mkdtempSync(join(tmpdir(), 'glacis-completion-'));
  const script = join(directory, 'glacis.bash');
  writeFileSync(script, glacis(['completion', 'bash']).stdout);
  assert.equal(spawnSync('bash', ['-n', script]).status, 0);
  const line = `glacis() { '${process.execPath}' '${resolve(root, 'bin/glacis.mjs')}' "$@"; }; source '${script}'; COMP_WORDS=(glacis scan --fail-on cri); COMP_CWORD=3; _glacis; echo "\${COMPREPLY[@]}"`;
  const run = spawnSync('bash', ['-c', line], { encoding: 'utf8' });
  rmSync(directory, { recursive: true });
  assert.equal(run.stdout, 'critical\n', run.stderr);
});

test('command line: JSON is byte-equal over two runs', () => {
  const [first, second] = [0, 1].map(() => glacis(['scan', 'examples/shop', '--format', 'json']).stdout);
  assert.equal(first, second);
  assert.equal((JSON.parse(first ?? '') as { schema: string }).schema, 'glacis.report/v1');
});

test('command line: several formats are written by one scan, and a file that is there is replaced', () => {
  const directory = mkdtempSync(join(tmpdir(), 'glacis-formats-'));
  const file = (name: string): string => join(directory, name);
  writeFileSync(file('out.csv'), 'old');
  const run = glacis(['scan', 'examples/shop', '--format', `sarif=${file('out.sarif')}`, '--format', 'csv', '--output', file('out.csv'), '--format', 'agent']);
  assert.equal(run.status, 0, run.stderr);
  assert.match(run.stdout, /^# glacis "shop"/);
  assert.equal((JSON.parse(readFileSync(file('out.sarif'), 'utf8')) as { version: string }).version, '2.1.0');
  assert.match(readFileSync(file('out.csv'), 'utf8'), /^id,severity,rule/);
  assert.deepEqual(readdirSync(directory).toSorted(), ['out.csv', 'out.sarif']);
  rmSync(directory, { recursive: true });
});

test('command line: what a baseline knows is not shown and does not fail', () => {
  const directory = mkdtempSync(join(tmpdir(), 'glacis-baseline-'));
  const file = join(directory, 'before.json');
  assert.equal(glacis(['scan', 'examples/shop-hardened', '--format', `json=${file}`]).status, 0);
  const same = glacis(['scan', 'examples/shop-hardened', '--baseline', file, '--fail-on', 'low']);
  assert.deepEqual([same.status, /FINDINGS +none that the baseline does not know/.test(same.stdout)], [0, true], same.stdout);
  const worse = glacis(['scan', 'examples/shop', '--baseline', file, '--fail-on', 'high']);
  assert.equal(worse.status, 1);
  assert.match(worse.stdout, /baseline +\S*before\.json: \d+ findings\s+known\s+and\s+left\s+out,\s+\d+\s+gone[^]*FINDINGS +\d+ new on/);
  rmSync(directory, { recursive: true });
});

test('command line: a reader that has seen enough is no error', () => {
  const run = spawnSync('bash', ['-c', `'${process.execPath}' bin/glacis.mjs scan examples/shop --format json | head -1; echo "\${PIPESTATUS[0]}"`], { encoding: 'utf8', cwd: root });
  assert.deepEqual([run.stdout, run.stderr], ['{\n0\n', '']);
});

for (const columns of ['80', '120']) {
  test(`command line: no line is wider than ${columns} columns, but for places and what is copied`, () => {
    const args = [['scan', 'examples/shop'], ['scan', 'examples/shop', '--all'], ['threats', 'examples/shop'], ['threats', 'examples/shop', '--all'], ['explain', 'KUB-04', 'examples/shop'], ['explain', 'nsa/P11', 'examples/shop'], ['explain', 'cis-2.0'], ['explain', 'technique/log-link']];
    for (const each of args) {
      const long = glacis(each, { env: { COLUMNS: columns } }).stdout.split('\n').filter((line) => line.length > Number(columns) && !/^ *\S+$/.test(line));
      assert.deepEqual(long, [], each.join(' '));
    }
  });
}

test('the version of the tool is that of the package', async () => {
  const { toolVersion } = await import('../src/version.ts');
  assert.equal(toolVersion, (JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as { version: string }).version);
});
