import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import type { ApiServer } from '../../scripts/servers/server.ts';
import { PodAdmission } from '../../src/engines/admission/index.ts';
import { groupsOf } from '../../src/engines/access/index.ts';
import type { KubernetesObject } from '../../src/model/object.ts';
import { Choices } from './choices.ts';
import { accountIn, againstServers, asUser, create, inFlight, remove, withBuiltIn } from './servers.ts';

const seed = 20261203;
const rounds = 6;
const perRound = 200;
const apiVersion = 'admissionregistration.k8s.io/v1';

const expressions: readonly string[] = [
  'object.spec.containers.all(c, !c.image.endsWith(":latest"))', 'object.spec.containers.all(c, has(c.securityContext) && has(c.securityContext.runAsNonRoot) && c.securityContext.runAsNonRoot)',
  '!has(object.spec.hostNetwork) || !object.spec.hostNetwork', 'object.spec.containers.exists(c, c.name == "b")', 'object.spec.containers.exists_one(c, c.name.startsWith("a"))',
  'object.metadata.?labels.?team.orValue("none") != "none"', 'object.metadata.labels.team == "red"', '"team" in object.metadata.labels', 'object.metadata.name.matches("^[a-z]-[0-9]+$")', 'object.metadata.name.matches("(?i)^A")',
  'size(object.spec.containers) <= 1', 'object.spec.containers.map(c, c.name).join("-") == "a-b"', 'object.spec.containers.filter(c, c.image.contains("evil")).size() == 0',
  'request.userInfo.username.startsWith("system:")', '"team" in request.userInfo.groups', 'request.operation == "CREATE" && request.kind.kind == "Pod" && request.resource.resource == "pods"', 'request.namespace == "adm-a"', 'request.name == object.metadata.name', 'request.dryRun',
  'has(request.subResource)', 'namespaceObject.metadata.labels["tier"] == "a"', 'namespaceObject.metadata.name != "adm-c"', 'oldObject == null', 'object.spec.restartPolicy == "Always"', 'object.spec.containers.all(c, c.imagePullPolicy == "IfNotPresent")', 'object.spec.serviceAccountName == "default"',
  'object.spec.volumes.all(v, has(v.projected))', 'has(object.spec.volumes)', '!has(object.spec.volumes) || object.spec.volumes.all(v, !has(v.hostPath))', 'object.spec.containers.all(c, has(c.resources.limits))', 'object.spec.containers.all(c, quantity(c.resources.limits.memory).isLessThan(quantity("200Mi")))',
  'object.spec.containers.all(c, c.?resources.?requests.?memory.orValue("0") == "128Mi")', 'has(object.spec.securityContext.runAsUser) && object.spec.securityContext.runAsUser > 0', 'object.spec.securityContext.runAsUser + 1 == 1001', 'object.spec.tolerations.size() == 2', 'object.spec.priority == 0',
  'object.spec.containers.all(c, !has(c.ports) || c.ports.all(p, !has(p.hostPort) || p.hostPort == 0))', 'object.spec.containers[1].name == "b"', 'object.spec.terminationGracePeriodSeconds / 7 == 4', 'sets.contains(["a", "b"], object.spec.containers.map(c, c.name))', 'object.spec.nope.deeper == 1',
  'authorizer.group("").resource("pods").namespace(request.namespace).check("delete").allowed()', 'authorizer.requestResource.check("create").allowed()', 'variables.first == "a"', 'variables.images.all(i, i.split(":").size() == 2)', 'variables.broken == 1 || true', 'variables.broken == 1', 'variables.two == 2',
  'object.spec.containers.all(c, c.image.indexOf("/") < 0)', 'object.spec.enableServiceLinks && object.status.phase == "Pending"', '"x.example/" + object.metadata.name == "x.example/a-1"', 'object.spec.dnsPolicy in ["Default", "ClusterFirst"]', '[1, 2, 3].sum() == 6 && ["b", "a"].min() == "a"',
  'object.metadata.?annotations["x/y"].hasValue()', 'type(object.spec.priority) == int', 'duration("1h") > duration("59m")', 'object.spec.containers.all(c, isQuantity(c.?resources.?limits.?cpu.orValue("1")))', 'ip("10.0.0.1").family() == 4 && cidr("10.0.0.0/8").containsIP("10.1.1.1")', '!format.dns1123Label().validate(object.metadata.name).hasValue()', '"%s-%d".format([object.metadata.name, 1]) == "a-1-1"',
];
const paramExpressions: readonly string[] = ['params == null || params.data.most == "1"', 'size(object.spec.containers) <= int(params.data.most)', 'has(params.data.missing)', 'params.metadata.name == "p1"'];
const variables = [{ name: 'first', expression: 'object.spec.containers[0].name' }, { name: 'images', expression: 'object.spec.containers.map(c, c.image)' }, { name: 'broken', expression: 'object.spec.nope' }, { name: 'two', expression: 'variables.images.size()' }];
const conditions: readonly string[] = ['request.userInfo.username != "bob"', 'object.metadata.name != "a-1"', 'object.spec.nope == 1', 'true', 'namespaceObject == null'];

