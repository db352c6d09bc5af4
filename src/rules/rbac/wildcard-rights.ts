import type { PolicyRule } from '../../engines/access/rules.ts';
import type { GrantSubject, Match } from '../../engines/rights.ts';
import { evidence } from '../../model/evidence.ts';
import { map } from '../../model/fact.ts';
import { defineRule, type Breach, type Rule } from '../define.ts';
import type { Context } from '../context.ts';
import { foundIn, grantsEverything, roleIsKnown } from '../grant-found.ts';
import { crowdOf, holdersLabel, isHeldByContainers, whereLabel } from '../grant-holders.ts';
import { powers } from '../grant-powers.ts';
import { boundIn, boundTo } from '../grant-examples.ts';
import type { Factors } from '../severity.ts';

const app = '{kind: ServiceAccount, name: app, namespace: shop}';
const reading = new Set(['get', 'list', 'watch']);

/** Kubernetes' own groups; a controller that holds all of its own is as it should be. */
function isOwnGroup(group: string): boolean {
  return ['*', '', 'apps', 'batch', 'autoscaling', 'policy'].includes(group) || group.endsWith('.k8s.io');
}

/** What the wildcard of a rule gives; undefined where it has none that matters. */
function wildcardOf({ verbs, apiGroups = [], resources = [] }: PolicyRule): { readonly text: string; readonly core: boolean; readonly every: boolean } | undefined {
  if (!verbs.includes('*') && !resources.includes('*')) return undefined;
  const groups = apiGroups.filter(isOwnGroup);
  if (groups.length === 0 || resources.length === 0) return undefined;
  const core = groups.includes('') || groups.includes('*');
  const named = groups.includes('*') ? 'any API group' : groups.map((group) => (group === '' ? 'the core group' : group)).slice(0, 3).join(', ');
  if (resources.includes('*')) {
    if (verbs.includes('*')) return { text: `holds every verb on every resource of ${named}`, core, every: true };
    return verbs.some((verb) => !reading.has(verb)) ? { text: `holds ${verbs.slice(0, 5).join(', ')} on every resource of ${named}`, core, every: false } : undefined;
  }
  return verbs.includes('*') ? { text: `holds every verb on ${resources.slice(0, 4).join(', ')}${resources.length > 4 ? ` and ${resources.length - 4} more` : ''}`, core: false, every: false } : undefined;
}

/** Does another rule name what this rule of the role gives? */
function isNamedElsewhere(grant: GrantSubject, ruleIndex: number, context: Context): boolean {
  return powers.some(({ sought }) => {
    const found = foundIn(sought, grant, context);
    return found.known && found.value?.match.ruleIndex === ruleIndex;
  });
}

function breachesOf(grant: GrantSubject, context: Context): readonly Breach[] {
  return grant.rules.flatMap((rule, ruleIndex): Breach[] => {
    const wildcard = (rule.resourceNames ?? []).length > 0 ? undefined : wildcardOf(rule);
    if (!wildcard || (!wildcard.core && isNamedElsewhere(grant, ruleIndex, context))) return [];
    const match = matchOf(grant, rule);
    if (!match || match.ruleIndex !== ruleIndex) return [];
    const wide = grant.namespace === null;
    return [
      {
        message: `${wildcard.text} ${whereLabel(grant)}, held by ${holdersLabel(grant.holders, context)}`,
        object: match.editable,
        evidence: [match.evidence, evidence(grant.ref, ['subjects'], grant.binding['subjects'])],
        expected: 'the verbs and resources that are needed',
        ...(wildcard.core ? { wide: true } : {}),
        factors: {
          spread: wide ? 'cluster' : 'namespace',
          position: grant.holders.some(isHeldByContainers) ? 'a container' : 'a user',
          ...(wildcard.core ? worthOf(rule, wildcard.every, wide) : {}),
        },
      },
    ];
  });
}

/** All of the core group is the cluster; to change it is nearly so, to delete it stops what runs. */
function worthOf({ verbs }: PolicyRule, every: boolean, wide: boolean): Partial<Factors> {
  const changes = every || ['create', 'update', 'patch'].some((verb) => verbs.includes(verb));
  if (!changes) return { gain: 'workload', effort: 'one more weakness' };
  return { gain: wide ? 'cluster' : 'secrets', effort: every ? 'none' : 'one more weakness' };
}

/** The match of the first resource that the rule does not name in vain. */
function matchOf(grant: GrantSubject, { verbs, apiGroups = [], resources = [] }: PolicyRule): Match | undefined {
  const verb = verbs.includes('*') ? '*' : (verbs[0] ?? '');
  const group = apiGroups.find(isOwnGroup) ?? '';
  for (const written of resources.includes('*') ? ['*'] : resources) {
    const [resource = '', subresource] = written.split('/');
    const match = grant.match({ verb, group, resource, ...(subresource === undefined ? {} : { subresource }) });
    if (match) return match;
  }
  return undefined;
}

const rule: Rule<'grant'> = defineRule<'grant'>({
  id: 'wildcard-rights',
  on: 'grant',
  title: 'Binding grants by wildcard',
  why: 'A wildcard holds what nobody thought of: subresources such as pods/exec, verbs such as escalate, and whatever a later version brings. In the core group it holds Secrets, pods, impersonation and the kubelets at once.',
  fix: 'List the verbs and resources that are needed; the audit log shows which are used. What was used and is not listed stops working.',
  severity: { gain: 'hygiene', position: 'a container', effort: 'several weaknesses' },
  appliesTo: (grant) => !grantsEverything(grant) && !(grant.holders.length > 0 && grant.holders.every((holder) => crowdOf(holder) !== undefined)),
  check: (grant, context) => (grant.holders.length === 0 ? [] : map(roleIsKnown(grant, context), () => breachesOf(grant, context))),
  examples: {
    bad: [
      boundTo(app, { verbs: ['*'], apiGroups: [''], resources: ['*'] }),
      boundIn('shop', { verbs: ['*'], apiGroups: [''], resources: ['configmaps'] }),
      boundTo(app, { verbs: ['create', 'delete'], apiGroups: ['networking.k8s.io'], resources: ['*'] }),
    ],
    good: [
      boundTo(app, { verbs: ['get'], apiGroups: ['apps'], resources: ['*'] }),
      boundTo(app, { verbs: ['*'], apiGroups: ['example.com'], resources: ['*'] }),
      // RBAC knows no such wildcard: this names a subresource called `*`.
      boundTo(app, { verbs: ['create'], apiGroups: [''], resources: ['pods/*'] }),
    ],
    unknown: [boundTo(app, { verbs: ['*'], apiGroups: [''], resources: ['pods'] }).replace('metadata: {name: app}', 'metadata: {name: other}')],
  },
});

export default rule;
