// Steps of the attack graph that rest on rights, really taken with the token of the service account they start from.
import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import type { ApiServer } from '../../scripts/servers/server.ts';
import { AttackContext } from '../../src/attack/context.ts';
import { AttackModel } from '../../src/attack/model.ts';
import { accountState, allSecrets, anyIdentity, clusterAdmin, isHidden, isRole, secretState, type State } from '../../src/attack/states.ts';
import { Cluster } from '../../src/cluster/cluster.ts';
import { Bitset, needsOf, reachable } from '../../src/graph/index.ts';
import { collectText } from '../../src/collect/index.ts';
import type { KubernetesObject } from '../../src/model/object.ts';
import { attackWorld, roleTargets, type Account } from './attack-world.ts';
import { Choices } from './choices.ts';
import { againstServers, collectionOf, create, inFlight, remove, settled } from './servers.ts';
import { namespaces } from './rbac-world.ts';

const seed = 20261205;
const rounds = 6;
const rbac = 'rbac.authorization.k8s.io';

// What somebody is or holds without doing anything.
const standing: ReadonlySet<string> = new Set(['technique/rights-through-binding', 'technique/implied-group', 'technique/cluster-admin-rights']);

/** A step from an account to a state by one technique, and what takes it at a server. */
interface Question {
  readonly technique: string;
  readonly from: Account;
  readonly to: State;
  /** States of which any says the same. */
  readonly or?: readonly State[];
  readonly taken: (server: ApiServer, token: string) => Promise<boolean>;
}

/** Whether requests are let through, one of them at least; what is missing or malformed is a fault of the test. */
async function any(server: ApiServer, token: string, requests: readonly { readonly method: string; readonly path: string; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> }[]): Promise<boolean> {
  for (const { method, path, ...call } of requests) {
    const { status, body } = await server.call(method, path, { token, ...call });
    assert.ok([200, 201, 403].includes(status) || (status === 404 && method === 'GET'), `${method} ${path}: ${status} ${body.slice(0, 300)}`);
    if (status !== 403) return true;
  }
  return false;
}

const merge = { 'content-type': 'application/merge-patch+json' };
const dry = (path: string): string => `${path}${path.includes('?') ? '&' : '?'}dryRun=All`;

function bindings({ namespace, name }: Account): readonly Question[] {
  const subjects = [{ kind: 'ServiceAccount', namespace, name }];
  const from = { namespace, name };
  return roleTargets.flatMap(({ kind, role, where }): readonly Question[] => {
    const roleRef = { apiGroup: rbac, kind, name: role };
    const object: KubernetesObject = { apiVersion: `${rbac}/v1`, kind: where === null ? 'ClusterRoleBinding' : 'RoleBinding', metadata: { name: 'mine', ...(where === null ? {} : { namespace: where }) }, roleRef, subjects };
    const to = kind === 'Role' ? `role:${where}/${role}` : where === null ? `clusterrole:${role}` : `clusterrole:${role}@${where}`;
    const or = [where === null ? 'clusterrole:cluster-admin' : `clusterrole:cluster-admin@${where}`];
    const other = `${collectionOf({ ...object, metadata: { ...object.metadata, name: `boss-${role}` } })}/boss-${role}`;
    return [
      { technique: 'technique/bind-role', from, to, or, taken: (server, token) => any(server, token, [object, { ...object, roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: 'cluster-admin' } }].map((body) => ({ method: 'POST', path: dry(collectionOf(object)), body }))) },
      {
        technique: 'technique/edit-binding', from, to,
        taken: async (server, token) => {
          const before = (await server.get(other)) as KubernetesObject;
          const changed = { ...before, subjects };
          return any(server, token, [{ method: 'PATCH', path: dry(other), body: { subjects }, headers: merge }, { method: 'PUT', path: dry(other), body: changed }]);
        },
      },
    ];
  });
}

function escalations(account: Account, held: readonly { readonly role: KubernetesObject; readonly where: string | null }[]): readonly Question[] {
  return [null, ...namespaces].map((where) => ({
    technique: 'technique/escalate-role', from: account, to: where === null ? clusterAdmin : `clusterrole:cluster-admin@${where}`, or: [clusterAdmin],
    taken: async (server, token) => {
      for (const { role } of held.filter((each) => each.where === where || each.where === null)) {
        const path = `${collectionOf(role)}/${role.metadata.name}`;
        const before = (await server.get(path)) as KubernetesObject;
        const rules = [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }];
        if (await any(server, token, [{ method: 'PATCH', path: dry(path), body: { rules }, headers: merge }, { method: 'PUT', path: dry(path), body: { ...before, rules } }])) return true;
      }
      return false;
    },
  }));
}