const namespaces: readonly KubernetesObject[] = [['adm-a', 'a'], ['adm-b', 'b'], ['adm-c', 'a']].map(([name = '', tier = '']) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { tier } } }));
const params: readonly KubernetesObject[] = ['adm-a', 'adm-b'].flatMap((namespace) => ['p1', 'p2'].map((name, index): KubernetesObject => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace, labels: { set: 'x' } }, data: { most: String(index + 1) } })));

function policy(random: Choices, index: number): readonly KubernetesObject[] {
  const name = `policy-${index}`;
  const withParams = random.chance(0.3);
  const pods = { apiGroups: [''], apiVersions: ['v1'], operations: [random.pick(['CREATE', 'CREATE', '*', 'UPDATE'])], resources: [random.pick(['pods', 'pods', '*', 'pods/*', 'services'])], ...(random.chance(0.2) && { resourceNames: ['a-1', 'b-2'] }) };
  const validations = random.several(withParams ? [...expressions, ...paramExpressions, ...paramExpressions, ...paramExpressions] : expressions, 2, 1).map((expression) => ({
    expression, ...random.pick([{}, { message: 'a message ' }, { messageExpression: '"for " + object.metadata.name' }, { message: 'written', messageExpression: 'string(object.spec.nope)' }]),
  }));
  const selector = random.pick([{}, {}, { namespaceSelector: { matchLabels: { tier: 'a' } } }, { objectSelector: { matchExpressions: [{ key: 'team', operator: 'Exists' }] } }]);
  const excluded = random.chance(0.15) ? { excludeResourceRules: [{ ...pods, resources: ['pods'], resourceNames: ['a-2'] }] } : {};
  const spec = {
    failurePolicy: random.pick(['Fail', 'Fail', 'Ignore']), matchConstraints: { resourceRules: [pods], ...selector, ...excluded }, validations, variables,
    ...(withParams && { paramKind: { apiVersion: 'v1', kind: 'ConfigMap' } }),
    ...(random.chance(0.3) && { matchConditions: random.several(conditions, 2, 1).map((expression, at) => ({ name: `c${at}`, expression })) }),
  };
  const paramRef = random.pick<object>([{ name: 'p1' }, { name: 'p3' }, { selector: { matchLabels: { set: 'x' } } }, { name: 'p2', namespace: 'adm-a' }, { selector: {} }]);
  const binding = (part: string): KubernetesObject => ({
    apiVersion, kind: 'ValidatingAdmissionPolicyBinding', metadata: { name: `${name}-${part}` },
    spec: {
      policyName: name, validationActions: random.pick([['Deny'], ['Deny'], ['Warn'], ['Warn', 'Audit'], ['Audit']]),
      ...(withParams && random.chance(0.9) && { paramRef: { ...paramRef, parameterNotFoundAction: random.pick(['Allow', 'Deny']) } }),
      ...(random.chance(0.3) && { matchResources: { namespaceSelector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: random.several(['adm-a', 'adm-b', 'adm-c'], 2, 1) }] } } }),
    },
  });
  return [{ apiVersion, kind: 'ValidatingAdmissionPolicy', metadata: { name }, spec }, ...(random.chance(0.5) ? [binding('x')] : [binding('x'), binding('y')])];
}

