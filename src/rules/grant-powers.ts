import type { Right } from '../engines/rights.ts';
import type { Needed, Sought } from './grant-found.ts';

// What one right is worth, as Kubernetes decides it. Rules about bindings ask for one row; rules about whom a workload acts as ask for all.

const rbac = 'rbac.authorization.k8s.io';
const certificates = 'certificates.k8s.io';

/** Each verb on each resource of one group; `pods/exec` is a subresource. */
export function each(verbs: readonly string[], group: string, resources: readonly string[]): readonly Right[] {
  return resources.flatMap((written) => {
    const [resource = '', subresource] = written.split('/');
    return verbs.map((verb) => ({ verb, group, resource, ...(subresource === undefined ? {} : { subresource }) }));
  });
}

const changes = ['update', 'patch'];
const writes = ['create', ...changes];
const bindings = each(writes, rbac, ['clusterrolebindings', 'rolebindings']);
const somebody = each(['impersonate'], '', ['users', 'serviceaccounts']);

/** The signers whose certificates the API server takes for a person or a program, and for a node. */
export const clientSigners = { any: 'kubernetes.io/kube-apiserver-client', node: 'kubernetes.io/kube-apiserver-client-kubelet', domain: 'kubernetes.io/*' } as const;
const approvable = Object.values(clientSigners).map((name): Right => ({ verb: 'approve', group: certificates, resource: 'signers', name }));

/** The pair that the controller which approves node certificates by itself looks at: whoever asks must hold it. */
export const nodeClient: Needed = {
  verb: 'create', group: certificates, resource: 'certificatesigningrequests', subresource: 'nodeclient',
  with: each(['create'], certificates, ['certificatesigningrequests']), except: ({ kind, name }) => kind === 'Group' && name.startsWith('system:bootstrappers'),
};

export const everyRight: Sought = { rights: each(['*'], '*', ['*']) };

export const escalation: Sought = {
  rights: [
    ...['clusterroles', 'roles'].flatMap((resource) => each(['escalate'], rbac, [resource]).map((right) => ({ ...right, with: each(writes, rbac, [resource]) }))),
    ...each(['bind'], rbac, ['clusterroles', 'roles']).map((right) => ({ ...right, with: bindings })),
    // By name as well where the name is that of the role that holds everything.
    { verb: 'bind', group: rbac, resource: 'clusterroles', name: 'cluster-admin', with: bindings },
  ],
};

export const impersonation: Sought = {
  rights: [
    { verb: 'impersonate', group: '', resource: 'users' },
    // A group alone is refused: there must be a user to put into it.
    { verb: 'impersonate', group: '', resource: 'groups', with: somebody },
    { verb: 'impersonate', group: '', resource: 'groups', name: 'system:masters', with: somebody },
  ],
};

export const kubeletAccess: Sought = { rights: each(['get', 'create'], '', ['nodes/proxy']) };

export const certificateApproval: Sought = {
  rights: [...each(changes, certificates, ['certificatesigningrequests/approval']).map((right) => ({ ...right, with: approvable })), nodeClient],
};

// Names are no limit: a webhook configuration says itself which objects are sent to it.
export const mutatingWebhooks: Sought = { rights: each(writes, 'admissionregistration.k8s.io', ['mutatingwebhookconfigurations']), despiteNames: true };

export const workloadChanges: Sought = {
  rights: [
    ...each(['create'], '', ['pods', 'replicationcontrollers']),
    ...each(writes, 'apps', ['deployments', 'daemonsets', 'statefulsets', 'replicasets']),
    ...each(writes, 'batch', ['jobs', 'cronjobs']),
    // The image of a running pod is one of the few fields that may change.
    ...each(changes, '', ['pods', 'replicationcontrollers']),
  ],
};

/** Those of them that start a pod of any shape: of a running one only the image changes. */
export const newPods: readonly Right[] = workloadChanges.rights.filter(({ verb, resource }) => resource !== 'pods' || verb === 'create');

export const tokenRequests: Sought = { rights: each(['create'], '', ['serviceaccounts/token']) };

export const secretReads: Sought = { rights: each(['get', 'list', 'watch'], '', ['secrets']) };

export const commands: Sought = {
  rights: each(['create'], '', ['pods/exec', 'pods/attach']),
  // Over a WebSocket; from 1.35 the API server asks for create besides.
  before: { minor: 35, rights: each(['get'], '', ['pods/exec', 'pods/attach']) },
};

export const debugContainers: Sought = { rights: each(changes, '', ['pods/ephemeralcontainers']) };

/** What a right makes of its holder, for rules that ask about all of them. */
export interface Power {
  /** The predicate of a sentence: `reads every Secret`. */
  readonly what: string;
  readonly gain: 'cluster' | 'secrets' | 'workload';
  readonly sought: Sought;
  /** What else it takes, where it takes something. */
  readonly effort?: 'one more weakness' | 'several weaknesses';
}

const clientCertificates: Sought = {
  rights: each(changes, certificates, ['certificatesigningrequests/approval']).map((right) => ({ ...right, with: approvable.filter(({ name }) => name !== clientSigners.node) })),
};

/** Gravest first. */
export const powers: readonly Power[] = [
  { what: 'holds every right', gain: 'cluster', sought: everyRight },
  { what: 'gives itself any right', gain: 'cluster', sought: escalation },
  { what: 'acts as any user', gain: 'cluster', sought: impersonation },
  { what: 'reaches every kubelet', gain: 'cluster', sought: kubeletAccess },
  { what: 'approves client certificates', gain: 'cluster', sought: clientCertificates },
  { what: 'puts a webhook before every request', gain: 'cluster', sought: { rights: mutatingWebhooks.rights }, effort: 'several weaknesses' },
  { what: 'creates or changes pods', gain: 'secrets', sought: workloadChanges, effort: 'one more weakness' },
  { what: 'makes tokens of service accounts', gain: 'secrets', sought: tokenRequests },
  { what: 'reads every Secret', gain: 'secrets', sought: secretReads },
  { what: 'runs commands in pods', gain: 'workload', sought: commands },
];
