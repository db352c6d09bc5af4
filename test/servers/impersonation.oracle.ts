import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import type { ApiServer } from '../../scripts/servers/server.ts';
import { Authorizer, groupsOf, type SubjectAccessReviewSpec, type Target } from '../../src/engines/access/index.ts';
import type { KubernetesObject } from '../../src/model/object.ts';
import { Choices } from './choices.ts';
import { RbacWorld, type Words } from './rbac-world.ts';
import { againstServers, create, inFlight, logins, remove, settled, withBuiltIn } from './servers.ts';

const seed = 20261202;
const rounds = 4;
const perRound = 500;

const modes = ['user-info', 'serviceaccount', 'arbitrary-node', 'associated-node'];
const words: Words = {
  verbs: ['impersonate', 'impersonate', '*', ...modes.map((mode) => `impersonate:${mode}`), ...modes.flatMap((mode) => [`impersonate-on:${mode}:list`, `impersonate-on:${mode}:get`])],
  groups: ['', 'authentication.k8s.io', '*'],
  resources: ['users', 'groups', 'serviceaccounts', 'uids', 'userextras/x.example/team', 'userextras/scopes', 'userextras/*', 'userextras', 'nodes', 'configmaps', '*'],
  names: ['ann', 'zoe', 'team', 'system:masters', 'robot', 'n1', 'n2', 'red', '*', '7', 'g1', 'g2', 'g3', 'g4'], urls: ['/version', '/metrics', '*'],
};
const nameOfNode = 'authentication.kubernetes.io/node-name';

interface Actor {
  readonly token: string;
  readonly user: string;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

const base: readonly KubernetesObject[] = [
  { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1' } },
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'robot', namespace: 'one' } },
  { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'agent', namespace: 'one' }, spec: { nodeName: 'n1', serviceAccountName: 'robot', containers: [{ name: 'c', image: 'i' }] } },
];

/** A token that is bound to the pod says on which node that runs. */
async function robot(server: ApiServer): Promise<Actor> {
  const spec = { audiences: ['https://kubernetes.default.svc'], boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name: 'agent' } };
  const answer = (await server.ask('POST', '/api/v1/namespaces/one/serviceaccounts/robot/token', { body: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec } })) as { status: { token: string } };
  const user = 'system:serviceaccount:one:robot';
  return { token: answer.status.token, user, groups: groupsOf(user), extra: { [nameOfNode]: ['n1'] } };
}

/** Roles that come close to what constrained impersonation asks: the target by its mode, and what is done as it. */
function constrainedRoles(random: Choices): readonly KubernetesObject[] {
  const [apiVersion, apiGroup] = ['rbac.authorization.k8s.io/v1', 'rbac.authorization.k8s.io'];
  return Array.from({ length: 10 }, (_, index) => `k${index}`).flatMap((name): readonly KubernetesObject[] => {
    const mode = random.pick(modes);
    const resources = { 'user-info': ['users', 'groups', 'uids', 'userextras/x.example/team', 'userextras/*'], serviceaccount: ['serviceaccounts'], 'arbitrary-node': ['nodes'], 'associated-node': ['nodes'] }[mode] ?? [];
    const names = random.chance(0.4) ? { resourceNames: random.several(words.names, 5, 2) } : {};
    const rules = [
      { verbs: [`impersonate:${mode}`], apiGroups: [random.pick(['authentication.k8s.io', 'authentication.k8s.io', '*', ''])], resources: random.chance(0.8) ? resources : random.several(resources, 2, 1), ...names },
      { verbs: random.several([`impersonate-on:${mode}:list`, `impersonate-on:${mode}:get`, `impersonate-on:${mode}:list`, `impersonate-on:${random.pick(modes)}:get`], 3, 1), apiGroups: [''], resources: ['configmaps'] },
      { verbs: [`impersonate-on:${mode}:get`], nonResourceURLs: [random.pick(['/version', '/metrics'])] },
    ];
    const subjects = [random.pick([{ kind: 'User', apiGroup, name: 'eve' }, { kind: 'User', apiGroup, name: 'fay' }, { kind: 'Group', apiGroup, name: 'team' }, { kind: 'ServiceAccount', name: 'robot', namespace: 'one' }])];
    const roleRef = { apiGroup, kind: 'ClusterRole', name };
    const binding = random.chance(0.75) ? { kind: 'ClusterRoleBinding', metadata: { name } } : { kind: 'RoleBinding', metadata: { name, namespace: 'one' } };
    return [{ apiVersion, kind: 'ClusterRole', metadata: { name }, rules }, { apiVersion, ...binding, roleRef, subjects }];
  });
}

