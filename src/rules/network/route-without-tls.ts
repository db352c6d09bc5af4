import { fields, text } from '../../cluster/read.ts';
import { evidence } from '../../model/evidence.ts';
import { valueAt } from '../../model/object.ts';
import { defineRule, type Breach, type Rule } from '../define.ts';

const route = (tls: string): string => `apiVersion: route.openshift.io/v1\nkind: Route\nmetadata: {name: web, namespace: shop}\nspec: {host: www.shop.example, to: {kind: Service, name: web}${tls}}\n`;
const policy = 'insecureEdgeTerminationPolicy';

/** A Route without `tls` serves HTTP alone; with the policy Allow it serves both. Passthrough serves no HTTP whatever it says. */
const rule: Rule<'object'> = defineRule<'object'>({
  id: 'route-without-tls',
  on: 'object',
  kinds: ['route.openshift.io/Route'],
  title: 'Route serves in clear',
  why: 'Whoever is between the client and the cluster reads passwords and sessions, and changes what either side gets.',
  fix: 'Set spec.tls.termination, and insecureEdgeTerminationPolicy to Redirect or None.',
  severity: { gain: 'information', position: 'anyone', effort: 'one more weakness' },
  check: ({ ref, object }) => {
    const tls = fields(valueAt(object, ['spec', 'tls']));
    const allows = tls !== undefined && text(tls[policy]) === 'Allow' && text(tls['termination']) !== 'passthrough';
    if (tls !== undefined && !allows) return [];
    const path = allows ? ['spec', 'tls', policy] : ['spec', 'tls'];
    const breach: Breach = {
      message: allows ? 'serves in clear beside TLS' : 'serves in clear: it has no tls',
      evidence: [evidence(ref, path, allows ? 'Allow' : undefined)],
      expected: allows ? 'Redirect' : 'spec.tls',
      change: {
        target: ref,
        title: allows ? `Send clients of Route ${ref.name} to HTTPS` : `End TLS for Route ${ref.name} at the router`,
        edits: [{ op: 'set', path, value: allows ? 'Redirect' : { termination: 'edge', [policy]: 'Redirect' } }],
        breaks: 'Clients that speak HTTP alone and follow no redirect.',
        verify: `kubectl get route ${ref.name} -n ${ref.namespace ?? ''} -o jsonpath={.spec.tls}`,
      },
    };
    return [breach];
  },
  examples: {
    bad: [route(''), route(', tls: {termination: edge, insecureEdgeTerminationPolicy: Allow}')],
    good: [route(', tls: {termination: edge}'), route(', tls: {termination: reencrypt, insecureEdgeTerminationPolicy: Redirect}'), route(', tls: {termination: passthrough, insecureEdgeTerminationPolicy: None}')],
    unknown: [],
  },
});

export default rule;
