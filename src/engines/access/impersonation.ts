import { serviceAccountOf } from './subjects.ts';

/** Whom somebody wants to act as: the values of the Impersonate headers. */
export interface Target {
  readonly user?: string;
  readonly groups?: readonly string[];
  readonly uid?: string;
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/** One question of legacy impersonation: verb `impersonate` on this. */
export interface Needed {
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly name: string;
  readonly namespace: string;
}

const authentication = 'authentication.k8s.io';

/** Everything that has to be allowed; each value is asked for by itself. Undefined without a user, which no request may leave out. */
export function neededFor(target: Target): readonly Needed[] | undefined {
  if (target.user === undefined || target.user === '') return undefined;
  const core = (resource: string, name: string, namespace = ''): Needed => ({ group: '', resource, subresource: '', name, namespace });
  const account = serviceAccountOf(target.user);
  return [
    account ? core('serviceaccounts', account.name, account.namespace) : core('users', target.user),
    ...(target.groups ?? []).map((group) => core('groups', group)),
    ...(target.uid === undefined ? [] : [{ group: authentication, resource: 'uids', subresource: '', name: target.uid, namespace: '' }]),
    ...Object.entries(target.extra ?? {}).flatMap(([key, values]) => values.map((name) => ({ group: authentication, resource: 'userextras', subresource: key, name, namespace: '' }))),
  ];
}
