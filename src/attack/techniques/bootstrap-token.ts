import { bootstrapGroup } from '../../knowledge/bootstrap-tokens.ts';
import { boundBootstrapGroups, bootstrapSecrets, takesBootstrapTokens } from '../bootstrap-logins.ts';
import { boundTo, cart, inShop, joining, rule } from '../examples.ts';
import { groupState, hub } from '../states.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const inSystem = (text: string): string => text.replaceAll('namespace: shop}\nr', 'namespace: kube-system}\nr');
const [to, extra] = [groupState(bootstrapGroup), 'system:bootstrappers:kubeadm:default-node-token'];
const creates = inSystem(inShop(rule('secrets', 'create')));
const patches = inSystem(inShop(rule('secrets', 'patch', 'resourceNames: [bootstrap-token-abcdef]')));
const token = 'apiVersion: v1\nkind: Secret\nmetadata: {name: bootstrap-token-abcdef, namespace: kube-system}\ntype: bootstrap.kubernetes.io/token\nstringData: {token-id: abcdef}\n---\n';

const technique: Technique = defineTechnique({
  id: 'technique/bootstrap-token',
  title: 'makes a token with which nodes join',
  why: 'A Secret of type bootstrap.kubernetes.io/token in kube-system is a login of the group system:bootstrappers, which usually may have node certificates signed. Whoever writes one chooses its other groups too.',
  aliases: ['B18'],
  attack: ['T1098', 'T1136'],
  microsoft: [],
  effort: 1,
  detects: 'Audit events that create or change Secrets in kube-system.',
  removes: 'Take the right to create and change Secrets in kube-system away, or turn bootstrap tokens off.',
  *steps(context) {
    const on = takesBootstrapTokens(context);
    if (on.known && !on.value) return;
    const gives = [groupState(bootstrapGroup), ...boundBootstrapGroups(context)];
    const more = { gives, certain: on.known };
    yield { needs: [hub('create-secrets', 'kube-system')], ...more, because: () => ({ text: 'a bootstrap token is a Secret in kube-system', evidence: [], gaps: on.known ? [] : on.gaps }) };
    for (const { name, object } of bootstrapSecrets(context)) {
      if (object['immutable'] === true) continue;
      for (const where of ['kube-system', null]) for (const what of ['overwrite-secrets', `overwrite-secret/${name}`]) yield { needs: [hub(what, where)], ...more, because: () => ({ text: `Secret kube-system/${name} is a bootstrap token`, evidence: [], gaps: on.known ? [] : on.gaps }) };
    }
  },
  examples: {
    present: [
      { objects: joining() + creates, from: cart, to },
      { objects: joining() + creates + boundTo(extra), from: cart, to: groupState(extra) },
      { objects: joining() + patches + token, from: cart, to },
    ],
    absent: [
      { objects: inShop(rule('secrets', 'create')), from: cart, to },
      { objects: joining('false') + creates, from: cart, to },
      { objects: joining() + creates + boundTo('system:masters'), from: cart, to: groupState('system:masters') },
      { objects: joining() + patches + token.replaceAll('abcdef', 'ghijkl'), from: cart, to },
      { objects: joining() + patches + token.replace('type:', 'immutable: true\ntype:'), from: cart, to },
      { objects: joining() + patches + token.replace('bootstrap.kubernetes.io/token', 'Opaque'), from: cart, to },
    ],
    unknown: [{ objects: creates, from: cart, to }],
  },
});

export default technique;
