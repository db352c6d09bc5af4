import assert from 'node:assert/strict';
import type { ApiServer } from '../../scripts/servers/server.ts';
import { Authorizer, groupsOf, type Operation } from '../../src/engines/access/index.ts';
import type { KubernetesObject } from '../../src/model/object.ts';
import { Choices } from './choices.ts';
import { RbacWorld, users, type Words } from './rbac-world.ts';
import { againstServers, asUser, collectionOf, create, inFlight, remove, settled, withBuiltIn } from './servers.ts';

const seed = 20261130;
const rounds = 3;
const perRound = 300;
const rbacGroup = 'rbac.authorization.k8s.io';
const resources: Readonly<Record<string, string>> = { Role: 'roles', ClusterRole: 'clusterroles', RoleBinding: 'rolebindings', ClusterRoleBinding: 'clusterrolebindings' };

const words: Words = {
  verbs: ['get', 'list', '*', 'escalate', 'bind', 'update'], groups: ['', rbacGroup, 'apps', '*'],
  resources: ['pods', 'pods/exec', 'roles', 'clusterroles', 'rolebindings', '*', '*/exec'], names: ['a', 'r1', 'c1', 'c2', 'view'], urls: ['/api', '/api/*', '*', '/healthz'],
};

/** What most may do, so that the checks behind the ordinary right are reached. */
function writers(): readonly KubernetesObject[] {
  const rules = [{ verbs: ['create', 'update', 'patch'], apiGroups: [rbacGroup], resources: Object.values(resources) }, { verbs: ['get', 'list'], apiGroups: [''], resources: ['pods'] }, { verbs: ['get'], nonResourceURLs: ['/api/*'] }];
  return [
    { apiVersion: `${rbacGroup}/v1`, kind: 'ClusterRole', metadata: { name: 'writer' }, rules },
    { apiVersion: `${rbacGroup}/v1`, kind: 'ClusterRoleBinding', metadata: { name: 'writers' }, roleRef: { apiGroup: rbacGroup, kind: 'ClusterRole', name: 'writer' }, subjects: users.slice(0, 5).map((name) => ({ kind: 'User', apiGroup: rbacGroup, name })) },
  ];
}

interface Question extends Operation {
  readonly actor: { readonly user: string; readonly groups: readonly string[] };
}

/** A new object, or an old one with other rules, subjects, aggregation or only owners. */
function question(random: Choices, world: RbacWorld, stored: readonly KubernetesObject[], serial: number): Question {
  const user = random.pick(users);
  const actor = { user, groups: [...new Set([...groupsOf(user), ...random.several(['team', 'system:masters'], random.chance(0.1) ? 2 : 0)])] };
  const namespace = random.pick(['one', 'two']);
  const name = `new${serial}`;
  const bindable = ['c1', 'c2', 'c3', 'g1', 'view', 'edit', 'gone'];
  if (random.chance(0.5)) {
    const made = [
      () => world.role(name, namespace), () => world.clusterRole(name), () => ({ ...world.clusterRole(name), aggregationRule: { clusterRoleSelectors: [{ matchLabels: { tier: 'a' } }] } }),
      () => world.roleBinding(name, namespace, bindable, ['r1', 'gone']), () => world.clusterRoleBinding(name, bindable),
    ];
    return { actor, verb: 'create', object: random.pick(made)() };
  }
  const oldObject = random.pick(stored);
  const owner = { ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'x', uid: 'x' }] };
  const { managedFields: _, ...metadata } = oldObject.metadata;
  const same = { ...oldObject, metadata };
  const verb = random.chance(0.3) ? 'patch' : 'update';
  if (random.chance(0.15)) return { actor, verb, oldObject, object: { ...same, metadata: { ...metadata, ...owner } } };
  if (oldObject.kind.endsWith('Binding')) return { actor, verb, oldObject, object: { ...same, subjects: world.subjects() } };
  const object = { ...same, rules: world.rules(oldObject.kind === 'ClusterRole') };
  return { actor, verb, oldObject, object };
}

/** Whether the server takes the write; a dry run passes every check and writes nothing. */
async function taken(server: ApiServer, { actor, verb, object }: Question): Promise<boolean> {
  const path = verb === 'create' ? collectionOf(object) : `${collectionOf(object)}/${object.metadata.name}`;
  const headers = { ...asUser(actor), ...(verb === 'patch' && { 'content-type': 'application/merge-patch+json' }) };
  const method = { create: 'POST', update: 'PUT', patch: 'PATCH' }[verb];
  const { status, body } = await server.call(method, `${path}?dryRun=All`, { body: object, headers });
  assert.ok([200, 201, 403].includes(status) || body.includes('not found'), `${status} ${body}`);
  return status < 300;
}

againstServers(`${rounds * perRound} writes of roles and bindings pass or fail as at kube-apiserver (seed ${seed})`, async (server, minor) => {
  const random = new Choices(seed + minor);
  let passed = 0;
  for (let round = 0; round < rounds; round++) {
    const world = new RbacWorld(random, words);
    const objects = [...writers(), ...world.objects()];
    await create(server, objects);
    await settled(server);
    const authorizer = Authorizer.from(withBuiltIn(minor, objects), { version: `1.${minor}` });
    const stored = (await Promise.all(objects.slice(2).map((object) => server.get(`${collectionOf(object)}/${object.metadata.name}`)))) as readonly KubernetesObject[];
    const questions = Array.from({ length: perRound }, (_, index) => question(random, world, stored, index));
    const theirs = await inFlight(questions, (each) => taken(server, each));
    for (const [index, { actor, ...operation }] of questions.entries()) {
      const { verb, object } = operation;
      const { namespace } = object.metadata;
      const name = verb === 'create' ? '' : object.metadata.name;
      const ordinary = authorizer.authorize({ ...actor, resourceAttributes: { verb, group: rbacGroup, resource: resources[object.kind] ?? '', name, ...(namespace !== undefined && { namespace }) } }).allowed;
      assert.equal(ordinary && authorizer.admits(actor, operation).allowed, theirs[index], `${JSON.stringify(actor)} ${verb} ${JSON.stringify(object)}\n${JSON.stringify(objects)}`);
    }
    passed += theirs.filter(Boolean).length;
    await remove(server, objects);
  }
  assert.ok(passed > rounds * perRound * 0.1 && passed < rounds * perRound * 0.9, `${passed} passed: the questions decide nothing`);
});
