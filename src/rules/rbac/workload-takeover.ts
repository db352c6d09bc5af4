import type { Workload } from '../../cluster/workload.ts';
import { rbacGap, type GrantSubject, type Holder, type Right } from '../../engines/rights.ts';
import { evidence } from '../../model/evidence.ts';
import { assumed, known, unknown, type Fact } from '../../model/fact.ts';
import type { ObjectRef } from '../../model/object.ts';
import { refKey } from '../../model/object.ts';
import type { Context } from '../context.ts';
import { defineRule, type Breach, type Rule } from '../define.ts';
import { documents, inPod } from '../examples.ts';
import { foundIn, rightsLabel, type Found } from '../grant-found.ts';
import { chainLabel, objectLabel, whereLabel } from '../grant-holders.ts';
import { powers, secretReads, type Power } from '../grant-powers.ts';
import { boundIn, boundTo } from '../grant-examples.ts';

const app = '{kind: ServiceAccount, name: app, namespace: shop}';
const account = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: app, namespace: shop}';

/** The accounts whose API token a container of the workload can read. */
function accountsOf({ containers }: Workload): readonly ObjectRef[] {
  const accounts: ObjectRef[] = [];
  for (const { apiToken } of containers) {
    const ref = apiToken.known ? apiToken.value : null;
    if (ref && !accounts.some((each) => each === ref || refKey(each) === refKey(ref))) accounts.push(ref);
  }
  return accounts;
}

/** What any of them looks for: most bindings give nothing of it. */
const anyPower: readonly Right[] = powers.flatMap(({ sought: { rights, before, since } }) => [...rights, ...(before?.rights ?? []), ...(since?.rights ?? [])]);

interface Way {
  readonly power: Power;
  readonly found: Found;
}

// By the list of grants: accounts that no binding names share the list of their namespace.
const ways = new WeakMap<Context, Map<readonly GrantSubject[], Way | null>>();

/** As `searchTakeover`, once for all accounts that hold the same. */
function takeoverBy(ref: ObjectRef, context: Context): Way | undefined {
  const known = ways.get(context) ?? new Map<readonly GrantSubject[], Way | null>();
  ways.set(context, known);
  const holder: Holder = { kind: 'ServiceAccount', name: ref.name, namespace: ref.namespace ?? '' };
  const grants = context.rights.of(holder);
  let way = known.get(grants);
  if (way === undefined) known.set(grants, (way = searchTakeover(holder, grants, context) ?? null));
  return way ?? undefined;
}

/** The gravest way in which an account takes over the cluster, else a namespace. */
function searchTakeover(holder: Holder, all: readonly GrantSubject[], context: Context): Way | undefined {
  const grants = all.filter((grant) => grant.gives(anyPower));
  const asked = [holder];
  let first: Way | undefined;
  let system: Way | undefined;
  for (const power of powers) {
    for (const grant of grants) {
      const way = wayOf(power, grant, asked, context);
      if (!way) continue;
      if (way.found.namespace === null) return way;
      first ??= way;
      if (way.found.namespace === 'kube-system') system ??= way;
    }
  }
  return system ?? first;
}

function wayOf(power: Power, grant: GrantSubject, asked: readonly Holder[], context: Context): Way | undefined {
  const found = foundIn(power.sought, grant, context, asked);
  return found.known && found.value ? { power, found: found.value } : undefined;
}

function breach(workload: Workload, ref: ObjectRef, { power, found }: Way): Breach {
  const { grant, match, namespace } = found;
  const target = namespace === null ? (power.gain === 'cluster' ? 'the cluster' : 'every namespace') : namespace === '' ? 'its namespace' : `namespace ${namespace}`;
  // A Secret opens what it is the key of: that has to be there as well.
  const reads = power.sought === secretReads;
  return {
    message: `${reads ? 'can take every credential of' : 'can take over'} ${target}: its ${objectLabel(ref)} ${power.what} (${rightsLabel(found.rights)}) ${whereLabel({ namespace })} (${chainLabel([grant.ref, ...match.chain])})`,
    evidence: [workload.at('serviceAccountName'), match.evidence, evidence(grant.ref, ['subjects'], grant.binding['subjects'])],
    expected: 'the rights it uses, no more',
    factors: {
      // The tokens of the cluster's own controllers are made in kube-system.
      spread: namespace === null || namespace === 'kube-system' ? 'cluster' : 'namespace',
      effort: reads ? 'one more weakness' : (power.effort ?? 'none'),
      gain: namespace !== null && power.gain === 'cluster' ? 'secrets' : power.gain,
    },
  };
}

const nothingHeld: Fact<readonly Breach[]> = assumed([]);
const noToken: Fact<readonly Breach[]> = known([]);

/** That no binding gives it more is known only where all were given. */
function nothingFound(workload: Workload, { rights }: Context): Fact<readonly Breach[]> {
  const { containers } = workload;
  if (containers.some(({ apiToken }) => apiToken.known && apiToken.value !== null)) return rights.whole.known ? nothingHeld : unknown(rbacGap);
  const open = new Set(containers.flatMap(({ apiToken }) => (apiToken.known ? [] : apiToken.gaps)));
  const [first, ...more] = rights.whole.known ? open : [rbacGap, ...open];
  return open.size > 0 && first ? unknown(first, ...more) : noToken;
}

const rule: Rule<'workload'> = defineRule<'workload'>({
  id: 'workload-takeover',
  on: 'workload',
  title: 'Workload can take over the cluster or a namespace with its token',
  why: 'One flaw in the program is worth all that its token may do. With this right that is every workload, Secret and account in reach, without any further flaw.',
  fix: 'Give the service account the rights that the program uses, by name where that is possible, or mount no token. The audit log shows what it used; what it used and no longer holds stops working.',
  severity: { gain: 'cluster', position: 'a container', effort: 'none' },
  check: (workload, context) => {
    const breaches = accountsOf(workload).flatMap((ref) => {
      const way = takeoverBy(ref, context);
      return way ? [breach(workload, ref, way)] : [];
    });
    return breaches.length > 0 ? breaches : nothingFound(workload, context);
  },
  examples: {
    bad: [
      documents(account, inPod('serviceAccountName: app'), boundTo(app, { verbs: ['escalate', 'patch'], apiGroups: ['rbac.authorization.k8s.io'], resources: ['clusterroles'] })),
      documents(account, inPod('serviceAccountName: app'), boundIn('shop', { verbs: ['list'], apiGroups: [''], resources: ['secrets'] })),
      // Every service account is in these groups.
      documents(account, inPod('serviceAccountName: app'), boundTo('{kind: Group, name: system:serviceaccounts}', { verbs: ['create'], apiGroups: [''], resources: ['pods'] })),
    ],
    good: [documents(account, inPod('serviceAccountName: app\nautomountServiceAccountToken: false'), boundTo(app, { verbs: ['*'], apiGroups: ['*'], resources: ['*'] }))],
    unknown: [documents(account, inPod('serviceAccountName: app'), boundIn('shop', { verbs: ['get'], apiGroups: [''], resources: ['configmaps'] }))],
  },
});

export default rule;
