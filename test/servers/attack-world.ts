import type { KubernetesObject } from '../../src/model/object.ts';
import type { PolicyRule } from '../../src/engines/access/index.ts';
import type { Choices } from './choices.ts';
import { namespaces } from './rbac-world.ts';

const rbac = 'rbac.authorization.k8s.io';
const apiVersion = `${rbac}/v1`;

export interface Account {
  readonly namespace: string;
  readonly name: string;
}

/** Roles that an attacker may come to hold. Each has a right that nobody else has, so that holding its rights already is no way to bind it. */
export const roleTargets: readonly { readonly kind: 'Role' | 'ClusterRole'; readonly role: string; readonly where: string | null }[] = [
  ...['cluster-admin', 'strong', 'weak'].flatMap((role) => [null, ...namespaces].map((where) => ({ kind: 'ClusterRole' as const, role, where }))),
  ...namespaces.map((where) => ({ kind: 'Role' as const, role: 'local', where })),
];

/** The right that only this role gives. */
export function marker(role: string): PolicyRule {
  return { verbs: ['get'], apiGroups: ['marker.example'], resources: [role] };
}

const names = ['s1', 's2', 's3', 's4', 's5', 's6'];

function rule(verbs: readonly string[], apiGroup: string, resources: readonly string[], resourceNames?: readonly string[]): PolicyRule {
  return { verbs, apiGroups: [apiGroup], resources, ...(resourceNames ? { resourceNames } : {}) };
}

/** One right that a technique may need, at random narrowed to names or misspelt so that it is not enough. */
function someRule(random: Choices): PolicyRule {
  const named = (list: readonly string[]): readonly string[] | undefined => (random.chance(0.35) ? random.several(list, 2, 1) : undefined);
  const write = random.pick([['update'], ['patch'], ['update', 'patch'], ['get']]);
  return random.pick([
    () => rule(['create'], rbac, random.pick([['clusterrolebindings'], ['rolebindings'], ['clusterrolebindings', 'rolebindings']])),
    () => rule(['bind'], rbac, random.pick([['clusterroles'], ['roles'], ['clusterroles', 'roles'], ['clusterrolebindings']]), named(['cluster-admin', 'strong', 'weak', 'local'])),
    () => rule(write, rbac, random.pick([['clusterrolebindings'], ['rolebindings'], ['clusterrolebindings', 'rolebindings']]), named(['boss-cluster-admin', 'boss-strong', 'boss-weak', 'boss-local'])),
    () => rule(random.pick([['escalate'], ['escalate', 'patch'], ['escalate', 'update'], ['patch']]), rbac, random.pick([['clusterroles'], ['roles'], ['clusterroles', 'roles']]), named(['k1', 'k2', 'k3', 'k4'])),
    () => rule(['create'], '', [random.pick(['serviceaccounts/token', 'serviceaccounts', 'serviceaccounts/*'])], named(names)),
    () => rule(['impersonate'], '', [random.pick(['users', 'groups', 'serviceaccounts'])], named(['boss', 'clerk', 'staff', 'system:masters', 's1', 's2'])),
    () => rule(['impersonate'], '', random.pick([['users', 'groups'], ['serviceaccounts', 'groups']]), undefined),
    () => rule(random.several(['get', 'list', 'watch'], 2, 1), '', ['secrets'], named(['key', 'fixed'])),
    () => rule(['create'], '', ['secrets']),
    () => rule(random.several(['get', 'list', 'watch', 'create'], 3, 1), '', ['secrets'], named(['key', 'fixed'])),
    () => rule(['create'], '', ['pods']),
    () => rule(['create'], 'apps', [random.pick(['deployments', 'daemonsets', 'statefulsets', 'replicasets', 'controllerrevisions'])]),
    () => rule(['create'], 'batch', [random.pick(['jobs', 'cronjobs', 'jobs/status'])]),
    () => rule(write, 'apps', ['deployments'], named(['web', 'none'])),
    () => rule(write, '', [random.pick(['pods', 'pods/ephemeralcontainers', 'pods/status'])], named(['p', 'q'])),
    () => rule(random.pick([['create'], ['get'], ['create', 'get']]), '', [random.pick(['pods/exec', 'pods/attach', '*/exec', 'pods/*'])], named(['p', 'q'])),
    () => rule(write, '', ['namespaces'], named(namespaces)),
    () => rule(random.pick([['create', 'get'], ['create'], ['create', 'list']]), 'certificates.k8s.io', ['certificatesigningrequests'], undefined),
    () => rule(['create', 'get', 'update'], 'certificates.k8s.io', ['certificatesigningrequests', 'certificatesigningrequests/approval']),
    () => rule(random.pick([['update'], ['patch'], ['get']]), 'certificates.k8s.io', ['certificatesigningrequests/approval'], undefined),
    () => rule(['approve'], 'certificates.k8s.io', ['signers'], random.pick([undefined, ['kubernetes.io/kube-apiserver-client'], ['kubernetes.io/*'], ['example.com/own']])),
    () => rule(['*'], random.pick(['', 'apps', rbac, '*']), [random.pick(['*', 'secrets', 'pods', 'roles'])]),
  ])();
}

