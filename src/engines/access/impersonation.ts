import { isDnsSubdomain, mastersGroup, serviceAccountOf, type Actor } from './subjects.ts';

/** Whom somebody wants to act as: the values of the Impersonate headers. */
export interface Target {
  readonly user?: string;
  readonly groups?: readonly string[];
  readonly uid?: string;
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/** One question to the authorizers. */
export interface Needed {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly name: string;
  readonly namespace: string;
}

/** Everything of `all` is needed; `instead`, where it is there, stands for the whole of it. */
export interface Requirement {
  readonly all: readonly Needed[];
  readonly instead?: Needed;
}

/** A way to impersonate. */
export interface ImpersonationMode {
  /** The word in `impersonate-on:MODE:VERB`; null for the legacy verb, which asks nothing of the request itself. */
  readonly mode: string | null;
  readonly requirements: readonly Requirement[];
}

const authentication = 'authentication.k8s.io';
const nodePrefix = 'system:node:';
const nodeNameKey = 'authentication.kubernetes.io/node-name';
// From so many values on, the API server asks for all of them at once first.
const many = 4;

/** What the legacy verb `impersonate` needs: each value is asked for by itself. Undefined without a user, which no request may leave out. */
export function legacyMode(target: Target): ImpersonationMode | undefined {
  if (target.user === undefined || target.user === '') return undefined;
  const ask = asker('impersonate');
  const account = serviceAccountOf(target.user);
  const user = account ? ask('', 'serviceaccounts', account.name, { namespace: account.namespace }) : ask('', 'users', target.user);
  return { mode: null, requirements: [{ all: [user, ...(target.groups ?? []).map((name) => ask('', 'groups', name)), ...uidAndExtra(ask, target)] }] };
}

/**
 * The modes of constrained impersonation (KEP-5284, on by default from 1.36) that the target allows, in the order in which
 * they are tried. Each also needs `impersonate-on:MODE:VERB` for what is done. The group system:masters is never among them.
 */
export function constrainedModes(actor: Actor, target: Target): readonly ImpersonationMode[] {
  const { user = '', groups = [], extra = {} } = target;
  if (user === '' || groups.includes('') || groups.includes(mastersGroup) || !Object.entries(extra).every(isValidExtra)) return [];
  const nameOnly = groups.length === 0 && (target.uid ?? '') === '' && Object.keys(extra).length === 0;
  const node = nodeNamed(user);
  const account = serviceAccountOf(user);
  if (node !== undefined) return nameOnly ? nodeModes(actor, node) : [];
  if (account) return nameOnly ? [mode('serviceaccount', (ask) => [{ all: [ask(authentication, 'serviceaccounts', account.name, { namespace: account.namespace })] }])] : [];
  return [
    mode('user-info', (ask) => [
      { all: [ask(authentication, 'users', user)] },
      atOnce(groups.map((name) => ask(authentication, 'groups', name)), groups.length >= many ? ask(authentication, 'groups', '*') : undefined),
      atOnce(uidAndExtra(ask, { ...target, extra: {} })),
      atOnce(uidAndExtra(ask, { extra }), isLarge(extra) ? ask(authentication, 'userextras', '*', { subresource: '*' }) : undefined),
    ]),
  ];
}

/** A service account may be let impersonate just the node its pod runs on; the right is then asked for the name `*`. */
function nodeModes(actor: Actor, node: string): readonly ImpersonationMode[] {
  const own = actor.extra?.[nodeNameKey];
  const associated = serviceAccountOf(actor.user) !== undefined && own?.length === 1 && own[0] === node;
  const on = (name: string): ((ask: Ask) => readonly Requirement[]) => (ask) => [{ all: [ask(authentication, 'nodes', name)] }];
  return [...(associated ? [mode('associated-node', on('*'))] : []), mode('arbitrary-node', on(node))];
}

type Ask = (group: string, resource: string, name: string, more?: { readonly namespace?: string; readonly subresource?: string }) => Needed;

function asker(verb: string): Ask {
  return (group, resource, name, { namespace = '', subresource = '' } = {}) => ({ verb, group, resource, subresource, name, namespace });
}

function mode(name: string, requirements: (ask: Ask) => readonly Requirement[]): ImpersonationMode {
  return { mode: name, requirements: requirements(asker(`impersonate:${name}`)) };
}

function atOnce(all: readonly Needed[], instead?: Needed): Requirement {
  return instead ? { all, instead } : { all };
}

function uidAndExtra(ask: Ask, { uid = '', extra = {} }: Target): readonly Needed[] {
  return [
    ...(uid === '' ? [] : [ask(authentication, 'uids', uid)]),
    ...Object.entries(extra).flatMap(([key, values]) => values.map((name) => ask(authentication, 'userextras', name, { subresource: key }))),
  ];
}

function nodeNamed(user: string): string | undefined {
  const name = user.startsWith(nodePrefix) ? user.slice(nodePrefix.length) : '';
  return isDnsSubdomain(name) ? name : undefined;
}

function isLarge(extra: NonNullable<Target['extra']>): boolean {
  return Object.keys(extra).length >= many || Object.values(extra).flat().length >= many;
}

/** A lower-case key with a domain before its path, and no empty value. */
function isValidExtra([key, values]: [string, readonly string[]]): boolean {
  const slash = key.indexOf('/');
  return key === key.toLowerCase() && isDnsSubdomain(key.slice(0, Math.max(slash, 0))) && /^[a-z0-9/\-._~%!$&'()*+,;=:]+$/.test(key.slice(slash + 1)) && values.length > 0 && !values.includes('');
}