function identities(from: Account, accounts: readonly Account[]): readonly Question[] {
  const tokens = accounts.map(({ namespace, name }): Question => ({
    technique: 'technique/mint-token', from, to: accountState(namespace, name),
    taken: (server, token) => any(server, token, [{ method: 'POST', path: dry(`/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`), body: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} } }]),
  }));
  const acting = accounts.map(({ namespace, name }): Question => ({ technique: 'technique/impersonate-account', from, to: accountState(namespace, name), taken: (server, token) => acts(server, token, { 'impersonate-user': `system:serviceaccount:${namespace}:${name}` }) }));
  const users = ['boss', 'clerk'].map((user): Question => ({ technique: 'technique/impersonate-user', from, to: `user:${user}`, taken: (server, token) => acts(server, token, { 'impersonate-user': user }) }));
  const candidates = ['anybody', 'boss', 'clerk', ...accounts.map(({ namespace, name }) => `system:serviceaccount:${namespace}:${name}`), ...namespaces.map((namespace) => `system:serviceaccount:${namespace}:default`)];
  const groups = ['staff', 'system:masters'].map((group): Question => ({
    technique: 'technique/impersonate-group', from, to: `group:${group}`,
    taken: async (server, token) => (await Promise.all(candidates.map((user) => acts(server, token, { 'impersonate-user': user, 'impersonate-group': group })))).includes(true),
  }));
  return [...tokens, ...acting, ...users, ...groups];
}

async function acts(server: ApiServer, token: string, headers: Readonly<Record<string, string>>): Promise<boolean> {
  const { status, body } = await server.call('GET', '/version', { token, headers });
  return status !== 403 || !body.includes('impersonate');
}

function secrets(from: Account, accounts: readonly Account[]): readonly Question[] {
  const reads = namespaces.flatMap((namespace) => ['key', 'other'].map((name): Question => ({
    technique: 'technique/read-secrets', from, to: secretState(namespace, name),
    taken: (server, token) => any(server, token, [`/${name}`, '', `?fieldSelector=metadata.name%3D${name}`, '?watch=true&timeoutSeconds=1&fieldSelector=metadata.name%3Dnone', `?watch=true&timeoutSeconds=1&fieldSelector=metadata.name%3D${name}`].map((end) => ({ method: 'GET', path: `/api/v1/namespaces/${namespace}/secrets${end}` }))),
  })));
  const makes = accounts.map(({ namespace, name }): Question => ({
    technique: 'technique/make-secrets', from, to: accountState(namespace, name),
    taken: async (server, token) => {
      const folder = `/api/v1/namespaces/${namespace}/secrets`;
      for (const own of ['fresh', 'fixed']) {
        const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: own, namespace, annotations: { 'kubernetes.io/service-account.name': name } }, type: 'kubernetes.io/service-account-token' };
        const made = await any(server, token, [{ method: 'POST', path: dry(folder), body: secret }]);
        const read = await any(server, token, [`/${own}`, '', `?fieldSelector=metadata.name%3D${own}`, `?watch=true&timeoutSeconds=1&fieldSelector=metadata.name%3D${own}`].map((end) => ({ method: 'GET', path: `${folder}${end}` })));
        if (made && read) return true;
      }
      return false;
    },
  }));
  return [...reads, ...makes];
}

const image = { name: 'c', image: 'registry.example/i:1' };
const modest = (serviceAccountName: string): object => ({
  serviceAccountName, securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
  containers: [{ ...image, securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } }],
});

/** An object of each kind that makes pods. */
function controllers(namespace: string, account: string): readonly KubernetesObject[] {
  const [metadata, labels] = [{ name: 'mine', namespace }, { app: 'mine' }];
  const template = { metadata: { labels }, spec: modest(account) };
  const once = { template: { ...template, spec: { ...template.spec, restartPolicy: 'Never' } } };
  const made = { selector: { matchLabels: labels }, template };
  return [
    ...['Deployment', 'DaemonSet', 'ReplicaSet'].map((kind) => ({ apiVersion: 'apps/v1', kind, metadata, spec: made })),
    { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata, spec: { ...made, serviceName: 's' } },
    { apiVersion: 'v1', kind: 'ReplicationController', metadata, spec: { selector: labels, template } },
    { apiVersion: 'batch/v1', kind: 'Job', metadata, spec: once },
    { apiVersion: 'batch/v1', kind: 'CronJob', metadata, spec: { schedule: '0 0 1 1 *', jobTemplate: { spec: once } } },
  ];
}

