// Times admission decisions over the model of a cluster, with policies of every kind, on a JSON dump with one object a line.
//   node bench/admission.ts DIR      a folder with pods.json, namespaces.json, serviceaccounts.json, limitranges.json, resourcequotas.json, roles and policies
import { PodAdmission } from '../src/engines/admission/index.ts';
import { groupsOf } from '../src/engines/access/index.ts';
import { fields } from '../src/cluster/read.ts';
import type { KubernetesObject } from '../src/model/object.ts';
import { Random } from '../test/support/random.ts';
import { objectsOf, peak, quantile, timed, worked } from './measure.ts';

const [folder = '.'] = process.argv.slice(2);
const seed = 20261128;
const questions = 10_000;
const admission = 'admissionregistration.k8s.io/v1';
const pods = [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }];

/** A policy of each kind beside those of the dump: expressions over containers, parameters, the authorizer, labels of the namespace. */
const added: readonly KubernetesObject[] = [
  ...[
    'object.spec.containers.all(c, !c.image.endsWith(":latest"))', 'object.spec.containers.all(c, c.?securityContext.?privileged.orValue(false) == false)', 'object.metadata.?labels.?team.orValue("") != "none"',
    'object.spec.containers.all(c, c.image.matches("^[a-z0-9.-]+/"))', 'namespaceObject.metadata.labels.all(k, k != "x")', '!authorizer.group("").resource("secrets").namespace(request.namespace).check("list").allowed() || true',
    'object.spec.containers.all(c, quantity(c.?resources.?limits.?memory.orValue("1Gi")).isLessThan(quantity("64Gi")))', 'object.spec.volumes.all(v, !has(v.hostPath))', 'variables.images.all(i, i.size() < 256)', 'params.data.most == "many"',
  ].flatMap((expression, index): KubernetesObject[] => [
    { apiVersion: admission, kind: 'ValidatingAdmissionPolicy', metadata: { name: `bench-${index}` }, spec: { matchConstraints: { resourceRules: pods }, variables: [{ name: 'images', expression: 'object.spec.containers.map(c, c.image)' }], validations: [{ expression }], ...(expression.includes('params') && { paramKind: { apiVersion: 'v1', kind: 'ConfigMap' } }) } },
    { apiVersion: admission, kind: 'ValidatingAdmissionPolicyBinding', metadata: { name: `bench-${index}` }, spec: { policyName: `bench-${index}`, validationActions: ['Deny'], ...(expression.includes('params') && { paramRef: { name: 'bench', namespace: 'default', parameterNotFoundAction: 'Deny' } }) } },
  ]),
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'bench', namespace: 'default' }, data: { most: 'many' } },
  { apiVersion: admission, kind: 'MutatingAdmissionPolicy', metadata: { name: 'bench' }, spec: { matchConstraints: { resourceRules: pods } } },
  { apiVersion: admission, kind: 'MutatingAdmissionPolicyBinding', metadata: { name: 'bench' }, spec: { policyName: 'bench' } },
  { apiVersion: 'constraints.gatekeeper.sh/v1beta1', kind: 'K8sBench', metadata: { name: 'bench' }, spec: { match: { kinds: [{ apiGroups: [''], kinds: ['Pod'] }] } } },
  { apiVersion: 'security.openshift.io/v1', kind: 'SecurityContextConstraints', metadata: { name: 'any' }, allowPrivilegedContainer: true, allowHostDirVolumePlugin: true, allowHostIPC: true, allowHostNetwork: true, allowHostPID: true, allowHostPorts: true, allowPrivilegeEscalation: true, allowedCapabilities: ['*'], volumes: ['*'], runAsUser: { type: 'RunAsAny' }, seLinuxContext: { type: 'RunAsAny' }, fsGroup: { type: 'RunAsAny' }, supplementalGroups: { type: 'RunAsAny' }, seccompProfiles: ['*'], groups: ['system:authenticated'] },
];

const rbac = objectsOf(folder, ['clusterroles', 'roles', 'clusterrolebindings', 'rolebindings']);
// With the ids that OpenShift gives to every namespace.
const ids = { 'openshift.io/sa.scc.uid-range': '1000650000/10000', 'openshift.io/sa.scc.mcs': 's0:c25,c20', 'openshift.io/sa.scc.supplemental-groups': '1000650000/10000' };
const namespaces = objectsOf(folder, ['namespaces'], (object) => ({ ...object, metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, ...ids } } }));
const gates = objectsOf(folder, ['validatingadmissionpolicies', 'validatingadmissionpolicybindings', 'validatingwebhookconfigurations', 'mutatingwebhookconfigurations', 'clusterpolicies', 'limitranges', 'resourcequotas', 'serviceaccounts', 'configmaps']);
const given = objectsOf(folder, ['pods']);
const [engine, loading] = timed(() => PodAdmission.from([...namespaces, ...rbac, ...gates, ...given, ...added], { version: '1.34' }));

/** As it is sent: without what the API server added, and with fields of its own, so that nothing is remembered from one question to the next. */
function sent({ metadata: { name, labels, annotations }, ...pod }: KubernetesObject): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, ...(labels && { labels }), ...(annotations && { annotations }) }, spec: structuredClone(fields(pod['spec']) ?? {}) };
}

const random = new Random(seed);
const some = given.length > 0 ? ([given[0] ?? added[0], ...given.slice(1)] as readonly [KubernetesObject, ...KubernetesObject[]]) : undefined;
if (!some) throw new Error(`${folder}/pods.json holds no pod`);
const asked = Array.from({ length: questions }, () => {
  const from = random.one(some);
  const user = `system:serviceaccount:kube-system:${random.one(['replicaset-controller', 'statefulset-controller', 'job-controller'])}`;
  return { pod: from, namespace: from.metadata.namespace ?? 'default', actor: { user, groups: groupsOf(user) } };
});
for (const each of asked.slice(0, 500)) engine.admit({ ...each, pod: sent(each.pod) });
let [refused, looked] = [0, 0];
const processor: number[] = [];
const times = asked.slice(500).map((each) => {
  const creation = { ...each, pod: sent(each.pod) };
  const [[{ allowed, gates: seen }, own], milliseconds] = timed(() => worked(() => engine.admit(creation)));
  processor.push(own);
  if (!allowed) refused++;
  looked += seen.length;
  return milliseconds;
});
console.log(`${given.length} pods, ${gates.length + added.length} objects that decide, ${rbac.length} roles and bindings; loaded in ${loading.toFixed(0)} ms`);
console.log(`${times.length} decisions, ${refused} refused, ${(looked / times.length).toFixed(1)} gates each: median ${quantile(times, 0.5).toFixed(2)}, p99 ${quantile(times, 0.99).toFixed(2)}, slowest ${Math.max(...times).toFixed(1)} ms; processor time p99 ${quantile(processor, 0.99).toFixed(1)} ms`);
console.log(peak());
