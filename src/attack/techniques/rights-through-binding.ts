import { refLabel } from '../../model/object.ts';
import { evidence } from '../../model/evidence.ts';
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
  *steps({ grants }) {
    for (const grant of grants) {
      for (const [index, holder] of grant.holders.entries()) {
        yield {
          needs: [holderState(holder)], gives: stateOf(grant), free: true,
          because: () => ({ text: refLabel(grant.ref), evidence: [evidence(grant.ref, ['subjects', grant.positions[index] ?? 0], holder.name)] }),
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
