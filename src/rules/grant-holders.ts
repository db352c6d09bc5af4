import { holderLabel, type GrantSubject, type Holder } from '../engines/rights.ts';

/** Nobody in particular: whoever sends a request, whoever holds any credential, or every service account. */
export type Crowd = 'anonymous' | 'authenticated' | 'service accounts';

/** The crowd that a subject names; undefined where it names somebody. */
export function crowdOf({ kind, name }: Holder): Crowd | undefined {
  if ((kind === 'User' && name === 'system:anonymous') || (kind === 'Group' && name === 'system:unauthenticated')) return 'anonymous';
  if (kind !== 'Group') return undefined;
  if (name === 'system:authenticated') return 'authenticated';
  return name === 'system:serviceaccounts' || name.startsWith('system:serviceaccounts:') ? 'service accounts' : undefined;
}

/** Does a container hold it, so that whoever breaks into one has it? */
export function isHeldByContainers(holder: Holder): boolean {
  const crowd = crowdOf(holder);
  return holder.kind === 'ServiceAccount' || crowd === 'service accounts' || crowd === 'authenticated';
}

/** Up to three subjects as a person writes them. */
export function holdersLabel(holders: readonly Holder[]): string {
  const labels = [...new Set(holders.map(holderLabel))];
  return labels.length > 3 ? `${labels.slice(0, 3).join(', ')} and ${labels.length - 3} more` : labels.join(', ');
}

export function whereLabel({ namespace }: Pick<GrantSubject, 'namespace'>): string {
  if (namespace === null) return 'cluster-wide';
  return namespace === '' ? 'in the namespace it is applied to' : `in ${namespace}`;
}