/** All that it takes to have a certificate signed, at random with a part that is not enough. */
function signing(random: Choices): readonly PolicyRule[] {
  const group = 'certificates.k8s.io';
  return [
    rule(random.pick([['create', 'get'], ['create', 'list'], ['create']]), group, ['certificatesigningrequests']),
    rule(random.pick([['update'], ['patch']]), group, ['certificatesigningrequests/approval']),
    rule([random.pick(['approve', 'approve', 'sign'])], group, ['signers'], random.pick([undefined, ['kubernetes.io/kube-apiserver-client'], ['kubernetes.io/*'], ['example.com/own']])),
  ];
}

interface Held {
  readonly role: KubernetesObject;
  readonly where: string | null;
}

export interface AttackWorld {
  readonly objects: readonly KubernetesObject[];
  readonly accounts: readonly Account[];
  /** The roles that an account is bound to by name, and where. */
  readonly heldBy: (account: Account) => readonly Held[];
}

/** Two namespaces with things worth having, and service accounts with rights at random. */
export function attackWorld(random: Choices): AttackWorld {
  const accounts = namespaces.flatMap((namespace) => names.map((name) => ({ namespace, name })));
  const things = namespaces.flatMap((namespace): readonly KubernetesObject[] => [
    ...names.map((name) => ({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } })),
    ...['key', 'other'].map((name) => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace } })),
    ...['p', 'q'].map((name) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace }, spec: { nodeName: 'nowhere', containers: [{ name: 'c', image: 'registry.example/i:1' }] } })),
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace }, spec: { replicas: 0, selector: { matchLabels: { app: 'web' } }, template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'registry.example/i:1' }] } } } },
  ]);
  const targets: readonly KubernetesObject[] = [
    ...['strong', 'weak'].map((name) => ({ apiVersion, kind: 'ClusterRole', metadata: { name }, rules: [marker(name)] })),
    ...namespaces.map((namespace) => ({ apiVersion, kind: 'Role', metadata: { name: 'local', namespace }, rules: [marker(`local-${namespace}`)] })),
    ...roleTargets.map(({ kind, role, where }) => ({
      apiVersion, kind: where === null ? 'ClusterRoleBinding' : 'RoleBinding', metadata: { name: `boss-${role}`, ...(where === null ? {} : { namespace: where }) },
      roleRef: { apiGroup: rbac, kind, name: role }, subjects: [{ kind: 'User', apiGroup: rbac, name: 'boss' }],
    })),
    { apiVersion, kind: 'ClusterRoleBinding', metadata: { name: 'others' }, roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: 'view' }, subjects: [{ kind: 'User', apiGroup: rbac, name: 'clerk' }, { kind: 'Group', apiGroup: rbac, name: 'staff' }] },
  ];
  const held = new Map<string, Held[]>();
  const bindings = accounts.flatMap(({ namespace, name }) => [1, 2].flatMap((number): readonly KubernetesObject[] => {
    const local = random.chance(0.4);
    const roleName = local ? `${name}-k${number}` : `${namespace}-${name}-k${number}`;
    const rules = random.chance(0.15) ? signing(random) : Array.from({ length: 1 + Math.floor(random.next() * 4) }, () => someRule(random));
    const role: KubernetesObject = { apiVersion, kind: local ? 'Role' : 'ClusterRole', metadata: { name: roleName, ...(local ? { namespace } : {}) }, rules };
    const where = local ? namespace : random.pick([null, null, ...namespaces]);
    held.set(`${namespace}/${name}`, [...(held.get(`${namespace}/${name}`) ?? []), { role, where }]);
    const binding = { apiVersion, kind: where === null ? 'ClusterRoleBinding' : 'RoleBinding', metadata: { name: roleName, ...(where === null ? {} : { namespace: where }) } };
    return [role, { ...binding, roleRef: { apiGroup: rbac, kind: role.kind, name: roleName }, subjects: [{ kind: 'ServiceAccount', namespace, name }] }];
  }));
  const waiting: KubernetesObject = { apiVersion: 'certificates.k8s.io/v1', kind: 'CertificateSigningRequest', metadata: { name: 'waiting' }, spec: { request, signerName: 'kubernetes.io/kube-apiserver-client', usages: ['client auth'] } };
  return { objects: [...things, ...targets, ...bindings, waiting], accounts, heldBy: ({ namespace, name }) => held.get(`${namespace}/${name}`) ?? [] };
}

