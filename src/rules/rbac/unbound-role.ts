import type { Context } from '../context.ts';
import { map, type Fact } from '../../model/fact.ts';
import { evidence } from '../../model/evidence.ts';
import { defineRule, type ObjectSubject, type Rule } from '../define.ts';
import { boundIn, boundTo } from '../grant-examples.ts';

const rbac = 'rbac.authorization.k8s.io';
const reads = { verbs: ['get'], apiGroups: [''], resources: ['pods'] };
const unused = (kind: string, where: string): string => `\n---\napiVersion: ${rbac}/v1\nkind: ${kind}\nmetadata: {name: unused${where}}\nrules: []\n`;

/** Whether all bindings that could name the role were given; any namespace's could name a ClusterRole. */
function bindingsGiven({ ref }: ObjectSubject, { cluster, rights }: Context): Fact<unknown> {
  return ref.kind === 'Role' ? cluster.list('RoleBinding', rbac, ref.namespace ?? '') : rights.whole;
}

const rule: Rule<'object'> = defineRule<'object'>({
  id: 'unbound-role',
  on: 'object',
  kinds: [`${rbac}/Role`, `${rbac}/ClusterRole`],
  title: 'Role is bound to nobody',
  why: 'It grants nothing today. Whoever binds it later trusts its name and gets rules that nobody has looked at since.',
  fix: 'Delete the role, or leave it where people are meant to bind it themselves.',
  severity: { gain: 'hygiene', position: 'an administrator', effort: 'one more weakness' },
  // Where no binding was given at all, they stand elsewhere. Roles of the system's own names wait for their component.
  appliesTo: ({ ref, object }, { cluster, rights }) =>
    !ref.name.startsWith('system:') && !rights.chains.isAggregatedByOther(object) && (cluster.given('RoleBinding', rbac, ref.namespace).length > 0 || (ref.kind === 'ClusterRole' && cluster.given('ClusterRoleBinding', rbac).length > 0)),
  check: (subject, context) => {
    if (context.rights.through(subject.ref).length > 0) return [];
    const { ref } = subject;
    const breach = {
      message: 'is bound to nobody',
      evidence: [evidence(ref, ['metadata', 'name'], ref.name)] as const,
      change: { target: ref, title: 'Delete the role', edits: [{ op: 'delete' as const }], breaks: 'Nothing that the objects given show: a binding elsewhere that names it.' },
    };
    return map(bindingsGiven(subject, context), () => [breach]);
  },
  examples: {
    bad: [boundIn('shop', reads) + unused('Role', ', namespace: shop')],
    good: [boundIn('shop', reads), boundTo('{kind: User, name: me}', reads)],
    unknown: [boundTo('{kind: User, name: me}', reads) + unused('ClusterRole', '')],
  },
});

export default rule;