function pods(from: Account, accounts: readonly Account[]): readonly Question[] {
  return accounts.flatMap(({ namespace, name }): readonly Question[] => {
    const to = accountState(namespace, name);
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'mine', namespace }, spec: modest(name) };
    const web = `/apis/apps/v1/namespaces/${namespace}/deployments/web`;
    return [
      { technique: 'technique/create-pod', from, to, taken: (server, token) => any(server, token, [{ method: 'POST', path: dry(`/api/v1/namespaces/${namespace}/pods`), body: pod }]) },
      { technique: 'technique/create-controller', from, to, taken: (server, token) => any(server, token, controllers(namespace, name).map((body) => ({ method: 'POST', path: dry(collectionOf(body)), body }))) },
      {
        technique: 'technique/change-controller', from, to,
        taken: async (server, token) => {
          const before = (await server.get(web)) as { readonly spec: { readonly template: object } };
          return any(server, token, [{ method: 'PATCH', path: dry(web), body: { spec: { template: { spec: { serviceAccountName: name } } } }, headers: merge }, { method: 'PUT', path: dry(web), body: before }]);
        },
      },
    ];
  });
}

function running(from: Account): readonly Question[] {
  return namespaces.flatMap((namespace) => ['p', 'q'].flatMap((name): readonly Question[] => {
    const to = `container:${namespace}/${name}/c`;
    const path = `/api/v1/namespaces/${namespace}/pods/${name}`;
    return [
      {
        technique: 'technique/swap-image', from, to,
        taken: async (server, token) => {
          const before = (await server.get(path)) as { readonly spec: { readonly containers: readonly object[] } };
          const spec = { ...before.spec, containers: before.spec.containers.map((each) => ({ ...each, image: 'registry.example/i:2' })) };
          return any(server, token, [{ method: 'PATCH', path: dry(path), body: { spec: { containers: [{ name: 'c', image: 'registry.example/i:2' }] } }, headers: { 'content-type': 'application/strategic-merge-patch+json' } }, { method: 'PUT', path: dry(path), body: { ...before, spec } }]);
        },
      },
      {
        technique: 'technique/debug-container', from, to,
        taken: async (server, token) => {
          const before = (await server.get(path)) as { readonly spec: object };
          const ephemeralContainers = [{ name: 'd', image: 'registry.example/d:1', securityContext: { runAsNonRoot: true, runAsUser: 1000, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, seccompProfile: { type: 'RuntimeDefault' } } }];
          const at = dry(`${path}/ephemeralcontainers`);
          return any(server, token, [{ method: 'PATCH', path: at, body: { spec: { ephemeralContainers } }, headers: { 'content-type': 'application/strategic-merge-patch+json' } }, { method: 'PUT', path: at, body: { ...before, spec: { ...before.spec, ephemeralContainers } } }]);
        },
      },
      ...(['exec', 'attach'] as const).map((verb): Question => ({
        technique: `technique/pod-${verb}`, from, to,
        taken: async (server, token) => {
          const answers = [await opens(server, token, `${path}/${verb}?command=sh&container=c&stdout=true`, 'POST'), await opens(server, token, `${path}/${verb}?command=sh&container=c&stdout=true`, 'GET')];
          return answers.includes(true);
        },
      })),
    ];
  }));
}

const spdy = { connection: 'Upgrade', upgrade: 'SPDY/3.1', 'x-stream-protocol-version': 'v4.channel.k8s.io' };
const webSocket = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==', 'sec-websocket-version': '13', 'sec-websocket-protocol': 'v5.channel.k8s.io' };

/** No kubelet runs here: whoever passes every check is told that the node is not found. */
async function opens(server: ApiServer, token: string, path: string, method: 'GET' | 'POST'): Promise<boolean> {
  const { status, body } = await server.call(method, path, { token, headers: method === 'GET' ? webSocket : spdy });
  assert.ok(status === 403 || body.includes('nowhere'), `${status} ${body}`);
  return status !== 403;
}

function others(from: Account): readonly Question[] {
  const csr = '/apis/certificates.k8s.io/v1/certificatesigningrequests';
  const loosen = namespaces.map((namespace): Question => ({
    technique: 'technique/loosen-pod-security', from, to: `open:pod-security/${namespace}`,
    taken: async (server, token) => {
      const path = `/api/v1/namespaces/${namespace}`;
      const labels = { 'pod-security.kubernetes.io/enforce': 'privileged' };
      const before = (await server.get(path)) as KubernetesObject;
      return any(server, token, [{ method: 'PATCH', path: dry(path), body: { metadata: { labels } }, headers: merge }, { method: 'PUT', path: dry(path), body: { ...before, metadata: { ...before.metadata, labels } } }]);
    },
  }));
  const sign: Question = {
    technique: 'technique/sign-certificate', from, to: anyIdentity,
    taken: async (server, token) => {
      const waiting = (await server.get(`${csr}/waiting`)) as { readonly status: object };
      const { metadata: _, ...rest } = waiting as unknown as KubernetesObject;
      const approved = { ...waiting, status: { conditions: [{ type: 'Approved', status: 'True', reason: 'x', message: 'x' }] } };
      const creates = await any(server, token, [{ method: 'POST', path: dry(csr), body: { ...rest, metadata: { name: 'mine' } } }]);
      const reads = await any(server, token, ['/waiting', '/fixed', '', '?fieldSelector=metadata.name%3Dwaiting', '?fieldSelector=metadata.name%3Dfixed', '?watch=true&timeoutSeconds=1', '?watch=true&timeoutSeconds=1&fieldSelector=metadata.name%3Dfixed'].map((end) => ({ method: 'GET', path: `${csr}${end}` })));
      const approves = await any(server, token, [{ method: 'PUT', path: dry(`${csr}/waiting/approval`), body: approved }, { method: 'PATCH', path: dry(`${csr}/waiting/approval`), body: { status: approved.status }, headers: merge }]);
      return creates && reads && approves;
    },
  };
  return [...loosen, sign];
}

