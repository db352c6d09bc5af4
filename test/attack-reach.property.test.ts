// What is reached, and the paths to it, against the steps of the techniques taken straight: no hub is collapsed, no price is
// counted, nothing is shared with the graph.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { AttackGraph } from '../src/attack/attack-graph.ts';
import { AttackContext } from '../src/attack/context.ts';
import { namespace, node, podPolicy, rule } from '../src/attack/examples.ts';
import { techniques } from '../src/attack/registry.ts';
import { endOf, isHidden } from '../src/attack/states.ts';
import { giftsOf, type Verdict } from '../src/attack/technique.ts';
import { Cluster } from '../src/cluster/cluster.ts';
import { collectText } from '../src/collect/index.ts';

interface Clause {
  readonly needs: readonly string[];
  readonly gives: string;
  readonly certain: boolean;
}

const rbac = 'rbac.authorization.k8s.io';
const ruleText = fc.oneof(
  fc.tuple(fc.constantFrom('pods', 'pods/exec', 'pods/attach', 'secrets', 'serviceaccounts/token', 'serviceaccounts', 'users', 'groups', 'nodes/proxy', 'pods/log', 'namespaces', 'persistentvolumes', 'persistentvolumeclaims', 'configmaps', '"*"'), fc.constantFrom('create', 'get', 'list', 'patch', 'update', 'impersonate', '"*"'), fc.constantFrom('', '', '', 'resourceNames: [p0]', 'resourceNames: [keys]', 'resourceNames: [boss]')).map(([resource, verb, names]) => rule(resource, verb, names)),
  fc.tuple(fc.constantFrom(rbac, 'apps', 'certificates.k8s.io', 'networking.k8s.io', 'admissionregistration.k8s.io'), fc.constantFrom('roles', 'clusterroles', 'rolebindings', 'clusterrolebindings', 'deployments', 'certificatesigningrequests', 'certificatesigningrequests/approval', 'signers', 'networkpolicies', 'validatingadmissionpolicies', 'mutatingwebhookconfigurations'), fc.constantFrom('create', 'get', 'update', 'patch', 'delete', 'bind', 'escalate', 'approve', '"*"')).map(([group, resource, verb]) => `{apiGroups: [${group}], resources: [${resource}], verbs: [${verb}]}`),
);
const subject = fc.constantFrom('{kind: ServiceAccount, name: cart, namespace: shop}', '{kind: ServiceAccount, name: boss, namespace: shop}', '{kind: ServiceAccount, name: default, namespace: blog}', '{kind: User, name: dana}', '{kind: Group, name: "system:serviceaccounts:shop"}', '{kind: Group, name: staff}', '{kind: Group, name: "system:unauthenticated"}');
const place = fc.constantFrom('shop', 'blog');
const grant = fc.tuple(fc.constantFrom(undefined, 'shop', 'blog'), fc.array(ruleText, { minLength: 1, maxLength: 3 }), fc.array(subject, { minLength: 1, maxLength: 2 }));
const pod = fc.record({
  where: place,
  node: fc.constantFrom('a', 'b', undefined),
  account: fc.constantFrom('cart', 'boss', 'default'),
  container: fc.constantFrom('', 'securityContext: {privileged: true}', 'securityContext: {runAsUser: 0, capabilities: {add: [SYS_ADMIN, SYS_PTRACE]}}', 'securityContext: {runAsUser: 1000}', 'ports: [{containerPort: 8080}]', 'envFrom: [{secretRef: {name: keys}}]', 'volumeMounts: [{name: v, mountPath: /v}]', 'volumeMounts: [{name: v, mountPath: /v, readOnly: true}]'),
  more: fc.constantFrom('', 'hostPID: true', 'hostNetwork: true', 'hostUsers: false', 'automountServiceAccountToken: false', 'shareProcessNamespace: true'),
  path: fc.constantFrom('/etc', '/var/log', '/var/lib/kubelet/pods', '/run/containerd/containerd.sock', '/srv/data'),
  side: fc.boolean(),
});
const extras = fc.subarray([
  namespace('shop', 'baseline'), namespace('blog', 'privileged'), podPolicy('!has(object.spec.hostPID)'),
  'apiVersion: v1\nkind: Secret\nmetadata: {name: keys, namespace: shop}\ntype: Opaque\n---\n',
  'apiVersion: v1\nkind: Secret\nmetadata: {name: t, namespace: shop, annotations: {kubernetes.io/service-account.name: boss}}\ntype: kubernetes.io/service-account-token\n---\n',
  'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: deny, namespace: blog}\nspec: {podSelector: {}, policyTypes: [Ingress]}\n---\n',
  'apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 80}]}\n---\n',
  node('b', 'labels: {node-role.kubernetes.io/control-plane: ""}'), node('a', 'labels: {type: virtual-kubelet}'),
]);
const small = fc.record({ grants: fc.array(grant, { maxLength: 4 }), pods: fc.array(pod, { minLength: 1, maxLength: 4 }), extras, version: fc.constantFrom('1.29', '1.33', '1.36', undefined), picks: fc.array(fc.nat(), { minLength: 4, maxLength: 4 }) });
type Small = typeof small extends fc.Arbitrary<infer T> ? T : never;

