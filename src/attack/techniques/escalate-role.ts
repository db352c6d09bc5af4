import { refLabel } from '../../model/object.ts';
import { evidence } from '../../model/evidence.ts';
import type { GrantSubject } from '../../engines/grants.ts';
import type { Holder, Right } from '../../engines/rights.ts';
import type { AttackContext } from '../context.ts';
import { isMasters, may, rbac } from '../escalations.ts';
import { cart, everywhere } from '../examples.ts';
import { clusterAdmin, holderState } from '../states.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const escalate: readonly Right[] = ['roles', 'clusterroles'].map((resource) => ({ verb: 'escalate', group: rbac, resource }));
const rule = (verbs: string, more = ''): string => `{apiGroups: [${rbac}], resources: [clusterroles], verbs: [${verbs}]${more}}`;

const technique: Technique = defineTechnique({
  id: 'technique/escalate-role',
  title: 'writes more rights into its own role',
  why: 'The verb escalate lifts the check that nobody writes rights into a role that they do not hold. With the right to change a role that one is bound to, one gives oneself everything that the binding can carry.',
  aliases: ['B6', 'RBAC_ESCALATE_TO', 'escalate_roles'],
  attack: ['T1098.006'],
  microsoft: ['MS-TA9019'],
  effort: 1,
  detects: 'Audit events that update or patch a Role or ClusterRole.',
  removes: 'Take the verb escalate away.',
  *steps(context) {
    for (const holder of context.holdersOf(...escalate)) {
      if (isMasters(holder) || context.rights.isAdministrator(holder)) continue;
      for (const grant of context.rights.of(holder)) {
        if (!mayRewrite(holder, grant, context)) continue;
        const gives = grant.namespace === null ? clusterAdmin : `clusterrole:cluster-admin@${grant.namespace}`;
        yield { needs: [holderState(holder)], gives, because: () => ({ text: `may change ${refLabel(grant.role)}, which it holds, and escalate it`, evidence: [evidence(grant.role, ['rules'])] }) };
      }
    }
  },
  examples: {
    present: [{ objects: everywhere(rule('escalate, patch')), from: cart, to: 'cluster-admin' }, { objects: everywhere(rule('escalate, update', ', resourceNames: [given]')), from: cart, to: 'cluster-admin' }],
    absent: [{ objects: everywhere(rule('escalate')), from: cart, to: 'cluster-admin' }, { objects: everywhere(rule('escalate, update', ', resourceNames: [other]')), from: cart, to: 'cluster-admin' }],
    unknown: [],
  },
});

export default technique;

function mayRewrite(holder: Holder, { role, roleObject, namespace }: GrantSubject, { authorizer }: AttackContext): boolean {
  if (!roleObject) return false;
  const resource = role.kind === 'Role' ? 'roles' : 'clusterroles';
  // A ClusterRole has no namespace: a right that is bound in one does not reach it.
  const at = { name: role.name, namespace: role.kind === 'Role' ? (namespace ?? '') : '' };
  return may(authorizer, holder, 'escalate', resource, at) && ['update', 'patch'].some((verb) => may(authorizer, holder, verb, resource, at));
}