function pod(random: Choices): KubernetesObject {
  const container = (name: string): object => ({
    name, image: random.pick(['a:1', 'b:latest', 'r.example/evil:2', 'plain']),
    ...(random.chance(0.4) && { securityContext: random.pick([{ runAsNonRoot: true }, { privileged: true }, {}]) }),
    ...(random.chance(0.5) && { resources: random.pick([{ limits: { memory: '128Mi', cpu: '1' } }, { limits: { memory: '1Gi' }, requests: { memory: '128Mi' } }, {}]) }),
    ...(random.chance(0.3) && { ports: [{ containerPort: name === 'a' ? 80 : 81, ...(random.chance(0.5) && { hostPort: name === 'a' ? 80 : 81 }) }] }),
  });
  return {
    apiVersion: 'v1', kind: 'Pod', metadata: { name: random.pick(['a-1', 'a-2', 'b-2', 'longer-name']), ...(random.chance(0.5) && { labels: random.pick<Record<string, string>>([{ team: 'red' }, { team: 'blue' }, {}]) }), ...(random.chance(0.2) && { annotations: { 'x/y': 'z' } }) },
    spec: {
      containers: random.pick([['a'], ['a', 'b'], ['b']]).map(container),
      ...(random.chance(0.2) && { hostNetwork: true }), ...(random.chance(0.3) && { automountServiceAccountToken: false }), ...(random.chance(0.3) && { securityContext: random.pick([{ runAsUser: 1000 }, { runAsUser: 0 }, {}]) }),
      ...(random.chance(0.3) && { volumes: [random.pick<object>([{ name: 'v', emptyDir: {} }, { name: 'v', hostPath: { path: '/' } }, { name: 'v' }])] }), ...(random.chance(0.2) && { restartPolicy: 'Never' }),
      ...(random.chance(0.1) && { tolerations: [{ operator: 'Exists' }] }),
    },
  };
}

interface Question {
  readonly pod: KubernetesObject;
  readonly namespace: string;
  readonly actor: { readonly user: string; readonly groups: readonly string[] };
}

interface Said {
  readonly status: number;
  readonly body: string;
  readonly warnings: readonly string[];
}

async function said(server: ApiServer, { pod: body, namespace, actor }: Question): Promise<Said> {
  const { status, body: answer, headers } = await server.call('POST', `/api/v1/namespaces/${namespace}/pods?dryRun=All`, { body, headers: asUser(actor) });
  assert.ok([201, 403, 422].includes(status), `${status} ${answer}`);
  const warnings = [...String(headers['warning'] ?? '').matchAll(/299 - "((?:\\.|[^"\\])*)"/g)].map(([, text = '']) => text.replaceAll(/\\(.)/g, '$1')).filter((text) => text.startsWith('Validation failed'));
  return { status, body: answer, warnings };
}