function yamlOf({ grants, pods, extras: more }: Small): string {
  const bindings = grants.map(([where, rules, subjects], index) => {
    const [role, binding] = where === undefined ? ['ClusterRole', 'ClusterRoleBinding'] : ['Role', 'RoleBinding'];
    const meta = `metadata: {name: g${index}${where === undefined ? '' : `, namespace: ${where}`}}`;
    return `apiVersion: ${rbac}/v1\nkind: ${role}\n${meta}\nrules: [${rules.join(', ')}]\n---\napiVersion: ${rbac}/v1\nkind: ${binding}\n${meta}\nroleRef: {apiGroup: ${rbac}, kind: ${role}, name: g${index}}\nsubjects: [${subjects.join(', ')}]\n---\n`;
  });
  const running = pods.map(({ where, node: on, account, container, more: fields, path, side }, index) => {
    const volumes = container.includes('volumeMounts') ? `, volumes: [{name: v, hostPath: {path: ${path}}}]` : '';
    return `apiVersion: v1\nkind: Pod\nmetadata: {name: p${index}, namespace: ${where}, labels: {app: web}}\nspec: {serviceAccountName: ${account}${on === undefined ? '' : `, nodeName: ${on}`}${fields === '' ? '' : `, ${fields}`}${volumes}, containers: [{name: app, image: "registry.example/app:1"${container === '' ? '' : `, ${container}`}}${side ? ', {name: side, image: "registry.example/side:1"}' : ''}]}\n---\n`;
  });
  return [...more, ...bindings, ...running].join('');
}

/** Every step of every technique, and what belongs together whatever anybody does. */
function clausesOf(context: AttackContext): readonly Clause[] {
  const taken = techniques.flatMap((technique) => [...technique.steps(context)].flatMap(({ needs, gives, certain = true }) => giftsOf({ gives }).map((gift) => ({ needs, gives: gift, certain }))));
  const inside = context.containers.map(({ state, inside: gives }) => ({ needs: [state], gives, certain: true }));
  const roots = [...context.nodes.map(({ state }) => state), 'node:*'].map((state) => ({ needs: [state], gives: 'node-root:*', certain: true }));
  // What all of a namespace means: its containers, accounts and Secrets.
  const members = [...context.containers.map(({ workload, state }) => ['containers', workload.namespace, state] as const), ...[...context.accounts].flatMap(([namespace, names]) => [...names].map((name) => ['accounts', namespace, `serviceaccount:${namespace}/${name}`] as const)), ...context.secrets.map(({ namespace, state }) => ['secrets', namespace, state] as const)];
  const all = members.map(([kind, namespace, gives]) => ({ needs: [`may:all-${kind}@${namespace}`], gives, certain: true }));
  const refused = new Map(context.containers.flatMap(({ workload, state, inside: other }) => [[state, context.refused.get(workload)], [other, context.refused.get(workload)]] as const));
  // Where admission refuses the pod, nobody gets in or out before what refuses it is away.
  return [...taken, ...inside, ...roots, ...all].flatMap((clause) => {
    const by = [clause.gives, ...clause.needs].flatMap((state) => refused.get(state) ?? []);
    if (by.some(({ behind }) => behind === undefined)) return [];
    return [{ ...clause, needs: [...clause.needs, ...by.flatMap(({ behind }) => behind ?? [])], certain: clause.certain && by.every(({ sure, gaps }) => sure && gaps.length === 0) }];
  });
}

