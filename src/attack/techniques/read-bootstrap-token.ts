import { evidence } from '../../model/evidence.ts';
import { bootstrapLogins, takesBootstrapTokens } from '../bootstrap-logins.ts';
import { boundTo, joining } from '../examples.ts';
import { groupState } from '../states.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const [extra, from, user, bootstrappers] = ['system:bootstrappers:workers', 'secret:kube-system/bootstrap-token-abcdef', 'user:system:bootstrap:abcdef', 'group:system:bootstrappers'];
const token = (more: string, name = 'bootstrap-token-abcdef', where = 'kube-system'): string =>
  `apiVersion: v1\nkind: Secret\nmetadata: {name: ${name}, namespace: ${where}}\ntype: bootstrap.kubernetes.io/token\nstringData: {token-id: abcdef, token-secret: "0123456789abcdef", usage-bootstrap-authentication: "true"${more}}\n---\n`;
const ended = ', expiration: "2020-01-01T00:00:00Z"';
const withoutValues = token('').replace(/stringData: .*/, '');

const technique: Technique = defineTechnique({
  id: 'technique/read-bootstrap-token',
  title: 'logs in with the token of joining nodes',
  why: 'A bootstrap token lies in clear text in a Secret of kube-system. Whoever reads it may do what the groups of joining nodes may, which usually is to get the certificate of a node.',
  aliases: ['A2', 'B17'],
  attack: ['T1528', 'T1552.007'],
  microsoft: ['MS-TA9025'],
  effort: 1,
  detects: 'Requests of system:bootstrap:ID when no node joins.',
  removes: 'Delete bootstrap tokens once the nodes have joined, and give those that stay an end.',
  *steps(context) {
    const on = takesBootstrapTokens(context);
    if (on.known && !on.value) return;
    for (const { place, user: name, groups, perhaps, gaps } of bootstrapLogins(context)) {
      const all = [...gaps, ...(on.known ? [] : on.gaps)];
      const because = () => ({ text: `Secret ${place.namespace}/${place.name} is a bootstrap token`, evidence: [evidence(context.cluster.ref(place.object), ['type'], place.object['type'])], gaps: all });
      yield { needs: [place.state], gives: [name, ...groups], certain: all.length === 0, because };
      yield { needs: [name], gives: groups, free: true };
      if (perhaps.length > 0) yield { needs: [name], gives: perhaps, free: true, certain: false, because };
    }
  },
  examples: {
    present: [
      { objects: joining() + token(''), from, to: user },
      { objects: joining() + token(', expiration: "2999-01-01T00:00:00Z"'), from, to: bootstrappers },
      { objects: joining() + token(`, auth-extra-groups: "system:bootstrappers:a,${extra}"`), from, to: groupState(extra) },
    ],
    absent: [
      { objects: joining('false') + token(''), from, to: user },
      { objects: joining().replace(', "--enable-bootstrap-token-auth=true"', '') + token(''), from, to: user },
      { objects: joining() + token(ended), from, to: user },
      { objects: joining() + token(', expiration: tomorrow'), from, to: user },
      { objects: joining() + token('').replace('authentication: "true"', 'authentication: "false"'), from, to: user },
      { objects: joining() + token('').replace('token-id: abcdef', 'token-id: ghijkl'), from, to: user },
      { objects: joining() + token('').replace('token-secret', 'secret'), from, to: user },
      { objects: joining() + token('').replace('bootstrap.kubernetes.io/token', 'Opaque'), from, to: user },
      { objects: joining() + token(', auth-extra-groups: "system:bootstrappers:a,system:masters"'), from, to: user },
      { objects: joining() + token('', 'joining'), from: 'secret:kube-system/joining', to: user },
      { objects: joining() + token('', 'bootstrap-token-abcdef', 'shop'), from: 'secret:shop/bootstrap-token-abcdef', to: user },
      { objects: joining() + token('') + boundTo(extra), from: user, to: groupState(extra) },
    ],
    unknown: [
      { objects: token(''), from, to: user },
      { objects: joining() + withoutValues, from, to: user },
      { objects: joining() + withoutValues + boundTo(extra), from: user, to: groupState(extra) },
      { objects: joining() + token('').replace('token-id: abcdef', 'token-id: REDACTED'), from, to: user },
    ],
  },
});

export default technique;
