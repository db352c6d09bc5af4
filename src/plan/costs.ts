/** What a change costs: how much work it is and how much may stop working. A person may set each of them. */
export interface Cost {
  readonly cost: number;
  readonly what: string;
}

export type ChangeKind =
  | 'label-namespace'
  | 'drop-idle-token'
  | 'delete-token-secret'
  | 'read-only-mount'
  | 'refuse-metadata'
  | 'pin-image'
  | 'unshare-processes'
  | 'user-namespace'
  | 'upgrade-image'
  | 'drop-capability'
  | 'unbind-crowd'
  | 'narrow-binding'
  | 'take-right'
  | 'take-rights'
  | 'refuse-nodes'
  | 'isolate-pods'
  | 'drop-snippets'
  | 'drop-host-path'
  | 'run-unprivileged'
  | 'unbind-account'
  | 'drop-webhook'
  | 'unbind-person'
  | 'drop-used-token'
  | 'drop-credential'
  | 'drop-secret'
  | 'label-used-namespace'
  | 'drop-cloud-identity'
  | 'close-door';

// From a label that nothing notices to a door that customers use.
export const usualCosts: Readonly<Record<ChangeKind, Cost>> = {
  'label-namespace': { cost: 2, what: 'enforce a Pod Security level that every workload of the namespace meets' },
  'drop-idle-token': { cost: 2, what: 'mount no token where its account holds no right of its own' },
  'delete-token-secret': { cost: 3, what: 'delete a Secret with a token without end' },
  'read-only-mount': { cost: 3, what: 'mount a path of the node read-only' },
  'refuse-metadata': { cost: 3, what: 'let pods reach everything but the metadata service of their machine' },
  'pin-image': { cost: 3, what: 'name an image by the digest that runs today' },
  'unshare-processes': { cost: 3, what: 'leave hostPID or shareProcessNamespace unset' },
  'user-namespace': { cost: 3, what: 'run a pod in a user namespace' },
  'upgrade-image': { cost: 4, what: 'run a release without the flaws that are known' },
  'drop-capability': { cost: 4, what: 'drop an added capability' },
  'unbind-crowd': { cost: 4, what: 'take a group that everybody is in out of a binding' },
  'take-right': { cost: 4, what: 'take one right out of a role' },
  'narrow-binding': { cost: 5, what: 'bind a role in one namespace instead of everywhere' },
  'take-rights': { cost: 7, what: 'take several rights out of a role at once' },
  'refuse-nodes': { cost: 5, what: 'let pods reach everything but nodes and their metadata service' },
  'isolate-pods': { cost: 6, what: 'let only known clients connect to a pod' },
  'drop-snippets': { cost: 6, what: 'let annotations bring no configuration of nginx' },
  'drop-host-path': { cost: 6, what: 'mount a path of the node no more' },
  'run-unprivileged': { cost: 6, what: 'run a container without privilege' },
  'unbind-account': { cost: 7, what: 'take a service account out of a binding' },
  'drop-webhook': { cost: 8, what: 'run a program without its admission webhook' },
  'unbind-person': { cost: 9, what: 'take a person or group out of a binding' },
  'drop-used-token': { cost: 10, what: 'mount no token where its account holds rights, which its program probably uses' },
  'drop-credential': { cost: 9, what: 'take a credential away from where many read it' },
  'drop-secret': { cost: 10, what: 'give a container a Secret no more' },
  'label-used-namespace': { cost: 12, what: 'enforce a Pod Security level that some workload of the namespace does not meet' },
  'drop-cloud-identity': { cost: 12, what: 'take the cloud identity from a service account' },
  'close-door': { cost: 25, what: 'close a way in from outside' },
};

export type Costs = Readonly<Record<ChangeKind, number>>;

/** Whether there is such a kind of change. */
export function isChangeKind(name: string): name is ChangeKind {
  return Object.hasOwn(usualCosts, name);
}

/** The usual costs with those that a person set. */
export function costsWith(own: Readonly<Partial<Record<ChangeKind, number>>> = {}): Costs {
  return { ...(Object.fromEntries(Object.entries(usualCosts).map(([name, { cost }]) => [name, cost])) as Record<ChangeKind, number>), ...own };
}
