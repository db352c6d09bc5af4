import assert from 'node:assert/strict';
import { test } from 'node:test';
import { collectText } from '../collect/index.ts';
import { verdictOf, messagesOf, type Verdict } from '../../test/support/verdict.ts';
import { auditOf, type AuditedRequest, type AuditLevel } from './audit-policy.ts';

const exec: AuditedRequest = { user: 'eve', groups: ['system:authenticated', 'developers'], verb: 'create', group: '', resource: 'pods/exec', namespace: 'shop', name: 'cart' };

function policy(...rules: readonly string[]): string {
  return `apiVersion: audit.k8s.io/v1\nkind: Policy\nmetadata: {name: a}\nrules: [${rules.join(', ')}]\n`;
}

// As k8s.io/apiserver pkg/audit/policy/checker.go matches.
const levels: readonly { readonly name: string; readonly rules: readonly string[]; readonly request?: Partial<AuditedRequest>; readonly level: AuditLevel }[] = [
  { name: 'no rule matches', rules: [], level: 'None' },
  { name: 'a rule without limits', rules: ['{level: Metadata}'], level: 'Metadata' },
  { name: 'the first rule that matches', rules: ['{level: None, users: [eve]}', '{level: Request}'], level: 'None' },
  { name: 'another user', rules: ['{level: None, users: [bob]}', '{level: Request}'], level: 'Request' },
  { name: 'any of the groups', rules: ['{level: None, userGroups: [ops, developers]}', '{level: Request}'], level: 'None' },
  { name: 'users and groups both', rules: ['{level: None, users: [bob], userGroups: [developers]}', '{level: Request}'], level: 'Request' },
  { name: 'a verb', rules: ['{level: None, verbs: [get]}', '{level: Request}'], level: 'Request' },
  { name: 'pods is not pods/exec', rules: ['{level: None, resources: [{group: "", resources: [pods]}]}', '{level: Request}'], level: 'Request' },
  { name: 'pods/* is pods/exec', rules: ['{level: None, resources: [{group: "", resources: ["pods/*"]}]}', '{level: Request}'], level: 'None' },
  { name: 'pods/* is pods', rules: ['{level: None, resources: [{group: "", resources: ["pods/*"]}]}', '{level: Request}'], request: { resource: 'pods' }, level: 'None' },
  { name: '*/exec is pods/exec', rules: ['{level: None, resources: [{group: "", resources: ["*/exec"]}]}', '{level: Request}'], level: 'None' },
  { name: '* is every resource with its subresources', rules: ['{level: None, resources: [{group: "", resources: ["*"]}]}', '{level: Request}'], level: 'None' },
  { name: 'a group without resources is all of them', rules: ['{level: None, resources: [{group: ""}]}', '{level: Request}'], level: 'None' },
  { name: 'another group', rules: ['{level: None, resources: [{group: apps}]}', '{level: Request}'], level: 'Request' },
  { name: 'every group', rules: ['{level: None, resources: [{group: "*"}]}', '{level: Request}'], level: 'None' },
  { name: 'a name', rules: ['{level: None, resources: [{group: "", resources: ["pods/exec"], resourceNames: [other]}]}', '{level: Request}'], level: 'Request' },
  { name: 'names count only with resources', rules: ['{level: None, resources: [{group: "", resourceNames: [other]}]}', '{level: Request}'], level: 'None' },
  { name: 'a namespace', rules: ['{level: None, namespaces: [kube-system]}', '{level: Request}'], level: 'Request' },
  { name: 'the empty namespace is that of cluster-scoped objects', rules: ['{level: None, namespaces: [""]}', '{level: Request}'], request: { resource: 'nodes', namespace: '' }, level: 'None' },
  { name: 'paths match no request for a resource', rules: ['{level: None, nonResourceURLs: ["*"]}', '{level: Request}'], level: 'Request' },
];
for (const { name, rules, request, level } of levels) {
  test(`audit level: ${name}`, () => {
    const [object] = collectText(policy(...rules)).snapshot.objects;
    assert.ok(object);
    assert.equal(auditOf(object, { ...exec, ...request }).level, level);
  });
}

const secret = '{group: "", resources: [secrets, serviceaccounts/token]}, {group: authentication.k8s.io, resources: [tokenreviews]}';
const judged: readonly { readonly name: string; readonly rule: string; readonly rules: readonly string[]; readonly verdict: Verdict }[] = [
  { name: 'a limited rule below a full one holds no Secrets', rule: 'audit-policy-secrets', rules: [`{level: Metadata, resources: [${secret}]}`, '{level: RequestResponse, namespaces: [shop]}'], verdict: 'pass' },
  { name: 'a rule for one user above a full one does', rule: 'audit-policy-secrets', rules: ['{level: RequestResponse, users: [eve]}', `{level: Metadata, resources: [${secret}]}`, '{level: Metadata}'], verdict: 'fail' },
  { name: 'what a group was asked before does not reach a rule for its members', rule: 'audit-policy-secrets', rules: ['{level: Metadata, userGroups: ["system:serviceaccounts:ci"]}', '{level: RequestResponse, users: ["system:serviceaccount:ci:runner"]}', '{level: Metadata}'], verdict: 'pass' },
  { name: 'verbs are covered one by one', rule: 'audit-policy-secrets', rules: ['{level: Metadata, verbs: [get]}', '{level: Metadata, verbs: [list]}', '{level: RequestResponse, verbs: [get, list]}', '{level: Metadata}'], verdict: 'pass' },
  { name: 'bodies of reads are in answers only', rule: 'audit-policy-secrets', rules: ['{level: Request, verbs: [get, list, delete]}', '{level: Metadata}'], verdict: 'pass' },
  { name: 'answers of reads hold them', rule: 'audit-policy-secrets', rules: ['{level: RequestResponse, verbs: [list]}', '{level: Metadata}'], verdict: 'fail' },
  { name: 'other resources hold none', rule: 'audit-policy-secrets', rules: ['{level: RequestResponse, resources: [{group: rbac.authorization.k8s.io}, {group: "", resources: [pods]}]}', '{level: Metadata}'], verdict: 'pass' },
  { name: 'a catch-all passes where peers want nine names', rule: 'audit-policy-coverage', rules: ['{level: Metadata}'], verdict: 'pass' },
  { name: 'a silent system component is no fault', rule: 'audit-policy-coverage', rules: ['{level: None, users: ["system:kube-controller-manager"]}', '{level: Metadata}'], verdict: 'pass' },
  { name: 'a list over all namespaces has no namespace, and can be silent alone', rule: 'audit-policy-coverage', rules: ['{level: None, namespaces: [""], resources: [{group: ""}]}', '{level: Metadata}'], verdict: 'fail' },
  { name: 'nothing else is asked of Secrets without a namespace', rule: 'audit-policy-secrets', rules: ['{level: RequestResponse, verbs: [get, create], namespaces: [""], resources: [{group: ""}]}', '{level: Metadata}'], verdict: 'pass' },
  { name: 'silent administrators are', rule: 'audit-policy-coverage', rules: ['{level: None, userGroups: ["system:masters"]}', '{level: Metadata}'], verdict: 'fail' },
];
for (const { name, rule, rules, verdict } of judged) {
  test(`audit policy: ${name}`, () => assert.equal(verdictOf(rule, policy(...rules)), verdict));
}

test('the message says who is left out', () => {
  assert.deepEqual(messagesOf('audit-policy-coverage', policy('{level: None, userGroups: ["system:masters"], resources: [{group: "", resources: [secrets]}]}', '{level: Metadata}')), ['records nothing of reading Secrets by administrators']);
});
