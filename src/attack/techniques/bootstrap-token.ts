import { cart, inShop, rule } from '../examples.ts';
import { known, map, type Fact } from '../../model/fact.ts';
import type { AttackContext } from '../context.ts';
import { groupState, hub } from '../states.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const inSystem = (text: string): string => text.replaceAll('namespace: shop}\nr', 'namespace: kube-system}\nr');
const to = groupState('system:bootstrappers');

const technique: Technique = defineTechnique({
  id: 'technique/bootstrap-token',
  title: 'makes a token with which nodes join',
  why: 'A Secret of type bootstrap.kubernetes.io/token in kube-system is a login of the group system:bootstrappers, which usually may have node certificates signed.',
  aliases: ['B18'],
  attack: ['T1098', 'T1136'],
  microsoft: [],
  effort: 1,
  detects: 'Audit events that create Secrets in kube-system.',
  removes: 'Take the right to create Secrets in kube-system away, or turn bootstrap tokens off.',
  *steps(context) {
    const on = enabled(context);
    if (on.known && !on.value) return;
    yield { needs: [hub('create-secrets', 'kube-system')], gives: to, certain: on.known, because: () => ({ text: 'a bootstrap token is a Secret in kube-system', evidence: [], gaps: on.known ? [] : on.gaps }) };
  },
  examples: {
    present: [],
    absent: [{ objects: inShop(rule('secrets', 'create')), from: cart, to }],
    unknown: [{ objects: inSystem(inShop(rule('secrets', 'create'))), from: cart, to }],
  },
});

export default technique;

function enabled({ components }: AttackContext): Fact<boolean> {
  const [server] = components.of('kube-apiserver');
  return server ? map(server.setting('--enable-bootstrap-token-auth'), ({ value }) => value === 'true') : known(false);
}

