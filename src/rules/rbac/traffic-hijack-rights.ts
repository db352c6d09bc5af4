import { grantRule } from '../grant-rule.ts';
import type { Rule } from '../define.ts';
import { each } from '../grant-powers.ts';

const rule: Rule<'grant'> = grantRule({
  id: 'traffic-hijack-rights',
  title: 'Binding lets its subjects redirect the traffic of others',
  why: 'An Endpoints or EndpointSlice object sends the traffic of a Service anywhere. A Service with an external IP, or a status with a load balancer address, takes over that address for the whole cluster. A route takes over a host name.',
  fix: 'Leave these objects to controllers and the deployment pipeline; turn the admission plug-in DenyServiceExternalIPs on.',
  severity: { gain: 'information', position: 'a container', effort: 'one more weakness' },
  lesser: true,
  rights: [
    ...each(['update', 'patch'], '', ['services/status']),
    ...each(['create', 'update', 'patch'], '', ['endpoints', 'services']),
    ...each(['create', 'update', 'patch'], 'discovery.k8s.io', ['endpointslices']),
    ...each(['create', 'update', 'patch'], 'networking.k8s.io', ['ingresses']),
    ...each(['create', 'update', 'patch'], 'gateway.networking.k8s.io', ['httproutes', 'tlsroutes', 'tcproutes', 'grpcroutes', 'gateways']),
  ],
  raise: ({ namespace }) => (namespace === null ? { gain: 'workload' } : {}),
  message: 'redirects the traffic of others',
  expected: 'no writes on services, endpoints and routes',
  bad: [{ verbs: ['patch'], apiGroups: [''], resources: ['services/status'] }, { verbs: ['create'], apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'] }],
  good: [{ verbs: ['get', 'list', 'watch'], apiGroups: ['', 'discovery.k8s.io'], resources: ['services', 'endpoints', 'endpointslices'] }, { verbs: ['update'], apiGroups: ['networking.k8s.io'], resources: ['ingresses/status'] }],
});

export default rule;
