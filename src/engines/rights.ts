import type { Cluster } from '../cluster/cluster.ts';
import { assumed, known, unknown, type Fact } from '../model/fact.ts';
import { gap, type Gap } from '../model/gap.ts';
import { refKey, type ObjectRef } from '../model/object.ts';
import { groupsOf, mastersGroup, serviceAccountUser } from './access/subjects.ts';
import { grantsOf, type GrantSubject, type Holder, type Match } from './grants.ts';
import type { Right } from './right-match.ts';
import type { RoleChains } from './role-chain.ts';

export type { GrantSubject, Holder, Match } from './grants.ts';
export type { Right } from './right-match.ts';

export interface Holding {
  readonly grant: GrantSubject;
  readonly holder: Holder;
  readonly match: Match;
}

/** Cluster-wide only; in one namespace (cluster-wide rights included); or in any namespace at all. */
export type Scope = 'cluster' | { readonly namespace: string } | 'anywhere';

/** Every verb on every resource. */
export const everything: Right = { verb: '*', group: '*', resource: '*' };

export const rbacGap: Gap = gap(
  'api',
  'gap/rbac',
  'Which Roles, ClusterRoles and bindings are there? kubectl get roles,rolebindings,clusterroles,clusterrolebindings -A -o json',
);

const none: readonly GrantSubject[] = [];

/** What one subject holds, by itself and by its groups. */
interface Owned {
  readonly grants: readonly GrantSubject[];
  /** What holds in the whole cluster first. */
  readonly clusterFirst: readonly GrantSubject[];
  administrator?: boolean;
}

/** What is granted to whom, by the same resolution of bindings and aggregated roles that answers access reviews. */
export class Rights {
  /** Of the bindings that people made: those that every cluster is born with are no findings. */
  readonly grants: readonly GrantSubject[];
  /** How aggregated roles come by their rules. */
  readonly chains: RoleChains;
  /** Whether the cluster-scoped roles and bindings were given whole, as far as one can tell. */
  readonly whole: Fact<boolean>;
  readonly #byHolder: ReadonlyMap<string, readonly GrantSubject[]>;
  readonly #byRole: ReadonlyMap<string, readonly GrantSubject[]>;
  readonly #byOwner = new Map<string, Owned>();

  private constructor(all: readonly GrantSubject[], chains: RoleChains, whole: Fact<boolean>) {
    this.grants = all.filter(({ builtIn }) => !builtIn);
    this.chains = chains;
    this.whole = whole;
    this.#byHolder = indexed(all, ({ holders }) => holders.map(holderKey));
    this.#byRole = indexed(this.grants, ({ role }) => [refKey(role)]);
  }

  static from(cluster: Cluster): Rights {
    const { grants, chains } = grantsOf(cluster);
    return new Rights(grants, chains, wholeOf(cluster));
  }

  /** Who holds a right, grant by grant. What is found is certain; that nobody else does is not, see `nobody`. */
  holders(right: Right, scope: Scope): readonly Holding[] {
    return this.grants.flatMap((grant) => {
      if (!reaches(grant, scope)) return [];
      const match = grant.match(right);
      return match ? grant.holders.map((holder) => ({ grant, holder, match })) : [];
    });
  }

  /** The grants of a subject by itself and by the groups it is always in, built-in ones included. */
  of(holder: Holder): readonly GrantSubject[] {
    return this.#owned(holder).grants;
  }

  #owned(holder: Holder): Owned {
    const written = holderKey(holder);
    // Most service accounts are named by no binding: all of a namespace hold what their groups do.
    const key = holder.kind === 'ServiceAccount' && !this.#byHolder.has(written) ? `of ${holder.namespace ?? ''}` : written;
    let owned = this.#byOwner.get(key);
    if (!owned) {
      const grants = [...new Set([holder, ...impliedGroups(holder)].flatMap((each) => this.#byHolder.get(holderKey(each)) ?? none))];
      owned = { grants, clusterFirst: grants.toSorted((a, b) => Number(a.namespace !== null) - Number(b.namespace !== null)) };
      this.#byOwner.set(key, owned);
    }
    return owned;
  }

  /** The first grant of the subject that gives the right in that scope, one that gives it for every name before others. */
  held(holder: Holder, right: Right, scope: Scope): Omit<Holding, 'holder'> | undefined {
    let named: Omit<Holding, 'holder'> | undefined;
    for (const grant of this.#owned(holder).clusterFirst) {
      const match = reaches(grant, scope) ? grant.match(right) : undefined;
      if (match?.names.length === 0) return { grant, match };
      if (match) named ??= { grant, match };
    }
    return named;
  }

  /** The bindings that people made to one role. */
  through(role: ObjectRef): readonly GrantSubject[] {
    return this.#byRole.get(refKey(role)) ?? none;
  }

  /** Administrator by effective rights: every verb on every resource, cluster-wide; or the system:masters group. */
  isAdministrator(holder: Holder): boolean {
    const owned = this.#owned(holder);
    return (owned.administrator ??= (holder.kind === 'Group' && holder.name === mastersGroup) || this.held(holder, everything, 'cluster') !== undefined);
  }

  /** Cluster-scoped RBAC is never complete from files: that nobody holds a right stays unknown. */
  nobody(found: readonly unknown[]): Fact<boolean> {
    return found.length > 0 ? known(false) : unknown(rbacGap);
  }
}

function indexed(grants: readonly GrantSubject[], keysOf: (grant: GrantSubject) => readonly string[]): ReadonlyMap<string, readonly GrantSubject[]> {
  const map = new Map<string, GrantSubject[]>();
  for (const grant of grants) {
    for (const key of new Set(keysOf(grant))) {
      const list = map.get(key);
      if (list) list.push(grant);
      else map.set(key, [grant]);
    }
  }
  return map;
}

/** Every API server makes these two: a dump that holds both, as stored, was taken of the whole kinds. */
function wholeOf(cluster: Cluster): Fact<boolean> {
  const stored = ['ClusterRole', 'ClusterRoleBinding'].every((kind) =>
    cluster.given(kind, 'rbac.authorization.k8s.io').some(({ metadata }) => metadata.name === 'cluster-admin' && metadata.uid !== undefined),
  );
  return stored && cluster.options.openWorld !== true ? assumed(true) : unknown(rbacGap);
}

/** Does the grant count in that scope? */
export function reaches(grant: GrantSubject, scope: Scope): boolean {
  if (scope === 'anywhere') return true;
  return grant.namespace === null || (scope !== 'cluster' && grant.namespace === scope.namespace);
}

/** How a person writes a subject: `ServiceAccount shop/cart`, `Group developers`. */
export function holderLabel(holder: Holder): string {
  return `${holder.kind} ${holder.namespace === undefined || holder.namespace === '' ? '' : `${holder.namespace}/`}${holder.name}`;
}

export function holderKey(holder: Holder): string {
  return `${holder.kind}/${holder.namespace ?? ''}/${holder.name}`;
}

/** Groups that Kubernetes gives by itself. The members of a group of people are authenticated; so are all service accounts. */
export function impliedGroups(holder: Holder): readonly Holder[] {
  return namesOfGroups(holder).map((name) => ({ kind: 'Group', name }));
}

function namesOfGroups({ kind, name, namespace }: Holder): readonly string[] {
  if (kind === 'ServiceAccount') return groupsOf(serviceAccountUser(namespace ?? '', name));
  if (kind === 'User') return groupsOf(name);
  if (name === 'system:unauthenticated' || name === 'system:authenticated') return [];
  return name.startsWith('system:serviceaccounts:') ? ['system:serviceaccounts', 'system:authenticated'] : ['system:authenticated'];
}