// A certificate request for the name `a`, made once by openssl; nobody has its key.
const request = 'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlJQ1VUQ0NBVGtDQVFBd0RERUtNQWdHQTFVRUF3d0JZVENDQVNJd0RRWUpLb1pJaHZjTkFRRUJCUUFEZ2dFUApBRENDQVFvQ2dnRUJBTVhXdGJOWURPWkdJVzI1U1FienppNTdIdlcyUTB5Z0x2NTVkNmZlMEc1ZmdRdlBYUmhjClI4YVdWMXQwdktoNXdrSDU3ZDh4MGpqQ1V0Z0VIaWJJeHlrNjF1L1hkMHBYVE9NSElKeXNiRFFjM21iUUFOZ3cKVllKTm1qWWI0elFramtPSUhCSjNGVEhITFVrSFdjNFBSRDFCWXN3cExxaU84QThldm13UkUxcWZTaDQrc3ovbgpBUHU3Y1ZMelYyemIvYUYwbFc5WlhLS29TdDNUa1RFZ3llQjRlSVJKckFqK0ZCckRScTV6RmxHYmUyWERPVktQCm1MbVRHaXFwZXFhVFd0cWRWM0FBWUdTeFRnV3dwOXJMVUZWTVlRRllMNnpGMkNmaThGZEZnL0NObExGazlVcHIKelBYVFRhbTR1djVKVG5sRUtuN1ZKM1diUm4yVkVjOFVockVDQXdFQUFhQUFNQTBHQ1NxR1NJYjNEUUVCQ3dVQQpBNElCQVFCSVJLM2EveVYxd2MwS0dGR0ptbUlySHpxS0d3bkVyZWZuUU11WWh3dXlQMG9KQ3hqS1VqYVdDWmNCClgzdlAwL25JRlpSS3NKY21PMUc2SnhxY2pHUG9GTmRqRVF2d3BhaEoyelc1R1V1dXNTa25hZlY1Rm1LclZ0UUEKbkVjMkFHZWVZaVFMTFlIQXN5TjFaWDE1NUo5aEF6c0NKNEZwdmdBNHN0SWtnWDM1cEMzdkFHZFBENFkrSjdORgp1eEgwaVlKV1oxa3Q1cjdXbXY3ellnUEpuQjhVNjQ0QXhyY1VhN1ZsdkUzU0FUenBWbWtSL0tHcmJxaUc4R0VLClFzL2wrL3E1Q1JZZnE2WHhPaVZKcVFzQ0gwaEE3NVgwemFyc1ltZFVRVVNPamZGQ1pQek5OQlFTRWZTZm9zaDgKWXBJY1A1a1c5a2JKckZvRE1VVmlCeFJ5a2FUMgotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K';