/** A policy is in force a moment after it was written; the last one written warns of pods of one name, which shows when. */
const sentinel: readonly KubernetesObject[] = [
  { apiVersion, kind: 'ValidatingAdmissionPolicy', metadata: { name: 'sentinel' }, spec: { matchConstraints: { resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'], resourceNames: ['sentinel'] }] }, validations: [{ expression: 'false' }] } },
  { apiVersion, kind: 'ValidatingAdmissionPolicyBinding', metadata: { name: 'sentinel' }, spec: { policyName: 'sentinel', validationActions: ['Warn'] } },
];

async function inForce(server: ApiServer): Promise<void> {
  const body = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'sentinel' }, spec: { containers: [{ name: 'c', image: 'i' }] } };
  for (let round = 0; round < 100; round++) {
    const { headers } = await server.call('POST', '/api/v1/namespaces/adm-a/pods?dryRun=All', { body });
    if (String(headers['warning'] ?? '').includes("'sentinel'")) {
      await wait(1500);
      return;
    }
    await wait(200);
  }
  throw new Error('the policies are not in force after twenty seconds');
}

const writers: readonly KubernetesObject[] = [
  { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding', metadata: { name: 'edit-all' }, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'pods-all' }, subjects: [{ kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: 'system:authenticated' }] },
  { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'pods-all' }, rules: [{ verbs: ['create'], apiGroups: [''], resources: ['pods'] }] },
  { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', metadata: { name: 'ann', namespace: 'adm-a' }, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'admin' }, subjects: [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'ann' }] },
];

function question(random: Choices): Question {
  const user = random.pick(['ann', 'bob', 'system:serviceaccount:adm-a:robot']);
  return { pod: pod(random), namespace: random.pick(namespaces).metadata.name, actor: { user, groups: [...groupsOf(user), ...(random.chance(0.5) ? ['team'] : [])] } };
}

againstServers(`${rounds * perRound} pods are admitted, warned of and refused by ValidatingAdmissionPolicies as at kube-apiserver (seed ${seed})`, async (server, minor) => {
  const random = new Choices(seed + minor);
  const base = [...namespaces, ...params, ...writers];
  await create(server, base);
  for (const { metadata } of namespaces) await accountIn(server, metadata.name);
  // A controller publishes one more possible parameter in every namespace.
  const published = (await Promise.all(namespaces.map(({ metadata }) => server.get(`/api/v1/namespaces/${metadata.name}/configmaps/kube-root-ca.crt`)))) as readonly KubernetesObject[];
  let [refused, open] = [0, 0];
  for (let round = 0; round < rounds; round++) {
    const policies = Array.from({ length: 8 }, (_, index) => policy(random, round * 10 + index)).flat();
    await create(server, [...policies, ...sentinel]);
    await inForce(server);
    const engine = PodAdmission.from(withBuiltIn(minor, [...base, ...published, ...policies]), { version: `1.${minor}` });
    const questions = Array.from({ length: perRound }, () => question(random));
    const theirs = await inFlight(questions, (each) => said(server, each));
    for (const [index, each] of questions.entries()) {
      const { status, body, warnings } = theirs[index] ?? { status: 0, body: '', warnings: [] };
      const answer = engine.admit({ ...each, dryRun: true });
      const what = `${JSON.stringify(each)}\n${JSON.stringify(policies)}\n${body}\n${JSON.stringify(answer)}`;
      if (answer.gaps.length > 0) {
        open++;
        continue;
      }
      assert.equal(answer.allowed, status === 201, what);
      if (status !== 201) {
        refused++;
        const { message: told } = JSON.parse(body) as { message: string };
        assert.ok(answer.refusals.some(({ gate, message }) => told.endsWith(`ValidatingAdmissionPolicy '${gate.name}' with binding '${gate.part}' denied request: ${message}`) || /resulted in error|failed to/.test(told)), what);
      } else if (!warnings.some((text) => text.includes('resulted in error'))) assert.deepEqual([...new Set(answer.warnings)].toSorted(), [...new Set(warnings)].toSorted(), what);
    }
    await remove(server, [...policies, ...sentinel]);
  }
  assert.ok(refused > rounds * perRound * 0.1 && open < rounds * perRound * 0.1, `${refused} refused, ${open} not decided`);
  await remove(server, [...params, ...writers]);
});
