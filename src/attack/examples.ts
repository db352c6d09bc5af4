// Small clusters for the examples of techniques.

/** A rule in flow style, such as `{apiGroups: [""], resources: [pods], verbs: [get]}`. */
export function rule(resources: string, verbs: string, more = ''): string {
  return `{apiGroups: [""], resources: [${resources}], verbs: [${verbs}]${more === '' ? '' : `, ${more}`}}`;
}

/** What service account `shop/cart` may do in namespace `shop`. */
export function inShop(...rules: readonly string[]): string {
  return `${roleOf('Role', rules)}---\n${bindingOf('RoleBinding', 'Role')}---\n`;
}

/** What service account `shop/cart` may do everywhere. */
export function everywhere(...rules: readonly string[]): string {
  return `${roleOf('ClusterRole', rules)}---\n${bindingOf('ClusterRoleBinding', 'ClusterRole')}---\n`;
}

function roleOf(kind: string, rules: readonly string[]): string {
  return `apiVersion: rbac.authorization.k8s.io/v1\nkind: ${kind}\nmetadata: {name: given${kind === 'Role' ? ', namespace: shop' : ''}}\nrules: [${rules.join(', ')}]\n`;
}

function bindingOf(kind: string, role: string): string {
  return `apiVersion: rbac.authorization.k8s.io/v1\nkind: ${kind}\nmetadata: {name: given${kind === 'RoleBinding' ? ', namespace: shop' : ''}}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: ${role}, name: given}\nsubjects: [{kind: ServiceAccount, name: cart, namespace: shop}]\n`;
}

/** A pod `NS/web` with one container `app`, on node `worker`. @param pod more of its spec, flow style */
export function podIn(namespace: string, container = '', pod = ''): string {
  return `apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: ${namespace}}\nspec: {nodeName: worker, ${pod === '' ? '' : `${pod}, `}containers: [{name: app, image: registry.example/app:1${container === '' ? '' : `, ${container}`}}]}\n---\n`;
}

/** A policy that lets in pods for which the expression holds. */
export function podPolicy(holds: string): string {
  return `apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicy\nmetadata: {name: asked}\nspec: {failurePolicy: Fail, matchConstraints: {resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]}, validations: [{expression: "${holds}"}]}\n---\napiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicyBinding\nmetadata: {name: asked}\nspec: {policyName: asked, validationActions: [Deny]}\n---\n`;
}

export const ownRegistry: string = podPolicy("object.spec.containers.all(c, c.image.startsWith('registry.own/'))");

/** The account that every namespace has. */
export const account = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: default, namespace: shop}\n---\n';

/** A quota of `shop` for which pods have to say what they need. */
export const quota: string = `${account}apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: q, namespace: shop}\nspec: {hard: {limits.cpu: 10}}\n---\n`;

/** Namespace `shop`, from which node `worker` is owned by whoever may create pods there. */
export const ownable: string = `${namespace('shop')}${node('worker')}`;

/** A Deployment `shop/NAME` with one container `app`. @param pod more of its pod spec, flow style, with a comma at its end */
export function deployed(name: string, pod = ''): string {
  return `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}, namespace: shop}\nspec: {selector: {matchLabels: {app: ${name}}}, template: {metadata: {labels: {app: ${name}}}, spec: {${pod}containers: [{name: app, image: registry.example/${name}:1}]}}}\n---\n`;
}

/** A namespace, such as `namespace('shop', 'restricted')`. */
export function namespace(name: string, level?: string): string {
  return `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}${level === undefined ? '' : `, labels: {pod-security.kubernetes.io/enforce: ${level}}`}}\n---\n`;
}

export function node(name: string, more = ''): string {
  return `apiVersion: v1\nkind: Node\nmetadata: {name: ${name}${more === '' ? '' : `, ${more}`}}\n---\n`;
}

export const cart = 'serviceaccount:shop/cart';
export const app = 'container:shop/web/app';

/** A network plug-in that carries policies out. */
export const calico: string = 'apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: calico-node, namespace: kube-system}\nspec: {template: {spec: {hostNetwork: true, containers: [{name: calico-node, image: "docker.io/calico/node:v3.30.0"}]}}}\n---\n';

/** The static pod of an API server that takes the tokens of joining nodes, or does not. */
export function joining(on = 'true'): string {
  return `apiVersion: v1\nkind: Pod\nmetadata: {name: kube-apiserver-cp, namespace: kube-system, labels: {component: kube-apiserver}, annotations: {kubernetes.io/config.mirror: x}}\nspec: {nodeName: cp, hostNetwork: true, containers: [{name: kube-apiserver, image: "registry.k8s.io/kube-apiserver:v1.34.0", command: [kube-apiserver, "--authorization-mode=Node,RBAC", "--enable-bootstrap-token-auth=${on}"]}]}\n---\n`;
}

/** A ClusterRoleBinding that names a group. */
export function boundTo(group: string): string {
  return `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: bound}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: "system:node-bootstrapper"}\nsubjects: [{kind: Group, name: "${group}"}]\n---\n`;
}