interface Question {
  readonly actor: Actor;
  readonly target: Target & { readonly user: string };
  readonly path: string;
  readonly request: Pick<SubjectAccessReviewSpec, 'resourceAttributes' | 'nonResourceAttributes'>;
}

const requests: readonly Pick<Question, 'path' | 'request'>[] = [
  { path: '/api/v1/namespaces/one/configmaps', request: { resourceAttributes: { verb: 'list', version: 'v1', resource: 'configmaps', namespace: 'one' } } },
  { path: '/api/v1/namespaces/one/configmaps/robot', request: { resourceAttributes: { verb: 'get', version: 'v1', resource: 'configmaps', namespace: 'one', name: 'robot' } } },
  { path: '/version', request: { nonResourceAttributes: { verb: 'get', path: '/version' } } },
];

function question(random: Choices, actors: readonly Actor[]): Question {
  const user = random.pick(['zoe', 'zoe', 'ann', 'system:serviceaccount:one:robot', 'system:serviceaccount:two:robot', 'system:node:n1', 'system:node:n2', 'system:node:', 'system:serviceaccount:one', 'system:anonymous']);
  const bare = random.chance(0.4);
  const groups = random.chance(0.1) ? ['g1', 'g2', 'g3', 'g4'] : random.several(['team', 'red', 'system:masters', 'g1'], bare ? 0 : 2);
  const uid = !bare && random.chance(0.2) ? { uid: '7' } : {};
  const extra = !bare && random.chance(0.3) ? { extra: Object.fromEntries(random.several(['x.example/team', 'scopes', 'y.example/'], 2, 1).map((key) => [key, random.several(['red', 'ann', '*'], 2, 1)])) } : {};
  return { actor: random.pick(actors), target: { user, groups, ...uid, ...extra }, ...random.pick(requests) };
}

/** Whether the server lets the request be sent as the target, whatever it then says of the request itself. */
async function accepted(server: ApiServer, { actor, target, path }: Question): Promise<boolean> {
  const extras = Object.entries(target.extra ?? {}).map(([key, values]) => [`impersonate-extra-${encodeURIComponent(key)}`, values] as const);
  const headers = {
    'impersonate-user': target.user, ...(target.groups?.length && { 'impersonate-group': target.groups }), ...(target.uid !== undefined && { 'impersonate-uid': target.uid }), ...Object.fromEntries(extras),
  };
  const { status, body } = await server.call('GET', path, { token: actor.token, headers });
  assert.ok([200, 403, 404].includes(status), `${status} ${body}`);
  return status !== 403 || !body.includes('impersonate');
}

againstServers(`${rounds * perRound} impersonations are let through as by kube-apiserver (seed ${seed})`, async (server, minor) => {
  const random = new Choices(seed + minor);
  await create(server, base);
  const actors: readonly Actor[] = [...logins.map(({ token, user, groups = [] }) => ({ token, user, groups: [...groups, 'system:authenticated'] })), await robot(server)];
  let passed = 0;
  let constrained = 0;
  for (let round = 0; round < rounds; round++) {
    const objects = [...new RbacWorld(random, words).objects(), ...constrainedRoles(random)];
    await create(server, objects);
    await settled(server);
    // The server remembers for ten seconds whom it let act as whom by constrained impersonation.
    if (minor >= 36) await wait(11_000);
    const authorizer = Authorizer.from(withBuiltIn(minor, objects), { version: `1.${minor}` });
    const questions = Array.from({ length: perRound }, () => question(random, actors));
    const theirs = await inFlight(questions, (each) => accepted(server, each));
    for (const [index, { actor, target, request }] of questions.entries()) {
      const answer = authorizer.canImpersonate(actor, target, { version: `1.${minor}`, request });
      assert.equal(answer.allowed, theirs[index], `${actor.user} ${JSON.stringify(target)} ${JSON.stringify(request)}\n${JSON.stringify(objects)}`);
      if (answer.allowed && !authorizer.canImpersonate(actor, target, { version: '1.34', request }).allowed) constrained++;
    }
    passed += theirs.filter(Boolean).length;
    await remove(server, objects);
  }
  assert.ok(passed > rounds * perRound * 0.02 && passed < rounds * perRound * 0.95, `${passed} passed: the questions decide nothing`);
  assert.equal(constrained > 20, minor >= 36, `${constrained} let through by constrained impersonation alone`);
  await remove(server, base);
});
