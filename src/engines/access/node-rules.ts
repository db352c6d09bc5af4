import { resourceRuleAllows, type PolicyRule } from './rules.ts';
import type { Request } from './request.ts';

/** A rule of every node, with the minors between which it holds by default. */
interface NodeRule extends PolicyRule {
  readonly since?: number;
}

const core = [''];
const read = ['get', 'list', 'watch'];

/**
 * What the Node authorizer gives every node alike, beside the kinds it decides one by one. Source: the node rules of
 * kube-apiserver 1.29 to 1.37; `since` is the minor from which the rule or its gate is on by default.
 */
const nodeRules: readonly NodeRule[] = [
  { verbs: ['create'], apiGroups: ['authentication.k8s.io'], resources: ['tokenreviews'] },
  { verbs: ['create'], apiGroups: ['authorization.k8s.io'], resources: ['subjectaccessreviews', 'localsubjectaccessreviews'] },
  { verbs: read, apiGroups: core, resources: ['services'] },
  { verbs: ['create', 'update', 'patch'], apiGroups: core, resources: ['events'] },
  { verbs: ['create', 'update', 'patch'], apiGroups: ['events.k8s.io'], resources: ['events'], since: 35 },
  { verbs: ['get'], apiGroups: core, resources: ['endpoints'] },
  { verbs: ['create', 'get', 'list', 'watch'], apiGroups: ['certificates.k8s.io'], resources: ['certificatesigningrequests'] },
  { verbs: read, apiGroups: ['storage.k8s.io'], resources: ['csidrivers'] },
  { verbs: read, apiGroups: ['node.k8s.io'], resources: ['runtimeclasses'] },
  { verbs: read, apiGroups: ['certificates.k8s.io'], resources: ['clustertrustbundles'], since: 37 },
];

/** Rules for pods and nodes as they stood while nodes were not held to their own: AuthorizeNodeWithSelectors off. */
const nodeRulesWithoutSelectors: readonly PolicyRule[] = [
  { verbs: ['create', 'get', 'list', 'watch', 'update', 'patch'], apiGroups: core, resources: ['nodes'] },
  { verbs: ['update', 'patch'], apiGroups: core, resources: ['nodes/status', 'pods/status'] },
  { verbs: [...read, 'create', 'delete'], apiGroups: core, resources: ['pods'] },
  { verbs: ['create'], apiGroups: core, resources: ['pods/eviction'] },
];

/** Is it one of the rights that every node has by default at that minor? */
export function everyNodeMay(request: Request, minor: number): boolean {
  return nodeRules.some((rule) => (rule.since ?? 0) <= minor && resourceRuleAllows(rule, request));
}

/** The same for pods and nodes, where AuthorizeNodeWithSelectors is off. */
export function everyNodeMayWithoutSelectors(request: Request): boolean {
  return nodeRulesWithoutSelectors.some((rule) => resourceRuleAllows(rule, request));
}