/** The states that follow from an account by one technique and by what it holds without doing anything, through nobody else. */
function predicted(model: AttackModel, from: Account, technique: string): Bitset {
  const { graph } = model;
  const start = accountState(from.namespace, from.name);
  const own = (state: State): boolean => state === start || state === clusterAdmin || state === allSecrets || isHidden(state) || isRole(state) || state.startsWith('group:system:');
  const without = new Bitset(graph.steps);
  for (let step = 0; step < graph.steps; step++) {
    const id = model.technique(step)?.id;
    const other = id !== undefined && id !== technique && !standing.has(id) && !model.isFree(step);
    if (other || !needsOf(graph, step).every((need) => own(model.name(need)))) without.add(step);
  }
  const begin = model.id(start);
  return reachable(graph, begin === undefined ? [] : [begin], 'possible', { without });
}

/** Waits until policies of an earlier suite are forgotten: the server still obeys those that were just deleted. */
async function unguarded(server: ApiServer): Promise<void> {
  for (const namespace of namespaces) {
    for (let round = 0; ; round++) {
      const { status, body } = await server.call('POST', dry(`/api/v1/namespaces/${namespace}/pods`), { body: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace }, spec: modest('default') } });
      if (status < 300) break;
      assert.ok(round < 60, `${status} ${body}`);
      await wait(1000);
    }
  }
}

againstServers(`steps of attacks succeed where they are predicted, and nowhere else (seed ${seed})`, async (server, minor) => {
  const random = new Choices(seed + minor);
  await unguarded(server);
  const counts = new Map<string, { asked: number; taken: number }>();
  for (let round = 0; round < rounds; round++) {
    const { objects, accounts, heldBy } = attackWorld(random);
    await create(server, objects);
    await settled(server);
    const tokens = await inFlight(accounts, async ({ namespace, name }) => ((await server.ask('POST', `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`, { body: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} } })) as { status: { token: string } }).status.token);
    const all = [...objects, ...((await server.get('/api/v1/namespaces')) as { items: KubernetesObject[] }).items.map((each) => ({ ...each, apiVersion: 'v1', kind: 'Namespace' }))];
    const { snapshot } = collectText(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: all }));
    const model = AttackModel.of(new AttackContext(Cluster.from(snapshot, { kubernetesVersion: `1.${minor}` })));
    const questions = accounts.flatMap((from, index) => [...bindings(from), ...escalations(from, heldBy(from)), ...identities(from, accounts), ...secrets(from, accounts), ...pods(from, accounts), ...running(from), ...others(from)].map((question) => ({ ...question, token: tokens[index] ?? '' })));
    const theirs = await inFlight(questions, ({ taken, token }) => taken(server, token));
    for (const [index, { technique, from, to, or = [] }] of questions.entries()) {
      const reached = predicted(model, from, technique);
      const ends = [to, ...or];
      // What it is or holds already is no step.
      if (predicted(model, from, 'none').has(model.id(to) ?? -1) || ends.some((end) => predicted(model, from, 'none').has(model.id(end) ?? -1))) continue;
      const ours = ends.some((end) => reached.has(model.id(end) ?? -1));
      const count = counts.get(technique) ?? { asked: 0, taken: 0 };
      counts.set(technique, { asked: count.asked + 1, taken: count.taken + (ours ? 1 : 0) });
      assert.equal(ours, theirs[index], `${technique} from ${from.namespace}/${from.name} to ${to}: predicted ${ours}\n${JSON.stringify(heldBy(from))}`);
    }
    await remove(server, objects);
  }
  const whole = [...counts.values()].reduce((sum, { taken }) => sum + taken, 0);
  assert.ok(whole >= 500, `${whole} steps were taken`);
  for (const [technique, { asked, taken }] of counts) assert.ok(taken > 0 && taken < asked, `${technique}: ${taken} of ${asked} were taken, which decides nothing`);
  process.stdout.write(`1.${minor}: ${[...counts].map(([technique, { asked, taken }]) => `${technique} ${taken}/${asked}`).join(', ')}\n`);
});
