import { controllers } from '../../attack/controllers.ts';
import { rightsTo } from '../../attack/right-technique.ts';
import type { Right } from '../../engines/rights.ts';
import type { RightGroup } from './rights.ts';

const rbac = 'rbac.authorization.k8s.io';
const certificates = 'certificates.k8s.io';

const workloads = (...verbs: readonly string[]): readonly Right[] => controllers.flatMap(({ group, resource }) => rightsTo(verbs, group, resource));

const readSecrets: RightGroup = { rights: rightsTo(['get', 'list', 'watch'], '', 'secrets'), deed: 'read Secrets' };
const createPods: RightGroup = { rights: rightsTo(['create'], '', 'pods'), deed: 'create pods' };
const createWorkloads: RightGroup = { rights: workloads('create'), deed: 'create Deployments, Jobs and their like' };
const changeWorkloads: RightGroup = { rights: workloads('update', 'patch'), deed: 'change Deployments, Jobs and their like' };
const runPods: RightGroup = { rights: [...createPods.rights, ...createWorkloads.rights, ...changeWorkloads.rights, ...rightsTo(['update', 'patch'], '', 'pods')], deed: 'run pods, by themselves or by a Deployment, a Job and their like', broad: true };
const bind: RightGroup = { rights: ['clusterroles', 'roles'].flatMap((resource) => rightsTo(['bind'], rbac, resource)), deed: 'bind roles that it does not hold' };
const createBindings: RightGroup = { rights: ['clusterrolebindings', 'rolebindings'].flatMap((resource) => rightsTo(['create'], rbac, resource)), deed: 'create bindings' };
const changeBindings: RightGroup = { rights: ['clusterrolebindings', 'rolebindings'].flatMap((resource) => rightsTo(['update', 'patch'], rbac, resource)), deed: 'change bindings' };
const escalate: RightGroup = { rights: ['roles', 'clusterroles'].flatMap((resource) => rightsTo(['escalate'], rbac, resource)), deed: 'write rights into roles that it does not hold' };
const changeRoles: RightGroup = { rights: ['roles', 'clusterroles'].flatMap((resource) => rightsTo(['update', 'patch'], rbac, resource)), deed: 'change roles' };
const impersonate = (resource: string, deed: string): RightGroup => ({ rights: rightsTo(['impersonate'], '', resource), deed });
const approve: RightGroup = { rights: rightsTo(['update', 'patch'], certificates, 'certificatesigningrequests', 'approval'), deed: 'approve certificate requests' };
const sign: RightGroup = { rights: rightsTo(['approve'], certificates, 'signers'), deed: 'approve for a signer' };
const request: RightGroup = { rights: rightsTo(['create'], certificates, 'certificatesigningrequests'), deed: 'request certificates', gives: 'may:request-certificates' };
const readRequests: RightGroup = { rights: rightsTo(['get', 'list', 'watch'], certificates, 'certificatesigningrequests'), deed: 'read certificate requests', gives: 'may:read-certificates' };

/** By technique: the rights in a role that make a step of it; techniques that are one right say it themselves. */
export const roleGroups: Readonly<Record<string, readonly RightGroup[]>> = {
  'technique/create-pod': [createPods, runPods],
  'technique/create-controller': [createWorkloads, runPods],
  'technique/change-controller': [changeWorkloads, runPods],
  'technique/swap-image': [{ rights: rightsTo(['update', 'patch'], '', 'pods'), deed: 'change pods' }, runPods],
  'technique/read-secrets': [readSecrets],
  'technique/read-token-secret': [readSecrets],
  'technique/make-secrets': [{ ...readSecrets, gives: 'may:read-one-secret' }, { rights: rightsTo(['create'], '', 'secrets'), deed: 'create Secrets', gives: 'may:create-secrets' }],
  'technique/sign-certificate': [request, readRequests],
  'technique/node-certificate': [{ rights: rightsTo(['create'], certificates, 'certificatesigningrequests', 'nodeclient'), deed: 'have node certificates approved' }],
  'technique/persistent-volume': [{ rights: rightsTo(['create'], '', 'persistentvolumes'), deed: 'create PersistentVolumes', gives: 'may:create-volumes' }, { rights: rightsTo(['create'], '', 'persistentvolumeclaims'), deed: 'create PersistentVolumeClaims', gives: 'may:create-claims' }],
  'technique/log-link': [{ rights: rightsTo(['get'], '', 'pods', 'log'), deed: 'read logs of pods' }, { rights: rightsTo(['get'], '', 'nodes', 'log'), deed: 'read logs of nodes' }, { rights: rightsTo(['get'], '', 'nodes', 'proxy'), deed: 'reach kubelets' }],
};

/** By technique: rights that somebody needs together, by whatever bindings. Without one of them the step is gone. */
export const holderGroups: Readonly<Record<string, readonly RightGroup[]>> = {
  'technique/bind-role': [createBindings, bind],
  'technique/edit-binding': [changeBindings, bind],
  'technique/escalate-role': [escalate, changeRoles],
  'technique/impersonate-group': [impersonate('groups', 'impersonate groups'), impersonate('users', 'impersonate users'), impersonate('serviceaccounts', 'impersonate service accounts')],
  'technique/sign-certificate': [approve, sign],
};
