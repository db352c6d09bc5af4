// Times one authorize after loading, and who can do a thing in any namespace, on a JSON dump with one object a line.
//   node bench/access.ts DIR      a folder with roles.json, rolebindings.json, clusterroles.json, clusterrolebindings.json, serviceaccounts.json, pods.json
import { Authorizer, groupsOf, type SubjectAccessReviewSpec } from '../src/engines/access/index.ts';
import { fields } from '../src/cluster/read.ts';
import type { KubernetesObject } from '../src/model/object.ts';
import { Random } from '../test/support/random.ts';
import { objectsOf, peak, quantile, timed } from './measure.ts';

const [folder = '.'] = process.argv.slice(2);
const seed = 20261128;
const questions = 200_000;

/** What the Node authorizer reads of a pod. */
function slim(object: KubernetesObject): KubernetesObject {
  if (object.kind !== 'Pod') return object;
  const spec = fields(object['spec']) ?? {};
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: object.metadata.name, namespace: object.metadata.namespace ?? '' }, spec: { nodeName: spec['nodeName'], serviceAccountName: spec['serviceAccountName'], volumes: spec['volumes'], containers: spec['containers'] } };
}

const rbac = objectsOf(folder, ['clusterroles', 'roles', 'clusterrolebindings', 'rolebindings']);
const accounts = objectsOf(folder, ['serviceaccounts']);
const pods = objectsOf(folder, ['pods'], slim);
const [authorizer, loading] = timed(() => Authorizer.from([...rbac, ...pods], { version: '1.34' }));

const random = new Random(seed);
const filled = <T>(list: readonly T[], otherwise: T): readonly [T, ...T[]] => [list[0] ?? otherwise, ...list.slice(1)];
const namespaces = filled([...new Set(accounts.map(({ metadata }) => metadata.namespace ?? ''))], 'default');
const bound = filled(rbac.flatMap((object) => (Array.isArray(object['subjects']) ? (object['subjects'] as readonly { readonly kind: string; readonly name: string }[]) : [])).filter(({ kind }) => kind === 'User').map(({ name }) => name), 'nobody');
const users = filled([...accounts.map(({ metadata }) => `system:serviceaccount:${metadata.namespace ?? ''}:${metadata.name}`), ...bound], 'nobody');
const nodes = filled([...new Set(pods.flatMap((pod) => { const node = fields(pod['spec'])?.['nodeName']; return typeof node === 'string' ? [`system:node:${node}`] : []; }))], 'system:node:none');

function question(): SubjectAccessReviewSpec {
  const user = random.chance(0.1) ? random.one(nodes) : random.one(users);
  const [resource = '', group = ''] = random.one(['pods', 'secrets', 'configmaps', 'deployments.apps', 'nodes', 'leases.coordination.k8s.io', 'clusterroles.rbac.authorization.k8s.io', 'services', 'serviceaccounts']).split(/\.(.*)/s);
  return {
    user, groups: groupsOf(user),
    resourceAttributes: { verb: random.one(['get', 'list', 'watch', 'create', 'update', 'patch', 'delete']), group, resource, namespace: random.chance(0.2) ? '' : random.one(namespaces), ...(random.chance(0.4) && { name: random.one(['a', 'kube-root-ca.crt', 'app']) }) },
  };
}

const asked = Array.from({ length: questions }, question);
let allowed = 0;
for (const each of asked.slice(0, questions / 10)) if (authorizer.authorize(each).allowed) allowed++;
allowed = 0;
const times = asked.map((each) => {
  const [{ allowed: yes }, milliseconds] = timed(() => authorizer.authorize(each));
  if (yes) allowed++;
  return milliseconds * 1000;
});
console.log(`${rbac.length} roles and bindings, ${pods.length} pods, ${users.length} users; loaded in ${loading.toFixed(0)} ms`);
console.log(`authorize, ${questions} random requests, ${allowed} allowed: median ${quantile(times, 0.5).toFixed(1)}, p99 ${quantile(times, 0.99).toFixed(1)}, p99.9 ${quantile(times, 0.999).toFixed(1)} microseconds`);
for (const [verb, resource] of [['get', 'secrets'], ['create', 'pods'], ['delete', 'nodes']] as const) {
  const everywhere = (): number => ['', ...namespaces].reduce((sum, namespace) => sum + authorizer.whoCan({ resourceAttributes: { verb, resource, namespace } }).length, 0);
  const runs = Array.from({ length: 9 }, () => timed(everywhere));
  console.log(`who can ${verb} ${resource}, in the cluster and each of ${namespaces.length} namespaces: ${runs[0]?.[0] ?? 0} answers, median ${quantile(runs.map(([, time]) => time), 0.5).toFixed(1)} ms, first ${(runs[0]?.[1] ?? 0).toFixed(1)} ms`);
}
console.log(peak());
