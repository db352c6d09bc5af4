import type { PolicyRule } from '../engines/access/rules.ts';
import { holderLabel, type GrantSubject, type Match, type Right } from '../engines/rights.ts';
import { evidence } from '../model/evidence.ts';
import { defineRule, type Breach, type Rule } from './define.ts';
import type { BaseFactors } from './severity.ts';

export interface GrantRule {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly fix: string;
  readonly severity: BaseFactors;
  /** Any one of them breaks the rule; rights limited to names do not. */
  readonly rights: readonly Right[];
  readonly message: string;
  readonly expected: string;
  readonly bad: PolicyRule;
  readonly good: PolicyRule;
}

/** A rule about what a binding really grants: the role is named where a person can edit it, else the binding. */
export function grantRule(row: GrantRule): Rule<'grant'> {
  return defineRule<'grant'>({
    id: row.id,
    on: 'grant',
    title: row.title,
    why: row.why,
    fix: row.fix,
    severity: row.severity,
    // One root cause, one finding: who holds every right is named by that rule alone.
    appliesTo: (grant) => row.rights.some(isEverything) || grant.match(everything) === undefined,
    check: (grant) => {
      if (grant.holders.length === 0) return [];
      const match = row.rights.map((right) => grant.match(right)).find((found) => found !== undefined && found.names.length === 0);
      return match ? [breach(row, grant, match)] : [];
    },
    examples: { bad: [bound(row.bad)], good: [bound(row.good)], unknown: [] },
  });
}

const everything: Right = { verb: '*', group: '*', resource: '*' };

function isEverything({ verb, group, resource }: Right): boolean {
  return verb === '*' && group === '*' && resource === '*';
}

function breach(row: GrantRule, grant: GrantSubject, match: Match): Breach {
  const where = grant.namespace === null ? 'cluster-wide' : `in ${grant.namespace}`;
  const held = grant.holders.slice(0, 3).map(holderLabel).join(', ');
  const more = grant.holders.length > 3 ? ` and ${grant.holders.length - 3} more` : '';
  return {
    message: `${row.message} ${where}, held by ${held}${more}`,
    object: grant.editable,
    evidence: [match.evidence, evidence(grant.ref, ['subjects'], grant.binding['subjects'])],
    expected: row.expected,
    factors: grant.namespace === null ? { spread: 'cluster' } : { gain: row.severity.gain === 'cluster' ? 'secrets' : row.severity.gain, spread: 'namespace' },
  };
}

function bound(rule: PolicyRule): string {
  return `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: app}
rules: [${JSON.stringify(rule)}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: app}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: app}
subjects: [{kind: ServiceAccount, name: app, namespace: shop}]
`;
}
