import type { PolicyRule } from '../engines/access/rules.ts';

/** A ClusterRole `app` with these rules, bound to a subject cluster-wide, as YAML. */
export function boundTo(subject: string, ...rules: readonly PolicyRule[]): string {
  return `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: app}
rules: ${JSON.stringify(rules)}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: app}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: app}
subjects: [${subject}]
`;
}

/** A Role `app` of a namespace with these rules, bound there to ServiceAccount shop/app, as YAML. */
export function boundIn(namespace: string, ...rules: readonly PolicyRule[]): string {
  return `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: app, namespace: ${namespace}}
rules: ${JSON.stringify(rules)}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: app, namespace: ${namespace}}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: app}
subjects: [{kind: ServiceAccount, name: app, namespace: shop}]
`;
}
