import assert from 'node:assert/strict';
import { Authorizer, groupsOf, type SubjectAccessReviewSpec } from '../../src/engines/access/index.ts';
import { Choices } from './choices.ts';
import { RbacWorld, teams, users, type Words } from './rbac-world.ts';
import { againstServers, create, inFlight, remove, reviewed, settled, withBuiltIn } from './servers.ts';

const seed = 20261128;
const rounds = 7;
const perRound = 3000;

const words: Words = {
  verbs: ['get', 'list', 'create', 'delete', '*', 'get*', 'GET'], groups: ['', 'apps', 'rbac.authorization.k8s.io', '*', 'v1'],
  resources: ['pods', 'pods/exec', 'secrets', '*', '*/exec', 'pods/*', '*/*', 'deployments', 'deployments/scale', 'roles'], names: ['a', 'b', '*'],
  urls: ['/api', '/api/*', '/healthz*', '*', '/metrics'],
};
const controllers = ['system:kube-scheduler', 'system:kube-controller-manager', 'system:serviceaccount:kube-system:generic-garbage-collector', 'system:serviceaccount:kube-system:deployment-controller', 'system:anonymous', 'system:node:n1'];
const places = ['', 'one', 'two', 'kube-system', 'kube-public', 'default'];
const more = { resources: [...words.resources, 'configmaps', 'serviceaccounts/token', 'nodes', 'leases', 'selfsubjectreviews', 'events', 'replicasets'], groups: [...words.groups, 'coordination.k8s.io', 'authentication.k8s.io'], verbs: [...words.verbs, 'watch', 'update', 'patch', 'deletecollection', 'bind', 'escalate'] };

function question(random: Choices): SubjectAccessReviewSpec & { readonly user: string } {
  const user = random.chance(0.7) ? random.pick(users) : random.pick(controllers);
  const groups = random.chance(0.5) ? [...groupsOf(user), ...random.several(teams, 1)] : random.several([...teams, 'system:authenticated', 'system:masters'], 1);
  const verb = random.pick(more.verbs);
  if (random.chance(0.12)) return { user, groups, nonResourceAttributes: { verb, path: random.pick(['/api', '/api/v1', '/healthz', '/healthzx', '/version', '/metrics', '/']) } };
  const [resource = '', subresource = ''] = random.pick(more.resources).split('/');
  return { user, groups, resourceAttributes: { verb, group: random.pick(more.groups), resource, subresource, namespace: random.pick(places), name: random.pick(['', 'a', 'b', '*']) } };
}

againstServers(`${rounds * perRound} random access reviews are answered as by kube-apiserver (seed ${seed})`, async (server, minor) => {
  const random = new Choices(seed + minor);
  let allowed = 0;
  for (let round = 0; round < rounds; round++) {
    const objects = new RbacWorld(random, words).objects();
    await create(server, objects);
    await settled(server);
    const authorizer = Authorizer.from(withBuiltIn(minor, objects), { version: `1.${minor}` });
    const questions = Array.from({ length: perRound }, () => question(random));
    const theirs = await inFlight(questions, (spec) => reviewed(server, spec));
    for (const [index, spec] of questions.entries()) {
      assert.equal(authorizer.authorize(spec).allowed, theirs[index], `${JSON.stringify(spec)}\n${JSON.stringify(objects)}`);
    }
    allowed += theirs.filter(Boolean).length;
    await remove(server, objects);
  }
  assert.ok(allowed > rounds * perRound * 0.05 && allowed < rounds * perRound * 0.9, `${allowed} allowed: the questions decide nothing`);
});
