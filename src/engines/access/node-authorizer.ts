import type { NodeGraph } from './node-graph.ts';
import { everyNodeMay, everyNodeMayWithoutSelectors } from './node-rules.ts';
import type { Request } from './request.ts';
import type { Actor } from './subjects.ts';

/** One question to the Node authorizer. */
interface Asked {
  readonly node: string;
  readonly request: Request;
  readonly graph: NodeGraph;
  readonly minor: number;
}

type Decide = (asked: Asked) => boolean;

// The minors from which a gate is on by default.
const selectorsFrom = 32;
const accountReadFrom = 34;
const podCertificatesFrom = 37;

/** The minors between which the answer can change, newest first; the first decides where no version is known. */
export const minorsThatDiffer: readonly number[] = [podCertificatesFrom, 36, accountReadFrom, selectorsFrom, 29];

const leaseNamespace = 'kube-node-lease';
const reads = ['get', 'list', 'watch'];
const ownVerbs = ['get', 'create', 'update', 'patch', 'delete'];

/** The resources that are decided one by one; all others by the same rules for every node. */
const decisions: Readonly<Record<string, Decide>> = {
  '/secrets': (asked) => readsOne(asked),
  '/configmaps': (asked) => readsOne(asked),
  '/persistentvolumeclaims': (asked) => (asked.request.subresource === 'status' ? writes(asked.request) && related(asked) : getsOne(asked)),
  '/persistentvolumes': (asked) => getsOne(asked),
  'resource.k8s.io/resourceclaims': (asked) => getsOne(asked),
  'storage.k8s.io/volumeattachments': (asked) => getsOne(asked),
  '/serviceaccounts': serviceAccounts,
  'coordination.k8s.io/leases': ({ node, request: { verb, namespace, name } }) => ownVerbs.includes(verb) && namespace === leaseNamespace && (verb === 'create' || name === node),
  'storage.k8s.io/csinodes': ({ node, request: { verb, subresource, name } }) => subresource === '' && ownVerbs.includes(verb) && (verb === 'create' || name === node),
  'resource.k8s.io/resourceslices': resourceSlices,
  '/nodes': nodes,
  '/pods': pods,
  'certificates.k8s.io/podcertificaterequests': podCertificates,
};

/** The node that a user is, by name and group as the API server tells it; undefined for everybody else. */
export function nodeOf({ user, groups }: Actor): string | undefined {
  const prefix = 'system:node:';
  const name = user.startsWith(prefix) ? user.slice(prefix.length) : '';
  return name !== '' && groups?.includes('system:nodes') === true ? name : undefined;
}

/**
 * Whether the Node authorizer allows the request of a node at that minor. It never denies: false is no opinion. What
 * NodeRestriction refuses afterwards, such as writing another node's object, is not its matter.
 */
export function nodeMay(asked: Asked): boolean {
  const { request, minor } = asked;
  const decide = request.isResource ? decisions[`${request.group}/${request.resource}`] : undefined;
  return decide ? decide(asked) : everyNodeMay(request, minor);
}

function related({ node, request, graph }: Asked): boolean {
  return request.name !== '' && graph.relates(node, request.resource, request.namespace, request.name);
}

function getsOne(asked: Asked): boolean {
  return asked.request.verb === 'get' && asked.request.subresource === '' && related(asked);
}

function readsOne(asked: Asked): boolean {
  const { verb, subresource, namespace } = asked.request;
  return reads.includes(verb) && subresource === '' && namespace !== '' && related(asked);
}

function writes({ verb }: Request): boolean {
  return verb === 'update' || verb === 'patch';
}

/** Tokens of the accounts of its pods, and from 1.34 the accounts themselves. */
function serviceAccounts(asked: Asked): boolean {
  const { verb, subresource } = asked.request;
  if (verb === 'get' && subresource === '') return asked.minor >= accountReadFrom && readsOne(asked);
  return verb === 'create' && subresource === 'token' && related(asked);
}

/** Its own Node object; before selectors were asked for, every one. */
function nodes({ node, request, minor }: Asked): boolean {
  if (minor < selectorsFrom) return everyNodeMayWithoutSelectors(request);
  const { verb, subresource, name } = request;
  if (subresource === 'status') return writes(request);
  if (subresource !== '') return false;
  return verb === 'create' || writes(request) || (reads.includes(verb) && name === node);
}

function pods(asked: Asked): boolean {
  const { node, request, minor } = asked;
  if (minor < selectorsFrom) return everyNodeMayWithoutSelectors(request);
  const { verb, subresource } = request;
  if (subresource === 'status') return writes(request);
  if (subresource === 'eviction') return verb === 'create';
  if (subresource !== '') return false;
  if (verb === 'create' || verb === 'delete') return true;
  if (verb === 'get') return related(asked);
  return (verb === 'list' || verb === 'watch') && (pinned(request, 'spec.nodeName', node) || related(asked));
}

function resourceSlices(asked: Asked): boolean {
  const { node, request, minor } = asked;
  const { verb, subresource } = request;
  if (subresource !== '') return false;
  if (verb === 'create') return true;
  if (verb === 'get' || writes(request) || verb === 'delete') return related(asked);
  return ['list', 'watch', 'deletecollection'].includes(verb) && (minor < selectorsFrom || pinned(request, 'spec.nodeName', node));
}

function podCertificates(asked: Asked): boolean {
  const { node, request, minor } = asked;
  const { verb, subresource } = request;
  if (minor < podCertificatesFrom || subresource !== '') return false;
  if (verb === 'get') return related(asked);
  return verb === 'create' || ((verb === 'list' || verb === 'watch') && pinned(request, 'spec.nodeName', node));
}

function pinned({ fieldsPinned }: Request, field: string, value: string): boolean {
  return fieldsPinned.some(([key, pinnedTo]) => key === field && pinnedTo === value);
}
