// Small clusters for the examples of deputies.

/** A controller `NS/NAME` that runs as the account of its name, which is bound to a role with every right. @param args of the container, flow style */
export function controller(namespace: string, name: string, image: string, args = ''): string {
  return `${program(namespace, name, image, args)}${bound(namespace, name)}`;
}

/** Without the rights. */
export function program(namespace: string, name: string, image: string, args = ''): string {
  return `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}, namespace: ${namespace}}\nspec: {template: {spec: {serviceAccountName: ${name}, containers: [{name: c, image: "${image}"${args === '' ? '' : `, args: [${args}]`}}]}}}\n---\n`;
}

export function bound(namespace: string, name: string): string {
  const group = 'rbac.authorization.k8s.io';
  return `apiVersion: ${group}/v1\nkind: ClusterRoleBinding\nmetadata: {name: ${name}}\nroleRef: {apiGroup: ${group}, kind: ClusterRole, name: cluster-admin}\nsubjects: [{kind: ServiceAccount, name: ${name}, namespace: ${namespace}}]\n---\n`;
}

export function definition(resource: string, group: string): string {
  return `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: ${resource}.${group}}\nspec: {group: ${group}, names: {plural: ${resource}}}\n---\n`;
}

export function custom(group: string, resources: string, verbs = 'create'): string {
  return `{apiGroups: [${group}], resources: [${resources}], verbs: [${verbs}]}`;
}
