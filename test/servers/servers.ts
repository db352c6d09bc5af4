// Real API servers to ask, one a minor, started when first asked for and ended with the run.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { after, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { buildEtcd, buildServer, cache, releases } from '../../scripts/servers/build.ts';
import { startApiServer, type ApiServer, type Login } from '../../scripts/servers/server.ts';
import type { SubjectAccessReviewSpec } from '../../src/engines/access/index.ts';
import { bootstrapObjects } from '../../src/knowledge/bootstrap/index.ts';
import type { KubernetesObject } from '../../src/model/object.ts';
import { skippable } from '../support/shared.ts';
import { namespaceObjects } from './rbac-world.ts';

// 1.34 stands for the minors before exec asked for create (1.35) and impersonation was constrained (1.36).
const minors: readonly number[] = (process.env['GLACIS_ORACLE_MINORS'] ?? '34,36,37').split(',').map(Number);
const hasGo = spawnSync('go', ['version']).status === 0;

/** Who can sign in with a token that is their name. */
export const logins: readonly Login[] = ['ann', 'bob', 'cay', 'dan', 'eve', 'fay'].map((user, index) => ({ token: `token-${user}`, user, groups: index % 2 === 0 ? ['team'] : [] }));

const running = new Map<number, Promise<ApiServer>>();
let queue: Promise<unknown> = Promise.resolve();

after(async () => {
  for (const server of running.values()) await (await server).stop();
});

async function start(minor: number): Promise<ApiServer> {
  const [etcd, apiServer, controllerManager] = [await buildEtcd(), await buildServer('kube-apiserver', minor), await buildServer('kube-controller-manager', minor)];
  const server = await startApiServer({ apiServer, etcd, controllerManager, logins, serviceAccounts: true, flags: ['--allow-privileged=true', '--max-requests-inflight=2000', '--max-mutating-requests-inflight=2000'] });
  await create(server, namespaceObjects);
  await settled(server);
  for (const { metadata } of namespaceObjects) await accountIn(server, metadata.name);
  return server;
}

/** A test for each minor against its real server, side by side since most of it is waiting, or one that says why there is none. */
export function againstServers(what: string, ask: (server: ApiServer, minor: number) => Promise<void>): void {
  describe(what, { concurrency: minors.length }, () => {
    for (const minor of minors) {
      const built = existsSync(join(cache, `1.${minor}`, `kube-controller-manager-${releases[minor]}`));
      // A first run builds the servers, some minutes each.
      skippable(`Go is not installed, and kube-apiserver 1.${minor} was not built before`, built || hasGo, () => {
        test(`${what} (${releases[minor]})`, { timeout: 3_600_000 }, async () => ask(await started(minor), minor));
      });
    }
  });
}

function started(minor: number): Promise<ApiServer> {
  // One after the other: two builds at once need more memory than they save time.
  queue = running.has(minor) ? queue : queue.then(() => start(minor));
  const server = running.get(minor) ?? (queue as Promise<ApiServer>);
  running.set(minor, server);
  return server;
}

/** Waits until the controllers have filled the aggregated roles and everything that was written is seen by the authorizers. */
export async function settled(server: ApiServer): Promise<void> {
  let before = '';
  for (let round = 0; round < 100; round++) {
    const roles = (await server.get('/apis/rbac.authorization.k8s.io/v1/clusterroles')) as { items: { metadata: { name: string }; rules: unknown[] | null }[] };
    const now = JSON.stringify(roles.items.map(({ metadata, rules }) => [metadata.name, rules]));
    const filled = roles.items.some(({ metadata, rules }) => metadata.name === 'admin' && (rules?.length ?? 0) > 0);
    if (filled && now === before) return;
    before = now;
    await wait(1500);
  }
  throw new Error('the roles still change after two minutes');
}

