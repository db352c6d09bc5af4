import { gap, type Gap } from '../../model/gap.ts';

/**
 * What the caller knows was not read. Each is attached to the answers it could turn: denials, never an allow, because RBAC
 * only adds rights.
 */
export interface AccessGaps {
  /** ClusterRoleBindings may exist that were not given. */
  readonly clusterRoleBindings?: readonly Gap[];
  /** RoleBindings of that namespace may exist that were not given. */
  readonly roleBindings?: (namespace: string) => readonly Gap[];
  /** ClusterRoles may exist that were not given: turns what rests on a missing or an aggregated one. */
  readonly clusterRoles?: readonly Gap[];
  /** Roles of that namespace may exist that were not given. */
  readonly roles?: (namespace: string) => readonly Gap[];
  /** Authorizers beside Node and RBAC: a webhook, ABAC. */
  readonly authorizers?: readonly Gap[];
  /** Pods and volumes, by which the Node authorizer decides, were not read completely. */
  readonly pods?: readonly Gap[];
}

export const noGaps: readonly Gap[] = Object.freeze([]);

/** The version of the API server, where an answer turns with it. The same question that every other room asks. */
export function versionGap(): Gap {
  return gap('api', 'gap/kubernetes-version', 'Which Kubernetes version runs here? --kubernetes-version 1.34, or kubectl version');
}

/** The Node authorizer allows more than an admission plug-in lets through afterwards. */
export function nodeRestrictionGap(): Gap {
  return gap('flags', 'gap/node-restriction', 'Is the admission plug-in NodeRestriction on? --enable-admission-plugins of kube-apiserver');
}

export function podsOfNodeGap(): Gap {
  return gap('api', 'gap/list/pod/all-namespaces', 'Which Pod objects are there in the cluster? kubectl get pod -A -o json');
}

/** A namespaced binding whose file names no namespace grants wherever it is applied. */
export function placeOfBindingGap(name: string): Gap {
  return gap('person', `gap/namespace-of/rolebinding/${name}`, `Into which namespace is RoleBinding ${name} applied? --namespace`);
}

export function joined(...lists: readonly (readonly Gap[] | undefined)[]): readonly Gap[] {
  const all = new Set(lists.flatMap((list) => list ?? noGaps));
  return all.size === 0 ? noGaps : [...all];
}
