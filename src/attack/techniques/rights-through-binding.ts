import { refLabel } from '../../model/object.ts';
import { evidence } from '../../model/evidence.ts';
import { known, map } from '../../model/fact.ts';
import { rbac } from '../escalations.ts';
import { cart, everywhere, rule } from '../examples.ts';
import { holderState } from '../states.ts';
import { stateOf } from '../role-scopes.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const technique: Technique = defineTechnique({
  id: 'technique/rights-through-binding',
  title: 'holds a role',
  why: 'A binding gives the rights of a role to everybody it names, in its namespace or everywhere.',
  aliases: ['A1', 'PERMISSION_DISCOVER', 'BOUND_TO', 'GRANTS_PERMISSION', 'bound_to'],
  attack: ['T1078', 'T1069'],
  microsoft: ['MS-TA9019'],
  effort: 1,
  detects: 'Audit events of the subject name the binding that allowed them.',
  removes: 'Take the subject out of the binding.',
  *steps({ cluster, grants, maybe }) {
    if (maybe) yield { needs: [maybe.from], gives: maybe.to, free: true, certain: false, because: () => ({ text: maybe.text, evidence: [], gaps: maybe.gaps }) };
    for (const grant of grants) {
      const { role, namespace } = grant;
      // A binding to a role that is not there gives nothing; where roles were not all read, it may be there.
      const there = grant.roleObject !== undefined ? known(true) : map(cluster.list(role.kind, rbac, role.kind === 'Role' ? (namespace ?? undefined) : undefined), () => false);
      if (there.known && !there.value) continue;
      for (const [index, holder] of grant.holders.entries()) {
        yield {
          needs: [holderState(holder)], gives: stateOf(grant), free: true, certain: there.known,
          because: () => ({ text: refLabel(grant.ref), evidence: [evidence(grant.ref, ['subjects', grant.positions[index] ?? 0], holder.name)], gaps: there.known ? [] : there.gaps }),
        };
      }
    }
  },
  examples: {
    present: [{ objects: everywhere(rule('pods', 'get')), from: cart, to: 'clusterrole:given' }],
    absent: [{ objects: everywhere(rule('pods', 'get')), from: 'serviceaccount:blog/cart', to: 'clusterrole:given' }],
    unknown: [],
  },
});

export default technique;