/** Waits for the service account that every namespace gets, without which no pod is taken. */
export async function accountIn(server: ApiServer, namespace: string): Promise<void> {
  for (let round = 0; round < 100; round++) {
    if ((await server.call('GET', `/api/v1/namespaces/${namespace}/serviceaccounts/default`)).status === 200) return;
    await wait(200);
  }
  throw new Error(`namespace ${namespace} has no service account after twenty seconds`);
}

const folders: Readonly<Record<string, string>> = {
  Namespace: 'namespaces', Pod: 'pods', Node: 'nodes', Secret: 'secrets', ConfigMap: 'configmaps', ServiceAccount: 'serviceaccounts', PersistentVolume: 'persistentvolumes', PersistentVolumeClaim: 'persistentvolumeclaims',
  Role: 'roles', RoleBinding: 'rolebindings', ClusterRole: 'clusterroles', ClusterRoleBinding: 'clusterrolebindings', VolumeAttachment: 'volumeattachments',
  Deployment: 'deployments', DaemonSet: 'daemonsets', ReplicaSet: 'replicasets', StatefulSet: 'statefulsets', ReplicationController: 'replicationcontrollers', Job: 'jobs', CronJob: 'cronjobs',
  CertificateSigningRequest: 'certificatesigningrequests',
  ValidatingAdmissionPolicy: 'validatingadmissionpolicies', ValidatingAdmissionPolicyBinding: 'validatingadmissionpolicybindings',
};

/** The path of an object's collection. */
export function collectionOf({ apiVersion, kind, metadata: { namespace } }: KubernetesObject): string {
  const root = apiVersion.includes('/') ? '/apis' : '/api';
  const folder = folders[kind];
  if (folder === undefined) throw new Error(`the path of a ${kind} is not listed`);
  return `${root}/${apiVersion}/${namespace === undefined ? '' : `namespaces/${namespace}/`}${folder}`;
}

/** Writes them in the order given; refusals are errors. */
export async function create(server: ApiServer, objects: readonly KubernetesObject[]): Promise<void> {
  for (const object of objects) await server.ask('POST', collectionOf(object), { body: object });
}

/** Deletes them, the last first, so that the next suite starts from what a cluster is born with. */
export async function remove(server: ApiServer, objects: readonly KubernetesObject[]): Promise<void> {
  for (const object of objects.toReversed()) {
    const path = `${collectionOf(object)}/${object.metadata.name}`;
    // A volume waits for a controller that does not run here.
    if (object.kind === 'PersistentVolume') await server.ask('PATCH', path, { body: { metadata: { finalizers: null } }, headers: { 'content-type': 'application/merge-patch+json' } });
    await server.ask('DELETE', `${path}?gracePeriodSeconds=0`);
  }
}

/** These objects and those that every cluster of that minor is born with. */
export function withBuiltIn(minor: number, objects: readonly KubernetesObject[]): readonly KubernetesObject[] {
  return [...bootstrapObjects(minor), ...objects];
}

/** Asks many at once, answers in the order of the questions. */
export async function inFlight<Q, A>(questions: readonly Q[], ask: (question: Q) => Promise<A>, width = 16): Promise<readonly A[]> {
  const answers: A[] = [];
  let at = 0;
  const worker = async (): Promise<void> => {
    while (at < questions.length) {
      const index = at++;
      answers[index] = await ask(questions[index] as Q);
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return answers;
}

/** What the server's own authorizers say. */
export async function reviewed(server: ApiServer, spec: SubjectAccessReviewSpec): Promise<boolean> {
  const answer = (await server.ask('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', { body: { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec } })) as { status: { allowed: boolean } };
  return answer.status.allowed;
}

/** The headers by which the administrator asks as somebody else. The server adds `system:authenticated` by itself. */
export function asUser({ user, groups }: { readonly user: string; readonly groups: readonly string[] }): Readonly<Record<string, string | readonly string[]>> {
  return { 'impersonate-user': user, ...(groups.length > 0 && { 'impersonate-group': groups }) };
}
