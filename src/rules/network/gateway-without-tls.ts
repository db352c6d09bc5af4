import { networkOf } from '../../engines/network/of-cluster.ts';
import { evidence } from '../../model/evidence.ts';
import { chain, known, type Fact } from '../../model/fact.ts';
import { refLabel } from '../../model/object.ts';
import { defineRule, type Breach, type Rule } from '../define.ts';

const gateway = (listeners: string, more = ''): string => `apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {name: edge, namespace: shop${more}}\nspec: {gatewayClassName: example, listeners: [${listeners}]}\n`;
const route = (rule: string, more = ''): string => `---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: web, namespace: shop}\nspec: {parentRefs: [{name: edge${more}}], rules: [${rule}]}\n`;
const http = '{name: http, port: 80, protocol: HTTP}';
const https = '{name: https, port: 443, protocol: HTTPS, tls: {certificateRefs: [{name: web}]}}';
const toPods = '{backendRefs: [{name: web, port: 80}]}';
const redirect = '{filters: [{type: RequestRedirect, requestRedirect: {scheme: https}}]}';

const rule: Rule<'object'> = defineRule<'object'>({
  id: 'gateway-without-tls',
  on: 'object',
  kinds: ['gateway.networking.k8s.io/Gateway'],
  title: 'Gateway serves in clear',
  why: 'Whoever is between the client and the cluster reads passwords and sessions, and changes what either side gets.',
  fix: 'Bind the routes to a listener of protocol HTTPS by sectionName, and leave to the HTTP listener one route that redirects. Clients that speak HTTP alone and follow no redirect stop working.',
  severity: { gain: 'information', position: 'anyone', effort: 'one more weakness' },
  check: ({ ref, object }, { cluster }) => {
    const listeners = networkOf(cluster).plainListeners(object);
    const breaches = listeners.flatMap(({ index, name, port, routes }): Breach[] => {
      const [first] = routes;
      if (!first) return [];
      const label = refLabel(cluster.ref(first));
      return [{
        message: `serves ${routes.length === 1 ? label : `${label} and ${routes.length - 1} more`} in clear by listener ${name}, port ${port}`,
        evidence: [evidence(ref, ['spec', 'listeners', index, 'protocol'], 'HTTP'), ...routes.slice(0, 3).map((each) => evidence(cluster.ref(each), ['spec', 'parentRefs']))],
        expected: 'HTTPS',
      }];
    });
    if (breaches.length > 0 || listeners.length === 0) return breaches;
    return chain(cluster.list('HTTPRoute', 'gateway.networking.k8s.io', ref.namespace), (): Fact<readonly Breach[]> => known([]));
  },
  examples: {
    bad: [gateway(http) + route(toPods), gateway(`${https}, ${http}`) + route(toPods), gateway(http) + route(`${redirect}, ${toPods}`, ', sectionName: http')],
    good: [gateway(https) + route(toPods), gateway(`${https}, ${http}`) + route(toPods, ', sectionName: https') + route(redirect, ', sectionName: http').replace('name: web', 'name: redirect'), gateway(http) + route(redirect)],
    unknown: [gateway(http, ', uid: a')],
  },
});

export default rule;
