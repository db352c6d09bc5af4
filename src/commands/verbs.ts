/** Verbs that the API server asks RBAC about, and the wildcard. */
export const verbs: readonly string[] = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection', 'impersonate', 'bind', 'escalate', 'approve', 'sign', 'attest', 'use', '*'];