function closure(clauses: readonly Clause[], seeds: readonly string[], sure: Verdict): ReadonlySet<string> {
  const reached = new Set(seeds);
  let left = clauses.filter(({ certain }) => certain || sure === 'possible');
  for (let before = -1; before !== reached.size; ) {
    before = reached.size;
    left = left.filter(({ needs, gives }) => !needs.every((need) => reached.has(need)) || !reached.add(gives));
  }
  return reached;
}

/** Ends with how sure they are. */
function endsOf(clauses: readonly Clause[], start: string): ReadonlyMap<string, Verdict> {
  const found = new Map<string, Verdict>();
  for (const verdict of ['possible', 'certain'] as const) {
    for (const state of closure(clauses, [start], verdict)) if (state !== start && !isHidden(state) && endOf(state) !== endOf(start)) found.set(endOf(state), verdict);
  }
  return found;
}

const sorted = (entries: Iterable<readonly [string, string]>): readonly string[] => [...entries].map(([to, verdict]) => `${to} ${verdict}`).toSorted();

test('what is reached equals the naive fixpoint of all techniques, and every path proves its end', () => {
  let paths = 0;
  const kinds = new Set<string>();
  fc.assert(
    fc.property(small, (given) => {
      const cluster = Cluster.from(collectText(yamlOf(given)).snapshot, given.version === undefined ? {} : { kubernetesVersion: given.version });
      const graph = AttackGraph.of(cluster);
      const clauses = clausesOf(new AttackContext(cluster));
      const states = [...new Set(clauses.flatMap(({ needs, gives }) => [...needs, gives]))];
      const starts = states.filter((state) => !isHidden(state) && !state.startsWith('inside:') && endOf(state) === state && !state.startsWith('serviceaccount:kube-system/'));
      for (const pick of given.picks) {
        const from = starts[pick % starts.length] ?? '';
        const naive = endsOf(clauses, from);
        assert.deepEqual(sorted(graph.reach(from).map(({ to, verdict }) => [to, verdict] as const)), sorted(naive), from);
        const ends = [...naive.keys()];
        const to = ends[pick % Math.max(1, ends.length)];
        if (to === undefined || to.startsWith('clusterrole:')) continue;
        const { found } = graph.pathsBetween(graph.seedsOf(from), to, 'possible', 3);
        assert.ok(found.length > 0, `${from} reaches ${to} by some path`);
        assert.equal(found[0]?.verdict, naive.get(to), `${from} to ${to}: the surest first`);
        for (const { steps, verdict } of found) {
          const had = new Set([from]);
          for (const step of steps) {
            const needs = [step.from, ...step.also];
            for (const need of needs) assert.ok(had.has(need), `${from} to ${to}: ${step.technique.id} needs ${need}`);
            const seeds = states.filter((state) => needs.includes(endOf(state)));
            assert.ok([...closure(clauses, seeds, step.verdict)].some((state) => endOf(state) === step.to), `${step.technique.id}: ${needs.join()} gives ${step.to}, ${step.verdict}`);
            assert.ok(verdict === 'possible' || step.verdict === 'certain', step.technique.id);
            kinds.add(step.technique.id);
            had.add(step.to);
          }
          // Root on some node is root on any: no step is told for it.
          assert.ok(had.has(to) || (to === 'node-root:*' && [...had].some((end) => end.startsWith('node:'))), `${from} ends at ${to}`);
          paths++;
        }
      }
    }),
    { numRuns: 200, seed: 20261128 },
  );
  // Clusters in which nobody reaches anything would prove nothing.
  assert.ok(paths > 500 && kinds.size > 25, `${paths} paths by ${kinds.size} techniques`);
});
