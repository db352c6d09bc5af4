import { cart, inShop, podIn, rule } from '../examples.ts';
import { rightTechnique, rightsTo } from '../right-technique.ts';
import { trafficState } from '../traffic.ts';
import type { Technique } from '../technique.ts';

const client = podIn('shop', 'envFrom: [{secretRef: {name: keys}}]');
const slices = (verbs: string): string => `{apiGroups: [discovery.k8s.io], resources: [endpointslices], verbs: [${verbs}]}`;
const to = 'secret:shop/keys';

const technique: Technique = rightTechnique({
  id: 'technique/forged-endpoints',
  title: 'sends the traffic of a Service to itself',
  why: 'Endpoints and EndpointSlices say which pods answer for a Service. Whoever writes one puts an address of its own there, and what clients send to the Service, passwords among it, goes to the attacker; an ingress that serves the Service forwards past policies of other namespaces too (CVE-2021-25740).',
  aliases: ['G5'],
  attack: ['T1557'],
  microsoft: ['MS-TA9034'],
  effort: 2,
  detects: 'EndpointSlices that the controller of endpoints does not manage.',
  removes: 'Take writes on endpoints and endpointslices from everybody but the controllers.',
  rights: [...rightsTo(['create', 'update', 'patch'], '', 'endpoints'), ...rightsTo(['create', 'update', 'patch'], 'discovery.k8s.io', 'endpointslices')],
  gives: trafficState,
  named: (_, where) => [trafficState(where)],
  examples: {
    present: [],
    absent: [
      { objects: inShop(slices('get')) + client, from: cart, to },
      { objects: inShop(rule('endpointslices', 'create')) + client, from: cart, to },
      { objects: inShop(slices('create')) + client.replaceAll('namespace: shop', 'namespace: blog'), from: cart, to: 'secret:blog/keys' },
    ],
    unknown: [{ objects: inShop(slices('create')) + client, from: cart, to }, { objects: inShop(rule('endpoints', 'patch', 'resourceNames: [web]')) + client, from: cart, to }],
  },
});

export default technique;
