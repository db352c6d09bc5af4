import { apiResources, bootstrapMinors } from '../knowledge/bootstrap/index.ts';

/** Resources that RBAC knows and no API serves, and those of policy engines: all without namespace. */
const others = [
  '/users', '/groups', 'authentication.k8s.io/uids', 'authentication.k8s.io/userextras', 'certificates.k8s.io/signers',
  'kyverno.io/clusterpolicies', 'policies.kyverno.io/validatingpolicies', 'policies.kyverno.io/mutatingpolicies',
  'cilium.io/ciliumclusterwidenetworkpolicies', 'crd.projectcalico.org/globalnetworkpolicies', 'templates.gatekeeper.sh/constrainttemplates', 'constraints.gatekeeper.sh/*', 'security.openshift.io/securitycontextconstraints',
];

let known: ReadonlySet<string> | undefined;

/** Is the resource known to have no namespace? A subresource is as its resource; what is not known counts as namespaced. */
export function isClusterScopedResource(group: string, resource: string): boolean {
  known ??= new Set([...[bootstrapMinors.oldest, bootstrapMinors.newest].flatMap(apiResources).flatMap((each) => (each.namespaced ? [] : [`${each.group}/${each.resource}`])), ...others]);
  return known.has(`${group}/${resource}`) || known.has(`${group}/*`);
}
