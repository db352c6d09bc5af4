import assert from 'node:assert/strict';
import type { ApiServer } from '../../scripts/servers/server.ts';
import { Authorizer, groupsOf } from '../../src/engines/access/index.ts';
import type { KubernetesObject } from '../../src/model/object.ts';
import { Choices } from './choices.ts';
import { namespaces, RbacWorld, users, type Words } from './rbac-world.ts';
import { againstServers, asUser, create, inFlight, remove, settled, withBuiltIn } from './servers.ts';

const seed = 20261201;
const rounds = 3;
const words: Words = { verbs: ['get', 'create', 'list', '*'], groups: ['', '*', 'apps'], resources: ['pods', 'pods/exec', 'pods/attach', '*', '*/exec', 'pods/*'], names: ['p', 'q', 'exec'], urls: ['/api'] };
// No kubelet runs here: whoever passes every check is told that the node is not found.
const pods: readonly KubernetesObject[] = namespaces.flatMap((namespace) =>
  ['p', 'q'].map((name) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace }, spec: { nodeName: 'nowhere', containers: [{ name: 'c', image: 'i' }] } })),
);
const upgrade = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==', 'sec-websocket-version': '13', 'sec-websocket-protocol': 'v5.channel.k8s.io' };

/** Somebody who may get and not create, which is where the minors differ. */
const reader: readonly KubernetesObject[] = [
  { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'reader', namespace: 'one' }, rules: [{ verbs: ['get'], apiGroups: [''], resources: ['pods/exec'], resourceNames: ['q'] }] },
  { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', metadata: { name: 'reader', namespace: 'one' }, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' }, subjects: [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'eve' }] },
];

interface Question {
  readonly actor: { readonly user: string; readonly groups: readonly string[] };
  readonly namespace: string;
  readonly name: string;
}

/** Whether the server would open the shell by that method. */
async function opens(server: ApiServer, method: 'GET' | 'POST', { actor, namespace, name }: Question): Promise<boolean> {
  const headers = { ...asUser(actor), ...(method === 'GET' ? upgrade : { connection: 'Upgrade', upgrade: 'SPDY/3.1', 'x-stream-protocol-version': 'v4.channel.k8s.io' }) };
  const { status, body } = await server.call(method, `/api/v1/namespaces/${namespace}/pods/${name}/exec?command=sh&container=c&stdout=true`, { headers });
  assert.ok(status === 403 || body.includes('nowhere'), `${status} ${body}`);
  return status !== 403;
}

againstServers(`exec is let through as by kube-apiserver, by POST and by WebSocket (seed ${seed})`, async (server, minor) => {
  const random = new Choices(seed + minor);
  await create(server, pods);
  let onlyGet = 0;
  for (let round = 0; round < rounds; round++) {
    const objects = [...reader, ...new RbacWorld(random, words).objects()];
    await create(server, objects);
    await settled(server);
    const authorizer = Authorizer.from(withBuiltIn(minor, objects), { version: `1.${minor}` });
    const questions = [...users, 'eve'].flatMap((user) => namespaces.flatMap((namespace) => ['p', 'q'].flatMap((name) => [groupsOf(user), [...groupsOf(user), 'team']].map((groups): Question => ({ actor: { user, groups }, namespace, name })))));
    const theirs = await inFlight(questions, async (each) => ({ post: await opens(server, 'POST', each), get: await opens(server, 'GET', each) }));
    for (const [index, { actor, namespace, name }] of questions.entries()) {
      const { post, get } = theirs[index] ?? { post: false, get: false };
      const mayCreate = authorizer.authorize({ ...actor, resourceAttributes: { verb: 'create', resource: 'pods', subresource: 'exec', namespace, name } }).allowed;
      const may = authorizer.canExec(actor, { namespace, name }, { version: `1.${minor}` }).allowed;
      const what = `${JSON.stringify(questions[index])}\n${JSON.stringify(objects)}`;
      assert.equal(mayCreate, post, what);
      assert.equal(may, post || get, what);
      if (get && !post) onlyGet++;
    }
    await remove(server, objects);
  }
  // The one difference between the minors: before 1.35 the right to get is enough.
  assert.equal(onlyGet > 0, minor < 35);
  await remove(server, pods);
});
