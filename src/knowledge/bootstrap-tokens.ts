import type { BootstrapFacts } from '../model/snapshot.ts';

export const bootstrapType = 'bootstrap.kubernetes.io/token';
/** The group of everybody who logs in with such a token. */
export const bootstrapGroup = 'system:bootstrappers';

const idForm = /^[a-z0-9]{6}$/;
const groupForm = /^system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]$/;

/** A further group that a token may name. */
export function isBootstrapGroup(name: string): boolean {
  return groupForm.test(name);
}

/** The identifier in the name of the Secret: without it, no token finds the Secret. */
export function bootstrapIdIn(name: string): string | undefined {
  const [, id] = /^bootstrap-token-(.*)$/.exec(name) ?? [];
  return id !== undefined && idForm.test(id) ? id : undefined;
}

/** What of a bootstrap token is no secret; nothing that lacks the form that Kubernetes asks for is kept. */
export function bootstrapFacts(plain: (key: string) => string | undefined): BootstrapFacts {
  const id = plain('token-id') ?? '';
  const written = plain('auth-extra-groups') ?? '';
  const groups = written === '' ? [] : written.split(',');
  return { id: id === '' || idForm.test(id) ? id : null, groups: groups.every(isBootstrapGroup) ? groups : null };
}

export function bootstrapUsages(keys: Iterable<string>, plain: (key: string) => string | undefined): readonly string[] {
  return [...keys].filter((key) => key.startsWith('usage-bootstrap-') && plain(key) === 'true');
}
